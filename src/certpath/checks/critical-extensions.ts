/** RFC 5280 sections 4.2, 6.1.4 (o) and 6.1.5 (f): an unrecognised critical extension rejects the certificate. */
import { labelOfName } from '../../x509/distinguished-name.ts'
import { OID } from '../../x509/object-identifier.ts'
import type { CandidatePath } from '../candidate-path.ts'
import type { PathFailure } from '../verdict.ts'

/** Extensions whose meaning is processed somewhere in this room. */
export const PROCESSED_EXTENSIONS: ReadonlySet<string> = new Set([
  OID.subjectKeyIdentifier,
  OID.authorityKeyIdentifier,
  OID.keyUsage,
  OID.subjectAltName,
  OID.issuerAltName,
  OID.basicConstraints,
  OID.nameConstraints,
  OID.certificatePolicies,
  OID.policyMappings,
  OID.policyConstraints,
  OID.inhibitAnyPolicy,
  OID.extendedKeyUsage,
  OID.crlDistributionPoints,
  OID.freshestCrl,
  OID.authorityInfoAccess,
  OID.ocspNoCheck,
])

/** Names the first unknown critical extension of each certificate. */
export function checkCriticalExtensions(path: CandidatePath): readonly PathFailure[] {
  return path.certificates.flatMap((certificate): PathFailure[] => {
    const unknown = [...certificate.extensions.values()].find(extension => extension.critical && !PROCESSED_EXTENSIONS.has(extension.oid))
    return unknown ? [{ code: 'certpath/unknown-critical-extension', subject: labelOfName(certificate.subject), oid: unknown.oid }] : []
  })
}
