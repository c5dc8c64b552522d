/** From a shared secret to a key-encryption key: the X9.63 derivation that CMS uses with elliptic curves (RFC 5753 section 7.2). */
import { concatBytes } from '../bytes/bytes.ts'
import { computeDigest, DIGEST_LENGTH, type SignatureDigest } from './digest.ts'

/**
 * ANSI X9.63 key derivation (SEC 1 section 3.6.1).
 *
 * For RFC 8418's HKDF schemes use `deriveHkdfKey` with the secret, the ukm as salt and the same shared info.
 *
 * @param sharedInfo - DER of ECC-CMS-SharedInfo (RFC 5753 section 7.2).
 */
export async function deriveX963Key(digest: SignatureDigest, secret: Uint8Array, sharedInfo: Uint8Array, length: number): Promise<Uint8Array> {
  const blocks: Uint8Array[] = []
  for (let counter = 1; (counter - 1) * DIGEST_LENGTH[digest] < length; counter++) {
    const octets = new Uint8Array(4)
    new DataView(octets.buffer).setUint32(0, counter)
    blocks.push(await computeDigest(digest, concatBytes([secret, octets, sharedInfo])))
  }
  return concatBytes(blocks).subarray(0, length)
}
