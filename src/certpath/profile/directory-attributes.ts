/** SBR section 7.1.2.3 (j): subjectDirectoryAttributes are for the legacy generation alone, and not critical. */
import { holdsIf, type ProfileRule } from './profile-rule.ts'

const SUBJECT_DIRECTORY_ATTRIBUTES = '2.5.29.9'

export const directoryAttributes: ProfileRule = {
  code: 'certpath/profile-directory-attributes',
  section: '7.1.2.3 (j)',
  needsClaim: true,
  judge({ extensions }, { generation }) {
    const extension = extensions.get(SUBJECT_DIRECTORY_ATTRIBUTES)
    if (generation !== 'legacy') return holdsIf(!extension)
    return extension ? holdsIf(!extension.critical) : 'not-applicable'
  },
}
