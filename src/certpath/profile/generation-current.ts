/** SBR section 7.1.6.1: "Effective July 15, 2025 … SHALL NOT be issued using the Legacy Generation profiles". */
import { holdsIf, type ProfileRule } from './profile-rule.ts'

export const generationCurrent: ProfileRule = {
  code: 'certpath/profile-legacy',
  section: '7.1.6.1',
  since: Date.UTC(2025, 6, 15),
  needsClaim: true,
  judge: (_certificate, { generation }) => holdsIf(generation !== 'legacy'),
}
