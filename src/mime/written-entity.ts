/** Entities that we write, in pieces: nothing of 50 MB is built twice. */
import { encodeUtf8 } from '../bytes/encoding.ts'
import { type RawField, writeField } from './raw-header.ts'

export interface WrittenEntity {
  /** Content fields. */
  readonly fields: readonly RawField[]
  readonly body: readonly Uint8Array[]
}

const CRLF = Uint8Array.of(0x0d, 0x0a)

/** The entity's octets: header, blank line, body. */
export function entityPieces({ fields, body }: WrittenEntity): Uint8Array[] {
  return [...fields.map(field => field.octets), CRLF, ...body]
}

/**
 * A multipart of at least one part (RFC 2046 section 5.1).
 *
 * @param boundary - Unique in the message; the caller makes it of 128 random bits (SEC-88).
 * @param parameters - More of Content-Type, each folded by its maker.
 */
export function writeMultipart(subtype: string, boundary: string, parts: readonly WrittenEntity[], parameters: readonly string[] = []): WrittenEntity {
  const delimiter = encodeUtf8(`--${boundary}\r\n`)
  return {
    fields: [writeField('Content-Type', [`multipart/${subtype}`, ...parameters, `boundary="${boundary}"`].join(';\r\n '))],
    body: [...parts.flatMap(part => [delimiter, ...entityPieces(part), CRLF]), encodeUtf8(`--${boundary}--\r\n`)],
  }
}
