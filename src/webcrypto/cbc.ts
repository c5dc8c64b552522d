/** Cipher block chaining, blocks of 8 octets (RFC 8018 appendix B.2): for ciphers WebCrypto has not. */

const BLOCK = 8

/** Decrypts the block in `block` in place. */
export type BlockDecryption = (block: DataView) => void

/**
 * Decrypts and takes the PKCS #7 padding off.
 *
 * @returns undefined when the length is no multiple of a block or the padding is none: another key, altered octets.
 * SECURITY: that answer is a padding oracle. For mail that others sent it must look like every other failure (SEC-38).
 */
export function decryptCbc(
  decryptBlock: BlockDecryption,
  iv: Uint8Array,
  ciphertext: Uint8Array,
): Uint8Array | undefined {
  const plaintext = decryptCbcBlocks(decryptBlock, iv, ciphertext)
  return plaintext && withoutPadding(plaintext)
}

/** Decrypts whole blocks; undefined when there are none, or the last one is cut, or the IV is no block. */
export function decryptCbcBlocks(decryptBlock: BlockDecryption, iv: Uint8Array, ciphertext: Uint8Array): Uint8Array | undefined {
  if (ciphertext.length === 0 || ciphertext.length % BLOCK !== 0 || iv.length !== BLOCK) return undefined
  const plaintext = Uint8Array.from(ciphertext)
  for (let offset = 0; offset < plaintext.length; offset += BLOCK) {
    decryptBlock(new DataView(plaintext.buffer, offset, BLOCK))
    const [previous, start] = offset === 0 ? [iv, 0] : [ciphertext, offset - BLOCK]
    for (let i = 0; i < BLOCK; i++) plaintext[offset + i] = (plaintext[offset + i] as number) ^ (previous[start + i] as number)
  }
  return plaintext
}

function withoutPadding(plaintext: Uint8Array): Uint8Array | undefined {
  const count = plaintext.at(-1) ?? 0
  if (count < 1 || count > BLOCK) return undefined
  const end = plaintext.length - count
  return plaintext.subarray(end).every(octet => octet === count) ? plaintext.subarray(0, end) : undefined
}
