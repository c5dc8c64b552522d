/** Writing EnvelopedData (RFC 5652 section 6.1) and AuthEnvelopedData (RFC 5083 section 2.1), in DER, contents not copied. */
import { writeAlgorithm, writeInteger, writeObjectIdentifier, writeOctetString, writeSequence, writeSetOf } from '../x509/der-writer.ts'
import { OID } from '../x509/object-identifier.ts'
import { contentInfoOfParts, elementOfParts, OCTET_STRING, type Part, SEQUENCE } from './element-parts.ts'

export interface EnvelopeToWrite {
  /** RecipientInfos, DER; at least one. */
  readonly recipients: readonly Uint8Array[]
  /** True when every recipient is a key transport named by issuer and serial number: version 0, else 2 (section 6.1). */
  readonly isPlain: boolean
  /** AlgorithmIdentifier of the content encryption. */
  readonly algorithm: Uint8Array
  /** Takes the place of octets that come later. */
  readonly ciphertext: Part
  /** GCM: the tag, and with it AuthEnvelopedData. */
  readonly tag: Part | undefined
}

/** The ContentInfo in pieces, among them `ciphertext` and `tag` as they were given. */
export function writeEnvelope({ recipients, isPlain, algorithm, ciphertext, tag }: EnvelopeToWrite): (Uint8Array | Part)[] {
  const encryptedContent = elementOfParts(SEQUENCE, [writeObjectIdentifier(OID.data), algorithm, ...elementOfParts(ENCRYPTED_CONTENT, [ciphertext])])
  const version = writeInteger(tag || isPlain ? 0 : 2)
  const members = [version, writeSetOf(...recipients), ...encryptedContent, ...(tag ? elementOfParts(OCTET_STRING, [tag]) : [])]
  const contentType = writeObjectIdentifier(tag ? OID.authEnvelopedData : OID.envelopedData)
  return contentInfoOfParts(contentType, elementOfParts(SEQUENCE, members))
}

/** [0] IMPLICIT OCTET STRING. */
const ENCRYPTED_CONTENT = 0x80

/** AES in CBC mode with its IV (RFC 3565 section 2.1). */
export function writeCbcAlgorithm(keyLength: 16 | 32, iv: Uint8Array): Uint8Array {
  return writeAlgorithm(keyLength === 16 ? '2.16.840.1.101.3.4.1.2' : '2.16.840.1.101.3.4.1.42', writeOctetString(iv))
}

/** AES in GCM mode with its nonce and the length of the tag (RFC 5084 section 3.2). */
export function writeGcmAlgorithm(keyLength: 16 | 32, nonce: Uint8Array, tagLength: number): Uint8Array {
  const oid = keyLength === 16 ? '2.16.840.1.101.3.4.1.6' : '2.16.840.1.101.3.4.1.46'
  return writeAlgorithm(oid, writeSequence(writeOctetString(nonce), writeInteger(tagLength)))
}
