/** RFC 5280 sections 4.2, 6.1.4 (o) and 6.1.5 (f): an unrecognised critical extension rejects the certificate. */
import { labelOfName } from '../../x509/distinguished-name.ts'
import { OID } from '../../x509/object-identifier.ts'
import type { CandidatePath } from '../candidate-path.ts'
import type { PathFailure } from '../verdict.ts'

/**
 * Extensions whose meaning is processed somewhere in this room, or that ask nothing of a path judged without an initial
 * policy set (certificatePolicies, section 6.1.1 (c): any-policy). Policy mapping, policy constraints and inhibit-any are
 * not processed, so they are unknown here when critical.
 */
const PROCESSED: ReadonlySet<string> = new Set([
  OID.subjectKeyIdentifier,
  OID.authorityKeyIdentifier,
  OID.keyUsage,
  OID.subjectAltName,
  OID.issuerAltName,
  OID.basicConstraints,
  OID.nameConstraints,
  OID.certificatePolicies,
  OID.extendedKeyUsage,
  OID.crlDistributionPoints,
  OID.freshestCrl,
  OID.authorityInfoAccess,
])

/** Names the first unknown critical extension of each certificate. */
export function checkCriticalExtensions(path: CandidatePath): readonly PathFailure[] {
  return path.certificates.flatMap((certificate): PathFailure[] => {
    const unknown = [...certificate.extensions.values()].find(extension => extension.critical && !PROCESSED.has(extension.oid))
    return unknown ? [{ code: 'certpath/unknown-critical-extension', subject: labelOfName(certificate.subject), oid: unknown.oid }] : []
  })
}
