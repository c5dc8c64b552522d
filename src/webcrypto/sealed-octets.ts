/**
 * Secrets that WebCrypto cannot hold itself, encrypted under a key that it never gives out: between two uses the heap has no
 * octet of them, and when the holder is dropped nobody can read them any more (SEC-90).
 */
import { asBufferSource } from './native-digest.ts'

export interface SealedOctets {
  /** Hands the octets to `use` and wipes them afterwards. They must not be kept. */
  readonly open: <T>(use: (octets: Uint8Array) => T | Promise<T>) => Promise<T>
}

/** Encrypts a copy of `octets`; the caller's own are not wiped. */
export async function sealOctets(octets: Uint8Array): Promise<SealedOctets> {
  const { subtle } = crypto
  const key = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  // The key encrypts this once: the nonce needs no more than to be there.
  const algorithm = { name: 'AES-GCM', iv: new Uint8Array(12) }
  const sealed = await subtle.encrypt(algorithm, key, asBufferSource(octets))
  return {
    open: async use => {
      const opened = new Uint8Array(await subtle.decrypt(algorithm, key, sealed))
      try {
        return await use(opened)
      } finally {
        opened.fill(0)
      }
    },
  }
}
