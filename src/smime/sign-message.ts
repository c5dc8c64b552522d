/** Signing messages (RFC 8551 sections 3.5 and 3.4): multipart/signed, or a SignedData with the content inside. */
import { encodeBase64Lines } from '../bytes/base64-lines.ts'
import { concatBytes } from '../bytes/bytes.ts'
import { encodeHex, encodeUtf8 } from '../bytes/encoding.ts'
import { writeSignedAttributes } from '../cms/signed-attributes-writer.ts'
import { writeSignedData } from '../cms/signed-data-writer.ts'
import type { CertificateNaming } from '../cms/issuer-and-serial.ts'
import { computeDigest } from '../webcrypto/digest.ts'
import { randomOctets } from '../webcrypto/random.ts'
import type { SigningDigest, SigningKey } from '../webcrypto/signing-key.ts'
import type { Certificate } from '../x509/certificate.ts'
import { SmimeError } from './errors.ts'
import { type MadeEntity, writeEntityHeader } from './made-entity.ts'
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
  const content = concatBytes(entity)
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
    content: choice.form === 'opaque' ? content : undefined,
  })
  if (choice.form === 'opaque') return opaqueEntity(cms)
  return detachedEntity(content, cms, digest)
}

/** Each once; a self-signed anchor is left out, since nobody trusts it for being sent. */
function certificatesToSend({ certificate, chain, encryptionCertificate }: MessageSigner): Certificate[] {
  const all = [certificate, ...(encryptionCertificate ? [encryptionCertificate] : []), ...chain]
  const seen = new Set<string>()
  return all.filter(({ der }) => {
    const key = encodeHex(der)
    return !seen.has(key) && seen.add(key)
  })
}

function opaqueEntity(cms: readonly Uint8Array[]): MadeEntity {
  return {
    header: writeEntityHeader('application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"', 'smime.p7m'),
    body: [encodeBase64Lines(cms)],
  }
}

/** RFC 8551 section 3.5.3.2. */
const MICALG: Readonly<Record<SigningDigest, string>> = { 'SHA-256': 'sha-256', 'SHA-384': 'sha-384', 'SHA-512': 'sha-512' }

/** RFC 1847 section 2.1; the CRLF before a delimiter is the delimiter's and is not signed. */
function detachedEntity(content: Uint8Array, cms: readonly Uint8Array[], digest: SigningDigest): MadeEntity {
  // SEC-88: 128 random bits, and `=_`, which neither base64 nor quoted-printable can hold.
  const boundary = `=_${encodeHex(randomOctets(16))}`
  const header = `Content-Type: multipart/signed; protocol="application/pkcs7-signature";\r\n micalg=${MICALG[digest]}; boundary="${boundary}"\r\n`
  const signatureHeader = writeEntityHeader('application/pkcs7-signature; name="smime.p7s"', 'smime.p7s')
  return {
    header: encodeUtf8(header),
    body: [
      encodeUtf8(`This is an S/MIME signed message\r\n\r\n--${boundary}\r\n`),
      content,
      encodeUtf8(`\r\n--${boundary}\r\n`),
      signatureHeader,
      CRLF,
      encodeBase64Lines(cms),
      encodeUtf8(`\r\n--${boundary}--\r\n`),
    ],
  }
}

const CRLF = Uint8Array.of(0x0d, 0x0a)
