/** The finished messages: what was written, signed and encrypted, a copy for everyone who is to have one of their own. */
import { concatBytes, equalBytes } from '../../bytes/bytes.ts'
import { encodeHex } from '../../bytes/encoding.ts'
import { summarizeCertificate } from '../../certpath/summary.ts'
import type { AnchorIndex } from '../../certpath/trust-anchor.ts'
import { MimeError } from '../../mime/errors.ts'
import { writeMessageIds } from '../../mime/header-writer.ts'
import { writeMessage, type WrittenMessage } from '../../mime/message-writer.ts'
import type { RawField } from '../../mime/raw-header.ts'
import type { ComposePolicy } from '../../smime/compose-policy.ts'
import { encryptEntity, encryptMessage, type EncryptionChoice } from '../../smime/encrypt-message.ts'
import { entityParts, type MadeEntity, messageParts } from '../../smime/made-entity.ts'
import { payloadOf } from '../../smime/outgoing-payload.ts'
import { pathCrypto } from '../../smime/path-crypto.ts'
import { type MessageSigner, signEntity, signMessage, type SigningChoice } from '../../smime/sign-message.ts'
import type { ContentEncryption } from '../../webcrypto/content-encryption.ts'
import { randomOctets } from '../../webcrypto/random.ts'
import type { Certificate } from '../../x509/certificate.ts'
import { X509Error } from '../../x509/errors.ts'
import { readSubjectKeyIdentifier } from '../../x509/extension.ts'
import type { CertificateBook } from '../certificate-book/certificate-book.ts'
import type { ComposeRequest, ComposeResult, OutgoingCopy } from '../compose-protocol.ts'
import { EngineError } from '../engine.ts'
import type { KeyDoor } from '../key-store/key-store.ts'
import { keyOf, planCopies, type PlannedCopy } from './copy-plan.ts'
import { openSigner } from './find-signer.ts'
import { chooseCertificates, ownRecipient } from './find-recipients.ts'

export interface ComposeDoors {
  readonly keyStore: Pick<KeyDoor, 'own'>
  readonly book: CertificateBook
  readonly anchors: AnchorIndex
}

/** All copies together; above that a worker's memory ends. */
const MAXIMAL_OUTPUT = 320 * 1024 * 1024

/** One of those who can open a copy. */
interface Addressee {
  readonly certificate: Certificate
  readonly announces: { readonly gcm: boolean; readonly oaep: boolean }
}

interface Making {
  readonly request: ComposeRequest
  readonly at: number
  readonly written: WrittenMessage
  readonly signer: MessageSigner | undefined
  /** Who can open a copy besides its recipients; undefined when nothing is encrypted. */
  readonly encryptedTo: ((recipients: readonly string[]) => readonly Addressee[]) | undefined
}

/**
 * Makes all copies, or none.
 *
 * @throws EngineError `engine/bad-request`, `engine/unsafe-text`, `engine/recipient-changed`, `engine/no-own-certificate`,
 * `engine/no-signing-key`, `engine/signing-key-expired`, `engine/signing-key-locked`, `engine/too-large`, those of the storage;
 * SmimeError `smime/key-cannot-sign`.
 */
export async function composeMessages(request: ComposeRequest, { keyStore, book, anchors }: ComposeDoors): Promise<ComposeResult> {
  const { message, policy, protection } = request
  const at = Date.parse(request.at)
  assertAllowed(request)
  const plan = planned(request)
  const written = textSafe(() => writeMessage(message, newBoundary))
  assertSize(written, plan.length)
  const own = await keyStore.own(at, protection.sign ? 'toSign' : 'toLook')
  const encryptedTo = protection.encrypt ? await addresseesFor(request, book, { anchors, at, own }) : undefined
  const signer = protection.sign ? openSigner(own, message.from.address, at, policy.chain, anchors) : undefined
  const making: Making = { request, at, written, signer, encryptedTo }
  const made: { readonly copy: OutgoingCopy; readonly cipher: string | null }[] = []
  for (const copy of plan) made.push(await makeCopy(copy, making))
  return {
    kind: 'compose',
    copies: made.map(({ copy }) => copy),
    signer: signer ? await summarizeCertificate(signer.certificate, pathCrypto) : null,
    cipher: made[0]?.cipher ?? null,
  }
}

/** SECURITY (SEC-81): what the organisation always demands is not left out, whatever is asked. */
function assertAllowed({ policy, protection, expected }: ComposeRequest): void {
  if ((policy.sign === 'always' && !protection.sign) || (policy.encrypt === 'always' && !protection.encrypt)) {
    throw new EngineError('engine/bad-request', 'less protection than the policy demands')
  }
  if ((expected !== null) !== protection.encrypt) throw new EngineError('engine/bad-request', 'expected recipients go with encryption, and only with it')
}

function planned({ message, policy, copyIds }: ComposeRequest): PlannedCopy[] {
  return textSafe(() => planCopies(message, policy.bcc, copyIds))
}

/** SEC-88. @throws EngineError `engine/unsafe-text` for what cannot stand in a header. */
function textSafe<Value>(write: () => Value): Value {
  try {
    return write()
  } catch (error) {
    if (error instanceof MimeError && error.code === 'mime/header-injection') throw new EngineError('engine/unsafe-text', error.message, { cause: error })
    throw error
  }
}

/** SEC-88: 128 random bits, and `=_`, which neither base64 nor quoted-printable can hold. */
const newBoundary = () => `=_${encodeHex(randomOctets(16))}`

/** Base64 around base64 around base64 makes the octets nearly twice as many. */
function assertSize({ content }: WrittenMessage, copies: number): void {
  const octets = content.body.reduce((sum, piece) => sum + piece.length, 0)
  if (octets * 2 * copies > MAXIMAL_OUTPUT) throw new EngineError('engine/too-large', `${copies} copies of ${octets} octets`)
}

/** SECURITY (SEC-28): a copy's recipients and the writer, each once, and nobody else. */
async function addresseesFor(request: ComposeRequest, book: CertificateBook, context: Parameters<CertificateBook['find']>[1]): Promise<Making['encryptedTo']> {
  const { message, expected } = request
  const chosen = await chooseCertificates(message, expected ?? [], book, context)
  const { certificate } = ownRecipient(message, context.own, context.at)
  const writer: Addressee = { certificate, announces: { gcm: true, oaep: true } }
  return recipients => {
    const all = recipients.flatMap((address): Addressee[] => {
      const candidate = chosen.get(keyOf(address))
      return candidate ? [{ certificate: candidate.certificate, announces: candidate.known.announces }] : []
    })
    return [...all, writer].filter((one, index, list) => list.findIndex(other => equalBytes(other.certificate.der, one.certificate.der)) === index)
  }
}

async function makeCopy(copy: PlannedCopy, making: Making): Promise<{ readonly copy: OutgoingCopy; readonly cipher: string | null }> {
  const { request: { policy, protection }, written, signer, encryptedTo } = making
  const { role, recipients, messageId, addressedTo } = copy
  const form = protection.encrypt ? 'cipher' : 'clear'
  const { outer, payload } = payloadOf(
    { author: withMessageId(written.header, messageId), content: written.content.fields, body: written.content.body },
    { protection: policy.protectsHeader && (signer ?? encryptedTo) ? form : 'none', hidesSubject: policy.hidesSubject, ...(addressedTo ? { addressedTo } : {}) },
  )
  const finish = (bytes: Uint8Array, cipher: string | null) => ({ copy: { role, recipients, messageId, bytes }, cipher })
  const signing: SigningChoice = { form: policy.form, digest: policy.digest, naming: 'issuer-and-serial', at: making.at }
  if (!encryptedTo) return finish(signer ? await signMessage(outer, payload, signer, signing) : concatBytes(messageParts(outer, plainEntity(written))), null)
  const to = encryptedTo(recipients)
  const certificates = to.map(({ certificate }) => certificate)
  const encryption: EncryptionChoice = {
    cipher: cipherFor(policy.cipher, to),
    naming: namingFor(policy.recipientId, to),
    transport: recipient => transportFor(policy.transport, to.find(({ certificate }) => certificate === recipient)),
  }
  const inner = signer ? entityParts(await signEntity(payload, signer, signing)) : payload
  const bytes =
    signer && policy.tripleWrap
      ? await signMessage(outer, entityParts(await encryptEntity(inner, certificates, encryption)), signer, signing)
      : await encryptMessage(outer, inner, certificates, encryption)
  return finish(bytes, `AES-${encryption.cipher.keyLength * 8}-${encryption.cipher.mode.toUpperCase()}`)
}

/** Neither signed nor encrypted: the content as it was written. */
function plainEntity({ content }: WrittenMessage): MadeEntity {
  return { header: concatBytes(content.fields.map(field => field.octets)), body: content.body }
}

function withMessageId(header: readonly RawField[], messageId: string): RawField[] {
  return header.map(field => (field.name === 'message-id' ? textSafe(() => writeMessageIds('Message-ID', [messageId])) : field))
}

/** SEC-31: authenticated where everyone who gets it can open that. */
function cipherFor(policy: ComposePolicy['cipher'], to: readonly Addressee[]): ContentEncryption {
  if (policy === 'auto') return { mode: to.every(({ announces }) => announces.gcm) ? 'gcm' : 'cbc', keyLength: 32 }
  return { mode: policy.endsWith('gcm') ? 'gcm' : 'cbc', keyLength: policy.startsWith('aes128') ? 16 : 32 }
}

function transportFor(policy: ComposePolicy['transport'], addressee: Addressee | undefined): 'pkcs1' | 'oaep-sha256' {
  if (policy !== 'auto') return policy
  return addressee?.announces.oaep === true ? 'oaep-sha256' : 'pkcs1'
}

/** A certificate without a key identifier is named the other way, and with it all of them. */
function namingFor(policy: ComposePolicy['recipientId'], to: readonly Addressee[]): ComposePolicy['recipientId'] {
  return policy === 'key-identifier' && to.every(({ certificate }) => hasKeyIdentifier(certificate)) ? policy : 'issuer-and-serial'
}

function hasKeyIdentifier(certificate: Certificate): boolean {
  try {
    return readSubjectKeyIdentifier(certificate) !== undefined
  } catch (error) {
    if (error instanceof X509Error) return false
    throw error
  }
}
