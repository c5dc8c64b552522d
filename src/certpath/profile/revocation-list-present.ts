/** SBR section 7.1.2.3 (b): "`cRLDistributionPoints` (SHALL be present)", with an address to fetch the list from. */
import { readDistributionPoints } from '../../x509/distribution-point.ts'
import { holdsIf, type ProfileRule } from './profile-rule.ts'

export const revocationListPresent: ProfileRule = {
  code: 'certpath/profile-crl-missing',
  section: '7.1.2.3 (b)',
  needsClaim: true,
  judge: certificate =>
    holdsIf(readDistributionPoints(certificate).some(({ name }) => name?.kind === 'full' && name.names.some(({ kind }) => kind === 'uri'))),
}
