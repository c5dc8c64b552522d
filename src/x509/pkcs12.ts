/** PKCS #12 files (RFC 7292 section 4): recognised here. */
import { Asn1Reader, isUniversal, TAG } from './asn1-reader.ts'
import { X509Error } from './errors.ts'

/** PFX: version 3, then a ContentInfo. */
export function isPkcs12(bytes: Uint8Array): boolean {
  try {
    const reader = new Asn1Reader(bytes)
    const root = reader.read(0)
    const [version, authSafe] = isUniversal(root, TAG.sequence) ? reader.children(root) : []
    if (!isUniversal(version, TAG.integer) || !isUniversal(authSafe, TAG.sequence)) return false
    return reader.content(version)[0] === 3 && isUniversal(reader.children(authSafe)[0], TAG.objectIdentifier)
  } catch (error) {
    if (error instanceof X509Error) return false
    throw error
  }
}
