/** What of the CA/Browser Forum's S/MIME profile a certificate does not follow. Notes, never verdicts (SEC-60). */
import type { Certificate } from '../../x509/certificate.ts'
import { X509Error } from '../../x509/errors.ts'
import { readBasicConstraints } from '../../x509/extension.ts'
import { classOfPolicy, type IdentityClass, reservedPoliciesOf } from '../identity-class.ts'
import type { ProfileFinding } from '../verdict.ts'
import { IN_FORCE, type ProfileRule, type RuleOutcome } from './profile-rule.ts'
import { PROFILE_RULES } from './rules.ts'

/**
 * Findings on an end-entity's certificate, most telling first. Looks at this certificate alone: no path, no register.
 *
 * @param isPubliclyTrusted - Its path ends at a publicly trusted authority. A private one owes the Forum nothing (section
 * 1.1), so that a certificate which claims no class of the profile gives findings only when this is true.
 */
export function profileFindings(certificate: Certificate, isPubliclyTrusted: boolean): readonly ProfileFinding[] {
  const claim = claimOf(certificate)
  if (!isPubliclyTrusted && !claim) return []
  return PROFILE_RULES.flatMap(rule => {
    const answer = answerOfRule(rule, certificate, claim)
    return typeof answer === 'string' ? [] : [{ code: rule.code, section: rule.section, detail: answer.breach }]
  })
}

/** `not-effective`: the certificate is older than the rule. `unreadable`: the judgement of the path names that. */
export function answerOfRule(rule: ProfileRule, certificate: Certificate, claim = claimOf(certificate)): RuleOutcome | 'not-effective' | 'unreadable' {
  try {
    const outcome = outcomeOf(rule, certificate, claim)
    return outcome !== 'not-applicable' && certificate.notBefore < (rule.since ?? IN_FORCE) ? 'not-effective' : outcome
  } catch (error) {
    if (error instanceof X509Error) return 'unreadable'
    throw error
  }
}

function outcomeOf(rule: ProfileRule, certificate: Certificate, claim: IdentityClass | undefined): RuleOutcome {
  if (readBasicConstraints(certificate)?.isAuthority === true) return 'not-applicable'
  if (!rule.needsClaim) return rule.judge(certificate)
  return claim ? rule.judge(certificate, claim) : 'not-applicable'
}

/** The first class that is claimed: a certificate with two breaks `one-policy`, and is held to the first. */
function claimOf(certificate: Certificate): IdentityClass | undefined {
  try {
    return reservedPoliciesOf(certificate).flatMap(policy => classOfPolicy(policy) ?? [])[0]
  } catch (error) {
    if (error instanceof X509Error) return undefined
    throw error
  }
}
