/** MGF1 (RFC 8017 appendix B.2.1): the mask that PSS and OAEP put over their blocks. */
import { concatBytes } from '../bytes/bytes.ts'
import { computeDigest, DIGEST_LENGTH, type SignatureDigest } from './digest.ts'

/** `length` octets, at most 65536 digests. */
export async function generateMask(digest: SignatureDigest, seed: Uint8Array, length: number): Promise<Uint8Array> {
  const blocks: Uint8Array[] = []
  for (let counter = 0; counter * DIGEST_LENGTH[digest] < length; counter++) {
    blocks.push(await computeDigest(digest, concatBytes([seed, Uint8Array.of(0, 0, counter >> 8, counter & 0xff)])))
  }
  return concatBytes(blocks).subarray(0, length)
}
