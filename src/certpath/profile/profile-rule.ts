/**
 * What a rule of the certificate profile is: the CA/Browser Forum's "Baseline Requirements for the Issuance and Management
 * of Publicly-Trusted S/MIME Certificates", called SBR in this folder, version 1.0.11. Sections are those of its text.
 *
 * SECURITY (SEC-60): findings are notes about how an issuer works. None of them changes an answer or a standing.
 */
import type { Certificate } from '../../x509/certificate.ts'
import type { IdentityClass } from '../identity-class.ts'
import type { ProfileCode } from '../verdict.ts'

/** Issued from this day on, certificates have to follow (SBR section 1.2.1, version 1.0.0). */
export const IN_FORCE = Date.UTC(2023, 8, 1)

/** A breach carries the fact that its sentence needs, from the certificate; may be empty. */
export type RuleOutcome = 'not-applicable' | 'holds' | { readonly breach: string }

interface Citation {
  readonly code: ProfileCode
  /** Of SBR. */
  readonly section: string
  /** Issued from when on; `IN_FORCE` when absent. */
  readonly since?: number
}

/**
 * One rule. Most are about certificates that claim a class of section 7.1.6.1; the others about every end-entity's.
 * `judge` throws X509Error when what it looks at is malformed.
 */
export type ProfileRule =
  | (Citation & { readonly needsClaim: true; readonly judge: (certificate: Certificate, identity: IdentityClass) => RuleOutcome })
  | (Citation & { readonly needsClaim: false; readonly judge: (certificate: Certificate) => RuleOutcome })

/** `holds`, or a breach naming what should not be there; an empty list holds. */
export function noneOf(offending: readonly string[]): RuleOutcome {
  return offending.length === 0 ? 'holds' : { breach: offending.slice(0, 5).join(', ') }
}

/** `holds`, or a breach without a fact of its own. */
export function holdsIf(condition: boolean): RuleOutcome {
  return condition ? 'holds' : { breach: '' }
}
