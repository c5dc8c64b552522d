/** SBR section 7.1.2.3 (f): emailProtection, nothing that a mail key must never be for, and in the strict generation nothing else. */
import { readExtendedKeyUsage } from '../../x509/extension.ts'
import { EXTENDED_KEY_USAGE_NAME, OID } from '../../x509/object-identifier.ts'
import { noneOf, type ProfileRule } from './profile-rule.ts'

/** serverAuth, codeSigning, timeStamping and anyExtendedKeyUsage. */
const FORBIDDEN: ReadonlySet<string> = new Set(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.3', '1.3.6.1.5.5.7.3.8', OID.anyExtendedKeyUsage])

export const extendedKeyUsage: ProfileRule = {
  code: 'certpath/profile-extended-key-usage',
  section: '7.1.2.3 (f)',
  needsClaim: true,
  judge(certificate, { generation }) {
    const purposes = [...(readExtendedKeyUsage(certificate) ?? [])]
    const isSurplus = (purpose: string) => FORBIDDEN.has(purpose) || (generation === 'strict' && purpose !== OID.emailProtection)
    const surplus = purposes.filter(isSurplus).map(purpose => EXTENDED_KEY_USAGE_NAME[purpose] ?? purpose)
    if (surplus.length > 0 || purposes.includes(OID.emailProtection)) return noneOf(surplus)
    return { breach: 'emailProtection' }
  },
}
