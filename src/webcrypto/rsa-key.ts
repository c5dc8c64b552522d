/** RSA keys for checking, and the raw operation (RFC 8017 sections 3.1, 4 and 5.2.2) where WebCrypto lacks the scheme. */
import { Asn1Reader, isUniversal, TAG } from '../x509/asn1-reader.ts'
import { X509Error } from '../x509/errors.ts'
import { assertStrictDer } from '../x509/strict-der.ts'
import { numberOfOctets, octetsOfNumber } from './rsa-number.ts'

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
  const value = numberOfOctets(signature)
  if (value >= key.modulus) return undefined
  return octetsOfNumber(powerModulo(value, key.exponent, key.modulus), Math.ceil(key.modulusBits / 8))
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

/** An INTEGER's content; 0 for one that is negative. */
function numberOf(content: Uint8Array): bigint {
  return (content[0] ?? 0x80) >= 0x80 ? 0n : numberOfOctets(content)
}

function bitsOf(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length
}
