/** SHA-256 and SHA-224 (FIPS 180-4 sections 6.2 and 6.3) for key derivations. */
import type { BlockDigest } from './block-digest.ts'
import { INITIAL_FIRST_EIGHT, INITIAL_SECOND_EIGHT, ROUND_CONSTANTS } from './sha2-constants.ts'

const K = ROUND_CONSTANTS.filter((_, index) => index % 2 === 0 && index < 128)
const schedule = new Int32Array(64)

function compress(state: Int32Array, block: Int32Array): void {
  for (let t = 0; t < 16; t++) schedule[t] = block[t] as number
  for (let t = 16; t < 64; t++) {
    const x = schedule[t - 15] as number
    const y = schedule[t - 2] as number
    const sigma0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
    const sigma1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
    schedule[t] = (sigma1 + (schedule[t - 7] as number) + sigma0 + (schedule[t - 16] as number)) | 0
  }
  let [a = 0, b = 0, c = 0, d = 0] = [state[0], state[1], state[2], state[3]]
  let [e = 0, f = 0, g = 0, h = 0] = [state[4], state[5], state[6], state[7]]
  for (let t = 0; t < 64; t++) {
    const sum1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const first = (h + sum1 + ((e & f) ^ (~e & g)) + (K[t] as number) + (schedule[t] as number)) | 0
    const sum0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const second = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  state[0] = (state[0] as number) + a
  state[1] = (state[1] as number) + b
  state[2] = (state[2] as number) + c
  state[3] = (state[3] as number) + d
  state[4] = (state[4] as number) + e
  state[5] = (state[5] as number) + f
  state[6] = (state[6] as number) + g
  state[7] = (state[7] as number) + h
}

const initialOfSha256 = INITIAL_FIRST_EIGHT.filter((_, index) => index % 2 === 0)
const initialOfSha224 = INITIAL_SECOND_EIGHT.filter((_, index) => index % 2 === 1)

export const SHA256: BlockDigest = { initial: initialOfSha256, blockWords: 16, outputWords: 8, compress }

export const SHA224: BlockDigest = { initial: initialOfSha224, blockWords: 16, outputWords: 7, compress }
