/** EME-OAEP decoding (RFC 8017 section 7.1.2, step 3), for the digests and masks that WebCrypto does not put together. */
import { computeDigest, DIGEST_LENGTH, type SignatureDigest } from './digest.ts'
import { generateMask } from './mgf1.ts'

export interface OaepParameters {
  readonly digest: SignatureDigest
  readonly mgfDigest: SignatureDigest
  readonly label: Uint8Array
}

/**
 * The message inside `encoded`, which has as many octets as the modulus.
 *
 * SECURITY: every octet is looked at, and the answers to all checks are put together before one is given (Manger's attack).
 * JavaScript promises no constant time.
 */
export async function decodeOaep({ digest, mgfDigest, label }: OaepParameters, encoded: Uint8Array): Promise<Uint8Array | undefined> {
  const hashLength = DIGEST_LENGTH[digest]
  if (encoded.length < 2 * hashLength + 2) return undefined
  const [maskedSeed, maskedBlock] = [encoded.subarray(1, 1 + hashLength), encoded.subarray(1 + hashLength)]
  const seed = combine(maskedSeed, await generateMask(mgfDigest, maskedBlock, hashLength))
  const block = combine(maskedBlock, await generateMask(mgfDigest, seed, maskedBlock.length))
  const labelHash = await computeDigest(digest, label)
  let wrong = encoded[0] as number
  for (let i = 0; i < hashLength; i++) wrong |= (block[i] as number) ^ (labelHash[i] as number)
  let isBefore = 1
  let start = 0
  for (let i = hashLength; i < block.length; i++) {
    const octet = block[i] as number
    const isOne = Number(octet === 1)
    start |= isBefore & isOne ? i + 1 : 0
    wrong |= isBefore & (1 - isOne) ? octet : 0
    isBefore &= 1 - isOne
  }
  return (wrong | isBefore) === 0 ? block.slice(start) : undefined
}

function combine(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((octet, i) => octet ^ (b[i] as number))
}
