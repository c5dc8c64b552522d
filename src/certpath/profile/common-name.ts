/** SBR section 7.1.4.2.2 (a): a mailbox address, or the name of the organisation. Names of persons cannot be checked from here. */
import { NAME_OID } from '../../x509/distinguished-name.ts'
import { isMailboxAddress } from './mailbox-text.ts'
import { noneOf, type ProfileRule } from './profile-rule.ts'
import { subjectValues } from './subject-values.ts'

export const commonName: ProfileRule = {
  code: 'certpath/profile-common-name',
  section: '7.1.4.2.2 (a)',
  needsClaim: true,
  judge(certificate, { validation }) {
    if (validation === 'sponsor' || validation === 'individual') return 'not-applicable'
    const organisations = validation === 'organization' ? subjectValues(certificate, NAME_OID.organization) : []
    return noneOf(subjectValues(certificate, NAME_OID.commonName).filter(text => !isMailboxAddress(text) && !organisations.includes(text)))
  },
}
