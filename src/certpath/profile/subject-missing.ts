/** SBR sections 7.1.4.2.4 to 7.1.4.2.6: attributes that a subject of the class SHALL have. */
import { noneOf, type ProfileRule } from './profile-rule.ts'
import { ATTRIBUTE, attributeLabel } from './subject-attribute-table.ts'

export const subjectMissing: ProfileRule = {
  code: 'certpath/profile-subject-missing',
  section: '7.1.4.2.4 to 7.1.4.2.6',
  needsClaim: true,
  judge(certificate, { validation, generation }) {
    if (validation === 'mailbox') return 'not-applicable'
    const present = new Set(certificate.subject.relativeNames.flat().map(({ oid }) => oid))
    const wanted = validation === 'individual' ? [] : [ATTRIBUTE.organizationName, ATTRIBUTE.organizationIdentifier]
    const missing = wanted.filter(oid => !present.has(oid)).map(attributeLabel)
    // Note 2: a name or a pseudonym. The legacy generation may leave it at the commonName (note 1).
    const needsPerson = validation !== 'organization' && generation !== 'legacy'
    const hasPerson = [ATTRIBUTE.givenName, ATTRIBUTE.surname, ATTRIBUTE.pseudonym].some(oid => present.has(oid))
    return noneOf(needsPerson && !hasPerson ? [...missing, 'givenName'] : missing)
  },
}
