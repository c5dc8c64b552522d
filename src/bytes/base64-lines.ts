/**
 * Base64 in lines, as mail carries it (RFC 2045 section 6.8): 64 characters and CRLF.
 *
 * QUIRK: 76 would be allowed. There are relays that wrap whatever is longer than 70, which no signature around it survives (SEC-88).
 */
import { BASE64_ALPHABET } from './base64-decoder.ts'
import { type BodyMachine, bodyMachine, runningBodyMachine } from './body-machine.ts'
import { ENCODE_WINDOW } from './body-module.ts'
import { lengthOf } from './bytes.ts'

/** Octets in one line of 64 characters. */
const OCTETS = 48
const LINE = 66

/** Octets that are done before a module would be ready. */
const WORTH_IT = 64 * OCTETS

const ALPHABET = Uint8Array.from(BASE64_ALPHABET, character => character.charCodeAt(0))
const PAD = 0x3d

/** How many characters that many octets become, the last line's CRLF included. */
export function base64LinesLength(octets: number): number {
  const rest = octets % OCTETS
  return Math.floor(octets / OCTETS) * LINE + (rest === 0 ? 0 : Math.ceil(rest / 3) * 4 + 2)
}

/** Encodes pieces as if they were one: into one new array, every line ended, the last one too. Nothing for nothing. */
export function encodeBase64Lines(parts: readonly Uint8Array[]): Uint8Array {
  const length = lengthOf(parts)
  const encoded = new Uint8Array(base64LinesLength(length))
  const writer = new Base64LineWriter(encoded, 0)
  for (const part of parts) writer.write(part)
  writer.end()
  return encoded
}

/** Encodes octets as they come, so that what is large is never there as a whole. Their number is the caller's to know: the target must have room. */
export class Base64LineWriter {
  private readonly target: Uint8Array
  private readonly line = new Uint8Array(OCTETS)
  private filled = 0
  private out: number

  /** @param offset - Where in `target` the first line goes. */
  constructor(target: Uint8Array, offset: number) {
    this.target = target
    this.out = offset
  }

  /** Does not keep `part`. */
  write(part: Uint8Array): void {
    let at = 0
    if (this.filled > 0) {
      at = Math.min(OCTETS - this.filled, part.length)
      this.line.set(part.subarray(0, at), this.filled)
      this.filled += at
      if (this.filled < OCTETS) return
      this.encodeLine(this.line, 0, OCTETS)
      this.filled = 0
    }
    const machine = part.length - at >= WORTH_IT ? bodyMachine() : part.length - at >= OCTETS ? runningBodyMachine() : null
    if (machine) at = this.encodeByModule(part, at, machine)
    for (; part.length - at >= OCTETS; at += OCTETS) this.encodeLine(part, at, OCTETS)
    this.line.set(part.subarray(at))
    this.filled = part.length - at
  }

  /** Writes what is left as a line of its own. @returns the offset behind the last CRLF. */
  end(): number {
    if (this.filled > 0) this.encodeLine(this.line, 0, this.filled)
    this.filled = 0
    return this.out
  }

  /** @returns where in `part` less than a line is left. */
  private encodeByModule(part: Uint8Array, start: number, { memory, encodeLines }: BodyMachine): number {
    const view = new Uint8Array(memory.buffer)
    const { input, lines, output } = ENCODE_WINDOW
    let at = start
    for (let whole = Math.floor((part.length - at) / OCTETS); whole > 0; whole -= lines) {
      const end = at + Math.min(whole, lines) * OCTETS
      view.set(part.subarray(at, end), input)
      const encoded = view.subarray(output, encodeLines(input, input + end - at))
      this.target.set(encoded, this.out)
      this.out += encoded.length
      at = end
    }
    return at
  }

  private encodeLine(octets: Uint8Array, start: number, length: number): void {
    const { target } = this
    const whole = length - (length % 3)
    let { out } = this
    let at = start
    for (; at < start + whole; at += 3) {
      const group = ((octets[at] as number) << 16) | ((octets[at + 1] as number) << 8) | (octets[at + 2] as number)
      target[out++] = ALPHABET[group >> 18] as number
      target[out++] = ALPHABET[(group >> 12) & 63] as number
      target[out++] = ALPHABET[(group >> 6) & 63] as number
      target[out++] = ALPHABET[group & 63] as number
    }
    if (whole < length) {
      const second = whole + 1 < length ? (octets[at + 1] as number) : 0
      const group = ((octets[at] as number) << 16) | (second << 8)
      target[out++] = ALPHABET[group >> 18] as number
      target[out++] = ALPHABET[(group >> 12) & 63] as number
      target[out++] = whole + 1 < length ? (ALPHABET[(group >> 6) & 63] as number) : PAD
      target[out++] = PAD
    }
    target[out++] = 0x0d
    target[out++] = 0x0a
    this.out = out
  }
}
