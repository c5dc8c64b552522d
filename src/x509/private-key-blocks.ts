/**
 * Private keys in files other than PKCS #12: PEM and DER with PKCS #8 (RFC 5958 sections 2 and 3, RFC 7468 sections 10 and 11),
 * RSAPrivateKey (RFC 8017 appendix A.1.2) or ECPrivateKey (RFC 5915 section 3). Every key is given out as PKCS #8.
 */
import { concatBytes } from '../bytes/bytes.ts'
import { decodeLatin1 } from '../bytes/encoding.ts'
import { readAlgorithmIdentifier } from './algorithm-identifier.ts'
import { type Asn1Element, Asn1Reader, isContext, isUniversal, TAG } from './asn1-reader.ts'
import { writeElement, writeInteger, writeNull, writeObjectIdentifier, writeOctetString, writeSequence } from './der-writer.ts'
import { X509Error } from './errors.ts'
import { OID } from './object-identifier.ts'
import { joinRanges, octetStringRanges } from './octet-string.ts'
import { looksLikePem, parsePem } from './pem.ts'
import { type EncryptionScheme, readEncryptionScheme } from './pkcs12-encryption-scheme.ts'

export type PrivateKeyBlock =
  /** SECURITY: a key in the clear; whoever asked for it wipes it. */
  | { readonly kind: 'clear'; readonly pkcs8: Uint8Array }
  | { readonly kind: 'encrypted'; readonly scheme: EncryptionScheme; readonly ciphertext: Uint8Array }

/**
 * Every private key in the file, in order; empty when there is none.
 *
 * @throws X509Error `x509/unreadable` for a block that says to be a key and is none, `x509/method-unsupported` for PEM that
 * is encrypted by its own header (RFC 1421), `x509/too-costly` for a derivation nobody waits for (SEC-77).
 */
export function readPrivateKeyBlocks(bytes: Uint8Array): PrivateKeyBlock[] {
  if (!looksLikePem(bytes)) return isPrivateKey(bytes) ? [readBlock(bytes)] : []
  const blocks = parsePem(bytes).filter(block => /^(?:(?:RSA|EC|ENCRYPTED) )?PRIVATE KEY$/u.test(block.label))
  if (blocks.length > 0 && /^Proc-Type: *4, *ENCRYPTED/mu.test(decodeLatin1(bytes))) {
    throw new X509Error('x509/method-unsupported', 'PEM with a DEK-Info header (RFC 1421)')
  }
  return blocks.map(block => readBlock(block.bytes))
}

/** A SEQUENCE that begins like one of the four structures; a certificate and a PKCS #12 begin otherwise. */
function isPrivateKey(bytes: Uint8Array): boolean {
  try {
    const { members } = membersOf(bytes)
    const [first, second] = members
    if (isUniversal(first, TAG.integer)) return isUniversal(second, TAG.integer) || isUniversal(second, TAG.octetString) || isUniversal(members[2], TAG.octetString)
    return isUniversal(first, TAG.sequence) && isUniversal(second, TAG.octetString) && members.length === 2
  } catch (error) {
    if (error instanceof X509Error) return false
    throw error
  }
}

function readBlock(bytes: Uint8Array): PrivateKeyBlock {
  const { reader, members } = membersOf(bytes)
  const [first, second, third] = members
  if (isUniversal(first, TAG.sequence) && isUniversal(second, TAG.octetString)) {
    const scheme = readEncryptionScheme(readAlgorithmIdentifier(reader, first))
    return { kind: 'encrypted', scheme, ciphertext: joinRanges(bytes, octetStringRanges(reader, second)) }
  }
  if (isUniversal(first, TAG.integer) && isUniversal(second, TAG.sequence) && isUniversal(third, TAG.octetString)) {
    return { kind: 'clear', pkcs8: reader.encoded(reader.read(0)).slice() }
  }
  if (isUniversal(first, TAG.integer) && isUniversal(second, TAG.integer) && members.length >= 9) {
    return { kind: 'clear', pkcs8: asPkcs8(OID.rsaEncryption, writeNull(), reader.encoded(reader.read(0))) }
  }
  if (isUniversal(first, TAG.integer) && isUniversal(second, TAG.octetString)) {
    const parameters = members.find(member => isContext(member, 0))
    if (parameters) return { kind: 'clear', pkcs8: asPkcs8(OID.ecPublicKey, reader.content(parameters), reader.encoded(reader.read(0))) }
  }
  throw new X509Error('x509/unreadable', 'private key malformed')
}

function membersOf(bytes: Uint8Array): { readonly reader: Asn1Reader; readonly members: readonly Asn1Element[] } {
  const reader = new Asn1Reader(bytes)
  const root = reader.read(0)
  if (!isUniversal(root, TAG.sequence)) throw new X509Error('x509/unreadable', 'private key is no SEQUENCE')
  return { reader, members: reader.children(root) }
}

/** PrivateKeyInfo around a key of an older form. */
function asPkcs8(oid: string, parameters: Uint8Array, key: Uint8Array): Uint8Array {
  const algorithm = writeElement(0x30, concatBytes([writeObjectIdentifier(oid), parameters]))
  return writeSequence(writeInteger(0), algorithm, writeOctetString(key))
}
