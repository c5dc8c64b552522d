/** How much work one judgement may cost. */
import type { CryptoOps } from './crypto-ops.ts'

/**
 * Bounded work for any input (SEC-57). Cross-signed authorities make the number of candidate paths exponential; a
 * message may carry hundreds of certificates of its sender's choosing.
 */
export interface PathBudget {
  /** Certificates in one path, end-entity and anchor included. Go, webpki and NSS stop at 8 to 10. */
  readonly pathLength: number
  /** Signature checks per judgement. Go's fix of CVE-2018-16875 has 100, webpki the same; cross-signing needs some more. */
  readonly signatureChecks: number
  /** Signature checks on revocation evidence and the paths of those who signed it. */
  readonly revocationChecks: number
  /** Certificates handed in that are considered at all. */
  readonly candidates: number
  /** Partial paths that are looked at: cross-signed authorities of one name make their number exponential. */
  readonly partialPaths: number
  /** Comparisons of a name with a subtree. webpki has 250 000. */
  readonly nameComparisons: number
}

export const PATH_BUDGET: PathBudget = {
  pathLength: 10,
  signatureChecks: 256,
  revocationChecks: 512,
  candidates: 64,
  partialPaths: 512,
  nameComparisons: 250_000,
}

/** Thrown inside `certpath` only; leaves it as the failure `certpath/budget-exhausted`. */
export class BudgetExhausted extends Error {
  readonly spent: number

  constructor(spent: number) {
    super('path budget exhausted')
    this.spent = spent
  }
}

/** The same mathematics, of which signatures above `revocationChecks` are not computed: they answer `unsupported`. */
export function withinBudget(crypto: CryptoOps, budget: PathBudget): CryptoOps {
  let left = budget.revocationChecks
  return {
    ...crypto,
    verify: async (...question) => (left-- > 0 ? crypto.verify(...question) : 'unsupported'),
  }
}
