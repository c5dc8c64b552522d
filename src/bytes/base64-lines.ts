/** Base64 in lines, as mail carries it (RFC 2045 section 6.8): at most 76 characters and CRLF. */

/** Octets in one line of 76 characters. */
const OCTETS = 57

const ALPHABET = Uint8Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', character => character.charCodeAt(0))
const PAD = 0x3d

/**
 * Encodes pieces as if they were one: into one new array, every line ended, the last one too. Nothing for nothing.
 *
 * @param octets - In one line, a multiple of 3: 57 give the 76 characters of the standard, 48 give 64.
 */
export function encodeBase64Lines(parts: readonly Uint8Array[], octets: 57 | 48 = OCTETS): Uint8Array {
  const lineLength = (octets / 3) * 4 + 2
  let length = 0
  for (const part of parts) length += part.length
  const rest = length % octets
  const encoded = new Uint8Array(Math.floor(length / octets) * lineLength + (rest === 0 ? 0 : Math.ceil(rest / 3) * 4 + 2))
  const line = new Uint8Array(octets)
  let filled = 0
  let out = 0
  for (const part of parts) {
    let at = 0
    if (filled > 0) {
      const wanted = Math.min(octets - filled, part.length)
      line.set(part.subarray(0, wanted), filled)
      filled += wanted
      at = wanted
      if (filled === octets) {
        out = encodeLine(line, 0, octets, encoded, out)
        filled = 0
      }
    }
    for (; part.length - at >= octets; at += octets) out = encodeLine(part, at, octets, encoded, out)
    if (at < part.length) {
      line.set(part.subarray(at))
      filled = part.length - at
    }
  }
  if (filled > 0) encodeLine(line, 0, filled, encoded, out)
  return encoded
}

/** @returns the offset behind the line's CRLF. */
function encodeLine(octets: Uint8Array, start: number, length: number, encoded: Uint8Array, out: number): number {
  const whole = length - (length % 3)
  let at = start
  for (; at < start + whole; at += 3) {
    const group = ((octets[at] as number) << 16) | ((octets[at + 1] as number) << 8) | (octets[at + 2] as number)
    encoded[out++] = ALPHABET[group >> 18] as number
    encoded[out++] = ALPHABET[(group >> 12) & 63] as number
    encoded[out++] = ALPHABET[(group >> 6) & 63] as number
    encoded[out++] = ALPHABET[group & 63] as number
  }
  if (whole < length) {
    const second = whole + 1 < length ? (octets[at + 1] as number) : 0
    const group = ((octets[at] as number) << 16) | (second << 8)
    encoded[out++] = ALPHABET[group >> 18] as number
    encoded[out++] = ALPHABET[(group >> 12) & 63] as number
    encoded[out++] = whole + 1 < length ? (ALPHABET[(group >> 6) & 63] as number) : PAD
    encoded[out++] = PAD
  }
  encoded[out++] = 0x0d
  encoded[out++] = 0x0a
  return out
}
