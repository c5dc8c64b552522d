/**
 * RSA decryption with the numbers themselves (RFC 8017 sections 5.1.2 and 3.2): for PKCS #1 v1.5, and for those OAEP
 * parameters that WebCrypto has not got.
 *
 * SECURITY: the only module that touches the numbers of a private key (SEC-90). The base is blinded anew for every call, the
 * window is fixed, the result is checked against the ciphertext. JavaScript's numbers are not computed in constant time; what
 * protects is that nobody is told the outcome of a decryption.
 */
import { concatBytes } from '../bytes/bytes.ts'
import { isUniversal, TAG } from '../x509/asn1-reader.ts'
import { computeDigest } from './digest.ts'
import { computeHmac } from './hmac.ts'
import { decodePkcs1 } from './implicit-rejection.ts'
import { decodeOaep, type OaepParameters } from './oaep-encoding.ts'
import { readOrNothing } from './private-key-info.ts'
import { numberOfOctets, octetsOfNumber } from './rsa-number.ts'

interface RsaPrivateNumbers {
  readonly modulus: bigint
  readonly publicExponent: bigint
  readonly privateExponent: bigint
  readonly p: bigint
  readonly q: bigint
  readonly exponentP: bigint
  readonly exponentQ: bigint
  /** The inverse of q modulo p. */
  readonly coefficient: bigint
  /** k: octets of the modulus. */
  readonly length: number
}

/** Above this one decryption takes seconds. */
const MAXIMAL_MODULUS_OCTETS = 2048

/** A modulus and an exponent as they stand in RSAPublicKey; undefined when the octets are no private key that we can use. */
export function publicPartOf(rsaPrivateKey: Uint8Array): { readonly modulus: Uint8Array; readonly exponent: Uint8Array } | undefined {
  if (!readNumbers(rsaPrivateKey)) return undefined
  const [, modulus, exponent] = integersOf(rsaPrivateKey) ?? []
  return modulus && exponent && { modulus, exponent }
}

/**
 * RSAES-PKCS1-v1_5 with implicit rejection.
 *
 * @param rsaPrivateKey - RSAPrivateKey, of which `publicPartOf` has an opinion.
 * @returns always `length` octets, the same ones for the same ciphertext.
 */
export async function decryptPkcs1(rsaPrivateKey: Uint8Array, encrypted: Uint8Array, length: number): Promise<Uint8Array> {
  const numbers = requireNumbers(rsaPrivateKey)
  const { privateExponent, length: k } = numbers
  const encoded = decryptRaw(numbers, encrypted) ?? new Uint8Array(k)
  const exponentDigest = await computeDigest('SHA-256', octetsOfNumber(privateExponent, k))
  const filled = concatBytes([new Uint8Array(Math.max(k - encrypted.length, 0)), encrypted])
  return decodePkcs1(encoded, await computeHmac('SHA-256', exponentDigest, filled), length)
}

/** RSAES-OAEP; undefined when it does not decode. */
export async function decryptOaep(rsaPrivateKey: Uint8Array, parameters: OaepParameters, encrypted: Uint8Array): Promise<Uint8Array | undefined> {
  const numbers = requireNumbers(rsaPrivateKey)
  return decodeOaep(parameters, decryptRaw(numbers, encrypted) ?? new Uint8Array(numbers.length))
}

function requireNumbers(rsaPrivateKey: Uint8Array): RsaPrivateNumbers {
  const numbers = readNumbers(rsaPrivateKey)
  if (!numbers) throw new TypeError('no RSA private key')
  return numbers
}

/** RSAPrivateKey (RFC 8017 appendix A.1.2) of two primes; undefined for more primes, and for numbers that do not fit together. */
function readNumbers(rsaPrivateKey: Uint8Array): RsaPrivateNumbers | undefined {
  const integers = integersOf(rsaPrivateKey)
  if (integers?.length !== 9 || (integers[1]?.length ?? 0) > MAXIMAL_MODULUS_OCTETS + 1) return undefined
  const numberAt = (index: number) => numberOfOctets(integers[index] as Uint8Array)
  const [modulus, publicExponent, privateExponent, p, q] = [numberAt(1), numberAt(2), numberAt(3), numberAt(4), numberAt(5)]
  const fits = numberAt(0) === 0n && p > 1n && q > 1n && p * q === modulus && publicExponent >= 3n && (publicExponent & modulus & 1n) === 1n
  if (!fits || privateExponent <= 1n || privateExponent >= modulus) return undefined
  const length = Math.ceil(modulus.toString(16).length / 2)
  return { modulus, publicExponent, privateExponent, p, q, exponentP: numberAt(6), exponentQ: numberAt(7), coefficient: numberAt(8), length }
}

/** Contents of the INTEGERs in the SEQUENCE; undefined when one is negative, or something else is there. */
function integersOf(rsaPrivateKey: Uint8Array): readonly Uint8Array[] | undefined {
  return readOrNothing(rsaPrivateKey, reader => {
    const root = reader.read(0)
    const members = isUniversal(root, TAG.sequence) ? reader.children(root) : []
    const contents = members.filter(member => isUniversal(member, TAG.integer)).map(member => reader.content(member))
    return contents.length === members.length && contents.every(content => (content[0] ?? 0x80) < 0x80) ? contents : undefined
  })
}

/** RSADP: k octets; undefined when the ciphertext has another length, is no number below the modulus, or a fault happened. */
function decryptRaw(numbers: RsaPrivateNumbers, encrypted: Uint8Array): Uint8Array | undefined {
  const { modulus, publicExponent, length } = numbers
  const value = numberOfOctets(encrypted)
  if (encrypted.length !== length || value >= modulus) return undefined
  const { factor, inverse } = blindingFor(modulus)
  const blinded = (value * publicPowerModulo(factor, publicExponent, modulus)) % modulus
  const message = (decryptByRemainders(numbers, blinded) * inverse) % modulus
  return publicPowerModulo(message, publicExponent, modulus) === value ? octetsOfNumber(message, length) : undefined
}

/** RFC 8017 section 5.1.2, step 2.b. */
function decryptByRemainders({ p, q, exponentP, exponentQ, coefficient }: RsaPrivateNumbers, value: bigint): bigint {
  const m1 = powerModulo(value % p, exponentP, p)
  const m2 = powerModulo(value % q, exponentQ, q)
  const h = (coefficient * (m1 + p - (m2 % p))) % p
  return m2 + q * h
}

function blindingFor(modulus: bigint): { readonly factor: bigint; readonly inverse: bigint } {
  const octets = new Uint8Array(Math.ceil(modulus.toString(16).length / 2) + 8)
  for (;;) {
    const factor = (numberOfOctets(crypto.getRandomValues(octets)) % (modulus - 2n)) + 2n
    const inverse = inverseModulo(factor, modulus)
    if (inverse !== undefined) return { factor, inverse }
  }
}

/** The extended Euclidean algorithm; undefined when there is no inverse. */
function inverseModulo(value: bigint, modulus: bigint): bigint | undefined {
  let [remainder, next, result, nextResult] = [modulus, value, 0n, 1n]
  while (next > 0n) {
    const quotient = remainder / next
    ;[remainder, next] = [next, remainder - quotient * next]
    ;[result, nextResult] = [nextResult, result - quotient * nextResult]
  }
  if (remainder !== 1n) return undefined
  return result < 0n ? result + modulus : result
}

/** Where the exponent is no secret: its usual value, 65537, has two ones. */
function publicPowerModulo(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus
    if (bit === '1') result = (result * base) % modulus
  }
  return result
}

const WINDOW_BITS = 5

/** One multiplication per window of five bits, whatever the bits are. */
function powerModulo(base: bigint, exponent: bigint, modulus: bigint): bigint {
  const powers = [1n]
  for (let i = 1; i < 1 << WINDOW_BITS; i++) powers.push(((powers[i - 1] as bigint) * base) % modulus)
  const bits = exponent.toString(2)
  const digits = bits.padStart(Math.ceil(bits.length / WINDOW_BITS) * WINDOW_BITS, '0')
  let result = 1n
  for (let at = 0; at < digits.length; at += WINDOW_BITS) {
    for (let i = 0; i < WINDOW_BITS; i++) result = (result * result) % modulus
    result = (result * (powers[parseInt(digits.slice(at, at + WINDOW_BITS), 2)] as bigint)) % modulus
  }
  return result
}
