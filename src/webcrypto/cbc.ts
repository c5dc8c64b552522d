/** Cipher block chaining, blocks of 8 octets (RFC 8018 appendix B.2): for ciphers WebCrypto has not. */

const BLOCK = 8

/** Decrypts one block in place: its two halves as numbers, the first octet at the most significant end. */
export type BlockDecryption = (halves: Int32Array) => void

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
  const plaintext = new Uint8Array(ciphertext.length)
  const [from, to, start] = [ciphertext, plaintext, iv].map(({ buffer, byteOffset, length }) => new DataView(buffer, byteOffset, length)) as [DataView, DataView, DataView]
  const halves = new Int32Array(2)
  let [previousLeft, previousRight] = [start.getInt32(0), start.getInt32(4)]
  for (let offset = 0; offset < plaintext.length; offset += BLOCK) {
    const left = from.getInt32(offset)
    const right = from.getInt32(offset + 4)
    halves[0] = left
    halves[1] = right
    decryptBlock(halves)
    to.setInt32(offset, halves[0] ^ previousLeft)
    to.setInt32(offset + 4, halves[1] ^ previousRight)
    previousLeft = left
    previousRight = right
  }
  return plaintext
}

function withoutPadding(plaintext: Uint8Array): Uint8Array | undefined {
  const count = plaintext.at(-1) ?? 0
  if (count < 1 || count > BLOCK) return undefined
  const end = plaintext.length - count
  return plaintext.subarray(end).every(octet => octet === count) ? plaintext.subarray(0, end) : undefined
}
