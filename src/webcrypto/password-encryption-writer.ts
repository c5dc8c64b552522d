/** Encryption by password for files that we make: PBES2 with PBKDF2-HMAC-SHA256 and AES-256-CBC (RFC 8018 section 6.2). */
import { asBufferSource } from './native-digest.ts'
import { randomOctets } from './passphrase-key.ts'
import type { PasswordForm } from './password-form.ts'
import { derivePbkdf2Key } from './pbkdf2.ts'

export interface EncryptedWithPassword {
  readonly salt: Uint8Array
  readonly iterations: number
  readonly iv: Uint8Array
  readonly ciphertext: Uint8Array
}

/** Fresh salt and IV each time. The derived key is wiped; `plaintext` is its owner's. */
export async function encryptWithPassword(plaintext: Uint8Array, password: PasswordForm, iterations: number): Promise<EncryptedWithPassword> {
  const salt = randomOctets(16)
  const iv = randomOctets(16)
  const octets = await derivePbkdf2Key({ salt, iterations, keyLength: 32, prf: 'SHA-256' }, password.utf8, 32)
  const key = await crypto.subtle.importKey('raw', asBufferSource(octets), 'AES-CBC', false, ['encrypt'])
  octets.fill(0)
  const ciphertext = await crypto.subtle.encrypt({ name: 'AES-CBC', iv: asBufferSource(iv) }, key, asBufferSource(plaintext))
  return { salt, iterations, iv, ciphertext: new Uint8Array(ciphertext) }
}
