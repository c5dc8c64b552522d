/** From a passphrase to a key: Argon2id (RFC 9106), then HKDF (RFC 5869) for each purpose. */
import { argon2id } from '@noble/hashes/argon2.js'
import { encodeUtf8 } from '../bytes/encoding.ts'
import { asBufferSource } from './native-digest.ts'

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

export interface Sealed {
  /** 12 octets. */
  readonly nonce: Uint8Array
  /** Ciphertext with the tag of 16 octets behind it. */
  readonly ciphertext: Uint8Array
}

/** Encrypts and authenticates under a fresh random nonce (SEC-100). */
export async function seal(key: CryptoKey, plaintext: Uint8Array, authenticated: Uint8Array): Promise<Sealed> {
  const nonce = randomOctets(12)
  const algorithm = { name: 'AES-GCM', iv: asBufferSource(nonce), additionalData: asBufferSource(authenticated), tagLength: 128 }
  return { nonce, ciphertext: new Uint8Array(await crypto.subtle.encrypt(algorithm, key, asBufferSource(plaintext))) }
}

/** Undefined when anything differs from what was sealed: key, nonce, ciphertext or authenticated data. */
export async function unseal(key: CryptoKey, { nonce, ciphertext }: Sealed, authenticated: Uint8Array): Promise<Uint8Array | undefined> {
  const algorithm = { name: 'AES-GCM', iv: asBufferSource(nonce), additionalData: asBufferSource(authenticated), tagLength: 128 }
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, asBufferSource(ciphertext)))
  } catch {
    return undefined
  }
}

export function randomOctets(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length))
}
