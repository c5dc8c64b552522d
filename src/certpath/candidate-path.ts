/** A path while it is being judged, and what a check may look at. */
import type { Certificate } from '../x509/certificate.ts'
import { comparisonKey } from '../x509/distinguished-name.ts'
import type { PathBudget } from './budget.ts'
import type { CryptoOps } from './crypto-ops.ts'
import type { TrustAnchor } from './trust-anchor.ts'
import type { PathFailure } from './verdict.ts'

/** What the certificate at the start of a path is wanted for. `any` asks for no key usage and no purpose. */
export type Purpose = 'email-signing' | 'email-encryption' | 'any'

export interface CandidatePath {
  /** End-entity first; the last one is the anchor's certificate when `anchor` is set. */
  readonly certificates: readonly Certificate[]
  readonly anchor: TrustAnchor | undefined
}

/** Inputs about policies (RFC 5280 section 6.1.1 (c), (e) to (g)). */
export interface PolicyDemand {
  /** Policies that the asker accepts, as object identifiers. Empty means any. */
  readonly initialPolicies: readonly string[]
  readonly requireExplicit: boolean
  readonly inhibitMapping: boolean
  readonly inhibitAny: boolean
}

/** Mail has no policy of its own: whatever the authorities themselves demand is still enforced. */
export const ANY_POLICY: PolicyDemand = { initialPolicies: [], requireExplicit: false, inhibitMapping: false, inhibitAny: false }

export interface CheckContext {
  /** Judgement time in milliseconds since 1970. */
  readonly at: number
  readonly purpose: Purpose
  readonly policy: PolicyDemand
  readonly budget: PathBudget
  readonly crypto: CryptoOps
}

/** One rule of RFC 5280: gives every breach it finds on the path, an empty list when there is none. */
export type PathCheck = (path: CandidatePath, context: CheckContext) => readonly PathFailure[]

/** Subject and issuer are the same name (RFC 5280 section 3.2): such certificates do not count as intermediates. */
export function isSelfIssued(certificate: Certificate): boolean {
  return comparisonKey(certificate.subject) === comparisonKey(certificate.issuer)
}

/** True when the certificate at `index` is the trust anchor of the path. */
export function isAnchorAt(path: CandidatePath, index: number): boolean {
  return path.anchor !== undefined && index === path.certificates.length - 1
}
