/** Textual encodings (RFC 7468): `-----BEGIN …-----` blocks. */
import { startsWithAt } from '../bytes/bytes.ts'
import { decodeBase64Octets, decodeLatin1, encodeBase64, encodeUtf8 } from '../bytes/encoding.ts'

export interface PemBlock {
  /** For example `CERTIFICATE`, `PKCS7`, `ENCRYPTED PRIVATE KEY`. */
  readonly label: string
  readonly bytes: Uint8Array
}

const BEGIN = encodeUtf8('-----BEGIN ')
const END = encodeUtf8('-----END ')
const DASHES = encodeUtf8('-----')
const [DASH, COLON, CR, LF] = [0x2d, 0x3a, 0x0d, 0x0a]

/** True when the bytes hold at least one PEM block within their first 64 KiB. */
export function looksLikePem(bytes: Uint8Array): boolean {
  return findBegin(bytes.subarray(0, 65_536), 0) >= 0
}

/** Every block of the text, in order. Text around and between blocks is passed over (section 2). Linear in the length. */
export function parsePem(bytes: Uint8Array): PemBlock[] {
  const blocks: PemBlock[] = []
  for (let at = findBegin(bytes, 0); at >= 0; at = findBegin(bytes, at)) {
    at += BEGIN.length
    const body = findBody(bytes, at)
    if (!body) continue
    blocks.push({ label: decodeLatin1(body.label), bytes: decodeBase64Octets(withoutHeaders(bytes.subarray(body.start, body.end))).bytes })
    at = body.end + END.length
  }
  return blocks
}

function findBegin(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(DASH, from)
  while (at >= 0 && !startsWithAt(bytes, BEGIN, at)) at = bytes.indexOf(DASH, at + 1)
  return at
}

/** From behind `-----BEGIN `: the label, and where the text behind its line ends before a line that ends the same label. */
function findBody(bytes: Uint8Array, labelStart: number): { readonly label: Uint8Array; readonly start: number; readonly end: number } | undefined {
  const labelEnd = bytes.indexOf(DASH, labelStart)
  const label = bytes.subarray(labelStart, labelEnd)
  if (labelEnd < 0 || label.length === 0 || label.length > 60 || !label.every(isLabelOctet) || !startsWithAt(bytes, DASHES, labelEnd)) return undefined
  const lineEnd = labelEnd + DASHES.length
  const start = bytes[lineEnd] === LF ? lineEnd + 1 : bytes[lineEnd] === CR && bytes[lineEnd + 1] === LF ? lineEnd + 2 : undefined
  if (start === undefined) return undefined
  const end = bytes.indexOf(DASH, start)
  const isEnded = end >= 0 && startsWithAt(bytes, END, end) && startsWithAt(bytes, label, end + END.length) && startsWithAt(bytes, DASHES, end + END.length + label.length)
  return isEnded ? { label, start, end } : undefined
}

/** Capitals, digits and spaces. */
function isLabelOctet(octet: number): boolean {
  return (octet >= 0x41 && octet <= 0x5a) || (octet >= 0x30 && octet <= 0x39) || octet === 0x20
}

/** `Name: value` lines, which older programs write above the base64, are none of it. */
function withoutHeaders(body: Uint8Array): Uint8Array {
  return body.includes(COLON) ? encodeUtf8(decodeLatin1(body).replace(/^[A-Za-z-]+:.*\r?\n/gmu, '')) : body
}

/** One block with lines of 64 characters, LF line ends. */
export function encodePem(label: string, bytes: Uint8Array): string {
  const lines = encodeBase64(bytes).match(/.{1,64}/gu) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}
