/** Addresses for fetching: which schemes SBR section 7.1.2.3 (b) and (c) allow. */
import type { IdentityClass } from '../identity-class.ts'
import { noneOf, type RuleOutcome } from './profile-rule.ts'

/** Legacy: at least one by HTTP; the others: every one. */
export function judgeSchemes(uris: readonly string[], { generation }: IdentityClass): RuleOutcome {
  const others = uris.map(uri => uri.slice(0, Math.max(0, uri.indexOf(':'))).toLowerCase()).filter(scheme => scheme !== 'http')
  if (generation === 'legacy' && others.length < uris.length) return 'holds'
  return noneOf([...new Set(others)])
}
