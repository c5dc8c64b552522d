/** SHA-1 (FIPS 180-4 section 6.1) for key derivations of old files. Never for judging a signature. */
import type { BlockDigest } from './block-digest.ts'

const schedule = new Int32Array(80)

export const SHA1: BlockDigest = {
  initial: Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0),
  blockWords: 16,
  outputWords: 5,
  compress(state, block) {
    for (let t = 0; t < 16; t++) schedule[t] = block[t] as number
    for (let t = 16; t < 80; t++) {
      const near = (schedule[t - 3] as number) ^ (schedule[t - 8] as number)
      const mixed = near ^ (schedule[t - 14] as number) ^ (schedule[t - 16] as number)
      schedule[t] = (mixed << 1) | (mixed >>> 31)
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0] = [state[0], state[1], state[2], state[3], state[4]]
    for (let t = 0; t < 80; t++) {
      let mixed: number
      if (t < 20) mixed = ((b & c) | (~b & d)) + 0x5a827999
      else if (t < 40) mixed = (b ^ c ^ d) + 0x6ed9eba1
      else if (t < 60) mixed = ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc
      else mixed = (b ^ c ^ d) + 0xca62c1d6
      const next = (((a << 5) | (a >>> 27)) + mixed + e + (schedule[t] as number)) | 0
      e = d
      d = c
      c = (b << 30) | (b >>> 2)
      b = a
      a = next
    }
    state[0] = (state[0] as number) + a
    state[1] = (state[1] as number) + b
    state[2] = (state[2] as number) + c
    state[3] = (state[3] as number) + d
    state[4] = (state[4] as number) + e
  },
}
