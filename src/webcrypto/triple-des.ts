/**
 * DES and Triple DES (FIPS 46-3, SP 800-67) in CBC mode, decryption only: old key files must open, nothing new is made
 * with it.
 */
import { type BlockDecryption, decryptCbc } from './cbc.ts'

/** PC-1: key bits as they enter C (the first 28) and D, counted from 1 at the most significant end. */
const PERMUTED_CHOICE_1 = [
  57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36,
  63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4,
]

/** PC-2: bits of C and D as they form a round key, six for each S-box. */
const PERMUTED_CHOICE_2 = [
  14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2,
  41, 52, 31, 37, 47, 55, 30, 40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32,
]

const ROTATIONS = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1]

/** P: bits of the S-boxes' output as they leave the round function. */
const PERMUTATION = [
  16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10,
  2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11, 4, 25,
]

/** S-boxes 1 to 8, four rows of sixteen each, one hexadecimal digit per entry. */
const SUBSTITUTION = [
  'e4d12fb83a6c59070f74e2d1a6cb953841e8d62bfc973a50fc8249175b3ea06d',
  'f18e6b34972dc05a3d47f28ec01a69b50e7ba4d158c6932fd8a13f42b67c05e9',
  'a09e63f51dc7b428d709346a285ecbf1d6498f30b12c5ae71ad069874fe3b52c',
  '7de3069a1285bc4fd8b56f03472c1ae9a690cb7df13e52843f06a1d8945bc72e',
  '2c417ab6853fd0e9eb2c47d150fa3986421bad78f9c5630eb8c71e2d6f09a453',
  'c1af92680d34e75baf427c9561de0b389ef528c3704a1db6432c95fabe17608d',
  '4b2ef08d3c975a61d0b7491ae35c2f8614bdc37eaf6805926bd814a7950fe23c',
  'd2846fb1a93e50c71fd8a374c56b0e927b419ce206adf35821e74a8dfc90356b',
]

/** S-boxes and P in one: what six bits at box `b` give is at `b * 64` plus those bits. */
const SUBSTITUTED = Int32Array.from({ length: 512 }, (_, index) => {
  const [box, bits] = [index >> 6, index & 0x3f]
  const row = ((bits >> 4) & 2) | (bits & 1)
  const value = parseInt((SUBSTITUTION[box] as string).charAt(row * 16 + ((bits >> 1) & 15)), 16) << (28 - 4 * box)
  return PERMUTATION.reduce((permuted, from) => (permuted << 1) | ((value >>> (32 - from)) & 1), 0)
})

/** 16 round keys of two words: the six bits of boxes 1, 3, 5, 7 in the octets of the first, those of 2, 4, 6, 8 in the second. */
function scheduleKey(key: Uint8Array): readonly (readonly [number, number])[] {
  const bitOf = (position: number) => ((key[(position - 1) >> 3] as number) >> (7 - ((position - 1) & 7))) & 1
  let c = PERMUTED_CHOICE_1.slice(0, 28).map(bitOf)
  let d = PERMUTED_CHOICE_1.slice(28).map(bitOf)
  return ROTATIONS.map(by => {
    c = [...c.slice(by), ...c.slice(0, by)]
    d = [...d.slice(by), ...d.slice(0, by)]
    const joined = [...c, ...d]
    const words: [number, number] = [0, 0]
    for (let box = 0; box < 8; box++) {
      const bits = PERMUTED_CHOICE_2.slice(6 * box, 6 * box + 6).reduce((value, from) => (value << 1) | (joined[from - 1] as number), 0)
      words[box & 1] = ((words[box & 1] as number) << 8) | bits
    }
    return words
  })
}

/** f(R, K): expansion, key, S-boxes, permutation. Two rotations put the eight overlapping groups of six bits into octets. */
function roundFunction(half: number, oddKey: number, evenKey: number): number {
  const odd = ((half >>> 3) | (half << 29)) ^ oddKey
  const even = ((half << 1) | (half >>> 31)) ^ evenKey
  return (
    (SUBSTITUTED[(odd >>> 24) & 0x3f] as number) |
    (SUBSTITUTED[64 | ((even >>> 24) & 0x3f)] as number) |
    (SUBSTITUTED[128 | ((odd >>> 16) & 0x3f)] as number) |
    (SUBSTITUTED[192 | ((even >>> 16) & 0x3f)] as number) |
    (SUBSTITUTED[256 | ((odd >>> 8) & 0x3f)] as number) |
    (SUBSTITUTED[320 | ((even >>> 8) & 0x3f)] as number) |
    (SUBSTITUTED[384 | (odd & 0x3f)] as number) |
    (SUBSTITUTED[448 | (even & 0x3f)] as number)
  )
}

/** @param keys - Two words for each of 48 rounds, in the order in which they are used. */
function decryptBlock(keys: Int32Array, halves: Int32Array): void {
  let left = halves[0] as number
  let right = halves[1] as number
  let swapped = ((left >>> 4) ^ right) & 0x0f0f0f0f
  right ^= swapped
  left ^= swapped << 4
  swapped = ((left >>> 16) ^ right) & 0xffff
  right ^= swapped
  left ^= swapped << 16
  swapped = ((right >>> 2) ^ left) & 0x33333333
  left ^= swapped
  right ^= swapped << 2
  swapped = ((right >>> 8) ^ left) & 0x00ff00ff
  left ^= swapped
  right ^= swapped << 8
  swapped = ((left >>> 1) ^ right) & 0x55555555
  right ^= swapped
  left ^= swapped << 1
  for (let at = 0; at < 96; at += 32) {
    for (let i = at; i < at + 32; i += 4) {
      left ^= roundFunction(right, keys[i] as number, keys[i + 1] as number)
      right ^= roundFunction(left, keys[i + 2] as number, keys[i + 3] as number)
    }
    // The halves change places at the end of each stage; the permutations between two stages cancel each other.
    swapped = left
    left = right
    right = swapped
  }
  swapped = ((left >>> 1) ^ right) & 0x55555555
  right ^= swapped
  left ^= swapped << 1
  swapped = ((right >>> 8) ^ left) & 0x00ff00ff
  left ^= swapped
  right ^= swapped << 8
  swapped = ((right >>> 2) ^ left) & 0x33333333
  left ^= swapped
  right ^= swapped << 2
  swapped = ((left >>> 16) ^ right) & 0xffff
  right ^= swapped
  left ^= swapped << 16
  swapped = ((left >>> 4) ^ right) & 0x0f0f0f0f
  right ^= swapped
  left ^= swapped << 4
  halves[0] = left
  halves[1] = right
}

/** @param key - 24 octets; 16 for two-key Triple DES; 8 for single DES, which is Triple DES with one key three times. */
export function tripleDesDecryption(key: Uint8Array): BlockDecryption {
  const first = scheduleKey(key.subarray(0, 8))
  const second = key.length > 8 ? scheduleKey(key.subarray(8, 16)) : first
  const third = key.length > 16 ? scheduleKey(key.subarray(16, 24)) : first
  // D(K1, E(K2, D(K3, block))): decryption uses the round keys of a key backwards.
  const keys = Int32Array.from([...[...third].reverse(), ...second, ...[...first].reverse()].flat())
  return halves => decryptBlock(keys, halves)
}

/**
 * Decrypts DES-EDE in CBC mode with PKCS #7 padding.
 *
 * @param key - 8, 16 or 24 octets.
 * @returns undefined when the padding is none (another key, or altered octets).
 */
export function decryptTripleDesCbc(key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Uint8Array | undefined {
  return decryptCbc(tripleDesDecryption(key), iv, ciphertext)
}
