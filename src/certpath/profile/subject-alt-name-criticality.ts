/** SBR section 7.1.2.3 (h): "SHOULD NOT be marked critical unless the `subject` field is an empty sequence". */
import { OID } from '../../x509/object-identifier.ts'
import { holdsIf, type ProfileRule } from './profile-rule.ts'

export const subjectAltNameCriticality: ProfileRule = {
  code: 'certpath/profile-san-critical',
  section: '7.1.2.3 (h)',
  needsClaim: true,
  judge(certificate) {
    const extension = certificate.extensions.get(OID.subjectAltName)
    if (!extension || certificate.subject.relativeNames.length === 0) return 'not-applicable'
    return holdsIf(!extension.critical)
  },
}
