/** The checks of RFC 5280 section 6.1 over one candidate path, as a table: one rule, one file. */
import { labelOfName } from '../x509/distinguished-name.ts'
import { X509Error } from '../x509/errors.ts'
import { BudgetExhausted } from './budget.ts'
import type { CandidatePath, CheckContext, PathCheck } from './candidate-path.ts'
import { checkBasicConstraints } from './checks/basic-constraints.ts'
import { checkCriticalExtensions } from './checks/critical-extensions.ts'
import { checkDistrust } from './checks/distrust.ts'
import { checkExtendedKeyUsage } from './checks/extended-key-usage.ts'
import { checkKeyUsage } from './checks/key-usage.ts'
import { checkNameConstraints } from './checks/name-constraints.ts'
import { checkPolicies } from './checks/policies.ts'
import { checkValidity } from './checks/validity.ts'
import { checkWeakAlgorithms } from './checks/weak-algorithms.ts'
import { sortFailures } from './severity.ts'
import type { PathFailure } from './verdict.ts'

const CHECKS: readonly PathCheck[] = [
  checkCriticalExtensions,
  checkBasicConstraints,
  checkKeyUsage,
  checkExtendedKeyUsage,
  checkNameConstraints,
  checkPolicies,
  checkValidity,
  checkDistrust,
  checkWeakAlgorithms,
]

/**
 * Every breach on the path, worst first. Signatures between its certificates were checked while it was built; this
 * function never looks at them again.
 */
export function validatePath(path: CandidatePath, context: CheckContext): PathFailure[] {
  return sortFailures(CHECKS.flatMap(check => runCheck(check, path, context)))
}

function runCheck(check: PathCheck, path: CandidatePath, context: CheckContext): readonly PathFailure[] {
  try {
    return check(path, context)
  } catch (error) {
    if (error instanceof BudgetExhausted) return [{ code: 'certpath/budget-exhausted', n: error.spent }]
    if (error instanceof X509Error) {
      const [leaf] = path.certificates
      return [{ code: 'x509/unreadable', subject: leaf ? labelOfName(leaf.subject) : '' }]
    }
    throw error
  }
}
