/**
 * How a password protects a part of a key file: the schemes of PKCS #12 itself (RFC 7292 appendix C), PBES1 with SHA-1
 * and PBES2 (RFC 8018 sections 6.1 and 6.2). Read as data; the mathematics are in `webcrypto`.
 */
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from './algorithm-identifier.ts'
import { nameOfCipher } from './algorithm-name.ts'
import { type Asn1Element, Asn1Reader, isUniversal, TAG } from './asn1-reader.ts'
import { X509Error } from './errors.ts'
import {
  type Pbkdf2Parameters,
  readPbkdf2,
  readPositive,
  readSaltAndIterations,
  readSequence,
  type SaltAndIterations,
  type UnsupportedMethod,
} from './pkcs12-key-derivation.ts'

export type LegacyCipher =
  | { readonly cipher: 'triple-des'; readonly keyLength: 8 | 16 | 24 }
  | { readonly cipher: 'rc2'; readonly keyLength: number; readonly effectiveBits: number }

export type BlockCipher = LegacyCipher | { readonly cipher: 'aes'; readonly keyLength: 16 | 24 | 32 }

export type EncryptionScheme =
  /** Key and IV from the PKCS #12 derivation with SHA-1. */
  | ({ readonly method: 'pkcs12'; readonly cipher: LegacyCipher } & SaltAndIterations)
  /** Key and IV from PBKDF1 with SHA-1. */
  | ({ readonly method: 'pbes1'; readonly cipher: LegacyCipher } & SaltAndIterations)
  | Pbes2Scheme
  | UnsupportedMethod

export interface Pbes2Scheme {
  readonly method: 'pbes2'
  readonly kdf: Pbkdf2Parameters
  readonly cipher: BlockCipher
  readonly iv: Uint8Array
  /** The cipher's name. */
  readonly name: string
}

const PKCS12_CIPHER: Readonly<Record<string, LegacyCipher>> = {
  '1.2.840.113549.1.12.1.3': { cipher: 'triple-des', keyLength: 24 },
  '1.2.840.113549.1.12.1.4': { cipher: 'triple-des', keyLength: 16 },
  '1.2.840.113549.1.12.1.5': { cipher: 'rc2', keyLength: 16, effectiveBits: 128 },
  '1.2.840.113549.1.12.1.6': { cipher: 'rc2', keyLength: 5, effectiveBits: 40 },
}

const PBES1_CIPHER: Readonly<Record<string, LegacyCipher>> = {
  '1.2.840.113549.1.5.10': { cipher: 'triple-des', keyLength: 8 },
  '1.2.840.113549.1.5.11': { cipher: 'rc2', keyLength: 8, effectiveBits: 64 },
}

const PBES2 = '1.2.840.113549.1.5.13'
const DES_CBC = '1.3.14.3.2.7'
const TRIPLE_DES_CBC = '1.2.840.113549.3.7'
const RC2_CBC = '1.2.840.113549.3.2'

const AES_CBC_KEY_LENGTH: Readonly<Record<string, 16 | 24 | 32>> = {
  '2.16.840.1.101.3.4.1.2': 16,
  '2.16.840.1.101.3.4.1.22': 24,
  '2.16.840.1.101.3.4.1.42': 32,
}

const UNSUPPORTED_NAME: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.12.1.1': 'pbeWithSHAAnd128BitRC4',
  '1.2.840.113549.1.12.1.2': 'pbeWithSHAAnd40BitRC4',
  '1.2.840.113549.1.5.1': 'pbeWithMD2AndDES-CBC',
  '1.2.840.113549.1.5.3': 'pbeWithMD5AndDES-CBC',
  '1.2.840.113549.1.5.4': 'pbeWithMD2AndRC2-CBC',
  '1.2.840.113549.1.5.6': 'pbeWithMD5AndRC2-CBC',
}

/**
 * Reads a contentEncryptionAlgorithm or the algorithm of an EncryptedPrivateKeyInfo.
 *
 * @returns `unsupported` with the algorithm's name for anything we do not decrypt.
 * @throws X509Error `x509/too-costly` (SEC-77) or `x509/unreadable`.
 */
export function readEncryptionScheme(algorithm: AlgorithmIdentifier): EncryptionScheme {
  const pkcs12 = PKCS12_CIPHER[algorithm.oid]
  if (pkcs12) return { method: 'pkcs12', cipher: pkcs12, ...readSaltAndIterations(algorithm.parameters) }
  const pbes1 = PBES1_CIPHER[algorithm.oid]
  if (pbes1) return { method: 'pbes1', cipher: pbes1, ...readSaltAndIterations(algorithm.parameters) }
  if (algorithm.oid === PBES2) return readPbes2(algorithm.parameters)
  return { method: 'unsupported', name: UNSUPPORTED_NAME[algorithm.oid] ?? algorithm.oid }
}

/** PBES2-params (RFC 8018 appendix A.4). */
function readPbes2(parameters: Uint8Array | undefined): EncryptionScheme {
  const { reader, members } = readSequence(parameters, 'PBES2 parameters')
  const kdf = readPbkdf2(reader, members[0])
  const encryption = readAlgorithmIdentifier(reader, members[1])
  if ('method' in kdf) return kdf
  const name = nameOfCipher(encryption.oid)
  const known = readCbcCipher(encryption, kdf.keyLength)
  if (!known) return { method: 'unsupported', name }
  const { cipher, iv } = known
  if (kdf.keyLength !== undefined && kdf.keyLength !== cipher.keyLength) {
    throw new X509Error('x509/unreadable', `key length ${kdf.keyLength} does not fit ${name}`)
  }
  if (iv.length !== (cipher.cipher === 'aes' ? 16 : 8)) {
    throw new X509Error('x509/unreadable', `initialization vector of ${iv.length} octets`)
  }
  return { method: 'pbes2', kdf, cipher, iv, name }
}

type CipherWithIv = Pick<Pbes2Scheme, 'cipher' | 'iv'>

/** The ciphers of RFC 8018 appendix B.2 that have CBC's IV as their parameter; CMS uses the same (RFC 3370 section 5). */
export function readCbcCipher({ oid, parameters }: AlgorithmIdentifier, derivedLength: number | undefined): CipherWithIv | undefined {
  const aes = AES_CBC_KEY_LENGTH[oid]
  if (aes !== undefined) return { cipher: { cipher: 'aes', keyLength: aes }, iv: readIv(parameters) }
  if (oid === TRIPLE_DES_CBC) return { cipher: { cipher: 'triple-des', keyLength: 24 }, iv: readIv(parameters) }
  if (oid === DES_CBC) return { cipher: { cipher: 'triple-des', keyLength: 8 }, iv: readIv(parameters) }
  if (oid === RC2_CBC) return readRc2(parameters, derivedLength)
  return undefined
}

function readIv(parameters: Uint8Array | undefined): Uint8Array {
  const reader = new Asn1Reader(parameters ?? new Uint8Array())
  return ivOf(reader, parameters && reader.read(0))
}

function ivOf(reader: Asn1Reader, element: Asn1Element | undefined): Uint8Array {
  if (!isUniversal(element, TAG.octetString) || element.constructed) {
    throw new X509Error('x509/unreadable', 'initialization vector is no OCTET STRING')
  }
  return reader.content(element)
}

/** rc2ParameterVersion below 256 is a code (RFC 8018 appendix B.2.3, RFC 2268 section 6). */
const RC2_EFFECTIVE_BITS: Readonly<Record<number, number>> = { 160: 40, 120: 64, 58: 128 }

function readRc2(parameters: Uint8Array | undefined, derivedLength: number | undefined): CipherWithIv | undefined {
  const { reader, members } = readSequence(parameters, 'RC2 parameters')
  const version = isUniversal(members[0], TAG.integer) ? readPositive(reader, members.shift(), 'RC2 version') : undefined
  // RFC 8018 appendix B.2.3: without a version 32 bits count.
  const effectiveBits = version === undefined ? 32 : (RC2_EFFECTIVE_BITS[version] ?? version)
  const isUnknownCode = version !== undefined && version < 256 && !(version in RC2_EFFECTIVE_BITS)
  if (isUnknownCode || effectiveBits > 1024) return undefined
  const keyLength = derivedLength ?? Math.ceil(effectiveBits / 8)
  return { cipher: { cipher: 'rc2', keyLength, effectiveBits }, iv: ivOf(reader, members[0]) }
}
