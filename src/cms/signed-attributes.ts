/** Signed attributes (RFC 5652 sections 5.3 and 11), checked in full before any of them is believed (SEC-02). */
import { Asn1Reader, TAG } from '../x509/asn1-reader.ts'
import { readTime } from '../x509/certificate.ts'
import { X509Error } from '../x509/errors.ts'
import { OID, readObjectIdentifier } from '../x509/object-identifier.ts'
import { type AlgorithmProtection, readAlgorithmProtection } from './algorithm-protection.ts'
import { type AttributeValues, onlyValue, readAttributeValues } from './attribute-values.ts'
import { CmsError } from './errors.ts'
import { readSigningCertificates, type SigningCertificate } from './signing-certificate.ts'

export interface SignedAttributes {
  readonly contentType: string
  readonly messageDigest: Uint8Array
  /** Milliseconds since 1970; undefined when absent. A claim of the signer's. */
  readonly signingTime: number | undefined
  /** Which certificate the signer meant; each must be the one whose key is used. */
  readonly signingCertificates: readonly SigningCertificate[]
  /** Undefined when absent; else both must be the SignerInfo's. */
  readonly algorithmProtection: AlgorithmProtection | undefined
}

/**
 * Reads the attributes from their signed form (SET OF).
 *
 * @throws CmsError or X509Error naming the breach: not DER (section 5.3), an attribute type twice, content-type or
 * message-digest missing or without exactly one value of its type (sections 11.1, 11.2), a malformed signing-time,
 * signing-certificate or algorithm protection.
 */
export function parseSignedAttributes(encoded: Uint8Array): SignedAttributes {
  const attributes = readAttributeValues(encoded)
  const { reader } = attributes
  return {
    contentType: readObjectIdentifier(reader.content(onlyValue(attributes, OID.contentType, TAG.objectIdentifier))),
    messageDigest: reader.content(onlyValue(attributes, OID.messageDigest, TAG.octetString)),
    signingTime: readSigningTime(attributes),
    signingCertificates: readSigningCertificates(attributes),
    algorithmProtection: readAlgorithmProtection(attributes),
  }
}

/** Section 11.3. */
function readSigningTime({ reader, values }: AttributeValues): number | undefined {
  const list = values.get(OID.signingTime)
  if (!list) return undefined
  if (list.length !== 1) throw new CmsError('cms/malformed', 'signing-time without exactly one value')
  return readTime(reader, list[0])
}

/**
 * The message-digest of a countersignature's attributes (section 11.4): one message-digest, and no content-type.
 *
 * @throws CmsError or X509Error when it is otherwise.
 */
export function readCountersignatureDigest(encoded: Uint8Array): Uint8Array {
  const attributes = readAttributeValues(encoded)
  if (attributes.values.has(OID.contentType)) throw new CmsError('cms/malformed', 'countersignature with a content type')
  return attributes.reader.content(onlyValue(attributes, OID.messageDigest, TAG.octetString))
}

/**
 * True when the octets are one SET and nothing else: then a signature over them as content could be one over attributes,
 * moved (draft-ietf-lamps-cms-euf-cma-signeddata section 3.2; SEC-03). What is in the SET is not looked at: another reader of
 * attributes may be content with less than ours.
 */
export function looksLikeSignedAttributes(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x31) return false
  try {
    return new Asn1Reader(bytes).read(0).end === bytes.length
  } catch (error) {
    // Larger than we would read: nobody knows what it is.
    if (error instanceof X509Error) return error.code === 'x509/limit-exceeded'
    throw error
  }
}
