/** Whether, and for which reasons, a list speaks for a certificate (RFC 5280 section 6.3.3 (b) and (d)). */
import type { Certificate } from '../x509/certificate.ts'
import type { CertificateList } from '../x509/certificate-list.ts'
import { comparisonKey, type DistinguishedName } from '../x509/distinguished-name.ts'
import { ALL_REASONS, type DistributionPoint, distributionPointKeys, readDistributionPoints } from '../x509/distribution-point.ts'
import { readBasicConstraints } from '../x509/extension.ts'
import { type IssuingDistributionPoint, readIssuingDistributionPoint } from '../x509/issuing-distribution-point.ts'

/**
 * ReasonFlags as bits; 0 when the list does not speak for the certificate. Each distribution point of the certificate
 * counts, and the one that section 6.3.3 assumes at the end: the issuer's own name.
 *
 * @throws X509Error when an extension is malformed.
 */
export function reasonsCovered(list: CertificateList, certificate: Certificate): number {
  const issuing = readIssuingDistributionPoint(list)
  if (issuing && !isOfItsKind(issuing, certificate)) return 0
  const assumed: DistributionPoint = { name: { kind: 'full', names: [{ kind: 'directory', name: certificate.issuer }] }, reasons: undefined, listIssuers: undefined }
  return [...readDistributionPoints(certificate), assumed]
    .filter(point => isIssuedFor(list, issuing, certificate, point))
    .reduce((covered, point) => covered | ((issuing?.onlySomeReasons ?? ALL_REASONS) & (point.reasons ?? ALL_REASONS)), 0)
}

/** (b)(2)(ii) to (iv). */
function isOfItsKind(issuing: IssuingDistributionPoint, certificate: Certificate): boolean {
  if (issuing.onlyAttributeCertificates) return false
  const isAuthority = readBasicConstraints(certificate)?.isAuthority === true
  return !(isAuthority ? issuing.onlyUserCertificates : issuing.onlyAuthorityCertificates)
}

/** (b)(1) the list's issuer is the one the point names, (b)(2)(i) the list is of that point. */
function isIssuedFor(
  list: CertificateList,
  issuing: IssuingDistributionPoint | undefined,
  certificate: Certificate,
  point: DistributionPoint,
): boolean {
  const { listIssuers } = point
  const isNamed = (listIssuers ?? [certificate.issuer]).some(name => comparisonKey(name) === comparisonKey(list.issuer))
  if (!isNamed || (listIssuers && issuing?.isIndirect !== true)) return false
  if (!issuing?.name) return true
  const pointKeys = new Set(pointKeysOf(point, certificate.issuer))
  return distributionPointKeys(issuing.name, list.issuer).some(key => pointKeys.has(key))
}

function pointKeysOf({ name, listIssuers }: DistributionPoint, issuer: DistinguishedName): readonly string[] {
  if (name) return distributionPointKeys(name, listIssuers?.[0] ?? issuer)
  return (listIssuers ?? []).map(each => `directory:${comparisonKey(each)}`)
}
