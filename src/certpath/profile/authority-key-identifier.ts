/** SBR section 7.1.2.3 (g): present, not critical, with `keyIdentifier` and without issuer and serial number. */
import { isContext } from '../../x509/asn1-reader.ts'
import { membersOf, openExtension } from '../../x509/extension.ts'
import { OID } from '../../x509/object-identifier.ts'
import { holdsIf, type ProfileRule } from './profile-rule.ts'

export const authorityKeyIdentifier: ProfileRule = {
  code: 'certpath/profile-authority-key',
  section: '7.1.2.3 (g)',
  needsClaim: true,
  judge(certificate) {
    const open = openExtension(certificate, OID.authorityKeyIdentifier)
    if (!open) return holdsIf(false)
    const members = membersOf(open, 'authorityKeyIdentifier')
    const isCritical = certificate.extensions.get(OID.authorityKeyIdentifier)?.critical === true
    return holdsIf(!isCritical && members.length === 1 && isContext(members[0], 0))
  },
}
