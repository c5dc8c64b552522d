/** Private keys in a file, counted but never read (RFC 5208, RFC 5958, RFC 7468 sections 10 and 11; PKCS #1, SEC 1). */
import { Asn1Reader, isUniversal, TAG } from './asn1-reader.ts'
import { X509Error } from './errors.ts'
import { looksLikePem, parsePem } from './pem.ts'

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
