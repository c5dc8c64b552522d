/**
 * AES (FIPS 197) in CBC mode with PKCS #7 padding and in counter mode: the two pieces that the modes of CMS are put together
 * from.
 *
 * QUIRK: Chromium refuses keys of 192 bits. Where WebCrypto does not take a key the kept library does the work.
 */
import type * as KeptAes from '@noble/ciphers/aes.js'
import { lateLibrary } from './late-library.ts'
import { asBufferSource } from './native-digest.ts'

export const AES_BLOCK = 16

export interface Aes {
  /** Pads and encrypts: the answer is one block longer than the whole blocks of `plaintext`. */
  encryptCbc(iv: Uint8Array, plaintext: Uint8Array): Promise<Uint8Array>
  /** Decrypts and takes the padding off. @throws when there is none, or the length is no multiple of a block. */
  decryptCbc(iv: Uint8Array, ciphertext: Uint8Array): Promise<Uint8Array>
  /** Encrypts or decrypts with `counter` as the first counter block, of which the last `counterBits` bits count. */
  applyCounter(counter: Uint8Array, counterBits: number, bytes: Uint8Array): Promise<Uint8Array>
}

/** @throws RangeError when `key` has not 16, 24 or 32 octets; LibraryUnavailable when the library is needed and does not load. */
export async function openAes(key: Uint8Array): Promise<Aes> {
  if (![16, 24, 32].includes(key.length)) throw new RangeError('an AES key has 16, 24 or 32 octets')
  const native = await importAesKey(key, 'AES-CBC', ['encrypt', 'decrypt'])
  return native ? nativeAes(native, key) : keptAes(await lateLibrary(() => import('@noble/ciphers/aes.js')), key)
}

/** Undefined when WebCrypto refuses the key. */
export async function importAesKey(key: Uint8Array, name: string, usages: KeyUsage[]): Promise<CryptoKey | undefined> {
  try {
    return await crypto.subtle.importKey('raw', asBufferSource(key), name, false, usages)
  } catch {
    return undefined
  }
}

function nativeAes(cbcKey: CryptoKey, key: Uint8Array): Aes {
  const { subtle } = crypto
  const cbc = (iv: Uint8Array) => ({ name: 'AES-CBC', iv: asBufferSource(iv) })
  return {
    encryptCbc: async (iv, plaintext) => new Uint8Array(await subtle.encrypt(cbc(iv), cbcKey, asBufferSource(plaintext))),
    decryptCbc: async (iv, ciphertext) => new Uint8Array(await subtle.decrypt(cbc(iv), cbcKey, asBufferSource(ciphertext))),
    applyCounter: async (counter, length, bytes) => {
      const ctrKey = await subtle.importKey('raw', asBufferSource(key), 'AES-CTR', false, ['encrypt'])
      const algorithm = { name: 'AES-CTR', counter: asBufferSource(counter), length }
      return new Uint8Array(await subtle.encrypt(algorithm, ctrKey, asBufferSource(bytes)))
    },
  }
}

/**
 * The library counts with all 128 bits: the same for as long as the `counterBits` do not overflow. Like WebCrypto it takes what
 * it is given before it answers, so that the caller may use the memory again.
 */
export function keptAes({ cbc, ctr }: typeof KeptAes, key: Uint8Array): Aes {
  const atOnce = (compute: () => Uint8Array) => new Promise<Uint8Array>(resolve => resolve(compute()))
  return {
    encryptCbc: (iv, plaintext) => atOnce(() => cbc(key, iv).encrypt(plaintext)),
    decryptCbc: (iv, ciphertext) => atOnce(() => cbc(key, iv).decrypt(ciphertext)),
    applyCounter: (counter, _counterBits, bytes) => atOnce(() => ctr(key, counter).encrypt(bytes)),
  }
}
