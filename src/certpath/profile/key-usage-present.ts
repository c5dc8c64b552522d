/** SBR section 7.1.2.3 (e): "`keyUsage` (SHALL be present)". */
import { OID } from '../../x509/object-identifier.ts'
import { holdsIf, type ProfileRule } from './profile-rule.ts'

export const keyUsagePresent: ProfileRule = {
  code: 'certpath/profile-key-usage-missing',
  section: '7.1.2.3 (e)',
  needsClaim: true,
  judge: certificate => holdsIf(certificate.extensions.has(OID.keyUsage)),
}
