/**
 * The identity class that a certificate claims under the CA/Browser Forum's S/MIME Baseline Requirements (section 7.1.6.1):
 * what its issuer says to have validated, and how strictly. A claim that is shown, never a rule (SEC-60).
 */
import type { Certificate } from '../x509/certificate.ts'
import { readCertificatePolicies } from '../x509/policy-extensions.ts'

export interface IdentityClass {
  readonly validation: 'mailbox' | 'organization' | 'sponsor' | 'individual'
  readonly generation: 'legacy' | 'multipurpose' | 'strict'
}

const ARC = '2.23.140.1.5.'
const VALIDATIONS = ['mailbox', 'organization', 'sponsor', 'individual'] as const
const GENERATIONS = ['legacy', 'multipurpose', 'strict'] as const

/** Null when the certificate claims none, or more than one. @throws X509Error when its policies are malformed. */
export function identityClassOf(certificate: Certificate): IdentityClass | null {
  const claims = reservedPoliciesOf(certificate)
  return claims.length === 1 ? classOfPolicy(claims[0] as string) : null
}

/** Every reserved policy identifier that the certificate carries, known or not. @throws X509Error as above. */
export function reservedPoliciesOf(certificate: Certificate): readonly string[] {
  return [...(readCertificatePolicies(certificate) ?? [])].filter(policy => policy.startsWith(ARC))
}

/** The class that one identifier of section 7.1.6.1 names; null for one that the section does not list. */
export function classOfPolicy(policy: string): IdentityClass | null {
  const [validation, generation, ...deeper] = policy.slice(ARC.length).split('.').map(Number)
  const found = { validation: VALIDATIONS[(validation ?? 0) - 1], generation: GENERATIONS[(generation ?? 0) - 1] }
  if (deeper.length > 0 || !found.validation || !found.generation) return null
  return { validation: found.validation, generation: found.generation }
}
