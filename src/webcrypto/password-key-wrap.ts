/** The key wrap of password recipients, id-alg-PWRI-KEK: unwrapping (RFC 3211 section 2.3.2). */
import type { BlockCipher } from '../x509/pkcs12-encryption-scheme.ts'
import { decryptAesBlocks } from './aes-cbc.ts'
import { decryptCbcBlocks } from './cbc.ts'
import { rc2Decryption } from './rc2.ts'
import { tripleDesDecryption } from './triple-des.ts'

/** @returns undefined when the check octets or the length are wrong: another password, or altered octets. */
export async function unwrapPasswordKey(
  cipher: BlockCipher,
  keyEncryptionKey: Uint8Array,
  iv: Uint8Array,
  wrapped: Uint8Array,
): Promise<Uint8Array | undefined> {
  const block = cipher.cipher === 'aes' ? 16 : 8
  if (wrapped.length < 2 * block || wrapped.length % block !== 0) return undefined
  // The last block, decrypted with the block before it as IV, is the IV of the outer layer's other blocks.
  const last = await decryptBlocks(cipher, keyEncryptionKey, wrapped.subarray(-2 * block, -block), wrapped.subarray(-block))
  const others = last && (await decryptBlocks(cipher, keyEncryptionKey, last, wrapped.subarray(0, -block)))
  if (!others) return undefined
  const inner = new Uint8Array(wrapped.length)
  inner.set(others)
  inner.set(last, others.length)
  const formatted = await decryptBlocks(cipher, keyEncryptionKey, iv, inner)
  return formatted && keyOf(formatted)
}

/** Length, three octets that are the complement of the key's first three, the key, padding. */
function keyOf(formatted: Uint8Array): Uint8Array | undefined {
  const length = formatted[0] as number
  let difference = 0
  for (let i = 1; i <= 3; i++) difference |= (formatted[i] as number) ^ (formatted[i + 3] as number) ^ 0xff
  return difference !== 0 || length < 3 || length > formatted.length - 4 ? undefined : formatted.slice(4, 4 + length)
}

async function decryptBlocks(cipher: BlockCipher, key: Uint8Array, iv: Uint8Array, blocks: Uint8Array): Promise<Uint8Array | undefined> {
  switch (cipher.cipher) {
    case 'aes':
      return decryptAesBlocks(key, iv, blocks)
    case 'triple-des':
      return decryptCbcBlocks(tripleDesDecryption(key), iv, blocks)
    case 'rc2':
      return decryptCbcBlocks(rc2Decryption(key, cipher.effectiveBits), iv, blocks)
  }
}
