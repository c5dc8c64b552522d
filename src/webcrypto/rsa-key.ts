/** RSA keys for checking, and the raw operation (RFC 8017 sections 3.1, 4 and 5.2.2) where WebCrypto lacks the scheme. */
import { encodeHex } from '../bytes/encoding.ts'
import { Asn1Reader, isUniversal, TAG } from '../x509/asn1-reader.ts'
import { X509Error } from '../x509/errors.ts'
import { assertStrictDer } from '../x509/strict-der.ts'

export interface RsaKey {
  readonly modulus: bigint
  readonly exponent: bigint
  readonly modulusBits: number
}

/** Above this an RSA check costs more than any honest signer asks for (SEC-08). */
const MAXIMAL_MODULUS_BITS = 8192

/** OpenSSL's bound for long moduli; every known authority uses 65537. */
const MAXIMAL_EXPONENT_BITS = 64

/**
 * Reads RSAPublicKey (RFC 8017 appendix A.1.1). Undefined for anything but DER with an odd positive modulus of bounded size
 * and an odd exponent of at least 3: with 1 every number would be its own signature.
 */
export function readRsaKey(keyOctets: Uint8Array): RsaKey | undefined {
  try {
    assertStrictDer(keyOctets)
    const reader = new Asn1Reader(keyOctets)
    const root = reader.read(0)
    const [first, second, ...surplus] = isUniversal(root, TAG.sequence) ? reader.children(root) : []
    if (!isUniversal(first, TAG.integer) || !isUniversal(second, TAG.integer) || surplus.length > 0) return undefined
    const [modulus, exponent] = [numberOf(reader.content(first)), numberOf(reader.content(second))]
    const modulusBits = bitsOf(modulus)
    if (modulusBits > MAXIMAL_MODULUS_BITS || (modulus & 1n) === 0n) return undefined
    if (exponent < 3n || (exponent & 1n) === 0n || bitsOf(exponent) > MAXIMAL_EXPONENT_BITS || exponent >= modulus) return undefined
    return { modulus, exponent, modulusBits }
  } catch (error) {
    if (error instanceof X509Error) return undefined
    throw error
  }
}

/** RSAVP1: the encoded message in as many octets as the modulus has; undefined when the signature is no number below it. */
export function applyRsaKey(key: RsaKey, signature: Uint8Array): Uint8Array | undefined {
  const value = numberOf(signature, false)
  if (value >= key.modulus) return undefined
  const octets = Math.ceil(key.modulusBits / 8)
  const hex = powerModulo(value, key.exponent, key.modulus).toString(16).padStart(2 * octets, '0')
  return Uint8Array.from({ length: octets }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16))
}

/** Public numbers only: the time it takes says nothing that is secret. */
function powerModulo(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  let square = base
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

/** Big-endian octets as a number; a signed one that is negative gives 0. */
function numberOf(octets: Uint8Array, signed = true): bigint {
  if (octets.length === 0 || (signed && (octets[0] as number) >= 0x80)) return 0n
  return BigInt(`0x${encodeHex(octets)}`)
}

function bitsOf(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length
}
