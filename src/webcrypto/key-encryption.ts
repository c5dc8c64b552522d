/**
 * Encrypting a content-encryption key to a public key: RSA key transport (RFC 8017 section 7), key agreement with a fresh
 * key pair (RFC 5753 section 3.1, RFC 8418 section 2) and AES key wrap (RFC 3394 section 2.2.1).
 *
 * An unsupported key is an answer (undefined), not an exception. Whether a key may be used is judged elsewhere.
 */
import type { PublicKeyInfo } from '../x509/public-key.ts'
import { importAesKey } from './aes.ts'
import { asBufferSource } from './native-digest.ts'
import { applyRsaKey, readRsaKey } from './rsa-key.ts'

/** Encodes with PKCS #1 v1.5 (section 7.2.1): what every program in use opens. */
export function encryptKeyPkcs1(recipient: PublicKeyInfo, key: Uint8Array): Uint8Array | undefined {
  const rsa = readRsaKey(recipient.keyOctets)
  if (!rsa) return undefined
  const length = Math.ceil(rsa.modulusBits / 8)
  if (key.length > length - 11) return undefined
  const encoded = new Uint8Array(length)
  encoded[1] = 2
  encoded.set(randomWithoutZeros(length - key.length - 3), 2)
  encoded.set(key, length - key.length)
  const encrypted = applyRsaKey(rsa, encoded)
  encoded.fill(0)
  return encrypted
}

/** Every octet is uniform among the 255 that are not zero. */
function randomWithoutZeros(length: number): Uint8Array {
  const octets = crypto.getRandomValues(new Uint8Array(length))
  for (let i = octets.indexOf(0); i >= 0; i = octets.indexOf(0, i)) crypto.getRandomValues(octets.subarray(i, i + 1))
  return octets
}

/** RSAES-OAEP with SHA-256 for the digest and the mask, without a label. */
export async function encryptKeyOaep(recipient: PublicKeyInfo, key: Uint8Array): Promise<Uint8Array | undefined> {
  const { subtle } = crypto
  try {
    const imported = await subtle.importKey('spki', asBufferSource(recipient.encoded), { name: 'RSA-OAEP', hash: 'SHA-256' }, false, ['encrypt'])
    return new Uint8Array(await subtle.encrypt({ name: 'RSA-OAEP' }, imported, asBufferSource(key)))
  } catch {
    return undefined
  }
}

export interface EphemeralAgreement {
  /** The sender's fresh public key: an uncompressed point, or the 32 octets of X25519. */
  readonly publicKey: Uint8Array
  /** Z. SECURITY: the caller wipes it. */
  readonly secret: Uint8Array
}

/** Agrees with a key pair that is made for this one use. NIST curves and X25519; undefined for others. */
export async function agreeOnce(recipient: PublicKeyInfo): Promise<EphemeralAgreement | undefined> {
  const { key } = recipient
  if (key.kind === 'x25519') return agreeWith(recipient, { name: 'X25519' }, 256)
  if (key.kind !== 'ec') return undefined
  const bits = BITS_OF_CURVE[key.curve]
  return bits === undefined ? undefined : agreeWith(recipient, { name: 'ECDH', namedCurve: key.curve }, bits)
}

/** Bits of one coordinate, in whole octets. */
const BITS_OF_CURVE: Readonly<Record<string, number>> = { 'P-256': 256, 'P-384': 384, 'P-521': 528 }

async function agreeWith({ keyOctets }: PublicKeyInfo, algorithm: EcKeyGenParams | Algorithm, bits: number): Promise<EphemeralAgreement | undefined> {
  const { subtle } = crypto
  try {
    const theirs = await subtle.importKey('raw', asBufferSource(keyOctets), algorithm, false, [])
    const ours = (await subtle.generateKey(algorithm, false, ['deriveBits'])) as CryptoKeyPair
    return {
      publicKey: new Uint8Array(await subtle.exportKey('raw', ours.publicKey)),
      secret: new Uint8Array(await subtle.deriveBits({ name: algorithm.name, public: theirs }, ours.privateKey, bits)),
    }
  } catch {
    return undefined
  }
}

/** AES key wrap without padding. @throws RangeError for a key-encryption key that WebCrypto does not take. */
export async function wrapAesKey(keyEncryptionKey: Uint8Array, key: Uint8Array): Promise<Uint8Array> {
  const wrapping = await importAesKey(keyEncryptionKey, 'AES-KW', ['wrapKey'])
  if (!wrapping) throw new RangeError('a key-encryption key for new messages has 16 or 32 octets')
  const { subtle } = crypto
  const wrapped = await subtle.importKey('raw', asBufferSource(key), { name: 'HMAC', hash: 'SHA-256' }, true, ['sign'])
  return new Uint8Array(await subtle.wrapKey('raw', wrapped, wrapping, 'AES-KW'))
}
