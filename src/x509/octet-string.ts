/** OCTET STRING in either form: one run of octets, or BER's nested segments (X.690 section 8.7). */
import type { ByteRange } from '../bytes/bytes.ts'
import { concatBytes, viewOf } from '../bytes/bytes.ts'
import { type Asn1Element, type Asn1Reader, isUniversal, TAG } from './asn1-reader.ts'
import { X509Error } from './errors.ts'

/** Segments inside segments: BER allows any depth, every known writer uses one. */
const MAXIMAL_DEPTH = 8

/**
 * Where the octets lie, in order. Nothing is copied.
 *
 * @throws X509Error when the element is no OCTET STRING, or a segment is something else.
 */
export function octetStringRanges(reader: Asn1Reader, element: Asn1Element): ByteRange[] {
  const ranges: ByteRange[] = []
  collectRanges(reader, element, ranges, 0)
  return ranges
}

function collectRanges(reader: Asn1Reader, element: Asn1Element, ranges: ByteRange[], depth: number): void {
  if (!isUniversal(element, TAG.octetString)) throw new X509Error('x509/unreadable', 'no OCTET STRING')
  if (depth > MAXIMAL_DEPTH) throw new X509Error('x509/limit-exceeded', `segments nested deeper than ${MAXIMAL_DEPTH}`)
  if (!element.constructed) ranges.push({ start: element.contentStart, end: element.contentEnd })
  else for (const segment of reader.children(element)) collectRanges(reader, segment, ranges, depth + 1)
}

/**
 * The octets, moved together at the place of the first of them: a view, nothing is copied elsewhere. What stands between
 * and after the ranges up to the last of them is lost, so this is for whoever owns `bytes` and reads nothing there again.
 */
export function gatherRanges(bytes: Uint8Array, ranges: readonly ByteRange[]): Uint8Array {
  const start = ranges[0]?.start ?? 0
  let out = start
  for (const range of ranges) {
    if (out !== range.start) bytes.copyWithin(out, range.start, range.end)
    out += range.end - range.start
  }
  return bytes.subarray(start, out)
}

/** The octets: a view when they lie in one run, else a new array. */
export function joinRanges(bytes: Uint8Array, ranges: readonly ByteRange[]): Uint8Array {
  return concatBytes(ranges.map(range => viewOf(bytes, range)))
}
