/** The two encodings of RSA signatures, for digests that WebCrypto has not (RFC 8017 sections 9.1.2 and 9.2). */
import { concatBytes, equalBytes } from '../bytes/bytes.ts'
import { computeDigest, DIGEST_LENGTH } from './digest.ts'
import { generateMask } from './mgf1.ts'
import type { PssScheme } from './signature-scheme.ts'

/**
 * EMSA-PSS-VERIFY (section 9.1.2) with MGF1 (appendix B.2.1).
 *
 * @param encoded - The encoded message in as many octets as the modulus has.
 */
export async function holdsPssEncoding(scheme: PssScheme, message: Uint8Array, encoded: Uint8Array, modulusBits: number): Promise<boolean> {
  const encodedBits = modulusBits - 1
  const length = Math.ceil(encodedBits / 8)
  const [surplus, em] = [encoded.subarray(0, encoded.length - length), encoded.subarray(encoded.length - length)]
  const hashLength = DIGEST_LENGTH[scheme.digest]
  if (surplus.some(octet => octet !== 0) || length < hashLength + scheme.saltLength + 2 || em.at(-1) !== 0xbc) return false
  const [maskedBlock, hash] = [em.subarray(0, length - hashLength - 1), em.subarray(length - hashLength - 1, length - 1)]
  const unusedBits = 8 * length - encodedBits
  if ((maskedBlock[0] as number) >> (8 - unusedBits) !== 0) return false
  const mask = await generateMask(scheme.maskDigest, hash, maskedBlock.length)
  const block = maskedBlock.map((octet, i) => octet ^ (mask[i] as number))
  block[0] = (block[0] as number) & (0xff >> unusedBits)
  const saltStart = block.length - scheme.saltLength
  if (block.subarray(0, saltStart - 1).some(octet => octet !== 0) || block[saltStart - 1] !== 1) return false
  const messageHash = await computeDigest(scheme.digest, message)
  return equalBytes(hash, await computeDigest(scheme.digest, concatBytes([new Uint8Array(8), messageHash, block.subarray(saltStart)])))
}

/** DigestInfo of SHA-224 up to the digest itself (section 9.2, note 1). */
const SHA224_PREFIX = Uint8Array.of(
  0x30, 0x2d, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x04, 0x05, 0x00, 0x04, 0x1c,
)

/**
 * EMSA-PKCS1-v1_5 with SHA-224 (section 9.2): the only possible encoding is built and compared, nothing is parsed (SEC-08).
 * A DigestInfo without NULL is refused, as WebCrypto and OpenSSL do for the other digests.
 */
export async function holdsSha224Encoding(message: Uint8Array, encoded: Uint8Array): Promise<boolean> {
  const info = concatBytes([SHA224_PREFIX, await computeDigest('SHA-224', message)])
  const padding = encoded.length - info.length - 3
  if (padding < 8) return false
  return equalBytes(encoded, concatBytes([Uint8Array.of(0, 1), new Uint8Array(padding).fill(0xff), Uint8Array.of(0), info]))
}
