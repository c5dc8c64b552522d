/** One signature check by WebCrypto. */
import { asBufferSource } from './native-digest.ts'
import type { SignatureOutcome } from './signature-outcome.ts'

export interface SubtleCheck {
  readonly spki: Uint8Array
  readonly importAlgorithm: RsaHashedImportParams | EcKeyImportParams | { readonly name: 'Ed25519' | 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87' }
  readonly verifyAlgorithm: RsaPssParams | EcdsaParams | { readonly name: string }
  /** In WebCrypto's own form. */
  readonly signature: Uint8Array
  readonly message: Uint8Array
}

/** `unsupported` when WebCrypto refuses to take the key. */
export async function verifyBySubtle(check: SubtleCheck): Promise<SignatureOutcome> {
  let key: CryptoKey
  try {
    key = await crypto.subtle.importKey('spki', asBufferSource(check.spki), check.importAlgorithm, false, ['verify'])
  } catch {
    return 'unsupported'
  }
  const holds = await crypto.subtle.verify(check.verifyAlgorithm, key, asBufferSource(check.signature), asBufferSource(check.message))
  return holds ? 'valid' : 'invalid'
}
