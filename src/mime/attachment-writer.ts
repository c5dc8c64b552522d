/** Attachments as parts of a message (RFC 2046, RFC 2183, RFC 2392): their octets arrive as they were. */
import { encodeBase64Lines } from '../bytes/base64-lines.ts'
import { concatBytes } from '../bytes/bytes.ts'
import { parseEntity } from './entity.ts'
import { MimeError } from './errors.ts'
import { cleanFileName, writeParameterized } from './header-writer.ts'
import type { OutgoingAttachment } from './outgoing-message.ts'
import { writeField } from './raw-header.ts'
import { toSevenBit } from './seven-bit.ts'
import { isTransportSafe } from './transport-safety.ts'
import type { WrittenEntity } from './written-entity.ts'

const BINARY = 'application/octet-stream'

/** @throws MimeError `mime/header-injection` for a Content-ID that is none. */
export function writeAttachment(attachment: OutgoingAttachment, disposition: 'attachment' | 'inline'): WrittenEntity {
  const message = attachment.mediaType.toLowerCase() === 'message/rfc822' ? transportable(attachment.content) : undefined
  const type = message ? 'message/rfc822' : leafType(attachment.mediaType)
  const fileName = cleanFileName(attachment.name)
  const { contentId } = attachment
  if (contentId !== null && disposition === 'inline') assertContentId(contentId)
  return {
    fields: [
      writeParameterized('Content-Type', type, {}, fileName),
      ...(message ? [] : [writeField('Content-Transfer-Encoding', 'base64')]),
      writeParameterized('Content-Disposition', disposition, {}, fileName),
      ...(contentId !== null && disposition === 'inline' ? [writeField('Content-ID', `<${contentId}>`)] : []),
    ],
    body: message ?? [encodeBase64Lines([attachment.content])],
  }
}

/**
 * A message that goes along, in pieces: as it is, or with its parts encoded for seven bits (RFC 2046 section 5.2.1 forbids
 * encoding the whole). Undefined for octets that are no message, and where that would touch what is signed or encrypted inside:
 * such a file goes as any other does, octet for octet.
 */
function transportable(content: Uint8Array): Uint8Array[] | undefined {
  try {
    parseEntity(content)
    const pieces = toSevenBit(content)
    return isTransportSafe(concatBytes(pieces)) ? pieces : undefined
  } catch (error) {
    if (error instanceof MimeError) return undefined
    throw error
  }
}

/** RFC 2045 section 5.1, without parameters. A composite type needs parts, which a file is not (RFC 2046 section 5). */
function leafType(mediaType: string): string {
  const type = mediaType.toLowerCase()
  return /^[a-z0-9][a-z0-9!#$&^_.+-]{0,60}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,90}$/u.test(type) && !/^(?:multipart|message)\//u.test(type) ? type : BINARY
}

function assertContentId(contentId: string): void {
  if (!/^[\x21-\x3b\x3d\x3f-\x7e]{1,250}$/u.test(contentId)) throw new MimeError('mime/header-injection', 'a Content-ID that is none')
}
