/** Content-Transfer-Encoding (RFC 2045 section 6). */
import { decodeBase64Octets } from '../bytes/encoding.ts'
import type { MimeDefect } from './errors.ts'

export interface DecodedBody {
  /** Identity encodings give a view on the input, others a new array. */
  readonly bytes: Uint8Array
  readonly defects: readonly MimeDefect[]
}

/** Decodes a body by its (lower-case) encoding name. An unknown name gives the octets as they are, with a defect. */
export function decodeTransferEncoding(body: Uint8Array, encoding: string): DecodedBody {
  switch (encoding) {
    case '':
    case '7bit':
    case '8bit':
    case 'binary':
      return { bytes: body, defects: [] }
    case 'base64': {
      const { bytes, strayOctets, truncated, afterPadding } = decodeBase64Octets(body)
      return { bytes, defects: strayOctets > 0 || truncated || afterPadding ? ['mime/base64-malformed'] : [] }
    }
    case 'quoted-printable':
      return { bytes: decodeQuotedPrintable(body), defects: [] }
    default:
      return { bytes: body, defects: ['mime/transfer-encoding-unknown'] }
  }
}

const EQUALS = 0x3d
const LF = 0x0a
const CR = 0x0d

/** RFC 2045 section 6.7: soft breaks and trailing white space go, `=XX` becomes an octet, a broken escape stays. */
function decodeQuotedPrintable(body: Uint8Array): Uint8Array {
  const decoded = new Uint8Array(body.length)
  let out = 0
  for (let i = 0; i < body.length; i++) {
    const octet = body[i] as number
    if (octet === LF || octet === CR) {
      // Rule 3: white space at the end of a line was added on the way.
      if (octet === CR && body[i + 1] !== LF) {
        decoded[out++] = octet
        continue
      }
      for (let blank = i - 1; blank >= 0 && (body[blank] === 0x20 || body[blank] === 0x09); blank--) out--
      decoded[out++] = octet
      if (octet === CR) decoded[out++] = body[++i] as number
      continue
    }
    if (octet !== EQUALS) {
      decoded[out++] = octet
      continue
    }
    const high = hexValue(body[i + 1])
    const low = hexValue(body[i + 2])
    if (high >= 0 && low >= 0) {
      decoded[out++] = (high << 4) | low
      i += 2
      continue
    }
    let next = i + 1
    while (body[next] === 0x20 || body[next] === 0x09) next++
    if (body[next] === CR && body[next + 1] === LF) i = next + 1
    else if (body[next] === LF) i = next
    else if (next >= body.length) i = next
    else decoded[out++] = octet
  }
  return decoded.subarray(0, out)
}

function hexValue(octet: number | undefined): number {
  if (octet === undefined) return -1
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30
  const letter = octet | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}
