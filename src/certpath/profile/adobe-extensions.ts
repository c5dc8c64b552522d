/** SBR section 7.1.2.3 (m): Adobe's extensions are prohibited in the strict generation, elsewhere not critical. */
import { noneOf, type ProfileRule } from './profile-rule.ts'

/** Time-stamp and ArchiveRevInfo. */
const ADOBE = ['1.2.840.113583.1.1.9.1', '1.2.840.113583.1.1.9.2'] as const

export const adobeExtensions: ProfileRule = {
  code: 'certpath/profile-adobe',
  section: '7.1.2.3 (m)',
  needsClaim: true,
  judge({ extensions }, { generation }) {
    const present = ADOBE.filter(oid => extensions.has(oid))
    if (generation === 'strict') return noneOf(present)
    return present.length === 0 ? 'not-applicable' : noneOf(present.filter(oid => extensions.get(oid)?.critical === true))
  },
}
