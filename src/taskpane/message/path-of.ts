/** The certificates that a signer's path shows. */
import type { CertificateSummary } from '../../certpath/verdict.ts'
import type { SignerVerdict } from '../../smime/verdict.ts'

/** End-entity first, as far as a path was found; the signer's certificate alone when there is none. */
export function pathOf(signer: SignerVerdict): readonly CertificateSummary[] {
  const { path, certificate } = signer
  if (path.outcome === 'valid') return path.path
  if (path.outcome === 'invalid' && path.candidate.length > 0) return path.candidate
  return certificate ? [certificate] : []
}
