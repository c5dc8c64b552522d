/** RFC 5280 sections 4.2.1.9 and 6.1.4 (k) to (m): who may issue, and how many authorities may stand below. */
import { labelOfName } from '../../x509/distinguished-name.ts'
import { readBasicConstraints } from '../../x509/extension.ts'
import { type CandidatePath, isAnchorAt, isSelfIssued } from '../candidate-path.ts'
import type { PathFailure } from '../verdict.ts'

/**
 * Every certificate above the end-entity must be an authority's. An anchor without the extension is one by being an
 * anchor (old version 1 roots); an anchor that says cA FALSE is not.
 */
export function checkBasicConstraints(path: CandidatePath): readonly PathFailure[] {
  const failures: PathFailure[] = []
  let intermediates = 0
  for (const [index, certificate] of path.certificates.entries()) {
    if (index === 0) continue
    const constraints = readBasicConstraints(certificate)
    const subject = labelOfName(certificate.subject)
    const isAuthority = constraints ? constraints.isAuthority : isAnchorAt(path, index)
    if (!isAuthority) failures.push({ code: 'certpath/not-a-ca', subject })
    else if (constraints?.pathLength !== undefined && intermediates > constraints.pathLength) {
      failures.push({ code: 'certpath/path-length', issuer: subject })
    }
    if (!isSelfIssued(certificate)) intermediates++
  }
  return failures
}
