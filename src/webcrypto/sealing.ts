/** AES-256-GCM for what is kept at rest (SP 800-38D): another nonce each time, and what it belongs to authenticated with it. */
import { asBufferSource } from './native-digest.ts'

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
