/**
 * RFC 5280 section 4.2.1.12 and RFC 8550 section 4.4.4: a certificate limited to purposes must allow e-mail protection.
 *
 * The extension of an authority limits what it issues, as OpenSSL, NSS and Windows have it; a serverAuth-only authority
 * vouches for no sender (SEC-55).
 */
import { labelOfName } from '../../x509/distinguished-name.ts'
import { readExtendedKeyUsage } from '../../x509/extension.ts'
import { EXTENDED_KEY_USAGE_NAME, OID } from '../../x509/object-identifier.ts'
import type { CandidatePath, CheckContext } from '../candidate-path.ts'
import type { PathFailure } from '../verdict.ts'

/** An absent extension allows every purpose, as does anyExtendedKeyUsage. */
export function checkExtendedKeyUsage(path: CandidatePath, context: CheckContext): readonly PathFailure[] {
  if (context.purpose === 'any') return []
  return path.certificates.flatMap((certificate): PathFailure[] => {
    const purposes = readExtendedKeyUsage(certificate)
    if (!purposes || purposes.has(OID.emailProtection) || purposes.has(OID.anyExtendedKeyUsage)) return []
    const purpose = [...purposes].slice(0, 5).map(oid => EXTENDED_KEY_USAGE_NAME[oid] ?? oid).join(', ')
    return [{ code: 'certpath/wrong-purpose', subject: labelOfName(certificate.subject), purpose }]
  })
}
