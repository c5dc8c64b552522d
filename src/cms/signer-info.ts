/** SignerInfo (RFC 5652 section 5.3) as received. */
import { equalBytes } from '../bytes/bytes.ts'
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts'
import { type Asn1Element, type Asn1Reader, isContext, isUniversal, TAG } from '../x509/asn1-reader.ts'
import type { Certificate } from '../x509/certificate.ts'
import { comparisonKey, type DistinguishedName, readDistinguishedName } from '../x509/distinguished-name.ts'
import { readSubjectKeyIdentifier } from '../x509/extension.ts'
import { CmsError } from './errors.ts'

export type SignerIdentifier =
  | { readonly kind: 'issuer-and-serial'; readonly issuer: DistinguishedName; readonly serialNumber: Uint8Array }
  | { readonly kind: 'key-identifier'; readonly keyIdentifier: Uint8Array }

export interface SignerInfo {
  readonly identifier: SignerIdentifier
  readonly digestAlgorithm: AlgorithmIdentifier
  /** The signed attributes as they are signed: with the tag of SET OF in place of [0] (section 5.4). Undefined when absent. */
  readonly encodedSignedAttributes: Uint8Array | undefined
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signature: Uint8Array
  /** The element [1] as received; undefined when absent. */
  readonly encodedUnsignedAttributes: Uint8Array | undefined
}

/**
 * QUIRK: section 5.3 wants 1 with issuer and serial number, 3 with a key identifier, and writers mix them up. Nothing hangs
 * on the number, so any that a standard has used is taken.
 */
const MAXIMAL_VERSION = 5

/** True for a version that PKCS #7 or CMS has used (RFC 5652 sections 5.1 and 5.3). */
export function isKnownVersion(reader: Asn1Reader, element: Asn1Element | undefined): boolean {
  const content = isUniversal(element, TAG.integer) ? reader.content(element) : undefined
  return content?.length === 1 && (content[0] as number) <= MAXIMAL_VERSION
}

/** Reads one SignerInfo. @throws CmsError or X509Error when a field is missing or of another type. */
export function readSignerInfo(reader: Asn1Reader, element: Asn1Element): SignerInfo {
  const members = isUniversal(element, TAG.sequence) ? reader.children(element) : []
  const [version, identifier, digestAlgorithm] = members.splice(0, 3)
  if (!isKnownVersion(reader, version) || !identifier) throw new CmsError('cms/malformed', 'SignerInfo malformed')
  const signedAttributes = isContext(members[0], 0) ? members.shift() : undefined
  const [signatureAlgorithm, signature, unsigned, ...surplus] = members
  const hasBadSets = signedAttributes?.constructed === false || (unsigned && (!isContext(unsigned, 1) || !unsigned.constructed))
  if (!isUniversal(signature, TAG.octetString) || signature.constructed || surplus.length > 0 || hasBadSets) {
    throw new CmsError('cms/malformed', 'SignerInfo malformed')
  }
  return {
    identifier: readSignerIdentifier(reader, identifier),
    digestAlgorithm: readAlgorithmIdentifier(reader, digestAlgorithm),
    encodedSignedAttributes: signedAttributes && asSetOf(reader.encoded(signedAttributes)),
    signatureAlgorithm: readAlgorithmIdentifier(reader, signatureAlgorithm),
    signature: reader.content(signature),
    encodedUnsignedAttributes: unsigned && reader.encoded(unsigned),
  }
}

/** SignerIdentifier, and RecipientIdentifier, which has the same form (section 6.2.1). @throws CmsError or X509Error. */
export function readSignerIdentifier(reader: Asn1Reader, element: Asn1Element): SignerIdentifier {
  if (isContext(element, 0)) return { kind: 'key-identifier', keyIdentifier: reader.content(element) }
  const [issuer, serial, ...surplus] = isUniversal(element, TAG.sequence) ? reader.children(element) : []
  if (!isUniversal(serial, TAG.integer) || surplus.length > 0) throw new CmsError('cms/malformed', 'signer identifier malformed')
  return { kind: 'issuer-and-serial', issuer: readIssuer(reader, issuer), serialNumber: reader.content(serial) }
}

/** The issuer that each reader came upon last: five hundred recipients of one house have the same. */
const lastIssuers = new WeakMap<Asn1Reader, DistinguishedName>()

function readIssuer(reader: Asn1Reader, element: Asn1Element | undefined): DistinguishedName {
  const last = lastIssuers.get(reader)
  if (last && element && equalBytes(last.encoded, reader.encoded(element))) return last
  const issuer = readDistinguishedName(reader, element)
  lastIssuers.set(reader, issuer)
  return issuer
}

/** "the DER encoding … with an explicit SET OF tag" (section 5.4): the one octet that differs from what was received. */
function asSetOf(encoded: Uint8Array): Uint8Array {
  const copy = encoded.slice()
  copy[0] = 0x31
  return copy
}

/**
 * True when the identifier points to that certificate. A key identifier is compared with the certificate's extension and
 * with nothing else (section 5.3): hashing the key instead, as some codecs do, finds other certificates.
 */
export function identifies(identifier: SignerIdentifier, certificate: Certificate): boolean {
  if (identifier.kind === 'key-identifier') {
    const own = readSubjectKeyIdentifier(certificate)
    return own !== undefined && equalBytes(own, identifier.keyIdentifier)
  }
  return (
    equalBytes(identifier.serialNumber, certificate.serialNumber) &&
    (equalBytes(identifier.issuer.encoded, certificate.issuer.encoded) ||
      comparisonKey(identifier.issuer) === comparisonKey(certificate.issuer))
  )
}
