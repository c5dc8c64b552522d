/** SBR section 7.1.4.2.1: "SHALL contain at least one `GeneralName` entry" that is a mailbox. */
import { readSubjectAltNames } from '../../x509/extension.ts'
import { holdsIf, type ProfileRule } from './profile-rule.ts'

export const mailboxPresent: ProfileRule = {
  code: 'certpath/profile-mailbox-missing',
  section: '7.1.4.2.1',
  needsClaim: true,
  judge(certificate) {
    const names = readSubjectAltNames(certificate)
    return names ? holdsIf(names.some(({ kind }) => kind === 'email' || kind === 'utf8-email')) : 'not-applicable'
  },
}
