/** HMAC (RFC 2104) through WebCrypto, and with SHA-224, which WebCrypto has not. */
import { concatBytes } from '../bytes/bytes.ts'
import type { MacDigest } from '../x509/pkcs12-mac.ts'
import { digestRepeatedly } from './block-digest.ts'
import { asBufferSource, type DigestName } from './digest.ts'
import { SHA224 } from './sha256.ts'

const BLOCK_OF_SHA224 = 64

/** The authentication code of `message`. The key may have any length but none. */
export async function computeHmac(digest: MacDigest, key: Uint8Array, message: Uint8Array): Promise<Uint8Array> {
  if (digest === 'SHA-224') return hmacSha224(key, message)
  const algorithm = { name: 'HMAC', hash: digest satisfies DigestName }
  const imported = await crypto.subtle.importKey('raw', asBufferSource(key), algorithm, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, asBufferSource(message)))
}

function hmacSha224(key: Uint8Array, message: Uint8Array): Uint8Array {
  const block = new Uint8Array(BLOCK_OF_SHA224)
  block.set(key.length > BLOCK_OF_SHA224 ? digestRepeatedly(SHA224, key, 1) : key)
  const inner = digestRepeatedly(SHA224, concatBytes([block.map(octet => octet ^ 0x36), message]), 1)
  return digestRepeatedly(SHA224, concatBytes([block.map(octet => octet ^ 0x5c), inner]), 1)
}

/** Compares two codes without telling by the time where they differ. False for different lengths. */
export function equalCodes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] as number)
  return difference === 0
}
