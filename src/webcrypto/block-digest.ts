/**
 * Digests computed step by step and without waiting, for one purpose: key derivations that hash one small value
 * thousands of times (RFC 7292 appendix B). A call into WebCrypto for every step would take minutes where this takes
 * a second. Everything else is hashed by `digest.ts`.
 */

/** A Merkle–Damgård digest (FIPS 180-4) in words of 32 bits, big endian. */
export interface BlockDigest {
  readonly initial: Int32Array
  /** Words of one input block: 16 or 32. */
  readonly blockWords: 16 | 32
  /** Words of the result: the first ones of the state. */
  readonly outputWords: number
  /** Works one block into the state. Leaves the block as it is. */
  readonly compress: (state: Int32Array, block: Int32Array) => void
}

/**
 * The digest of `input`, then the digest of that, and so on: `times` digests in all, at least one.
 * Meant for short inputs: it copies them.
 */
export function digestRepeatedly(digest: BlockDigest, input: Uint8Array, times: number): Uint8Array {
  const state = Int32Array.from(digest.initial)
  const block = new Int32Array(digest.blockWords)
  absorb(digest, state, block, input)
  block.fill(0)
  block[digest.outputWords] = 0x8000_0000 | 0
  block[digest.blockWords - 1] = digest.outputWords * 32
  for (let done = 1; done < times; done++) {
    for (let word = 0; word < digest.outputWords; word++) block[word] = state[word] as number
    state.set(digest.initial)
    digest.compress(state, block)
  }
  const output = new DataView(new ArrayBuffer(digest.outputWords * 4))
  for (let word = 0; word < digest.outputWords; word++) output.setInt32(word * 4, state[word] as number)
  return new Uint8Array(output.buffer)
}

/** All blocks of the padded input (section 5.1). */
function absorb(digest: BlockDigest, state: Int32Array, block: Int32Array, input: Uint8Array): void {
  const blockOctets = digest.blockWords * 4
  const lengthOctets = digest.blockWords / 2
  const padded = new Uint8Array(Math.ceil((input.length + 1 + lengthOctets) / blockOctets) * blockOctets)
  padded.set(input)
  padded[input.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor(input.length / 0x2000_0000))
  view.setUint32(padded.length - 4, (input.length << 3) >>> 0)
  for (let offset = 0; offset < padded.length; offset += blockOctets) {
    for (let word = 0; word < digest.blockWords; word++) block[word] = view.getInt32(offset + word * 4)
    digest.compress(state, block)
  }
  padded.fill(0)
}
