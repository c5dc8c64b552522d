/**
 * Header fields of an entity, as ranges of the received bytes (RFC 5322 section 2.2).
 *
 * Deliberately absent: any rewriting. Unfolding happens on the text that is given out, never on the bytes.
 */
import { decodeLatin1 } from '../bytes/encoding.ts'
import { type MimeDefect, MimeError } from './errors.ts'
import type { MimeLimits } from './limits.ts'

const LF = 0x0a
const CR = 0x0d
const COLON = 0x3a

export interface HeaderField {
  /** Lower-case name. */
  readonly name: string
  /** Unfolded body without the leading and trailing white space. 8-bit octets read as UTF-8 (RFC 6532), else as Latin-1. */
  readonly value: string
}

export interface Header {
  readonly fields: readonly HeaderField[]
  /** Offset of the first octet after the blank line that ends the header. */
  readonly bodyStart: number
  readonly defects: readonly MimeDefect[]
}

/**
 * Reads the header that begins at `start`. Ends at the first blank line, or at `end` when there is none.
 *
 * Lines that are neither a field nor a continuation are passed over and named as a defect.
 * @throws MimeError `mime/too-many-parts` above the header limits.
 */
export function readHeader(bytes: Uint8Array, start: number, end: number, limits: MimeLimits): Header {
  const fields: HeaderField[] = []
  const defects = new Set<MimeDefect>()
  let name = ''
  let parts: string[] = []
  const finishField = () => {
    if (name !== '') fields.push({ name, value: parts.join('').trim() })
    name = ''
    parts = []
  }
  let offset = start
  for (let lines = 0; offset < end; lines++) {
    if (lines >= limits.headerLines || offset - start > limits.headerOctets) {
      throw new MimeError('mime/too-many-parts', `header exceeds ${limits.headerLines} lines or ${limits.headerOctets} octets`)
    }
    const newline = bytes.indexOf(LF, offset)
    const next = newline < 0 || newline >= end ? end : newline + 1
    if (next - offset > limits.headerOctets) throw new MimeError('mime/too-many-parts', 'header line too long')
    const lineEnd = trimLineEnd(bytes, offset, next)
    if (lineEnd === offset && next > offset) {
      finishField()
      return { fields, bodyStart: next, defects: [...defects] }
    }
    const first = bytes[offset]
    if (first === 0x20 || first === 0x09) {
      if (name !== '') parts.push(decodeHeaderText(bytes.subarray(offset, lineEnd)))
    } else {
      finishField()
      const colon = fieldNameEnd(bytes, offset, lineEnd)
      if (colon < 0) defects.add('mime/header-line-malformed')
      else {
        name = decodeLatin1(bytes.subarray(offset, colon)).trim().toLowerCase()
        parts = [decodeHeaderText(bytes.subarray(colon + 1, lineEnd))]
      }
    }
    offset = next
  }
  finishField()
  return { fields, bodyStart: end, defects: [...defects] }
}

/** Bodies of all fields of that (lower-case) name, in the order received. */
export function fieldValues(fields: readonly HeaderField[], name: string): string[] {
  return fields.filter(field => field.name === name).map(field => field.value)
}

/** True when the bytes at `start` begin with a header field: printable name, then a colon (RFC 5322 section 2.2). */
export function beginsWithField(bytes: Uint8Array, start: number, end: number): boolean {
  const newline = bytes.indexOf(LF, start)
  return fieldNameEnd(bytes, start, newline < 0 ? end : Math.min(newline, end)) > start
}

function trimLineEnd(bytes: Uint8Array, start: number, next: number): number {
  let lineEnd = next
  if (lineEnd > start && bytes[lineEnd - 1] === LF) lineEnd--
  if (lineEnd > start && bytes[lineEnd - 1] === CR) lineEnd--
  return lineEnd
}

/** Offset of the colon that ends a field name, or -1. Blanks before the colon are obsolete syntax (section 4.5). */
function fieldNameEnd(bytes: Uint8Array, start: number, end: number): number {
  let sawBlank = false
  for (let i = start; i < end && i < start + 256; i++) {
    const octet = bytes[i] ?? 0
    if (octet === COLON) return i > start ? i : -1
    if (octet === 0x20 || octet === 0x09) sawBlank = true
    else if (octet < 0x21 || octet > 0x7e || sawBlank) return -1
  }
  return -1
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decodeHeaderText(octets: Uint8Array): string {
  try {
    return utf8.decode(octets)
  } catch {
    return decodeLatin1(octets)
  }
}
