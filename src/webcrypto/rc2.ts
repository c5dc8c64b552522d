/** RC2 (RFC 2268) in CBC mode, decryption only: Windows and old OpenSSL protected certificates in key files with it. */
import { type BlockDecryption, decryptCbc } from './cbc.ts'

/** PITABLE of section 2: a permutation of all octets, made from the digits of pi. */
const PITABLE = Uint8Array.from(
  (
    'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82' +
    '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb6266fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7' +
    '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ecc2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a90d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad'
  ).match(/../gu) ?? [],
  hex => parseInt(hex, 16),
)

/** Key expansion (section 2): 64 words of 16 bits. */
function expandKey(key: Uint8Array, effectiveBits: number): Uint16Array {
  const pi = (index: number) => PITABLE[index & 0xff] as number
  const octets = new Uint8Array(128)
  octets.set(key)
  const at = (index: number) => octets[index] as number
  for (let i = key.length; i < 128; i++) octets[i] = pi(at(i - 1) + at(i - key.length))
  const effectiveOctets = Math.ceil(effectiveBits / 8)
  const mask = 0xff >> (8 * effectiveOctets - effectiveBits)
  octets[128 - effectiveOctets] = pi(at(128 - effectiveOctets) & mask)
  for (let i = 127 - effectiveOctets; i >= 0; i--) octets[i] = pi(at(i + 1) ^ at(i + effectiveOctets))
  return Uint16Array.from({ length: 64 }, (_, word) => at(2 * word) | (at(2 * word + 1) << 8))
}

/** Words are little endian (section 1.1): two octets of a half, exchanged. */
const exchanged = (word: number) => ((word & 0xff) << 8) | ((word >>> 8) & 0xff)

/** Section 4: rounds and keys backwards. Sums and differences are modulo 2^16. */
function decryptBlock(keys: Uint16Array, halves: Int32Array): void {
  const [left, right] = [halves[0] as number, halves[1] as number]
  let [r0, r1, r2, r3] = [exchanged(left >>> 16), exchanged(left), exchanged(right >>> 16), exchanged(right)]
  for (let next = 63; next > 0; next -= 4) {
    r3 = (((r3 >>> 5) | (r3 << 11)) - (keys[next] as number) - (r2 & r1) - (~r2 & r0)) & 0xffff
    r2 = (((r2 >>> 3) | (r2 << 13)) - (keys[next - 1] as number) - (r1 & r0) - (~r1 & r3)) & 0xffff
    r1 = (((r1 >>> 2) | (r1 << 14)) - (keys[next - 2] as number) - (r0 & r3) - (~r0 & r2)) & 0xffff
    r0 = (((r0 >>> 1) | (r0 << 15)) - (keys[next - 3] as number) - (r3 & r2) - (~r3 & r1)) & 0xffff
    // After five mixing rounds and after eleven comes a mashing round.
    if (next === 47 || next === 23) {
      r3 = (r3 - (keys[r2 & 63] as number)) & 0xffff
      r2 = (r2 - (keys[r1 & 63] as number)) & 0xffff
      r1 = (r1 - (keys[r0 & 63] as number)) & 0xffff
      r0 = (r0 - (keys[r3 & 63] as number)) & 0xffff
    }
  }
  halves[0] = (exchanged(r0) << 16) | exchanged(r1)
  halves[1] = (exchanged(r2) << 16) | exchanged(r3)
}

/**
 * @param key - 1 to 128 octets.
 * @param effectiveBits - 1 to 1024: how much of the key counts (section 2).
 */
export function rc2Decryption(key: Uint8Array, effectiveBits: number): BlockDecryption {
  const expanded = expandKey(key, effectiveBits)
  return halves => decryptBlock(expanded, halves)
}

/**
 * Decrypts RC2 in CBC mode with PKCS #7 padding.
 *
 * @returns undefined when the padding is none (another key, or altered octets).
 */
export function decryptRc2Cbc(
  key: Uint8Array,
  effectiveBits: number,
  iv: Uint8Array,
  ciphertext: Uint8Array,
): Uint8Array | undefined {
  return decryptCbc(rc2Decryption(key, effectiveBits), iv, ciphertext)
}
