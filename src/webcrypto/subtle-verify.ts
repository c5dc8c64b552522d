/** One signature check by WebCrypto. */
import { equalBytes } from '../bytes/bytes.ts'
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
    key = await importPublicKey(check.spki, check.importAlgorithm)
  } catch {
    return 'unsupported'
  }
  const holds = await crypto.subtle.verify(check.verifyAlgorithm, key, asBufferSource(check.signature), asBufferSource(check.message))
  return holds ? 'valid' : 'invalid'
}

interface ImportedKey {
  /** A copy that nobody else can write to. */
  readonly spki: Uint8Array
  readonly algorithm: string
  readonly key: CryptoKey
}

const MOST = 32
/** Octets; longer keys are taken anew each time. */
const LONGEST = 4 * 1024

/** Newest first: an authority's key is met in every message of its house. */
const imported: ImportedKey[] = []

/**
 * SECURITY: a key is found again by all of its octets and all that it was imported for. They are copied before anything is waited for: what is
 * written over them meanwhile would become another key's name.
 */
async function importPublicKey(spki: Uint8Array, algorithm: SubtleCheck['importAlgorithm']): Promise<CryptoKey> {
  const named = JSON.stringify(algorithm)
  const known = imported.find(entry => entry.algorithm === named && equalBytes(entry.spki, spki))
  if (known) return known.key
  const own = spki.slice()
  const key = await crypto.subtle.importKey('spki', asBufferSource(own), algorithm, false, ['verify'])
  if (own.length <= LONGEST) imported.unshift({ spki: own, algorithm: named, key })
  if (imported.length > MOST) imported.pop()
  return key
}
