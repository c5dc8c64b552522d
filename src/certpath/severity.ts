/**
 * What a path failure means for the reader: `attention` leaves the decision to a human (the issuer is not on the list,
 * a date has passed), `invalid` breaks a rule that the issuer itself set. The CLI contract fixes this list.
 */
import type { PathFailure, PathFailureCode } from './verdict.ts'

const SEVERITY: Readonly<Record<PathFailureCode, 'attention' | 'invalid'>> = {
  'certpath/untrusted-root': 'attention',
  'certpath/issuer-missing': 'attention',
  'certpath/self-signed': 'attention',
  'certpath/distrusted': 'attention',
  'certpath/expired': 'attention',
  'certpath/issuer-expired': 'attention',
  'certpath/not-yet-valid': 'attention',
  'certpath/weak-algorithm': 'attention',
  'certpath/algorithm-unsupported': 'attention',
  'certpath/budget-exhausted': 'attention',
  'certpath/wrong-purpose': 'invalid',
  'certpath/key-usage': 'invalid',
  'certpath/not-a-ca': 'invalid',
  'certpath/path-length': 'invalid',
  'certpath/name-constraint': 'invalid',
  'certpath/policy': 'invalid',
  'certpath/unknown-critical-extension': 'invalid',
  'certpath/signature-wrong': 'invalid',
  'x509/unreadable': 'invalid',
}

/** The severity of a failure by its code. */
export function severityOfFailure(code: PathFailureCode): 'attention' | 'invalid' {
  return SEVERITY[code]
}

/** Worst first; equal ones keep the order in which they were found (leaf before issuer). */
export function sortFailures(failures: readonly PathFailure[]): PathFailure[] {
  const weight = (failure: PathFailure) => (severityOfFailure(failure.code) === 'invalid' ? 0 : 1)
  return [...failures].sort((a, b) => weight(a) - weight(b))
}
