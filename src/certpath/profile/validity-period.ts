/** SBR section 6.3.2: 1185 days for the legacy generation, 825 for the others; the last second counts (RFC 5280 section 4.1.2.5). */
import type { ProfileRule } from './profile-rule.ts'

const DAY = 86_400_000

export const validityPeriod: ProfileRule = {
  code: 'certpath/profile-validity',
  section: '6.3.2',
  needsClaim: true,
  judge({ notBefore, notAfter }, { generation }) {
    const days = Math.ceil((notAfter + 1000 - notBefore) / DAY)
    return days <= (generation === 'legacy' ? 1185 : 825) ? 'holds' : { breach: String(days) }
  },
}
