/** Undoing each kind of key management (RFC 5652 section 6.2): from a RecipientInfo and a secret of ours to the content key. */
import { encodeEccSharedInfo, encodeKemOtherInfo } from '../cms/kek-derivation-info.ts'
import { readOaepParameters } from '../cms/oaep-parameters.ts'
import type { AgreedKey, KemRecipient, KeyAgreementRecipient, KeyTransportRecipient, PasswordRecipient } from '../cms/recipient-info.ts'
import { encodeUtf8 } from '../bytes/encoding.ts'
import { digestOfOid, type SignatureDigest } from '../webcrypto/digest.ts'
import { deriveHkdfKey } from '../webcrypto/hkdf.ts'
import { deriveX963Key } from '../webcrypto/key-agreement-kdf.ts'
import { type KeyWrap, keyLengthOfWrap, unwrapKey } from '../webcrypto/key-wrap.ts'
import { derivePbkdf2Key } from '../webcrypto/pbkdf2.ts'
import type { KeyTransport, PrivateKeyOperations } from '../webcrypto/private-key.ts'
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts'
import { Asn1Reader } from '../x509/asn1-reader.ts'
import { OID } from '../x509/object-identifier.ts'
import { readCbcCipher } from '../x509/pkcs12-encryption-scheme.ts'
import { readPbkdf2 } from '../x509/pkcs12-key-derivation.ts'
import type { PublicKeyInfo } from '../x509/public-key.ts'

/** Undefined: it does not open with this, whatever the cause. */
type KeyAnswer = Promise<Uint8Array | undefined>

const RSAES_OAEP = '1.2.840.113549.1.1.7'
const PWRI_KEK = '1.2.840.113549.1.9.16.3.9'

/** Key derivation of an agreement: X9.63 (RFC 5753 section 7.1.4, standard and cofactor) or HKDF (RFC 8418 section 2.2). */
interface AgreementScheme {
  readonly derivation: 'x963' | 'hkdf'
  readonly digest: SignatureDigest
}

const AGREEMENT: ReadonlyMap<string, AgreementScheme> = new Map([
  ['1.3.133.16.840.63.0.2', { derivation: 'x963', digest: 'SHA-1' }],
  ['1.3.133.16.840.63.0.3', { derivation: 'x963', digest: 'SHA-1' }],
  ...(['SHA-224', 'SHA-256', 'SHA-384', 'SHA-512'] as const).flatMap((digest, index): [string, AgreementScheme][] => [
    [`1.3.132.1.11.${index}`, { derivation: 'x963', digest }],
    [`1.3.132.1.14.${index}`, { derivation: 'x963', digest }],
  ]),
  ...(['SHA-256', 'SHA-384', 'SHA-512'] as const).map((digest, index): [string, AgreementScheme] => [
    `1.2.840.113549.1.9.16.3.${19 + index}`,
    { derivation: 'hkdf', digest },
  ]),
])

/** id-alg-hkdf-with-sha256 and its sisters (RFC 8619 section 2), as KEMRecipientInfo uses them. */
const KEM_DERIVATION: Readonly<Record<string, SignatureDigest>> = {
  '1.2.840.113549.1.9.16.3.28': 'SHA-256',
  '1.2.840.113549.1.9.16.3.29': 'SHA-384',
  '1.2.840.113549.1.9.16.3.30': 'SHA-512',
}

const KEM_NAME: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.4.1': 'ML-KEM-512',
  '2.16.840.1.101.3.4.4.2': 'ML-KEM-768',
  '2.16.840.1.101.3.4.4.3': 'ML-KEM-1024',
}

const WRAP: Readonly<Record<string, KeyWrap>> = {
  '2.16.840.1.101.3.4.1.5': { method: 'aes', keyLength: 16 },
  '2.16.840.1.101.3.4.1.25': { method: 'aes', keyLength: 24 },
  '2.16.840.1.101.3.4.1.45': { method: 'aes', keyLength: 32 },
  '2.16.840.1.101.3.4.1.8': { method: 'aes', keyLength: 16, padded: true },
  '2.16.840.1.101.3.4.1.28': { method: 'aes', keyLength: 24, padded: true },
  '2.16.840.1.101.3.4.1.48': { method: 'aes', keyLength: 32, padded: true },
  '1.2.840.113549.1.9.16.3.6': { method: 'triple-des', keyLength: 24 },
  '1.2.840.113549.1.9.16.3.7': { method: 'rc2', keyLength: 16, effectiveBits: 128 },
}

/** How people call a key transport. */
export function nameOfTransport({ algorithm }: KeyTransportRecipient): string {
  if (algorithm.oid === OID.rsaEncryption) return 'RSA PKCS #1 v1.5'
  return algorithm.oid === RSAES_OAEP ? 'RSA-OAEP' : algorithm.oid
}

/** How people call a key encapsulation, or its object identifier. */
export function nameOfKem({ mechanism }: KemRecipient): string {
  return KEM_NAME[mechanism.oid] ?? mechanism.oid
}

/**
 * Key transport (section 6.2.1).
 *
 * SECURITY (SEC-37): with PKCS #1 v1.5 there is always a key of `length` octets; a wrong one fails with the content.
 */
export async function recoverTransportedKey(recipient: KeyTransportRecipient, operations: PrivateKeyOperations, length: number): KeyAnswer {
  const transport = transportOf(recipient.algorithm)
  return transport && operations.decryptKey?.(transport, recipient.encryptedKey, length)
}

function transportOf(algorithm: AlgorithmIdentifier): KeyTransport | undefined {
  if (algorithm.oid === OID.rsaEncryption) return { scheme: 'pkcs1' }
  if (algorithm.oid !== RSAES_OAEP) return undefined
  const { hashOid, maskHashOid, label } = readOaepParameters(algorithm)
  const [digest, mgfDigest] = [digestOfOid(hashOid), digestOfOid(maskHashOid)]
  return digest && mgfDigest && { scheme: 'oaep', digest, mgfDigest, label }
}

/** Key agreement (section 6.2.2; RFC 5753 section 3.1.3, RFC 8418 section 3). */
export async function recoverAgreedKey(
  recipient: KeyAgreementRecipient,
  { encryptedKey }: AgreedKey,
  originator: PublicKeyInfo,
  operations: PrivateKeyOperations,
): KeyAnswer {
  const scheme = AGREEMENT.get(recipient.algorithm.oid)
  const wrapAlgorithm = innerAlgorithm(recipient.algorithm)
  const wrap = wrapAlgorithm && WRAP[wrapAlgorithm.oid]
  if (!scheme || !wrap) return undefined
  const secret = await operations.agree?.(originator)
  if (!secret) return undefined
  const length = keyLengthOfWrap(wrap)
  const info = encodeEccSharedInfo(wrapAlgorithm.encoded, recipient.keyingMaterial, length)
  const salt = recipient.keyingMaterial ?? new Uint8Array()
  const kek =
    scheme.derivation === 'x963'
      ? await deriveX963Key(scheme.digest, secret, info, length)
      : await deriveHkdfKey({ digest: scheme.digest, secret, salt, info }, length)
  secret.fill(0)
  return unwrapWith(wrap, kek, encryptedKey)
}

/** Key encapsulation (RFC 9629 section 4). */
export async function recoverEncapsulatedKey(recipient: KemRecipient, operations: PrivateKeyOperations): KeyAnswer {
  const digest = KEM_DERIVATION[recipient.derivation.oid]
  const wrap = WRAP[recipient.algorithm.oid]
  if (!digest || !wrap || recipient.kekLength !== keyLengthOfWrap(wrap)) return undefined
  const secret = await operations.decapsulate?.(recipient.ciphertext)
  if (!secret) return undefined
  const info = encodeKemOtherInfo(recipient.algorithm.encoded, recipient.keyingMaterial, recipient.kekLength)
  const kek = await deriveHkdfKey({ digest, secret, salt: new Uint8Array(), info }, recipient.kekLength)
  secret.fill(0)
  return unwrapWith(wrap, kek, recipient.encryptedKey)
}

/** A key-encryption key that both sides have (section 6.2.3). */
export async function recoverWrappedKey(algorithm: AlgorithmIdentifier, key: Uint8Array, encryptedKey: Uint8Array): KeyAnswer {
  const wrap = WRAP[algorithm.oid]
  return wrap && unwrapKey(wrap, key, encryptedKey)
}

/**
 * A password (section 6.2.4, RFC 3211 section 2).
 *
 * @throws X509Error `x509/too-costly` before anything is derived (SEC-77).
 */
export async function recoverPasswordKey(recipient: PasswordRecipient, password: string): KeyAnswer {
  const inner = recipient.algorithm.oid === PWRI_KEK ? innerAlgorithm(recipient.algorithm) : undefined
  const known = inner && readCbcCipher(inner, undefined)
  const plain = WRAP[recipient.algorithm.oid]
  const wrap: KeyWrap | undefined = known ? { method: 'password', cipher: known.cipher, iv: known.iv } : plain
  if (!wrap || !recipient.derivation) return undefined
  const reader = new Asn1Reader(recipient.derivation.encoded)
  const kdf = readPbkdf2(reader, reader.read(0))
  if ('method' in kdf) return undefined
  return unwrapWith(wrap, await derivePbkdf2Key(kdf, encodeUtf8(password), keyLengthOfWrap(wrap)), recipient.encryptedKey)
}

async function unwrapWith(wrap: KeyWrap, kek: Uint8Array | undefined, encryptedKey: Uint8Array): KeyAnswer {
  if (!kek) return undefined
  try {
    return await unwrapKey(wrap, kek, encryptedKey)
  } finally {
    kek.fill(0)
  }
}

/** An algorithm identifier as the parameters of another one. */
function innerAlgorithm({ parameters }: AlgorithmIdentifier): AlgorithmIdentifier | undefined {
  if (!parameters) return undefined
  const reader = new Asn1Reader(parameters)
  return readAlgorithmIdentifier(reader, reader.read(0))
}
