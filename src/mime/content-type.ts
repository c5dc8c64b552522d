/**
 * `type/subtype; name=value` fields: Content-Type (RFC 2045 section 5.1) and Content-Disposition (RFC 2183), with
 * RFC 2231 continuations, charsets and language tags.
 *
 * Lenient where mail programs are: blanks around `=`, unquoted values with tspecials, a missing semicolon at the end.
 */
import { concatBytes } from '../bytes/bytes.ts'
import { encodeUtf8 } from '../bytes/encoding.ts'
import { decodeCharset } from './charset.ts'

export interface ParameterizedValue {
  /** Lower-case, for example `multipart/signed` or `attachment`; empty when the field is unreadable. */
  readonly value: string
  /** Lower-case names; the first of equal names counts. */
  readonly parameters: ReadonlyMap<string, string>
}

/** Parses a Content-Type or Content-Disposition body. Never throws; what cannot be read is left out. */
export function parseParameterizedValue(body: string): ParameterizedValue {
  const scanner = new Scanner(body)
  const value = scanner.readUntil(';').trim().toLowerCase()
  const raw = new Map<string, string>()
  while (scanner.skip(';')) {
    const name = scanner.readUntil('=;').trim().toLowerCase()
    if (!scanner.skip('=')) continue
    const parameter = scanner.readParameterValue()
    if (name !== '' && !raw.has(name)) raw.set(name, parameter)
    if (raw.size > 200) break
  }
  return { value, parameters: joinContinuations(raw) }
}

class Scanner {
  private offset = 0
  private readonly text: string

  constructor(text: string) {
    this.text = text
  }

  skip(character: string): boolean {
    this.skipBlanksAndComments()
    if (this.text[this.offset] !== character) return false
    this.offset++
    return true
  }

  readUntil(stops: string): string {
    let read = ''
    while (this.offset < this.text.length) {
      const character = this.text.charAt(this.offset)
      if (stops.includes(character)) break
      if (character === '(') {
        this.skipBlanksAndComments()
        continue
      }
      read += character
      this.offset++
    }
    return read
  }

  readParameterValue(): string {
    this.skipBlanksAndComments()
    if (this.text[this.offset] !== '"') return this.readUntil(';').trim()
    this.offset++
    let read = ''
    for (; this.offset < this.text.length; this.offset++) {
      const character = this.text.charAt(this.offset)
      if (character === '"') {
        this.offset++
        break
      }
      if (character === '\\') this.offset++
      read += this.text.charAt(this.offset)
    }
    this.readUntil(';')
    return read
  }

  private skipBlanksAndComments(): void {
    let depth = 0
    for (; this.offset < this.text.length; this.offset++) {
      const character = this.text.charAt(this.offset)
      if (character === '(') depth++
      else if (character === ')' && depth > 0) depth--
      else if (depth > 0 && character === '\\') this.offset++
      else if (depth === 0 && !/\s/u.test(character)) break
    }
  }
}

/** RFC 2231 sections 3 and 4: `name*0`, `name*1*`, `name*` become `name`. */
function joinContinuations(raw: ReadonlyMap<string, string>): Map<string, string> {
  const joined = new Map<string, string>()
  const segments = new Map<string, { index: number; extended: boolean; text: string }[]>()
  for (const [key, text] of raw) {
    const match = /^([^*]+)(?:\*(\d{1,3}))?(\*)?$/u.exec(key)
    const name = match?.[1]
    if (!match || name === undefined || (match[2] === undefined && match[3] === undefined)) {
      if (!joined.has(key)) joined.set(key, text)
      continue
    }
    const list = segments.get(name) ?? []
    list.push({ index: Number(match[2] ?? 0), extended: match[3] !== undefined, text })
    segments.set(name, list)
  }
  for (const [name, list] of segments) {
    list.sort((a, b) => a.index - b.index)
    let charset = 'utf-8'
    const octets: Uint8Array[] = []
    list.forEach((segment, position) => {
      if (segment.index !== position) return
      let text = segment.text
      if (position === 0 && segment.extended) {
        const quoted = /^([^']*)'[^']*'(.*)$/su.exec(text)
        if (quoted) {
          charset = quoted[1] === '' ? 'utf-8' : (quoted[1] ?? 'utf-8')
          text = quoted[2] ?? ''
        }
      }
      octets.push(segment.extended ? percentDecoded(text) : encodeUtf8(text))
    })
    joined.set(name, decodeCharset(concatBytes(octets), charset).text)
  }
  return joined
}

function percentDecoded(text: string): Uint8Array {
  const octets: number[] = []
  for (let i = 0; i < text.length; i++) {
    const hex = text.charAt(i) === '%' ? /^[0-9A-Fa-f]{2}/u.exec(text.slice(i + 1, i + 3)) : null
    if (hex) {
      octets.push(parseInt(hex[0], 16))
      i += 2
    } else octets.push(text.charCodeAt(i) & 0xff)
  }
  return Uint8Array.from(octets)
}
