/**
 * SBR section 7.1.4.2.1: "All Mailbox Addresses in the `subject` field or entries of type `directoryName` of this extension
 * SHALL be repeated as `rfc822Name` or `otherName` values of type `id-on-SmtpUTF8Mailbox` in this extension."
 */
import { type DistinguishedName, NAME_OID } from '../../x509/distinguished-name.ts'
import { readSubjectAltNames } from '../../x509/extension.ts'
import { OID } from '../../x509/object-identifier.ts'
import { isMailboxAddress } from './mailbox-text.ts'
import { noneOf, type ProfileRule } from './profile-rule.ts'

export const subjectMailboxRepeated: ProfileRule = {
  code: 'certpath/profile-subject-mailbox-alone',
  section: '7.1.4.2.1',
  needsClaim: true,
  judge(certificate) {
    const names = readSubjectAltNames(certificate)
    const written = [certificate.subject, ...(names ?? []).flatMap(name => (name.kind === 'directory' ? [name.name] : []))].flatMap(mailboxesIn)
    if (!names || written.length === 0) return 'not-applicable'
    const repeated = new Set(names.flatMap(name => (name.kind === 'email' || name.kind === 'utf8-email' ? [name.text.toLowerCase()] : [])))
    return noneOf([...new Set(written)].filter(address => !repeated.has(address.toLowerCase())))
  },
}

function mailboxesIn(name: DistinguishedName): string[] {
  const texts = name.relativeNames.flat().flatMap(({ oid, text }) => (oid === OID.emailAddress || oid === NAME_OID.commonName ? [text ?? ''] : []))
  return texts.filter(isMailboxAddress)
}
