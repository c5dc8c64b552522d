/** SBR section 7.1.4.2.1: "All Mailbox Addresses in the `subject` field … SHALL be repeated" as alternative names. */
import { NAME_OID } from '../../x509/distinguished-name.ts'
import { readSubjectAltNames } from '../../x509/extension.ts'
import { OID } from '../../x509/object-identifier.ts'
import { isMailboxAddress } from './mailbox-text.ts'
import { noneOf, type ProfileRule } from './profile-rule.ts'
import { subjectValues } from './subject-values.ts'

export const subjectMailboxRepeated: ProfileRule = {
  code: 'certpath/profile-subject-mailbox-alone',
  section: '7.1.4.2.1',
  needsClaim: true,
  judge(certificate) {
    const inSubject = [...subjectValues(certificate, OID.emailAddress), ...subjectValues(certificate, NAME_OID.commonName)].filter(isMailboxAddress)
    const names = readSubjectAltNames(certificate)
    if (!names || inSubject.length === 0) return 'not-applicable'
    const repeated = new Set(names.flatMap(name => (name.kind === 'email' || name.kind === 'utf8-email' ? [name.text.toLowerCase()] : [])))
    return noneOf(inSubject.filter(address => !repeated.has(address.toLowerCase())))
  },
}
