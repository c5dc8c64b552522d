/** Text forms of bytes: hexadecimal, base64, ASCII. Decoders never guess: they say when something does not fit. */
import { BASE64_ALPHABET, beginBase64, type DecodedBase64, decodeNatively, finishBase64 } from './base64-decoder.ts'

const HEX = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'))

/** Lower-case hexadecimal without separators. */
export function encodeHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += HEX[byte] ?? ''
  return text
}

/** As many arguments as every platform takes in one call. */
const LATIN1_PIECE = 8192

/** `apply` takes typed arrays as they are; spreading one walks its iterator. */
function fromCharCodes(bytes: Uint8Array): string {
  return String.fromCharCode.apply(null, bytes as unknown as number[])
}

/** One character per octet, code points 0 to 255. Never use it to rebuild bytes for hashing. */
export function decodeLatin1(bytes: Uint8Array): string {
  if (bytes.length <= LATIN1_PIECE) return fromCharCodes(bytes)
  const parts: string[] = []
  for (let offset = 0; offset < bytes.length; offset += LATIN1_PIECE) parts.push(fromCharCodes(bytes.subarray(offset, offset + LATIN1_PIECE)))
  return parts.join('')
}

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** UTF-8 text; malformed sequences become U+FFFD. */
export function decodeUtf8(bytes: Uint8Array): string {
  return UTF8.decode(bytes)
}

/** UTF-32, big endian (UniversalString); null when it is not. */
export function decodeUtf32(bytes: Uint8Array): string | null {
  if (bytes.length % 4 !== 0) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let text = ''
  for (let offset = 0; offset < bytes.length; offset += 4) {
    const codePoint = view.getUint32(offset)
    if (codePoint > 0x10ffff) return null
    text += String.fromCodePoint(codePoint)
  }
  return text
}

const TO_UTF8 = new TextEncoder()

/** UTF-8 octets of `text`. */
export function encodeUtf8(text: string): Uint8Array {
  return TO_UTF8.encode(text)
}

/**
 * Decodes base64 octets as RFC 2045 section 6.8 asks: line breaks and other octets outside the alphabet are passed over
 * (and counted), decoding ends at the padding.
 *
 * Linear in the length. The result is the caller's own array.
 */
export function decodeBase64Octets(text: Uint8Array): DecodedBase64 {
  const state = beginBase64(text, new Uint8Array(Math.ceil((text.length * 3) / 4)))
  decodeNatively(state)
  return finishBase64(state)
}

/** Decodes well-formed base64 text; undefined when it is not (stray characters, cut short, text after the padding). */
export function decodeBase64(text: string): Uint8Array | undefined {
  const { bytes, strayOctets, truncated, afterPadding } = decodeBase64Octets(encodeUtf8(text))
  return strayOctets > 0 || truncated || afterPadding ? undefined : bytes
}

/** Base64 with padding, no line breaks. */
export function encodeBase64(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let offset = 0; offset < bytes.length; offset += 6144) {
    let part = ''
    const end = Math.min(offset + 6144, bytes.length)
    for (let i = offset; i < end; i += 3) {
      const a = bytes[i] ?? 0
      const b = bytes[i + 1]
      const c = bytes[i + 2]
      part += BASE64_ALPHABET.charAt(a >> 2)
      part += BASE64_ALPHABET.charAt(((a & 3) << 4) | ((b ?? 0) >> 4))
      part += b === undefined ? '=' : BASE64_ALPHABET.charAt(((b & 15) << 2) | ((c ?? 0) >> 6))
      part += c === undefined ? '=' : BASE64_ALPHABET.charAt(c & 63)
    }
    parts.push(part)
  }
  return parts.join('')
}
