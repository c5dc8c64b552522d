/** Header fields as the octets they came in, for messages that are sent on: folding, order and encoding stay the author's. */
import { concatBytes } from '../bytes/bytes.ts'
import { decodeLatin1, encodeUtf8 } from '../bytes/encoding.ts'
import { MimeError } from './errors.ts'

export interface RawField {
  /** Lower-case. */
  readonly name: string
  /** The whole field with its folding, line ends CRLF, the last one included. */
  readonly octets: Uint8Array
}

export interface RawMessage {
  readonly fields: readonly RawField[]
  /** A view on the octets after the blank line. */
  readonly body: Uint8Array
}

const LF = 0x0a
const CR = 0x0d

/**
 * Takes a message apart (RFC 5322 section 2.1).
 *
 * @throws MimeError `mime/empty` for no octets, `mime/not-a-message` for a header line that is neither a field nor a
 * continuation: what we cannot read we do not send on.
 */
export function splitMessage(message: Uint8Array): RawMessage {
  if (message.length === 0) throw new MimeError('mime/empty', 'no bytes')
  const fields: RawField[] = []
  let lines: Uint8Array[] = []
  let name = ''
  const finish = () => {
    if (name !== '') fields.push({ name, octets: concatBytes(lines.flatMap(line => [line, CRLF])) })
  }
  let at = 0
  while (at < message.length) {
    const newline = message.indexOf(LF, at)
    const next = newline < 0 ? message.length : newline + 1
    const line = message.subarray(at, endOfLine(message, at, next))
    at = next
    if (line.length === 0) break
    if (line[0] === 0x20 || line[0] === 0x09) {
      if (name === '') throw new MimeError('mime/not-a-message', 'the header begins with a continuation')
      lines.push(line)
      continue
    }
    finish()
    const field = /^([\x21-\x39\x3b-\x7e]+)[ \t]*:/u.exec(decodeLatin1(line))
    if (!field) throw new MimeError('mime/not-a-message', 'a line of the header is no field')
    name = (field[1] as string).toLowerCase()
    lines = [line]
  }
  finish()
  if (fields.length === 0) throw new MimeError('mime/not-a-message', 'no header')
  return { fields, body: message.subarray(at) }
}

const CRLF = Uint8Array.of(CR, LF)

function endOfLine(octets: Uint8Array, start: number, next: number): number {
  let end = next
  if (end > start && octets[end - 1] === LF) end--
  if (end > start && octets[end - 1] === CR) end--
  return end
}

/**
 * A field of our own making, folded by its maker.
 *
 * SECURITY (SEC-88): a value cannot end the field. @throws MimeError `mime/header-injection` for control characters; a line
 * break only before white space.
 */
export function writeField(name: string, value: string): RawField {
  if (/\p{Cc}/u.test(value.replace(/\r\n(?=[ \t])|\t/gu, ' '))) throw new MimeError('mime/header-injection', `control characters in ${name}`)
  return { name: name.toLowerCase(), octets: encodeUtf8(`${name}:${value.startsWith('\r\n') ? '' : ' '}${value}\r\n`) }
}
