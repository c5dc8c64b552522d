/**
 * EME-PKCS1-v1_5 decoding (RFC 8017 section 7.2.2, step 3) with implicit rejection: what is no padding gives a made-up message,
 * always the same for one ciphertext and key (draft-irtf-cfrg-rsa-guidance, "implicit rejection"; OpenSSL 3.2 does the same).
 *
 * The length of the message is known here, it is the key length of the content's cipher; so a message of another length is
 * replaced as well, and the draft's choice of a made-up length is not needed.
 */
import { concatBytes } from '../bytes/bytes.ts'
import { encodeUtf8 } from '../bytes/encoding.ts'
import { computeHmac } from './hmac.ts'

/** PS has at least eight octets (RFC 8017 section 7.2.1). */
const SHORTEST_PADDING = 8

/**
 * The last `length` octets of the message, or of the one made up.
 *
 * SECURITY: both are always computed, and no octet's value decides where the code goes. JavaScript promises no constant time.
 *
 * @param encoded - k octets; zeros where the number could not be computed.
 * @param derivationKey - HMAC-SHA-256 of the ciphertext under the digest of the private exponent.
 */
export async function decodePkcs1(encoded: Uint8Array, derivationKey: Uint8Array, length: number): Promise<Uint8Array> {
  const substitute = await endOfExpansion(derivationKey, 'message', Math.max(encoded.length, length), length)
  const separator = encoded.length - length - 1
  let wrong = Number(separator < 2 + SHORTEST_PADDING)
  wrong |= encoded[0] as number
  wrong |= (encoded[1] as number) ^ 2
  for (let i = 2; i < separator; i++) wrong |= Number(encoded[i] === 0)
  wrong |= encoded[Math.max(separator, 0)] as number
  // All ones when nothing is wrong, else zero.
  const keep = ((wrong - 1) >> 8) & 0xff
  const message = tailOf(encoded, length)
  return substitute.map((octet, i) => (octet & ~keep) | ((message[i] ?? 0) & keep))
}

function tailOf(octets: Uint8Array, length: number): Uint8Array {
  return octets.subarray(Math.max(octets.length - length, 0))
}

/** The last `length` of `total` octets of the draft's IRPRF: HMAC-SHA-256 over a counter, the label and the length of all in bits. */
async function endOfExpansion(key: Uint8Array, label: string, total: number, length: number): Promise<Uint8Array> {
  const blocks: Uint8Array[] = []
  for (let counter = Math.floor((total - length) / BLOCK); counter * BLOCK < total; counter++) {
    const input = concatBytes([uint16(counter), encodeUtf8(label), uint16(total * 8)])
    blocks.push(await computeHmac('SHA-256', key, input))
  }
  const start = Math.floor((total - length) / BLOCK) * BLOCK
  return concatBytes(blocks).subarray(total - length - start, total - start)
}

/** What HMAC-SHA-256 gives. */
const BLOCK = 32

function uint16(value: number): Uint8Array {
  return Uint8Array.of((value >> 8) & 0xff, value & 0xff)
}
