/** Encrypting messages (RFC 8551 section 3.3, RFC 5083, RFC 5753, RFC 8418): one content key, encrypted to every recipient. */
import { Base64LineWriter, base64LinesLength } from '../bytes/base64-lines.ts'
import { concatInto, lengthOf } from '../bytes/bytes.ts'
import { writeCbcAlgorithm, writeEnvelope, writeGcmAlgorithm } from '../cms/enveloped-data-writer.ts'
import type { CertificateNaming } from '../cms/issuer-and-serial.ts'
import { encodeEccSharedInfo } from '../cms/kek-derivation-info.ts'
import { type TransportScheme, writeKeyAgreement, writeKeyTransport } from '../cms/recipient-info-writer.ts'
import type { RawField } from '../mime/raw-header.ts'
import { type ContentEncryption, makeContentKey, prepareContent } from '../webcrypto/content-encryption.ts'
import { deriveHkdfKey } from '../webcrypto/hkdf.ts'
import { deriveX963Key } from '../webcrypto/key-agreement-kdf.ts'
import { agreeOnce, encryptKeyOaep, encryptKeyPkcs1, wrapAesKey } from '../webcrypto/key-encryption.ts'
import type { Certificate } from '../x509/certificate.ts'
import { writeAlgorithm } from '../x509/der-writer.ts'
import { formatDistinguishedName } from '../x509/distinguished-name.ts'
import { OID } from '../x509/object-identifier.ts'
import { SmimeError } from './errors.ts'
import { type MadeEntity, messageParts, writeEntityHeader } from './made-entity.ts'
import { bufferBefore } from './message-room.ts'

export interface EncryptionChoice {
  readonly cipher: ContentEncryption
  readonly naming: CertificateNaming
  /** For RSA recipients, all or each. `pkcs1` is what Outlook before 2016 and most gateways open. */
  readonly transport: TransportScheme | ((recipient: Certificate) => TransportScheme)
}

/**
 * Encrypts an entity to all of the recipients, in their order. Whether they may be encrypted to was judged before; here a
 * certificate whose key cannot be encrypted to ends everything, and nothing is sent to a part of them.
 *
 * @param entity - In pieces. Not kept.
 * @param recipients - At least one; each once.
 * @throws SmimeError `smime/recipient-key-unusable` naming the recipient.
 */
export async function encryptEntity(entity: readonly Uint8Array[], recipients: readonly Certificate[], choice: EncryptionChoice): Promise<MadeEntity> {
  return { header: headerOf(choice), body: [await encryptBehind([], entity, recipients, choice)] }
}

/**
 * The same as a whole message behind the author's outer fields: the octets of `messageParts`, with what is large written once.
 *
 * @param mayWriteAround - Nobody needs what else lies in the buffer of an entity in one piece, nor the entity: the message is then written
 * over it, where there is room in front.
 * @throws as `encryptEntity`.
 */
export async function encryptMessage(
  outer: readonly RawField[],
  entity: readonly Uint8Array[],
  recipients: readonly Certificate[],
  choice: EncryptionChoice,
  mayWriteAround = false,
): Promise<Uint8Array> {
  return encryptBehind(messageParts(outer, { header: headerOf(choice), body: [] }), entity, recipients, choice, mayWriteAround)
}

function headerOf({ cipher }: EncryptionChoice): Uint8Array {
  const type = cipher.mode === 'gcm' ? 'authEnveloped-data' : 'enveloped-data'
  return writeEntityHeader(`application/pkcs7-mime; smime-type=${type}; name="smime.p7m"`, 'smime.p7m')
}

/** What stands in front, then the CMS object in base64, each octet written to its place as it comes out of the cipher. */
async function encryptBehind(
  front: readonly Uint8Array[],
  entity: readonly Uint8Array[],
  recipients: readonly Certificate[],
  choice: EncryptionChoice,
  mayWriteAround = false,
): Promise<Uint8Array> {
  const { cipher, naming } = choice
  const contentKey = makeContentKey(cipher)
  try {
    const infos = await Promise.all(recipients.map(recipient => encryptKeyTo(recipient, contentKey, choice)))
    const content = prepareContent(cipher, contentKey, entity)
    const tag = content.tagLength > 0 ? { length: content.tagLength } : undefined
    const algorithm = tag ? writeGcmAlgorithm(cipher.keyLength, content.iv, tag.length) : writeCbcAlgorithm(cipher.keyLength, content.iv)
    const isPlain = naming === 'issuer-and-serial' && recipients.every(({ publicKey }) => publicKey.key.kind === 'rsa')
    const cms = writeEnvelope({ recipients: infos, isPlain, algorithm, ciphertext: content, tag })
    const start = lengthOf(front)
    const length = start + base64LinesLength(lengthOf(cms))
    const octets = (mayWriteAround ? bufferBefore(entity, length) : undefined) ?? new Uint8Array(length)
    concatInto(octets, front)
    const writer = new Base64LineWriter(octets, start)
    const write = (part: Uint8Array) => writer.write(part)
    let computedTag: Uint8Array = new Uint8Array()
    for (const part of cms) {
      if (part === content) computedTag = await content.run(write)
      else writer.write(part === tag ? computedTag : (part as Uint8Array))
    }
    writer.end()
    return octets
  } finally {
    contentKey.fill(0)
  }
}

/** One RecipientInfo. */
async function encryptKeyTo(recipient: Certificate, contentKey: Uint8Array, choice: EncryptionChoice): Promise<Uint8Array> {
  const { key } = recipient.publicKey
  const info =
    key.kind === 'rsa'
      ? await transportKey(recipient, contentKey, choice)
      : key.kind === 'ec' || key.kind === 'x25519'
        ? await agreeOnKey(recipient, contentKey, choice)
        : undefined
  if (!info) throw new SmimeError('smime/recipient-key-unusable', `the key of ${formatDistinguishedName(recipient.subject)} cannot be encrypted to`)
  return info
}

async function transportKey(recipient: Certificate, contentKey: Uint8Array, choice: EncryptionChoice): Promise<Uint8Array | undefined> {
  // RFC 4055 section 1.2: such a key signs and does nothing else.
  if (recipient.publicKey.algorithm.oid === OID.rsassaPss) return undefined
  const { naming } = choice
  const transport = typeof choice.transport === 'function' ? choice.transport(recipient) : choice.transport
  const encrypted = transport === 'pkcs1' ? encryptKeyPkcs1(recipient.publicKey, contentKey) : await encryptKeyOaep(recipient.publicKey, contentKey)
  return encrypted && writeKeyTransport(recipient, naming, transport, encrypted)
}

interface Agreement {
  readonly oid: string
  readonly originatorOid: string
  readonly derive: (secret: Uint8Array, sharedInfo: Uint8Array, length: number) => Promise<Uint8Array | undefined>
}

/** RFC 5753 section 7.1.4, and RFC 8418 section 2.2: the digest goes with the strength of the curve. */
function agreementFor({ publicKey: { key } }: Certificate): Agreement {
  if (key.kind === 'x25519') {
    return {
      oid: '1.2.840.113549.1.9.16.3.19',
      originatorOid: '1.3.101.110',
      derive: (secret, info, length) => deriveHkdfKey({ digest: 'SHA-256', secret, salt: new Uint8Array(), info }, length),
    }
  }
  const [digest, arc] = key.kind !== 'ec' || key.curve === 'P-256' ? (['SHA-256', 1] as const) : key.curve === 'P-384' ? (['SHA-384', 2] as const) : (['SHA-512', 3] as const)
  return { oid: `1.3.132.1.11.${arc}`, originatorOid: OID.ecPublicKey, derive: (secret, sharedInfo, length) => deriveX963Key(digest, secret, sharedInfo, length) }
}

async function agreeOnKey(recipient: Certificate, contentKey: Uint8Array, { naming, cipher }: EncryptionChoice): Promise<Uint8Array | undefined> {
  const agreed = await agreeOnce(recipient.publicKey)
  if (!agreed) return undefined
  const { oid, originatorOid, derive } = agreementFor(recipient)
  const wrap = writeAlgorithm(cipher.keyLength === 16 ? '2.16.840.1.101.3.4.1.5' : '2.16.840.1.101.3.4.1.45')
  const keyEncryptionKey = await derive(agreed.secret, encodeEccSharedInfo(wrap, undefined, cipher.keyLength), cipher.keyLength)
  agreed.secret.fill(0)
  if (!keyEncryptionKey) return undefined
  const encryptedKey = await wrapAesKey(keyEncryptionKey, contentKey)
  keyEncryptionKey.fill(0)
  return writeKeyAgreement({
    recipient,
    naming,
    originatorAlgorithm: writeAlgorithm(originatorOid),
    originatorKey: agreed.publicKey,
    agreement: writeAlgorithm(oid, wrap),
    encryptedKey,
  })
}
