/** HMAC (RFC 2104) through WebCrypto, and with SHA-224, which WebCrypto has not. */
import { hmac } from '@noble/hashes/hmac.js'
import { sha224 } from '@noble/hashes/sha2.js'
import type { MacDigest } from '../x509/pkcs12-mac.ts'
import type { DigestName } from './digest.ts'
import { asBufferSource } from './native-digest.ts'

/** The authentication code of `message`. The key may have any length but none. */
export async function computeHmac(digest: MacDigest, key: Uint8Array, message: Uint8Array): Promise<Uint8Array> {
  if (digest === 'SHA-224') return hmac(sha224, key, message)
  const algorithm = { name: 'HMAC', hash: digest satisfies DigestName }
  const imported = await crypto.subtle.importKey('raw', asBufferSource(key), algorithm, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, asBufferSource(message)))
}

/** Compares two codes without telling by the time where they differ. False for different lengths. */
export function equalCodes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] as number)
  return difference === 0
}
