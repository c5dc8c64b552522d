/** SBR section 7.1.2.3 (h): "`subjectAlternativeName` (SHALL be present)". */
import { OID } from '../../x509/object-identifier.ts'
import { holdsIf, type ProfileRule } from './profile-rule.ts'

export const subjectAltNamePresent: ProfileRule = {
  code: 'certpath/profile-san-missing',
  section: '7.1.2.3 (h)',
  needsClaim: true,
  judge: certificate => holdsIf(certificate.extensions.has(OID.subjectAltName)),
}
