/** Text forms of bytes: hexadecimal, base64, ASCII. Decoders never guess: they say when something does not fit. */

const HEX = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'))

/** Lower-case hexadecimal without separators. */
export function encodeHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += HEX[byte] ?? ''
  return text
}

/** One character per octet, code points 0 to 255. Never use it to rebuild bytes for hashing. */
export function decodeLatin1(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let offset = 0; offset < bytes.length; offset += 8192) {
    parts.push(String.fromCharCode(...bytes.subarray(offset, offset + 8192)))
  }
  return parts.join('')
}

/** UTF-8 text; malformed sequences become U+FFFD. */
export function decodeUtf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
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

/** UTF-8 octets of `text`. */
export function encodeUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

const BASE64_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Values of the base64 alphabet by octet; -1 for anything else (RFC 4648 section 4). */
const BASE64_VALUE = new Int8Array(256).fill(-1)
for (let value = 0; value < 64; value++) BASE64_VALUE[BASE64_ALPHABET.charCodeAt(value)] = value
const PAD = 0x3d

/** What base64 text decodes to, and what was odd about it. */
export interface DecodedBase64 {
  readonly bytes: Uint8Array
  /** Octets outside the alphabet other than white space. RFC 2045 section 6.8 has them ignored. */
  readonly strayOctets: number
  /** True when the text ends inside a group of four, or bits are left over. */
  readonly truncated: boolean
  /** True when text follows the padding. It is not decoded. */
  readonly afterPadding: boolean
}

/**
 * Decodes base64 octets as RFC 2045 section 6.8 asks: line breaks and other octets outside the alphabet are passed over
 * (and counted), decoding ends at the padding.
 *
 * Linear in the length. The result is the caller's own array.
 */
export function decodeBase64Octets(text: Uint8Array): DecodedBase64 {
  const decoded = new Uint8Array(Math.ceil((text.length * 3) / 4))
  const table = BASE64_VALUE
  const length = text.length
  let out = 0
  let strayOctets = 0
  let bits = 0
  let held = 0
  let i = 0
  while (i < length) {
    // The common case: whole groups of four inside a line.
    while (held === 0 && i + 4 <= length) {
      const a = table[text[i] as number] as number
      const b = table[text[i + 1] as number] as number
      const c = table[text[i + 2] as number] as number
      const d = table[text[i + 3] as number] as number
      if ((a | b | c | d) < 0) break
      decoded[out] = (a << 2) | (b >> 4)
      decoded[out + 1] = (b << 4) | (c >> 2)
      decoded[out + 2] = (c << 6) | d
      out += 3
      i += 4
    }
    if (i >= length) break
    const octet = text[i] as number
    if (octet === PAD) break
    i++
    const value = table[octet] as number
    if (value < 0) {
      if (octet !== 0x0d && octet !== 0x0a && octet !== 0x20 && octet !== 0x09) strayOctets++
      continue
    }
    bits = (bits << 6) | value
    held++
    if (held === 4) {
      decoded[out++] = bits >> 16
      decoded[out++] = bits >> 8
      decoded[out++] = bits
      bits = 0
      held = 0
    }
  }
  let truncated = held === 1
  if (held === 2) {
    decoded[out++] = bits >> 4
    truncated = (bits & 0x0f) !== 0
  } else if (held === 3) {
    decoded[out++] = bits >> 10
    decoded[out++] = bits >> 2
    truncated = (bits & 0x03) !== 0
  }
  let pads = 0
  let afterPadding = false
  for (; i < length; i++) {
    const octet = text[i] as number
    if (octet === PAD) pads++
    else if ((table[octet] as number) >= 0) afterPadding = true
  }
  if (held !== 0 && pads < 4 - held) truncated = true
  return { bytes: decoded.subarray(0, out), strayOctets, truncated, afterPadding }
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
