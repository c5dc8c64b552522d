/** SBR section 7.1.2.3 (e): "Other bit positions SHALL NOT be set." */
import { type KeyUsage, readKeyUsage } from '../../x509/extension.ts'
import { keyColumnOf } from './key-kind.ts'
import { noneOf, type ProfileRule } from './profile-rule.ts'

export const keyUsageSurplus: ProfileRule = {
  code: 'certpath/profile-key-usage-surplus',
  section: '7.1.2.3 (e)',
  needsClaim: true,
  judge(certificate, identity) {
    const usage = readKeyUsage(certificate)
    const column = keyColumnOf(certificate.publicKey, identity)
    if (!usage || !column) return 'not-applicable'
    const { management } = column
    const signs = column.signing && usage.has('digitalSignature')
    const manages = management !== undefined && usage.has(management)
    // Without either bit there is no row of the table to compare with; key-usage-purpose says so.
    if (!signs && !manages) return 'not-applicable'
    const allowed = new Set<KeyUsage>([
      ...(signs ? (['digitalSignature', 'nonRepudiation'] as const) : []),
      ...(manages ? [management, ...column.besideManagement] : []),
    ])
    return noneOf([...usage].filter(bit => !allowed.has(bit)))
  },
}
