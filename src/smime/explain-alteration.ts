/**
 * Why a signature broke: the known mutations of mail systems are undone one by one until the digest that the signer
 * vouched for comes out. It is *said*, never accepted: the content stays altered and nothing is shown as signed.
 */
import { equalBytes } from '../bytes/bytes.ts'
import { computeDigest, type DigestName } from '../webcrypto/digest.ts'
import { undoneMutations } from './known-mutations.ts'
import type { ContentAlteredCode } from './verdict.ts'

/** Work that an explanation may cost. Above the size most altered mail is an attachment, and the plain answer serves. */
export const EXPLANATION_LIMITS = { octets: 1024 * 1024, digests: 26 } as const

/** The digest in a signer's attributes, whose signature holds. */
export interface SignedDigest {
  readonly name: DigestName
  readonly value: Uint8Array
}

/**
 * Names what was done to a signed entity on its way.
 *
 * SECURITY: `signed` must come from attributes whose signature was verified; otherwise anyone could write a digest that
 * makes a forgery look like an accident.
 *
 * @param received - The entity in canonical form.
 * @returns `smime/content-altered` when no known mutation explains it, or the entity is above the limits.
 */
export async function explainAlteration(received: Uint8Array, signed: SignedDigest): Promise<ContentAlteredCode> {
  if (received.length > EXPLANATION_LIMITS.octets) return 'smime/content-altered'
  const tried = new Set<string>()
  for (const { code, before } of undoneMutations(received)) {
    if (tried.has(before)) continue
    if (tried.size >= EXPLANATION_LIMITS.digests) break
    tried.add(before)
    if (equalBytes(await computeDigest(signed.name, octetsOf(before)), signed.value)) return code
  }
  return 'smime/content-altered'
}

function octetsOf(text: string): Uint8Array {
  const octets = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) octets[i] = text.charCodeAt(i)
  return octets
}
