/**
 * SHA-512 and SHA-384 (FIPS 180-4 sections 6.4 and 6.5) for key derivations. Words of 64 bits are two of 32, the high
 * half first.
 */
import type { BlockDigest } from './block-digest.ts'
import { INITIAL_FIRST_EIGHT, INITIAL_SECOND_EIGHT, ROUND_CONSTANTS as K } from './sha2-constants.ts'

const schedule = new Int32Array(160)

const CARRY = 1 / 0x1_0000_0000

/** High half of the word rotated right by `n` below 32; the low half is the same with the halves exchanged. */
const rotate = (high: number, low: number, n: number) => (high >>> n) | (low << (32 - n))

function extendSchedule(): void {
  for (let t = 32; t < 160; t += 2) {
    const xHigh = schedule[t - 30] as number
    const xLow = schedule[t - 29] as number
    const yHigh = schedule[t - 4] as number
    const yLow = schedule[t - 3] as number
    const sigma0High = rotate(xHigh, xLow, 1) ^ rotate(xHigh, xLow, 8) ^ (xHigh >>> 7)
    const sigma0Low = rotate(xLow, xHigh, 1) ^ rotate(xLow, xHigh, 8) ^ ((xLow >>> 7) | (xHigh << 25))
    const sigma1High = rotate(yHigh, yLow, 19) ^ rotate(yLow, yHigh, 29) ^ (yHigh >>> 6)
    const sigma1Low = rotate(yLow, yHigh, 19) ^ rotate(yHigh, yLow, 29) ^ ((yLow >>> 6) | (yHigh << 26))
    const given = ((schedule[t - 13] as number) >>> 0) + ((schedule[t - 31] as number) >>> 0)
    const low = (sigma1Low >>> 0) + (sigma0Low >>> 0) + given
    const high = sigma1High + (schedule[t - 14] as number) + sigma0High + (schedule[t - 32] as number)
    schedule[t + 1] = low | 0
    schedule[t] = (high + ((low * CARRY) | 0)) | 0
  }
}

/** Everything in local numbers: an array for a to h would make this six times slower. */
function compress(state: Int32Array, block: Int32Array): void {
  schedule.set(block)
  extendSchedule()
  let aHigh = state[0] as number
  let aLow = state[1] as number
  let bHigh = state[2] as number
  let bLow = state[3] as number
  let cHigh = state[4] as number
  let cLow = state[5] as number
  let dHigh = state[6] as number
  let dLow = state[7] as number
  let eHigh = state[8] as number
  let eLow = state[9] as number
  let fHigh = state[10] as number
  let fLow = state[11] as number
  let gHigh = state[12] as number
  let gLow = state[13] as number
  let hHigh = state[14] as number
  let hLow = state[15] as number
  for (let t = 0; t < 160; t += 2) {
    const sum1High = rotate(eHigh, eLow, 14) ^ rotate(eHigh, eLow, 18) ^ rotate(eLow, eHigh, 9)
    const sum1Low = rotate(eLow, eHigh, 14) ^ rotate(eLow, eHigh, 18) ^ rotate(eHigh, eLow, 9)
    const choiceHigh = (eHigh & fHigh) ^ (~eHigh & gHigh)
    const choiceLow = (eLow & fLow) ^ (~eLow & gLow)
    const givenHigh = (K[t] as number) + (schedule[t] as number)
    const givenLow = ((K[t + 1] as number) >>> 0) + ((schedule[t + 1] as number) >>> 0)
    const firstLow = (hLow >>> 0) + (sum1Low >>> 0) + (choiceLow >>> 0) + givenLow
    const firstHigh = (hHigh + sum1High + choiceHigh + givenHigh + ((firstLow * CARRY) | 0)) | 0
    const sum0High = rotate(aHigh, aLow, 28) ^ rotate(aLow, aHigh, 2) ^ rotate(aLow, aHigh, 7)
    const sum0Low = rotate(aLow, aHigh, 28) ^ rotate(aHigh, aLow, 2) ^ rotate(aHigh, aLow, 7)
    const majorityHigh = (aHigh & bHigh) ^ (aHigh & cHigh) ^ (bHigh & cHigh)
    const majorityLow = (aLow & bLow) ^ (aLow & cLow) ^ (bLow & cLow)
    hHigh = gHigh
    hLow = gLow
    gHigh = fHigh
    gLow = fLow
    fHigh = eHigh
    fLow = eLow
    const lowE = (dLow >>> 0) + (firstLow >>> 0)
    eHigh = (dHigh + firstHigh + ((lowE * CARRY) | 0)) | 0
    eLow = lowE | 0
    dHigh = cHigh
    dLow = cLow
    cHigh = bHigh
    cLow = bLow
    bHigh = aHigh
    bLow = aLow
    const lowA = (firstLow >>> 0) + (sum0Low >>> 0) + (majorityLow >>> 0)
    aHigh = (firstHigh + sum0High + majorityHigh + ((lowA * CARRY) | 0)) | 0
    aLow = lowA | 0
  }
  const worked = [aHigh, aLow, bHigh, bLow, cHigh, cLow, dHigh, dLow, eHigh, eLow, fHigh, fLow, gHigh, gLow, hHigh, hLow]
  for (let word = 0; word < 16; word += 2) {
    const low = ((state[word + 1] as number) >>> 0) + ((worked[word + 1] as number) >>> 0)
    state[word + 1] = low | 0
    state[word] = (state[word] as number) + (worked[word] as number) + ((low * CARRY) | 0)
  }
}

export const SHA512: BlockDigest = { initial: INITIAL_FIRST_EIGHT, blockWords: 32, outputWords: 16, compress }

export const SHA384: BlockDigest = { initial: INITIAL_SECOND_EIGHT, blockWords: 32, outputWords: 12, compress }
