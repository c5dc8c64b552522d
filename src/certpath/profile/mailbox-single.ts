/** SBR section 7.1.4.2.1 with RFC 5280 section 4.2.1.6: each entry is one address, without a name or a list around it. */
import { readSubjectAltNames } from '../../x509/extension.ts'
import { isMailboxAddress } from './mailbox-text.ts'
import { noneOf, type ProfileRule } from './profile-rule.ts'

export const mailboxSingle: ProfileRule = {
  code: 'certpath/profile-mailbox-malformed',
  section: '7.1.4.2.1',
  needsClaim: true,
  judge(certificate) {
    const mailboxes = (readSubjectAltNames(certificate) ?? []).flatMap(name => (name.kind === 'email' || name.kind === 'utf8-email' ? [name.text] : []))
    return mailboxes.length === 0 ? 'not-applicable' : noneOf(mailboxes.filter(text => !isMailboxAddress(text)))
  },
}
