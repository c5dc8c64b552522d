/** SBR section 7.1.4.2.2 (h): "`subject:emailAddress` SHALL contain a single Mailbox Address". */
import { OID } from '../../x509/object-identifier.ts'
import { isMailboxAddress } from './mailbox-text.ts'
import { noneOf, type ProfileRule } from './profile-rule.ts'
import { subjectValues } from './subject-values.ts'

export const subjectEmail: ProfileRule = {
  code: 'certpath/profile-subject-email',
  section: '7.1.4.2.2 (h)',
  needsClaim: true,
  judge(certificate) {
    const values = subjectValues(certificate, OID.emailAddress)
    return values.length === 0 ? 'not-applicable' : noneOf(values.filter(text => !isMailboxAddress(text)))
  },
}
