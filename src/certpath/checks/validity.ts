/**
 * RFC 5280 section 6.1.3 (a)(2): the validity period includes the judgement time.
 *
 * The anchor's period counts as well: section 6 leaves it open, OpenSSL and Thunderbird demand it.
 */
import { labelOfName } from '../../x509/distinguished-name.ts'
import type { CandidatePath, CheckContext } from '../candidate-path.ts'
import type { PathFailure } from '../verdict.ts'

/** Names expired and not yet valid certificates; those above the end-entity have a code of their own. */
export function checkValidity(path: CandidatePath, context: CheckContext): readonly PathFailure[] {
  return path.certificates.flatMap((certificate, index): PathFailure[] => {
    const subject = labelOfName(certificate.subject)
    if (context.at < certificate.notBefore) {
      return [{ code: 'certpath/not-yet-valid', subject, date: new Date(certificate.notBefore).toISOString() }]
    }
    // The period is inclusive of its last second (section 4.1.2.5).
    if (context.at < certificate.notAfter + 1000) return []
    const date = new Date(certificate.notAfter).toISOString()
    return [index === 0 ? { code: 'certpath/expired', subject, date } : { code: 'certpath/issuer-expired', issuer: subject, date }]
  })
}
