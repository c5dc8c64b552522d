/** From a passphrase to a key: Argon2id (RFC 9106), then HKDF (RFC 5869) for each purpose. */
import { argon2id } from '@noble/hashes/argon2.js'
import { encodeUtf8 } from '../bytes/encoding.ts'
import { asBufferSource } from './native-digest.ts'

export { randomOctets, seal, type Sealed, unseal } from './sealing.ts'

/** What Argon2id is asked for, with the names of RFC 9106 section 3.1. */
export interface Argon2Parameters {
  /** KiB. */
  readonly memory: number
  readonly passes: number
  readonly lanes: number
}

/** A secret from which keys are derived, and which is none itself. */
export type DerivationKey = CryptoKey

/**
 * Argon2id version 1.3 of `passphrase`, 32 octets, held by WebCrypto and never given out.
 *
 * Synchronous work of some tenths of a second: for a worker. Cost is the caller's to limit.
 *
 * SECURITY: the passphrase is normalised (NFKC) first, because one keyboard writes full-width letters where another
 * writes plain ones. The text itself cannot be wiped; its octets and the derived ones are.
 */
export async function derivePassphraseKey(passphrase: string, salt: Uint8Array, cost: Argon2Parameters): Promise<DerivationKey> {
  const octets = encodeUtf8(passphrase.normalize('NFKC'))
  const derived = argon2id(octets, salt, { m: cost.memory, t: cost.passes, p: cost.lanes, dkLen: 32 })
  octets.fill(0)
  const key = await crypto.subtle.importKey('raw', asBufferSource(derived), 'HKDF', false, ['deriveKey'])
  derived.fill(0)
  return key
}

/** The AES-256-GCM key for `info`: another one for each. */
export function deriveWrappingKey(key: DerivationKey, salt: Uint8Array, info: Uint8Array): Promise<CryptoKey> {
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: asBufferSource(salt), info: asBufferSource(info) }
  return crypto.subtle.deriveKey(hkdf, key, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}
