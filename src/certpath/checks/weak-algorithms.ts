/**
 * Signatures inside the path that can be forged with enough effort: SHA-1, RSA below 2048 bits (RFC 8550 section 4.3;
 * SEC-08). The anchor's own signature proves nothing and is not looked at; the end-entity's key is judged with the message.
 */
import { labelOfName } from '../../x509/distinguished-name.ts'
import type { CandidatePath, CheckContext } from '../candidate-path.ts'
import type { PathFailure } from '../verdict.ts'

/** One failure per weakly signed certificate. */
export function checkWeakAlgorithms(path: CandidatePath, context: CheckContext): readonly PathFailure[] {
  return path.certificates.flatMap((certificate, index): PathFailure[] => {
    const issuer = path.certificates[index + 1]
    const algorithm = issuer && context.crypto.weaknessOf(certificate.signatureAlgorithm, issuer.publicKey)
    return algorithm === undefined ? [] : [{ code: 'certpath/weak-algorithm', subject: labelOfName(certificate.subject), algorithm }]
  })
}
