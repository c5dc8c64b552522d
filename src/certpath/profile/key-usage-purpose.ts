/** SBR section 7.1.2.3 (e): a key is for signing, for key management, or for both; one of the two bits is set. */
import { readKeyUsage } from '../../x509/extension.ts'
import { keyColumnOf } from './key-kind.ts'
import type { ProfileRule } from './profile-rule.ts'

export const keyUsagePurpose: ProfileRule = {
  code: 'certpath/profile-key-usage-purpose',
  section: '7.1.2.3 (e)',
  needsClaim: true,
  judge(certificate, identity) {
    const usage = readKeyUsage(certificate)
    const column = keyColumnOf(certificate.publicKey, identity)
    if (!usage || usage.size === 0 || !column) return 'not-applicable'
    const { signing, management } = column
    const isUseful = (signing && usage.has('digitalSignature')) || (management !== undefined && usage.has(management))
    return isUseful ? 'holds' : { breach: [...usage].join(', ') }
  },
}
