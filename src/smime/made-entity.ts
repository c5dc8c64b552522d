/** Entities that we make: a header of their own, a body in pieces, put into a message or into the next layer. */
import { encodeUtf8 } from '../bytes/encoding.ts'
import type { RawField } from '../mime/raw-header.ts'

export interface MadeEntity {
  /** Content fields, each ended with CRLF, without the blank line. */
  readonly header: Uint8Array
  readonly body: readonly Uint8Array[]
}

const CRLF = Uint8Array.of(0x0d, 0x0a)
const MIME_VERSION = encodeUtf8('MIME-Version: 1.0\r\n')

/** Content-Type, base64, and a file name for programs that know nothing of S/MIME (RFC 8551 section 3.2.1). */
export function writeEntityHeader(contentType: string, fileName: string): Uint8Array {
  return encodeUtf8(
    `Content-Type: ${contentType.replace(/; name=/u, ';\r\n name=')}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="${fileName}"\r\n`,
  )
}

/** The entity alone, in pieces: what the next layer signs or encrypts. */
export function entityParts({ header, body }: MadeEntity): Uint8Array[] {
  return [header, CRLF, ...body]
}

/** The whole message in pieces: the author's outer fields as they were, then ours. */
export function messageParts(outer: readonly RawField[], entity: MadeEntity): Uint8Array[] {
  return [...outer.map(field => field.octets), MIME_VERSION, ...entityParts(entity)]
}
