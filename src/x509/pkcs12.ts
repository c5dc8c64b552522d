/**
 * PKCS #12 files (RFC 7292 section 4), BER or DER, as read-only values: what is protected and how. Nothing is decrypted
 * and no password is known here; the engine composes this with the mathematics.
 */
import { readAlgorithmIdentifier } from './algorithm-identifier.ts'
import { type Asn1Element, Asn1Reader, isContext, isUniversal, TAG } from './asn1-reader.ts'
import { X509Error } from './errors.ts'
import { OID, readObjectIdentifier } from './object-identifier.ts'
import { joinRanges, octetStringRanges } from './octet-string.ts'
import { type EncryptionScheme, readEncryptionScheme } from './pkcs12-encryption-scheme.ts'
import { type Pkcs12Mac, readMacData } from './pkcs12-mac.ts'
import { type Bag, readSafeContents } from './pkcs12-safe-contents.ts'

/** One ContentInfo of the AuthenticatedSafe. */
export type SafeContent =
  | { readonly kind: 'clear'; readonly bags: readonly Bag[] }
  | { readonly kind: 'encrypted'; readonly scheme: EncryptionScheme; readonly ciphertext: Uint8Array }

export interface Pfx {
  /** The octets that the MAC covers. */
  readonly authenticatedSafe: Uint8Array
  /** Null when the file has none: then only a decryption that works out says that the password is right. */
  readonly mac: Pkcs12Mac | null
  readonly contents: readonly SafeContent[]
}

const MAXIMAL_CONTENTS = 1000

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

/**
 * Reads the file's structure as far as it is not encrypted. Octets after the file are passed over.
 *
 * @throws X509Error `x509/unreadable`, `x509/not-asn1`, `x509/limit-exceeded`; `x509/too-costly` as soon as any visible
 * part demands more key derivation than we do (SEC-77); `x509/method-unsupported` for protection with public keys.
 */
export function readPfx(bytes: Uint8Array): Pfx {
  const reader = new Asn1Reader(bytes)
  const root = reader.read(0)
  const [version, authSafe, macData] = isUniversal(root, TAG.sequence) ? reader.children(root) : []
  if (!isUniversal(version, TAG.integer) || reader.content(version)[0] !== 3) {
    throw new X509Error('x509/unreadable', 'PFX of another version than 3')
  }
  const mac = macData ? readMacData(reader, macData) : null
  const { type, content } = readContentInfo(reader, authSafe)
  if (type === OID.signedData) throw new X509Error('x509/method-unsupported', 'PKCS #12 integrity by signature (signedData)')
  if (type !== OID.data) throw new X509Error('x509/unreadable', `AuthenticatedSafe of type ${type}`)
  const authenticatedSafe = joinRanges(bytes, octetStringRanges(reader, content))
  return { authenticatedSafe, mac, contents: readContents(authenticatedSafe) }
}

function readContents(authenticatedSafe: Uint8Array): SafeContent[] {
  const reader = new Asn1Reader(authenticatedSafe)
  const root = reader.read(0)
  if (!isUniversal(root, TAG.sequence)) throw new X509Error('x509/unreadable', 'AuthenticatedSafe is no SEQUENCE')
  const members = reader.children(root)
  if (members.length > MAXIMAL_CONTENTS) throw new X509Error('x509/limit-exceeded', `more than ${MAXIMAL_CONTENTS} contents`)
  return members.map(member => readContent(reader, member))
}

function readContent(reader: Asn1Reader, member: Asn1Element): SafeContent {
  const { type, content } = readContentInfo(reader, member)
  switch (type) {
    case OID.data:
      return { kind: 'clear', bags: readSafeContents(joinRanges(reader.bytes, octetStringRanges(reader, content))) }
    case OID.encryptedData:
      return { kind: 'encrypted', ...readEncryptedData(reader, content) }
    case OID.envelopedData:
      // An empty list would say that the file holds nothing.
      throw new X509Error('x509/method-unsupported', 'PKCS #12 privacy by public key (envelopedData)')
    default:
      throw new X509Error('x509/unreadable', `content of type ${type}`)
  }
}

function readContentInfo(reader: Asn1Reader, element: Asn1Element | undefined): { type: string; content: Asn1Element } {
  const [typeElement, wrapper] = isUniversal(element, TAG.sequence) ? reader.children(element) : []
  const [content] = isContext(wrapper, 0) && wrapper.constructed ? reader.children(wrapper) : []
  if (!isUniversal(typeElement, TAG.objectIdentifier) || !content) {
    throw new X509Error('x509/unreadable', 'ContentInfo without type or content')
  }
  return { type: readObjectIdentifier(reader.content(typeElement)), content }
}

/** EncryptedData (RFC 5652 section 8): version, EncryptedContentInfo. */
function readEncryptedData(
  reader: Asn1Reader,
  encryptedData: Asn1Element,
): { scheme: EncryptionScheme; ciphertext: Uint8Array } {
  const [, info] = isUniversal(encryptedData, TAG.sequence) ? reader.children(encryptedData) : []
  const [typeElement, algorithm, encrypted] = isUniversal(info, TAG.sequence) ? reader.children(info) : []
  if (!isUniversal(typeElement, TAG.objectIdentifier) || !isContext(encrypted, 0)) {
    throw new X509Error('x509/unreadable', 'EncryptedData malformed')
  }
  const scheme = readEncryptionScheme(readAlgorithmIdentifier(reader, algorithm))
  return { scheme, ciphertext: implicitOctets(reader, encrypted) }
}

/** [0] IMPLICIT OCTET STRING: its octets, or BER's segments of them. */
function implicitOctets(reader: Asn1Reader, element: Asn1Element): Uint8Array {
  if (!element.constructed) return reader.content(element)
  return joinRanges(reader.bytes, reader.children(element).flatMap(segment => octetStringRanges(reader, segment)))
}
