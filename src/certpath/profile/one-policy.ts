/** SBR section 7.1.2.3 (a): "SHALL include exactly one of the reserved `policyIdentifiers`". About every S/MIME certificate (section 1.1). */
import type { Certificate } from '../../x509/certificate.ts'
import { readExtendedKeyUsage } from '../../x509/extension.ts'
import { OID } from '../../x509/object-identifier.ts'
import { reservedPoliciesOf } from '../identity-class.ts'
import type { ProfileRule } from './profile-rule.ts'

export const onePolicy: ProfileRule = {
  code: 'certpath/profile-policy',
  section: '7.1.2.3 (a)',
  needsClaim: false,
  judge(certificate) {
    const policies = reservedPoliciesOf(certificate)
    if (policies.length === 0 && !isForMail(certificate)) return 'not-applicable'
    return policies.length === 1 ? 'holds' : { breach: policies.join(', ') }
  },
}

function isForMail(certificate: Certificate): boolean {
  return readExtendedKeyUsage(certificate)?.has(OID.emailProtection) === true && certificate.extensions.has(OID.subjectAltName)
}
