/** Undoing encryption by password: the schemes of PKCS #12 (RFC 7292 appendix C), PBES1, PBES2 (RFC 8018 section 6). */
import type { BlockCipher, EncryptionScheme } from '../x509/pkcs12-encryption-scheme.ts'
import type { Pkcs12Mac } from '../x509/pkcs12-mac.ts'
import { asBufferSource } from './native-digest.ts'
import { computeHmac, equalCodes } from './hmac.ts'
import type { PasswordForm } from './password-form.ts'
import { derivePbkdf1Key, derivePbkdf2Key } from './pbkdf2.ts'
import { derivePkcs12Key } from './pkcs12-kdf.ts'
import { decryptRc2Cbc } from './rc2.ts'
import { decryptTripleDesCbc } from './triple-des.ts'

export type DecryptionAnswer =
  | { readonly outcome: 'plaintext'; readonly bytes: Uint8Array }
  /** No padding: another password, or altered octets. A padding is no proof: one wrong key in 256 gives one. */
  | { readonly outcome: 'mismatch' }
  | { readonly outcome: 'unsupported'; readonly name: string }

/** Decrypts with one form of the password. Costs were limited when the scheme was read. */
export async function decryptWithPassword(
  scheme: EncryptionScheme,
  ciphertext: Uint8Array,
  password: PasswordForm,
): Promise<DecryptionAnswer> {
  switch (scheme.method) {
    case 'unsupported':
      return { outcome: 'unsupported', name: scheme.name }
    case 'pkcs12': {
      const { salt, iterations } = scheme
      const input = { digest: 'SHA-1', password: password.bmp, salt, iterations } as const
      const key = derivePkcs12Key(input, 'key', scheme.cipher.keyLength)
      return decryptCbc(scheme.cipher, key, derivePkcs12Key(input, 'iv', 8), ciphertext, '')
    }
    case 'pbes1': {
      const derived = derivePbkdf1Key(scheme, password.utf8)
      return decryptCbc(scheme.cipher, derived.subarray(0, 8), derived.subarray(8), ciphertext, '')
    }
    case 'pbes2': {
      const key = await derivePbkdf2Key(scheme.kdf, password.utf8, scheme.cipher.keyLength)
      return decryptCbc(scheme.cipher, key, scheme.iv, ciphertext, scheme.name)
    }
  }
}

/** SECURITY: wipes the key. What engines keep of it meanwhile cannot be reached. */
async function decryptCbc(
  cipher: BlockCipher,
  key: Uint8Array,
  iv: Uint8Array,
  ciphertext: Uint8Array,
  name: string,
): Promise<DecryptionAnswer> {
  try {
    if (cipher.cipher === 'aes') return await decryptAesCbc(key, iv, ciphertext, name)
    const bytes =
      cipher.cipher === 'rc2'
        ? decryptRc2Cbc(key, cipher.effectiveBits, iv, ciphertext)
        : decryptTripleDesCbc(key, iv, ciphertext)
    return bytes ? { outcome: 'plaintext', bytes } : { outcome: 'mismatch' }
  } finally {
    key.fill(0)
  }
}

async function decryptAesCbc(
  key: Uint8Array,
  iv: Uint8Array,
  ciphertext: Uint8Array,
  name: string,
): Promise<DecryptionAnswer> {
  let imported: CryptoKey
  try {
    imported = await crypto.subtle.importKey('raw', asBufferSource(key), 'AES-CBC', false, ['decrypt'])
  } catch {
    // QUIRK: Chromium has no AES-192.
    return { outcome: 'unsupported', name }
  }
  try {
    const algorithm = { name: 'AES-CBC', iv: asBufferSource(iv) }
    const plaintext = await crypto.subtle.decrypt(algorithm, imported, asBufferSource(ciphertext))
    return { outcome: 'plaintext', bytes: new Uint8Array(plaintext) }
  } catch {
    return { outcome: 'mismatch' }
  }
}

/**
 * Whether the code over `message` is the one that the password gives.
 *
 * @returns the name of the method when it is not one of ours.
 */
export async function verifyPasswordMac(
  mac: Pkcs12Mac,
  message: Uint8Array,
  password: PasswordForm,
): Promise<boolean | { readonly unsupported: string }> {
  if (mac.method === 'unsupported') return { unsupported: mac.name }
  const key =
    mac.method === 'pbmac1'
      ? await derivePbkdf2Key(mac.kdf, password.utf8, mac.kdf.keyLength)
      : derivePkcs12Key({ ...mac, password: password.bmp }, 'mac', MAC_KEY_LENGTH[mac.digest])
  const code = await computeHmac(mac.digest, key, message)
  key.fill(0)
  return equalCodes(code, mac.value)
}

/** RFC 7292 section 4: the MAC's key is as long as the digest. */
const MAC_KEY_LENGTH = { 'SHA-1': 20, 'SHA-224': 28, 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 } as const
