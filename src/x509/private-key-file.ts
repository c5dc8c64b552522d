/** Private keys in a file, counted or taken out (RFC 5208, RFC 5958, RFC 7468 sections 10 and 11; PKCS #1, SEC 1). */
import { decodeLatin1 } from '../bytes/encoding.ts'
import { Asn1Reader, isContext, isUniversal, TAG } from './asn1-reader.ts'
import { writeAlgorithm, writeElement, writeInteger, writeNull, writeOctetString, writeSequence } from './der-writer.ts'
import { X509Error } from './errors.ts'
import { OID } from './object-identifier.ts'
import { looksLikePem, parsePem } from './pem.ts'
import type { EncryptionScheme } from './pkcs12-encryption-scheme.ts'
import { readEncryptedPrivateKey } from './pkcs12-safe-contents.ts'

/** A private key as it lies in a file. */
export type PrivateKeyBlock =
  /** PrivateKeyInfo or OneAsymmetricKey. SECURITY: not encrypted. */
  | { readonly kind: 'clear'; readonly pkcs8: Uint8Array }
  | { readonly kind: 'encrypted'; readonly scheme: EncryptionScheme; readonly ciphertext: Uint8Array }

const PRIVATE_KEY_LABEL = /^(?:(?:RSA|EC|DSA|ENCRYPTED) )?PRIVATE KEY$/u

/** How many private keys the bytes hold: PEM blocks by label, or one PKCS #8 structure. */
export function countPrivateKeys(bytes: Uint8Array): number {
  if (looksLikePem(bytes)) return parsePem(bytes).filter(block => PRIVATE_KEY_LABEL.test(block.label)).length
  return isPkcs8(bytes) ? 1 : 0
}

/** PrivateKeyInfo: INTEGER, AlgorithmIdentifier, OCTET STRING; or EncryptedPrivateKeyInfo: AlgorithmIdentifier, OCTET STRING. */
function isPkcs8(bytes: Uint8Array): boolean {
  try {
    const reader = new Asn1Reader(bytes)
    const root = reader.read(0)
    const members = isUniversal(root, TAG.sequence) ? reader.children(root) : []
    if (isUniversal(members[0], TAG.integer)) members.shift()
    const [algorithm, key] = members
    if (!isUniversal(algorithm, TAG.sequence) || !isUniversal(key, TAG.octetString)) return false
    return isUniversal(reader.children(algorithm)[0], TAG.objectIdentifier)
  } catch (error) {
    if (error instanceof X509Error) return false
    throw error
  }
}

/**
 * Takes the private keys out of PEM or DER, in order: PKCS #8 plain and encrypted, PKCS #1 and SEC 1 as PKCS #8. Empty when
 * there is none. Whether a key is a good one is not looked at.
 *
 * @throws X509Error `x509/method-unsupported` for PEM's own encryption ("Proc-Type: 4,ENCRYPTED") and for DSA;
 * `x509/too-costly`, `x509/unreadable` and the like for what is malformed.
 */
export function readPrivateKeyBlocks(bytes: Uint8Array): PrivateKeyBlock[] {
  if (!looksLikePem(bytes)) return isPrivateKeyDer(bytes) ? [readDer(bytes)] : []
  const keys = parsePem(bytes).filter(block => PRIVATE_KEY_LABEL.test(block.label))
  if (keys.length > 0 && /^Proc-Type:.*ENCRYPTED/mu.test(decodeLatin1(bytes))) {
    throw new X509Error('x509/method-unsupported', 'encryption of PEM itself (Proc-Type)')
  }
  return keys.map(({ label, bytes: der }): PrivateKeyBlock => {
    if (label === 'ENCRYPTED PRIVATE KEY') return { kind: 'encrypted', ...readEncryptedPrivateKey(der) }
    if (label.startsWith('DSA')) throw new X509Error('x509/method-unsupported', 'DSA key')
    return readDer(der)
  })
}

/** PKCS #8, PKCS #1 (nine INTEGERs) or SEC 1 (INTEGER 1, OCTET STRING). */
function isPrivateKeyDer(bytes: Uint8Array): boolean {
  try {
    return isPkcs8(bytes) || wrapOlderForm(bytes) !== undefined
  } catch (error) {
    if (error instanceof X509Error) return false
    throw error
  }
}

function readDer(der: Uint8Array): PrivateKeyBlock {
  const reader = new Asn1Reader(der)
  const root = reader.read(0)
  const [first] = isUniversal(root, TAG.sequence) ? reader.children(root) : []
  if (isUniversal(first, TAG.sequence)) return { kind: 'encrypted', ...readEncryptedPrivateKey(der) }
  const pkcs8 = isPkcs8(der) ? der : wrapOlderForm(der)
  if (!pkcs8) throw new X509Error('x509/unreadable', 'private key malformed')
  return { kind: 'clear', pkcs8 }
}

/** RSAPrivateKey (RFC 8017 appendix A.1.2) or ECPrivateKey (SEC 1 section C.4) as PrivateKeyInfo; undefined for neither. */
function wrapOlderForm(der: Uint8Array): Uint8Array | undefined {
  const reader = new Asn1Reader(der)
  const root = reader.read(0)
  const members = isUniversal(root, TAG.sequence) ? reader.children(root) : []
  if (members.length >= 9 && members.slice(0, 9).every(member => isUniversal(member, TAG.integer))) {
    return wrapInPkcs8(writeAlgorithm(OID.rsaEncryption, writeNull()), der)
  }
  const [version, secret, ...optional] = members
  if (!isUniversal(version, TAG.integer) || !isUniversal(secret, TAG.octetString)) return undefined
  const wrapper = optional.find(member => isContext(member, 0))
  const [curve] = wrapper ? reader.children(wrapper) : []
  if (!isUniversal(curve, TAG.objectIdentifier)) return undefined
  return wrapInPkcs8(writeAlgorithm(OID.ecPublicKey, writeElement(TAG.objectIdentifier, reader.content(curve))), der)
}

function wrapInPkcs8(algorithm: Uint8Array, key: Uint8Array): Uint8Array {
  return writeSequence(writeInteger(0), algorithm, writeOctetString(key))
}
