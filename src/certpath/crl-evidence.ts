/**
 * What a CRL says about one certificate (RFC 5280 section 6.3; SEC-65). Complete lists of the certificate's own issuer
 * are judged. Deliberately absent: delta and indirect lists; they answer nothing here.
 */
import { equalBytes } from '../bytes/bytes.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { CertificateList } from '../x509/certificate-list.ts'
import { comparisonKey } from '../x509/distinguished-name.ts'
import { readBasicConstraints, readKeyUsage } from '../x509/extension.ts'
import { type IssuingDistributionPoint, readIssuingDistributionPoint } from '../x509/issuing-distribution-point.ts'
import { OID } from '../x509/object-identifier.ts'
import type { CryptoOps } from './crypto-ops.ts'
import { type EvidenceAnswer, hasUnknownCritical, revokedFor } from './evidence-answer.ts'

/** Extensions of a list that are processed, or that change nothing (section 5.2). */
const PROCESSED_LIST_EXTENSIONS: ReadonlySet<string> = new Set([
  OID.authorityKeyIdentifier,
  OID.issuerAltName,
  OID.cRLNumber,
  OID.issuingDistributionPoint,
  OID.freshestCrl,
  OID.authorityInfoAccess,
])

/** Extensions of an entry (section 5.3). certificateIssuer belongs to indirect lists and is not among them. */
const PROCESSED_ENTRY_EXTENSIONS: ReadonlySet<string> = new Set([OID.reasonCode, OID.invalidityDate])

/** The list's answer, or undefined when it does not speak for this certificate now. @throws X509Error when it is malformed. */
export async function answerOfList(
  list: CertificateList,
  certificate: Certificate,
  issuer: Certificate,
  at: number,
  crypto: CryptoOps,
): Promise<EvidenceAnswer | undefined> {
  if (!isCurrent(list, certificate, at) || readKeyUsage(issuer)?.has('cRLSign') === false) return undefined
  if ((await crypto.verify(list.signatureAlgorithm, issuer.publicKey, list.signature, list.tbs)) !== 'valid') return undefined
  const point = readIssuingDistributionPoint(list)
  if (point && !coversCertificate(point, certificate)) return undefined
  const entry = list.findEntry(certificate.serialNumber)
  if (entry && hasUnknownCritical(entry.extensions, PROCESSED_ENTRY_EXTENSIONS)) return undefined
  if (entry) return revokedFor('crl', entry.revocationDate, entry.extensions.get(OID.reasonCode)?.value.at(-1) ?? 0)
  // A list for some reasons only cannot say that there is no other reason.
  return point?.onlySomeReasons === true ? undefined : { outcome: 'good', source: 'crl', thisUpdate: list.thisUpdate }
}

/** Section 6.3.3 (a) to (c): the issuer's complete list, in date, without a binding extension that we do not know. */
function isCurrent(list: CertificateList, certificate: Certificate, at: number): boolean {
  if (comparisonKey(list.issuer) !== comparisonKey(certificate.issuer)) return false
  // A list without nextUpdate never says that it is out of date, so it cannot say that it is not.
  if (list.nextUpdate === undefined || at < list.thisUpdate || at > list.nextUpdate) return false
  return !list.extensions.has(OID.deltaCrlIndicator) && !hasUnknownCritical(list.extensions, PROCESSED_LIST_EXTENSIONS)
}

/** Section 6.3.3 (b)(2): a list for one kind of certificate, or for one distribution point, speaks for no other. */
function coversCertificate(point: IssuingDistributionPoint, certificate: Certificate): boolean {
  if (point.isIndirect || point.onlyAttributeCertificates) return false
  const isAuthority = readBasicConstraints(certificate)?.isAuthority === true
  if (isAuthority ? point.onlyUserCertificates : point.onlyAuthorityCertificates) return false
  if (point.distributionPoint === undefined) return true
  const own = certificate.extensions.get(OID.crlDistributionPoints)?.value
  return own !== undefined && includesBytes(own, point.distributionPoint)
}

/**
 * True when one of the certificate's distribution points names the list's. The names are compared as encoded, which is
 * how issuers write both; another encoding of the same name is not recognised and answers nothing.
 */
function includesBytes(whole: Uint8Array, part: Uint8Array): boolean {
  for (let at = 0; at + part.length <= whole.length; at++) if (equalBytes(whole.subarray(at, at + part.length), part)) return true
  return false
}
