/** SBR sections 7.1.4.2.3 to 7.1.4.2.6: attributes that a subject of the class SHALL NOT have. */
import { noneOf, type ProfileRule } from './profile-rule.ts'
import { attributeLabel, isAttributeAllowed } from './subject-attribute-table.ts'

export const subjectSurplus: ProfileRule = {
  code: 'certpath/profile-subject-surplus',
  section: '7.1.4.2.3 to 7.1.4.2.6',
  needsClaim: true,
  judge: (certificate, identity) =>
    noneOf(certificate.subject.relativeNames.flat().filter(({ oid }) => !isAttributeAllowed(oid, identity)).map(({ oid }) => attributeLabel(oid))),
}
