/**
 * Unwrapping keys that were encrypted with keys: AES (RFC 3394, RFC 5649), Triple DES and RC2 (RFC 3217), and the wrap for
 * password recipients (RFC 3211 section 2.3).
 */
import type { BlockCipher } from '../x509/pkcs12-encryption-scheme.ts'
import { unwrapAesKey } from './aes-key-wrap.ts'
import { unwrapPasswordKey } from './password-key-wrap.ts'
import { unwrapRc2Key, unwrapTripleDesKey } from './old-key-wrap.ts'

export type KeyWrap =
  /** id-aes128-wrap, id-aes192-wrap, id-aes256-wrap (RFC 3565 section 2.3.2), or with `padded` the id-aes…-wrap-pad of RFC 5649. */
  | { readonly method: 'aes'; readonly keyLength: 16 | 24 | 32; readonly padded?: boolean }
  /** id-alg-CMS3DESwrap (RFC 3370 section 4.3.1); the key has 24 octets. */
  | { readonly method: 'triple-des'; readonly keyLength: 24 }
  /** id-alg-CMSRC2wrap (RFC 3370 section 4.3.2); the key has 16 octets. */
  | { readonly method: 'rc2'; readonly keyLength: 16; readonly effectiveBits: number }
  /** id-alg-PWRI-KEK with the cipher and IV of its parameters. */
  | { readonly method: 'password'; readonly cipher: BlockCipher; readonly iv: Uint8Array }

/** Octets of the key-encryption key: what a key derivation or an agreement has to give. */
export function keyLengthOfWrap(wrap: KeyWrap): number {
  return wrap.method === 'password' ? wrap.cipher.keyLength : wrap.keyLength
}

/**
 * The key inside `wrapped`.
 *
 * @param keyEncryptionKey - `keyLengthOfWrap(wrap)` octets. Not kept, not wiped.
 * @returns undefined when it does not unwrap, whatever the cause. The length of what it holds is the caller's to check.
 * @throws LibraryUnavailable when WebCrypto lacks the cipher and the library that has it does not load.
 */
export async function unwrapKey(wrap: KeyWrap, keyEncryptionKey: Uint8Array, wrapped: Uint8Array): Promise<Uint8Array | undefined> {
  if (keyEncryptionKey.length !== keyLengthOfWrap(wrap)) return undefined
  switch (wrap.method) {
    case 'aes':
      return unwrapAesKey(keyEncryptionKey, wrapped, wrap.padded ?? false)
    case 'triple-des':
      return unwrapTripleDesKey(keyEncryptionKey, wrapped)
    case 'rc2':
      return unwrapRc2Key(keyEncryptionKey, wrap.effectiveBits, wrapped)
    case 'password':
      return unwrapPasswordKey(wrap.cipher, keyEncryptionKey, wrap.iv, wrapped)
  }
}
