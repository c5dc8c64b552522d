/**
 * Writing PKCS #12 files (RFC 7292 section 4): the form only. Encryption and MAC are handed in, done.
 *
 * One SafeContents in the clear holds the keys, each shrouded by itself; one encrypted holds the certificates: what every
 * reader expects (section 5.1).
 */
import {
  writeAlgorithm,
  writeBmpString,
  writeContext,
  writeContextPrimitive,
  writeInteger,
  writeNull,
  writeObjectIdentifier,
  writeOctetString,
  writeSequence,
  writeSetOf,
} from './der-writer.ts'
import { OID } from './object-identifier.ts'

/** Parameters of PBES2 with PBKDF2 and AES-256-CBC (RFC 8018 sections 6.2 and B.2.5), and what came out of it. */
export interface PasswordEncrypted {
  readonly salt: Uint8Array
  readonly iterations: number
  readonly iv: Uint8Array
  readonly ciphertext: Uint8Array
}

export interface BagLabel {
  readonly friendlyName: string | null
  /** Ties a key to its certificate. */
  readonly localKeyId: Uint8Array | null
}

export interface MacValue {
  readonly salt: Uint8Array
  readonly iterations: number
  readonly value: Uint8Array
}

const BAG = {
  shroudedKey: '1.2.840.113549.1.12.10.1.2',
  certificate: '1.2.840.113549.1.12.10.1.3',
} as const

const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1'
const FRIENDLY_NAME = '1.2.840.113549.1.9.20'
const LOCAL_KEY_ID = '1.2.840.113549.1.9.21'
const PBES2 = '1.2.840.113549.1.5.13'
const PBKDF2 = '1.2.840.113549.1.5.12'
const HMAC_SHA256 = '1.2.840.113549.2.9'
const AES256_CBC = '2.16.840.1.101.3.4.1.42'
const SHA256 = '2.16.840.1.101.3.4.2.1'

/** A SafeBag with an EncryptedPrivateKeyInfo (RFC 5208 section 6). */
export function writeShroudedKeyBag(key: PasswordEncrypted, label: BagLabel): Uint8Array {
  return writeBag(BAG.shroudedKey, writeSequence(writeEncryptionAlgorithm(key), writeOctetString(key.ciphertext)), label)
}

/** A SafeBag with a certificate, DER. */
export function writeCertificateBag(certificate: Uint8Array, label: BagLabel): Uint8Array {
  const value = writeSequence(writeObjectIdentifier(X509_CERTIFICATE), writeContext(0, writeOctetString(certificate)))
  return writeBag(BAG.certificate, value, label)
}

/** SafeContents: what is encrypted as one, or lies in the clear. */
export function writeSafeContents(bags: readonly Uint8Array[]): Uint8Array {
  return writeSequence(...bags)
}

/** ContentInfo with SafeContents in the clear. */
export function writeClearContents(safeContents: Uint8Array): Uint8Array {
  return writeSequence(writeObjectIdentifier(OID.data), writeContext(0, writeOctetString(safeContents)))
}

/** ContentInfo with SafeContents encrypted: EncryptedData, version 0 (RFC 5652 section 8). */
export function writeEncryptedContents(encrypted: PasswordEncrypted): Uint8Array {
  const info = writeSequence(
    writeObjectIdentifier(OID.data),
    writeEncryptionAlgorithm(encrypted),
    writeContextPrimitive(0, encrypted.ciphertext),
  )
  return writeSequence(writeObjectIdentifier(OID.encryptedData), writeContext(0, writeSequence(writeInteger(0), info)))
}

/** AuthenticatedSafe: what the MAC is computed over. */
export function writeAuthenticatedSafe(contents: readonly Uint8Array[]): Uint8Array {
  return writeSequence(...contents)
}

/** The file, with an HMAC of SHA-256 under the key derivation of appendix B. */
export function writePfx(authenticatedSafe: Uint8Array, mac: MacValue): Uint8Array {
  const macData = writeSequence(
    writeSequence(writeAlgorithm(SHA256, writeNull()), writeOctetString(mac.value)),
    writeOctetString(mac.salt),
    writeInteger(mac.iterations),
  )
  return writeSequence(writeInteger(3), writeClearContents(authenticatedSafe), macData)
}

function writeEncryptionAlgorithm({ salt, iterations, iv }: PasswordEncrypted): Uint8Array {
  const prf = writeAlgorithm(HMAC_SHA256, writeNull())
  // Without the optional keyLength, as OpenSSL writes it: the cipher says it.
  const derivation = writeAlgorithm(PBKDF2, writeSequence(writeOctetString(salt), writeInteger(iterations), prf))
  return writeAlgorithm(PBES2, writeSequence(derivation, writeAlgorithm(AES256_CBC, writeOctetString(iv))))
}

function writeBag(type: string, value: Uint8Array, { friendlyName, localKeyId }: BagLabel): Uint8Array {
  const attribute = (oid: string, content: Uint8Array) => writeSequence(writeObjectIdentifier(oid), writeSetOf(content))
  const attributes = [
    ...(friendlyName === null ? [] : [attribute(FRIENDLY_NAME, writeBmpString(friendlyName))]),
    ...(localKeyId === null ? [] : [attribute(LOCAL_KEY_ID, writeOctetString(localKeyId))]),
  ]
  const set = attributes.length === 0 ? [] : [writeSetOf(...attributes)]
  return writeSequence(writeObjectIdentifier(type), writeContext(0, value), ...set)
}
