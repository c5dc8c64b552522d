/** SBR section 7.1.2.3 (e): "This extension SHOULD be marked critical." */
import { OID } from '../../x509/object-identifier.ts'
import { holdsIf, type ProfileRule } from './profile-rule.ts'

export const keyUsageCriticality: ProfileRule = {
  code: 'certpath/profile-key-usage-not-critical',
  section: '7.1.2.3 (e)',
  needsClaim: true,
  judge(certificate) {
    const extension = certificate.extensions.get(OID.keyUsage)
    return extension ? holdsIf(extension.critical) : 'not-applicable'
  },
}
