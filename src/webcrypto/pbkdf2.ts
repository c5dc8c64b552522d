/** PBKDF2 (RFC 8018 section 5.2) through WebCrypto; PBKDF1 with SHA-1 (section 5.1) for the oldest files. */
import { concatBytes } from '../bytes/bytes.ts'
import type { Pbkdf2Parameters, SaltAndIterations } from '../x509/pkcs12-key-derivation.ts'
import { asBufferSource } from './native-digest.ts'
import { digestRepeatedly } from './repeated-digest.ts'

/** `length` octets derived from `password`. The work was measured when the parameters were read. */
export async function derivePbkdf2Key(kdf: Pbkdf2Parameters, password: Uint8Array, length: number): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey('raw', asBufferSource(password), 'PBKDF2', false, ['deriveBits'])
  const algorithm = { name: 'PBKDF2', hash: kdf.prf, salt: asBufferSource(kdf.salt), iterations: kdf.iterations }
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, length * 8))
}

/** The first 16 octets of PBKDF1 with SHA-1: key and IV of PBES1, eight each (section 6.1). */
export function derivePbkdf1Key(kdf: SaltAndIterations, password: Uint8Array): Uint8Array {
  return digestRepeatedly('SHA-1', concatBytes([password, kdf.salt]), kdf.iterations).subarray(0, 16)
}
