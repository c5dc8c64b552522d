/** Mozilla's distrust-after: an authority on its way out vouches for what it issued before a date, not after (SEC-56). */
import { labelOfName } from '../../x509/distinguished-name.ts'
import type { CandidatePath } from '../candidate-path.ts'
import type { PathFailure } from '../verdict.ts'

/** Compares the end-entity's start with the anchor's date, as NSS does. */
export function checkDistrust(path: CandidatePath): readonly PathFailure[] {
  const limit = path.anchor?.emailDistrustAfter ?? null
  const [leaf] = path.certificates
  if (!path.anchor || limit === null || !leaf || leaf.notBefore <= limit) return []
  return [{ code: 'certpath/distrusted', issuer: labelOfName(path.anchor.certificate.subject), date: new Date(limit).toISOString() }]
}
