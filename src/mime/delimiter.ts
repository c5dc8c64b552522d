/**
 * Finding the boundary delimiter lines of a multipart body (RFC 2046 section 5.1.1).
 *
 * Horspool's search: it looks at about one octet in forty of an ordinary message. The octet before a candidate must end
 * a line, and comparing never passes a line end, so hostile bodies (all dashes, delimiter-like lines) stay linear too.
 */
import { encodeUtf8 } from '../bytes/encoding.ts'

const LF = 0x0a
const CR = 0x0d
const DASH = 0x2d

export interface DelimiterLine {
  /** Where the part before it ends: the line break before the delimiter belongs to the delimiter. */
  readonly partEnd: number
  /** First octet after the delimiter line. */
  readonly next: number
  /** True for the close delimiter, `--boundary--`. */
  readonly closes: boolean
}

export class DelimiterFinder {
  private readonly pattern: Uint8Array
  private readonly skip: Uint8Array
  private readonly dashLines: readonly number[] | undefined

  /**
   * @param boundary - The parameter's value: 1 to 70 characters by the standard; up to 250 are taken.
   * @param dashLines - Where lines of the bytes begin with `--`, when that is known (`findDashLines`): nothing else is looked at.
   */
  constructor(boundary: string, dashLines?: readonly number[]) {
    this.dashLines = dashLines
    this.pattern = encodeUtf8(`--${boundary}`).subarray(0, 252)
    const length = this.pattern.length
    this.skip = new Uint8Array(256).fill(length)
    for (let i = 0; i < length - 1; i++) this.skip[this.pattern[i] as number] = length - 1 - i
  }

  /** The next delimiter line that begins at or after `from` and before `end`. `bodyStart` counts as the start of a line. */
  find(bytes: Uint8Array, bodyStart: number, from: number, end: number): DelimiterLine | undefined {
    if (this.dashLines) return this.findAmong(this.dashLines, bytes, bodyStart, from, end)
    const { pattern, skip } = this
    const length = pattern.length
    const last = pattern[length - 1] as number
    let at = from
    while (at + length <= end) {
      const octet = bytes[at + length - 1] as number
      if (octet === last && (at === bodyStart || bytes[at - 1] === LF) && this.matches(bytes, at)) {
        const line = this.readLine(bytes, bodyStart, at, end)
        if (line) return line
      }
      at += skip[octet] as number
    }
    return undefined
  }

  private findAmong(dashLines: readonly number[], bytes: Uint8Array, bodyStart: number, from: number, end: number): DelimiterLine | undefined {
    const length = this.pattern.length
    if (from === bodyStart && from + length <= end && this.matches(bytes, from)) {
      const line = this.readLine(bytes, bodyStart, from, end)
      if (line) return line
    }
    for (let index = firstFrom(dashLines, from); index < dashLines.length; index++) {
      const at = dashLines[index] as number
      if (at + length > end) return undefined
      const line = this.matches(bytes, at) ? this.readLine(bytes, bodyStart, at, end) : undefined
      if (line) return line
    }
    return undefined
  }

  private matches(bytes: Uint8Array, at: number): boolean {
    for (let i = 0; i < this.pattern.length; i++) if (bytes[at + i] !== this.pattern[i]) return false
    return true
  }

  /** Rest of the line: optional `--`, then only blanks up to the line end; anything else is no delimiter. */
  private readLine(bytes: Uint8Array, bodyStart: number, at: number, end: number): DelimiterLine | undefined {
    let offset = at + this.pattern.length
    const closes = offset + 1 < end && bytes[offset] === DASH && bytes[offset + 1] === DASH
    if (closes) offset += 2
    while (offset < end && isBlank(bytes[offset])) offset++
    if (offset < end && bytes[offset] === CR) offset++
    if (offset < end && bytes[offset] !== LF) return undefined
    return { partEnd: partEndBefore(bytes, bodyStart, at), next: Math.min(offset + 1, end), closes }
  }
}

/** Index of the first of the ascending numbers that is not below `least`. */
function firstFrom(numbers: readonly number[], least: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] as number) < least) low = middle + 1
    else high = middle
  }
  return low
}

function isBlank(octet: number | undefined): boolean {
  return octet === 0x20 || octet === 0x09
}

/** The line break before a delimiter is the delimiter's. */
function partEndBefore(bytes: Uint8Array, bodyStart: number, at: number): number {
  if (at <= bodyStart || bytes[at - 1] !== LF) return at
  return at - 1 > bodyStart && bytes[at - 2] === CR ? at - 2 : at - 1
}
