/** DER of the few structures that WebCrypto wants to be given (X.690 section 8.1). */
import { concatBytes } from '../bytes/bytes.ts'

/** One element: identifier octet, length, and the parts as its content, less than 16 MiB in all. */
export function encodeElement(identifier: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const octets = length < 0x80 ? [] : [length >> 16, (length >> 8) & 0xff, length & 0xff].slice(length < 0x100 ? 2 : length < 0x10000 ? 1 : 0)
  return concatBytes([Uint8Array.from(length < 0x80 ? [identifier, length] : [identifier, 0x80 | octets.length, ...octets]), ...parts])
}

/** PrivateKeyInfo (RFC 5208 section 5) without attributes. `algorithm` is a whole AlgorithmIdentifier. */
export function encodePrivateKeyInfo(algorithm: Uint8Array, privateKey: Uint8Array): Uint8Array {
  return encodeElement(0x30, Uint8Array.of(0x02, 0x01, 0x00), algorithm, encodeElement(0x04, privateKey))
}
