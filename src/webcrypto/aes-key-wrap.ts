/** AES key unwrapping (RFC 3394 section 2.2.2), and with padding (RFC 5649 section 4.2). */
import { importAesKey } from './aes.ts'
import { lateLibrary } from './late-library.ts'
import { asBufferSource } from './native-digest.ts'

/** What unwrapped octets are called while WebCrypto has them: it takes any length for this kind of key. */
const ANY_LENGTH = { name: 'HMAC', hash: 'SHA-256' }

/** @returns undefined when the check value is another, or the length cannot be. */
export async function unwrapAesKey(keyEncryptionKey: Uint8Array, wrapped: Uint8Array, isPadded: boolean): Promise<Uint8Array | undefined> {
  if (wrapped.length % 8 !== 0 || wrapped.length < (isPadded ? 16 : 24)) return undefined
  const native = isPadded ? undefined : await importAesKey(keyEncryptionKey, 'AES-KW', ['unwrapKey'])
  const { subtle } = crypto
  if (!native) return unwrapByLibrary(keyEncryptionKey, wrapped, isPadded)
  try {
    const key = await subtle.unwrapKey('raw', asBufferSource(wrapped), native, 'AES-KW', ANY_LENGTH, true, ['sign'])
    return new Uint8Array(await subtle.exportKey('raw', key))
  } catch {
    return undefined
  }
}

async function unwrapByLibrary(keyEncryptionKey: Uint8Array, wrapped: Uint8Array, isPadded: boolean): Promise<Uint8Array | undefined> {
  const { aeskw, aeskwp } = await lateLibrary(() => import('@noble/ciphers/aes.js'))
  try {
    return (isPadded ? aeskwp : aeskw)(keyEncryptionKey).decrypt(wrapped)
  } catch {
    return undefined
  }
}
