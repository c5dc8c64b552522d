/** Signing messages (RFC 8551 sections 3.5 and 3.4): multipart/signed, or a SignedData with the content inside. */
import { Base64LineWriter, base64LinesLength, encodeBase64Lines } from '../bytes/base64-lines.ts'
import { concatBytes, concatInto, equalBytes, lengthOf } from '../bytes/bytes.ts'
import { encodeHex, encodeUtf8 } from '../bytes/encoding.ts'
import { writeSignedAttributes } from '../cms/signed-attributes-writer.ts'
import { writeSignedData } from '../cms/signed-data-writer.ts'
import type { CertificateNaming } from '../cms/issuer-and-serial.ts'
import type { RawField } from '../mime/raw-header.ts'
import { computeDigest } from '../webcrypto/digest.ts'
import { randomOctets } from '../webcrypto/random.ts'
import type { SigningDigest, SigningKey } from '../webcrypto/signing-key.ts'
import type { Certificate } from '../x509/certificate.ts'
import { SmimeError } from './errors.ts'
import { type MadeEntity, messageParts, writeEntityHeader } from './made-entity.ts'
import { bufferAround } from './message-room.ts'
import { chooseSignature, type SignatureWish } from './signature-choice.ts'

/** Whoever signs: a key with its certificate, and the certificates that lead from it towards an anchor. */
export interface MessageSigner {
  readonly key: SigningKey
  readonly certificate: Certificate
  readonly chain: readonly Certificate[]
  /** Where replies are to be encrypted to, when that is another certificate; it goes along. */
  readonly encryptionCertificate: Certificate | undefined
}

export interface SigningChoice extends SignatureWish {
  readonly form: 'detached' | 'opaque'
  readonly naming: CertificateNaming
  /** Milliseconds since 1970. */
  readonly at: number
}

/**
 * Signs an entity.
 *
 * @param entity - In pieces, canonical and safe for transport: these very octets are signed and sent.
 * @throws SmimeError `smime/key-cannot-sign` when key, certificate and choice do not go together.
 */
export async function signEntity(entity: readonly Uint8Array[], signer: MessageSigner, choice: SigningChoice): Promise<MadeEntity> {
  // A digest is computed in one call, over octets that lie together.
  const content = concatBytes(entity)
  const signed = await signContent(content, [content], signer, choice)
  if (choice.form === 'opaque') return { header: OPAQUE_HEADER, body: [encodeBase64Lines(signed.cms)] }
  const { header, front, back } = aroundContent(signed.digest)
  return { header, body: [front, content, ...back(signed.cms)] }
}

/**
 * The same as a whole message behind the author's outer fields: the octets of `messageParts`, with what is large written once.
 *
 * @param mayWriteAround - Nobody needs what else lies in the buffer of an entity in one piece: a detached signature is then written around it.
 * @returns the message; the array behind it may be a little longer.
 * @throws as `signEntity`.
 */
export async function signMessage(
  outer: readonly RawField[],
  entity: readonly Uint8Array[],
  signer: MessageSigner,
  choice: SigningChoice,
  mayWriteAround = false,
): Promise<Uint8Array> {
  return choice.form === 'opaque' ? signOpaque(outer, entity, signer, choice) : signDetached(outer, entity, signer, choice, mayWriteAround)
}

/** A content in one piece is digested where it is; one in several is written to its place and digested there. */
async function signDetached(
  outer: readonly RawField[],
  entity: readonly Uint8Array[],
  signer: MessageSigner,
  choice: SigningChoice,
  mayWriteAround: boolean,
): Promise<Uint8Array> {
  const { digest } = chooseSignature(signer.key.kind, signer.certificate, choice)
  const { header, front, back } = aroundContent(digest)
  const before = [...messageParts(outer, { header, body: [] }), front]
  const [only] = entity
  if (only && entity.length === 1) {
    const { cms } = await signContent(only, undefined, signer, choice)
    const behind = back(cms)
    const whole = mayWriteAround ? bufferAround(entity, lengthOf(before), lengthOf(behind)) : undefined
    if (!whole) return concatBytes([...before, only, ...behind])
    const first = only.byteOffset - lengthOf(before)
    concatInto(whole, before, first)
    return whole.subarray(first, concatInto(whole, behind, only.byteOffset + only.length))
  }
  const start = lengthOf(before)
  const end = start + lengthOf(entity)
  const octets = new Uint8Array(end + lengthOf(back([])) + base64LinesLength(roomForSignature(signer)))
  concatInto(octets, [...before, ...entity])
  const { cms } = await signContent(octets.subarray(start, end), undefined, signer, choice)
  return octets.subarray(0, concatInto(octets, back(cms), end))
}

/** A content in several pieces is digested where the answer goes, and then written over by it. */
async function signOpaque(outer: readonly RawField[], entity: readonly Uint8Array[], signer: MessageSigner, choice: SigningChoice): Promise<Uint8Array> {
  const before = messageParts(outer, { header: OPAQUE_HEADER, body: [] })
  const start = lengthOf(before)
  const octets = new Uint8Array(start + base64LinesLength(lengthOf(entity) + roomForSignature(signer)))
  const [only] = entity
  const content = only && entity.length === 1 ? only : octets.subarray(start, concatInto(octets, entity, start))
  const { cms } = await signContent(content, entity, signer, choice)
  concatInto(octets, before)
  const writer = new Base64LineWriter(octets, start)
  for (const part of cms) writer.write(part)
  return octets.subarray(0, writer.end())
}

/** More octets than a SignedData has without its content: names and certificates, the largest signature, the attributes, which have bounds of their own. */
function roomForSignature(signer: MessageSigner): number {
  return 8192 + 4 * lengthOf(certificatesToSend(signer).map(({ der }) => der))
}

interface SignedContent {
  readonly cms: readonly Uint8Array[]
  readonly digest: SigningDigest
}

/** @param encapsulated - The content once more, in pieces, when it goes inside. */
async function signContent(
  content: Uint8Array,
  encapsulated: readonly Uint8Array[] | undefined,
  signer: MessageSigner,
  choice: SigningChoice,
): Promise<SignedContent> {
  const { digest, scheme, digestAlgorithm, signatureAlgorithm } = chooseSignature(signer.key.kind, signer.certificate, choice)
  const signedAttributes = writeSignedAttributes({
    contentDigest: await computeDigest(digest, content),
    digestAlgorithm,
    signatureAlgorithm,
    signingTime: choice.at,
    signer: signer.certificate,
    signerHash: await computeDigest('SHA-256', signer.certificate.der),
    encryptionCertificate: signer.encryptionCertificate,
  })
  const signature = await signer.key.sign(scheme, signedAttributes)
  if (!signature) throw new SmimeError('smime/key-cannot-sign', 'the key does not sign with this algorithm')
  const cms = writeSignedData({
    signer: signer.certificate,
    naming: choice.naming,
    digestAlgorithm,
    signatureAlgorithm,
    signedAttributes,
    signature,
    certificates: certificatesToSend(signer),
    content: choice.form === 'opaque' ? encapsulated : undefined,
  })
  return { cms, digest }
}

/** Each once; a self-signed anchor is left out, since nobody trusts it for being sent. */
function certificatesToSend({ certificate, chain, encryptionCertificate }: MessageSigner): Certificate[] {
  const all = [certificate, ...(encryptionCertificate ? [encryptionCertificate] : []), ...chain]
  return all.filter(({ der }, index) => all.findIndex(other => equalBytes(other.der, der)) === index)
}

const OPAQUE_HEADER = writeEntityHeader('application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"', 'smime.p7m')

/** RFC 8551 section 3.5.3.2. */
const MICALG: Readonly<Record<SigningDigest, string>> = { 'SHA-256': 'sha-256', 'SHA-384': 'sha-384', 'SHA-512': 'sha-512' }

interface AroundContent {
  readonly header: Uint8Array
  readonly front: Uint8Array
  readonly back: (cms: readonly Uint8Array[]) => readonly Uint8Array[]
}

/** RFC 1847 section 2.1; the CRLF before a delimiter is the delimiter's and is not signed. */
function aroundContent(digest: SigningDigest): AroundContent {
  // SEC-88: 128 random bits, and `=_`, which neither base64 nor quoted-printable can hold.
  const boundary = `=_${encodeHex(randomOctets(16))}`
  return {
    header: encodeUtf8(`Content-Type: multipart/signed; protocol="application/pkcs7-signature";\r\n micalg=${MICALG[digest]}; boundary="${boundary}"\r\n`),
    front: encodeUtf8(`This is an S/MIME signed message\r\n\r\n--${boundary}\r\n`),
    back: cms => [encodeUtf8(`\r\n--${boundary}\r\n`), SIGNATURE_HEADER, CRLF, encodeBase64Lines(cms), encodeUtf8(`\r\n--${boundary}--\r\n`)],
  }
}

const SIGNATURE_HEADER = writeEntityHeader('application/pkcs7-signature; name="smime.p7s"', 'smime.p7s')
const CRLF = Uint8Array.of(0x0d, 0x0a)
