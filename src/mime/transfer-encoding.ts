/** Content-Transfer-Encoding (RFC 2045 section 6). */
import { decodeBase64Body, decodeBase64InPlace } from '../bytes/base64-body.ts'
import type { MimeDefect } from './errors.ts'

export interface DecodedBody {
  /** Identity encodings give a view on the input, others a new array. */
  readonly bytes: Uint8Array
  readonly defects: readonly MimeDefect[]
}

/**
 * Decodes a body by its (lower-case) encoding name. An unknown name gives the octets as they are, with a defect.
 *
 * @param mayOverwrite - The body may be lost: base64 is then decoded onto it, and `bytes` is a view in any case but
 * quoted-printable.
 */
export function decodeTransferEncoding(body: Uint8Array, encoding: string, mayOverwrite = false): DecodedBody {
  switch (encoding) {
    case '':
    case '7bit':
    case '8bit':
    case 'binary':
      return { bytes: body, defects: [] }
    case 'base64': {
      const { bytes, strayOctets, truncated, afterPadding } = mayOverwrite ? decodeBase64InPlace(body) : decodeBase64Body(body)
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
  for (let at = 0; at < body.length; at++) {
    const octet = body[at] as number
    if (octet === EQUALS) {
      const escape = readEscape(body, at)
      if (escape.octet !== undefined) decoded[out++] = escape.octet
      at = escape.last
      continue
    }
    // Rule 3: white space at the end of a line was added on the way.
    if (beginsLineEnd(body, at)) for (let blank = at - 1; blank >= 0 && isBlank(body[blank]); blank--) out--
    decoded[out++] = octet
  }
  return decoded.subarray(0, out)
}

function beginsLineEnd(body: Uint8Array, at: number): boolean {
  return (body[at] === LF && body[at - 1] !== CR) || (body[at] === CR && body[at + 1] === LF)
}

/** What begins with `=` at that place: an octet, a soft line break (no octet), or a broken escape that stays. */
function readEscape(body: Uint8Array, at: number): { readonly octet: number | undefined; readonly last: number } {
  const high = hexValue(body[at + 1])
  const low = hexValue(body[at + 2])
  if (high >= 0 && low >= 0) return { octet: (high << 4) | low, last: at + 2 }
  let next = at + 1
  while (isBlank(body[next])) next++
  if (body[next] === CR && body[next + 1] === LF) return { octet: undefined, last: next + 1 }
  if (body[next] === LF || next >= body.length) return { octet: undefined, last: next }
  return { octet: EQUALS, last: at }
}

function isBlank(octet: number | undefined): boolean {
  return octet === 0x20 || octet === 0x09
}

function hexValue(octet: number | undefined): number {
  if (octet === undefined) return -1
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30
  const letter = octet | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}
