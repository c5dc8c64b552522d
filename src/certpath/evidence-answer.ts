/** What one piece of revocation evidence says about one certificate. */
import type { Extension } from '../x509/certificate.ts'
import type { RevocationVerdict } from './verdict.ts'

export type Revoked = Extract<RevocationVerdict, { outcome: 'revoked' }>

export type EvidenceAnswer = { readonly outcome: 'good'; readonly source: 'crl' | 'ocsp'; readonly thisUpdate: number } | Revoked

/** RFC 5280 section 5.3.1, by number. */
const REASONS: Readonly<Record<number, string>> = {
  0: 'unspecified',
  1: 'keyCompromise',
  2: 'cACompromise',
  3: 'affiliationChanged',
  4: 'superseded',
  5: 'cessationOfOperation',
  6: 'certificateHold',
  9: 'privilegeWithdrawn',
  10: 'aACompromise',
}

/** A revocation, whatever the judgement time: what was withdrawn later is withdrawn. */
export function revokedFor(source: 'crl' | 'ocsp', revocationDate: number, reason: number): Revoked {
  return { outcome: 'revoked', source, date: new Date(revocationDate).toISOString(), reason: REASONS[reason] ?? 'unspecified' }
}

/** RFC 5280 section 5.2: a list or entry with a critical extension that we do not process answers nothing. */
export function hasUnknownCritical(extensions: ReadonlyMap<string, Extension>, processed: ReadonlySet<string>): boolean {
  return [...extensions.values()].some(extension => extension.critical && !processed.has(extension.oid))
}
