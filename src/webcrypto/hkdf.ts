/** HKDF (RFC 5869), and the two places where CMS uses it with inputs of its own (RFC 8418 section 2.2, RFC 9709 section 2). */
import { encodeUtf8 } from '../bytes/encoding.ts'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha224 } from '@noble/hashes/sha2.js'
import { DIGEST_LENGTH, type SignatureDigest } from './digest.ts'
import { asBufferSource } from './native-digest.ts'

export interface HkdfInput {
  readonly digest: SignatureDigest
  /** The input keying material. */
  readonly secret: Uint8Array
  /** None is the same as zeros (section 2.2). */
  readonly salt: Uint8Array
  readonly info: Uint8Array
}

/** `length` octets derived from the secret; undefined for more than 255 times the digest's length (section 2.3). */
export async function deriveHkdfKey(input: HkdfInput, length: number): Promise<Uint8Array | undefined> {
  const { digest, secret, salt, info } = input
  if (length > 255 * DIGEST_LENGTH[digest]) return undefined
  if (digest === 'SHA-224') return hkdf(sha224, secret, salt, info, length)
  const key = await crypto.subtle.importKey('raw', asBufferSource(secret), 'HKDF', false, ['deriveBits'])
  const algorithm = { name: 'HKDF', hash: digest, salt: asBufferSource(salt), info: asBufferSource(info) }
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, 8 * length))
}

const CMS_SALT = encodeUtf8('The Cryptographic Message Syntax')

/**
 * The key that the content is encrypted with when the envelope's algorithm is id-alg-cek-hkdf-sha256 (RFC 9709 sections 2 and
 * 3): derived from the transported key and from the algorithm that its parameters name, so that nobody can change that.
 *
 * @param contentAlgorithm - The AlgorithmIdentifier inside the parameters, DER, as received.
 * @returns as many octets as `transportedKey` has.
 */
export async function deriveContentKey(transportedKey: Uint8Array, contentAlgorithm: Uint8Array): Promise<Uint8Array | undefined> {
  const input = { digest: 'SHA-256', secret: transportedKey, salt: CMS_SALT, info: contentAlgorithm } as const
  return deriveHkdfKey(input, transportedKey.length)
}
