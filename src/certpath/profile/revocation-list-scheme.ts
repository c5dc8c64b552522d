/** SBR section 7.1.2.3 (b): "Every `uniformResourceIdentifier` SHALL have the URI scheme HTTP", in the legacy generation at least one. */
import { readDistributionPoints } from '../../x509/distribution-point.ts'
import type { ProfileRule } from './profile-rule.ts'
import { judgeSchemes } from './uri-scheme.ts'

export const revocationListScheme: ProfileRule = {
  code: 'certpath/profile-crl-scheme',
  section: '7.1.2.3 (b)',
  needsClaim: true,
  judge(certificate, identity) {
    const names = readDistributionPoints(certificate).flatMap(({ name }) => (name?.kind === 'full' ? name.names : []))
    const uris = names.flatMap(name => (name.kind === 'uri' ? [name.text] : []))
    return uris.length === 0 ? 'not-applicable' : judgeSchemes(uris, identity)
  },
}
