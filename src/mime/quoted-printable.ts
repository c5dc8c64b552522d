/** Writing quoted-printable (RFC 2045 section 6.7). */
import { encodeUtf8 } from '../bytes/encoding.ts'

/** Longest encoded line, without its CRLF (rule 5). */
const USUAL_LINE = 76

const CR = 0x0d
const LF = 0x0a

/**
 * Encodes text whose lines end with CRLF: line ends stay, everything else that a transport could change is escaped, also
 * white space at line ends and the F of a line that begins with `From `.
 *
 * @param maximalLine - Characters in a line, its CRLF not counted.
 */
export function encodeQuotedPrintable(text: Uint8Array, maximalLine = USUAL_LINE): Uint8Array {
  const encoded: string[] = []
  let line = ''
  for (let at = 0; at < text.length; at++) {
    if (text[at] === CR && text[at + 1] === LF) {
      encoded.push(line, '\r\n')
      line = ''
      at++
      continue
    }
    const written = writeOctet(text, at)
    if (line.length + written.length > maximalLine - 1) {
      encoded.push(line, '=\r\n')
      line = ''
    }
    line += line === '' && beginsWithFrom(text, at) ? '=46' : line === '' && written === '.' ? '=2E' : written
  }
  encoded.push(line)
  return encodeUtf8(encoded.join(''))
}

function writeOctet(text: Uint8Array, at: number): string {
  const octet = text[at] as number
  const isLast = at + 1 === text.length || (text[at + 1] === CR && text[at + 2] === LF)
  const isPlain = (octet > 0x20 && octet < 0x7f && octet !== 0x3d) || ((octet === 0x20 || octet === 0x09) && !isLast)
  return isPlain ? String.fromCharCode(octet) : `=${octet.toString(16).toUpperCase().padStart(2, '0')}`
}

/** At the beginning of an encoded line. */
function beginsWithFrom(text: Uint8Array, at: number): boolean {
  return text[at] === 0x46 && text[at + 1] === 0x72 && text[at + 2] === 0x6f && text[at + 3] === 0x6d && text[at + 4] === 0x20
}
