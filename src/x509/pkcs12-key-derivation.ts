/**
 * What a key file asks for before its password becomes a key: pkcs-12PbeParams (RFC 7292 appendix C) and PBKDF2-params
 * (RFC 8018 appendix A.2). Read and measured here, before anything is derived (SEC-77).
 */
import { readAlgorithmIdentifier } from './algorithm-identifier.ts'
import { type Asn1Element, Asn1Reader, isUniversal, TAG } from './asn1-reader.ts'
import { X509Error } from './errors.ts'
import { joinRanges, octetStringRanges } from './octet-string.ts'

/** Ten million: some seconds. Today's writers use 2048 to 2 million. */
const MAXIMAL_ITERATIONS = 10_000_000

const MAXIMAL_SALT = 1024
const MAXIMAL_KEY_LENGTH = 128

export interface SaltAndIterations {
  readonly salt: Uint8Array
  /** 1 to `MAXIMAL_ITERATIONS`. */
  readonly iterations: number
}

/** A hash function that PBKDF2 or a MAC uses inside HMAC. */
export type HmacDigest = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'

export interface Pbkdf2Parameters extends SaltAndIterations {
  /** Octets; undefined when the file leaves it to the cipher. */
  readonly keyLength: number | undefined
  readonly prf: HmacDigest
}

/** Named for the user; nothing else is known of it. */
export interface UnsupportedMethod {
  readonly method: 'unsupported'
  readonly name: string
}

const PBKDF2 = '1.2.840.113549.1.5.12'

const HMAC_DIGEST: Readonly<Record<string, HmacDigest>> = {
  '1.2.840.113549.2.7': 'SHA-1',
  '1.2.840.113549.2.9': 'SHA-256',
  '1.2.840.113549.2.10': 'SHA-384',
  '1.2.840.113549.2.11': 'SHA-512',
}

const OTHER_NAME: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.6': 'HMAC with MD5',
  '1.2.840.113549.2.8': 'HMAC with SHA-224',
  '1.2.840.113549.2.12': 'HMAC with SHA-512/224',
  '1.2.840.113549.2.13': 'HMAC with SHA-512/256',
  '1.3.6.1.4.1.11591.4.11': 'scrypt',
}

/** The digest of an HMAC identifier (RFC 8018 appendix B.1.2); undefined when it is none that we compute. */
export function hmacDigestOf(oid: string): HmacDigest | undefined {
  return HMAC_DIGEST[oid]
}

/** The name of a key derivation or MAC that is not read, or its object identifier. */
export function nameOfDerivation(oid: string): string {
  return OTHER_NAME[oid] ?? oid
}

/** SEQUENCE { salt OCTET STRING, iterations INTEGER }, as pkcs-12PbeParams and PBEParameter have it. */
export function readSaltAndIterations(parameters: Uint8Array | undefined): SaltAndIterations {
  const { reader, members } = readSequence(parameters, 'parameters of the encryption')
  const [salt, iterations] = members
  return { salt: readSalt(reader, salt), iterations: readIterations(reader, iterations) }
}

/**
 * keyDerivationFunc of PBES2 and PBMAC1.
 *
 * @throws X509Error `x509/too-costly` for more work than we do for anyone, `x509/unreadable` when malformed. The salt
 * must be given (`specified`): the other choice of RFC 8018 has never been used.
 */
export function readPbkdf2(reader: Asn1Reader, element: Asn1Element | undefined): Pbkdf2Parameters | UnsupportedMethod {
  const algorithm = readAlgorithmIdentifier(reader, element)
  if (algorithm.oid !== PBKDF2) return { method: 'unsupported', name: nameOfDerivation(algorithm.oid) }
  const { reader: inner, members } = readSequence(algorithm.parameters, 'PBKDF2 parameters')
  const [saltElement, iterationCount, ...optional] = members
  const salt = readSalt(inner, saltElement)
  const iterations = readIterations(inner, iterationCount)
  const keyLength = isUniversal(optional[0], TAG.integer) ? readKeyLength(inner, optional.shift()) : undefined
  const prfOid = optional.length === 0 ? undefined : readAlgorithmIdentifier(inner, optional.shift()).oid
  if (optional.length > 0) throw new X509Error('x509/unreadable', 'PBKDF2 parameters with surplus members')
  const prf = prfOid === undefined ? 'SHA-1' : hmacDigestOf(prfOid)
  if (prf === undefined) return { method: 'unsupported', name: nameOfDerivation(prfOid ?? '') }
  return { salt, iterations, keyLength, prf }
}

/** The members of the SEQUENCE that `bytes` are, and the reader they belong to. */
export function readSequence(
  bytes: Uint8Array | undefined,
  what: string,
): { reader: Asn1Reader; members: Asn1Element[] } {
  const reader = new Asn1Reader(bytes ?? new Uint8Array())
  const root = bytes && reader.read(0)
  if (!isUniversal(root, TAG.sequence)) throw new X509Error('x509/unreadable', `${what} are no SEQUENCE`)
  return { reader, members: reader.children(root) }
}

export function readSalt(reader: Asn1Reader, element: Asn1Element | undefined): Uint8Array {
  if (!isUniversal(element, TAG.octetString)) throw new X509Error('x509/unreadable', 'salt is no OCTET STRING')
  const salt = joinRanges(reader.bytes, octetStringRanges(reader, element))
  if (salt.length > MAXIMAL_SALT) throw new X509Error('x509/too-costly', `salt of ${salt.length} octets`)
  return salt
}

export function readIterations(reader: Asn1Reader, element: Asn1Element | undefined): number {
  const iterations = readPositive(reader, element, 'iteration count')
  if (iterations > MAXIMAL_ITERATIONS) throw new X509Error('x509/too-costly', `more than ${MAXIMAL_ITERATIONS} iterations`)
  return iterations
}

function readKeyLength(reader: Asn1Reader, element: Asn1Element | undefined): number {
  const length = readPositive(reader, element, 'key length')
  if (length > MAXIMAL_KEY_LENGTH) throw new X509Error('x509/too-costly', `derived key longer than ${MAXIMAL_KEY_LENGTH} octets`)
  return length
}

/** A positive INTEGER; Infinity when it does not fit into 32 bits. */
export function readPositive(reader: Asn1Reader, element: Asn1Element | undefined, what: string): number {
  const content = isUniversal(element, TAG.integer) ? reader.content(element) : undefined
  if (content === undefined || content.length === 0 || ((content[0] ?? 0) & 0x80) !== 0) {
    throw new X509Error('x509/unreadable', `${what} is no positive INTEGER`)
  }
  const first = content.findIndex(octet => octet !== 0)
  if (first === -1) throw new X509Error('x509/unreadable', `${what} is zero`)
  const magnitude = content.subarray(first)
  return magnitude.length > 4 ? Infinity : magnitude.reduce((value, octet) => value * 256 + octet, 0)
}
