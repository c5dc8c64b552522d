/** Which certificate the signer meant: ESS signing-certificate and -v2 (RFC 5035 sections 3 to 5; SEC-11). */
import { equalBytes } from '../bytes/bytes.ts'
import { type Asn1Element, type Asn1Reader, isContext, isUniversal, TAG } from '../x509/asn1-reader.ts'
import type { Certificate } from '../x509/certificate.ts'
import { comparisonKey, type DistinguishedName, readDistinguishedName } from '../x509/distinguished-name.ts'
import { OID, readObjectIdentifier } from '../x509/object-identifier.ts'
import { type AttributeValues, optionalValue } from './attribute-values.ts'
import { CmsError } from './errors.ts'

export interface SigningCertificate {
  readonly hashOid: string
  /** Hash over the DER of the signer's certificate. */
  readonly certificateHash: Uint8Array
  /** Issuer and serial number beside the hash; undefined when absent. */
  readonly issuerSerial: { readonly issuer: DistinguishedName | undefined; readonly serialNumber: Uint8Array } | undefined
}

const SHA1 = '1.3.14.3.2.26'
const SHA256 = '2.16.840.1.101.3.4.2.1'

/** Both attributes may be there and are "independently evaluated" (section 3). @throws CmsError for a malformed one. */
export function readSigningCertificates(attributes: AttributeValues): SigningCertificate[] {
  return [OID.signingCertificate, OID.signingCertificateV2].flatMap(oid => {
    const value = optionalValue(attributes, oid, TAG.sequence)
    return value ? [readFirst(attributes.reader, value, oid === OID.signingCertificateV2)] : []
  })
}

/** The first ESSCertID or ESSCertIDv2: "the first certificate identified … MUST be the signer's" (section 5.4). */
function readFirst(reader: Asn1Reader, value: Asn1Element, isVersion2: boolean): SigningCertificate {
  const [identifiers] = reader.children(value)
  const [first] = isUniversal(identifiers, TAG.sequence) ? reader.children(identifiers) : []
  const members = isUniversal(first, TAG.sequence) ? reader.children(first) : []
  const algorithm = isVersion2 && isUniversal(members[0], TAG.sequence) ? members.shift() : undefined
  const [hash, issuerSerial, ...surplus] = members
  if (!isUniversal(hash, TAG.octetString) || surplus.length > 0) throw new CmsError('cms/malformed', 'signing-certificate malformed')
  const [named] = algorithm ? reader.children(algorithm) : []
  const hashOid = isUniversal(named, TAG.objectIdentifier) ? readObjectIdentifier(reader.content(named)) : isVersion2 ? SHA256 : SHA1
  return { hashOid, certificateHash: reader.content(hash), issuerSerial: issuerSerial && readIssuerSerial(reader, issuerSerial) }
}

/** IssuerSerial (section 5.4.1.1). The issuer must be one directoryName; another form names nobody. */
function readIssuerSerial(reader: Asn1Reader, element: Asn1Element): NonNullable<SigningCertificate['issuerSerial']> {
  const [names, serial, ...surplus] = isUniversal(element, TAG.sequence) ? reader.children(element) : []
  if (!isUniversal(names, TAG.sequence) || !isUniversal(serial, TAG.integer) || surplus.length > 0) {
    throw new CmsError('cms/malformed', 'signing-certificate malformed')
  }
  const [name, ...others] = reader.children(names)
  const [directoryName] = isContext(name, 4) && others.length === 0 ? reader.children(name) : []
  return { issuer: directoryName && readDistinguishedName(reader, directoryName), serialNumber: reader.content(serial) }
}

/** True when issuer and serial number are absent or the certificate's own (section 5.4.1.1). The hash is for the caller to compare. */
export function hasIssuerSerialOf({ issuerSerial }: SigningCertificate, certificate: Certificate): boolean {
  if (!issuerSerial) return true
  const { issuer, serialNumber } = issuerSerial
  if (!issuer || !equalBytes(serialNumber, certificate.serialNumber)) return false
  return equalBytes(issuer.encoded, certificate.issuer.encoded) || comparisonKey(issuer) === comparisonKey(certificate.issuer)
}
