/** SBR section 7.1.2.3 (c): authorityInformationAccess is not critical, and its addresses are by HTTP. */
import type { Certificate } from '../../x509/certificate.ts'
import { membersOf, openExtension } from '../../x509/extension.ts'
import { type GeneralName, readGeneralName } from '../../x509/general-name.ts'
import { OID, readObjectIdentifier } from '../../x509/object-identifier.ts'
import type { ProfileRule } from './profile-rule.ts'
import { judgeSchemes } from './uri-scheme.ts'

/** id-ad-ocsp and id-ad-caIssuers. */
const METHODS = ['1.3.6.1.5.5.7.48.1', '1.3.6.1.5.5.7.48.2'] as const

export const issuerAccess: ProfileRule = {
  code: 'certpath/profile-issuer-access',
  section: '7.1.2.3 (c)',
  needsClaim: true,
  judge(certificate, identity) {
    const extension = certificate.extensions.get(OID.authorityInfoAccess)
    if (!extension) return 'not-applicable'
    if (extension.critical) return { breach: 'critical' }
    const descriptions = readDescriptions(certificate)
    for (const method of METHODS) {
      const uris = descriptions.flatMap(({ method: of, location }) => (of === method && location.kind === 'uri' ? [location.text] : []))
      const outcome = uris.length === 0 ? 'holds' : judgeSchemes(uris, identity)
      if (outcome !== 'holds') return outcome
    }
    return 'holds'
  },
}

/** AccessDescription (RFC 5280 section 4.2.2.1). */
function readDescriptions(certificate: Certificate): readonly { readonly method: string; readonly location: GeneralName }[] {
  const open = openExtension(certificate, OID.authorityInfoAccess)
  if (!open) return []
  return membersOf(open, 'authorityInfoAccess').flatMap(item => {
    const [method, location] = open.reader.children(item)
    return method && location ? [{ method: readObjectIdentifier(open.reader.content(method)), location: readGeneralName(open.reader, location) }] : []
  })
}
