/** `winmail.dat` in place of what it packs ([MS-OXTNEF]): Outlook's form of a message, taken apart for display. */
import { encodeBase64Lines } from '../bytes/base64-lines.ts'
import { concatBytes } from '../bytes/bytes.ts'
import { encodeUtf8 } from '../bytes/encoding.ts'
import { decodeBody, type MimeEntity, readFileName } from '../mime/entity.ts'
import { MimeError } from '../mime/errors.ts'
import { isTnef, readTnef, type TnefAttachment } from '../mime/tnef.ts'

export interface TnefPart {
  readonly name: string
  readonly mediaType: string
  readonly contentId: string | null
  /** Null for a file. */
  readonly text: string | null
  readonly bytes: Uint8Array
}

const TNEF_TYPES: ReadonlySet<string> = new Set(['application/ms-tnef', 'application/vnd.ms-tnef'])

/** Whether the leaf says that it is TNEF, by its type or by the name that Outlook gives it. Its octets are not looked at. */
export function claimsTnef(leaf: MimeEntity): boolean {
  return TNEF_TYPES.has(leaf.contentType.value) || /^winmail\.dat$/iu.test(readFileName(leaf) ?? '')
}

/**
 * What is packed in the leaf, texts first; undefined when it is no TNEF, or cannot be read: it is then a file like any other.
 *
 * A message inside is not entered (SEC-48): it becomes a file of type message/rfc822 that carries its TNEF, to be opened, and unpacked, as a
 * document of its own.
 */
export function readTnefParts(leaf: MimeEntity): TnefPart[] | undefined {
  if (!claimsTnef(leaf)) return undefined
  const { bytes } = decodeBody(leaf)
  if (!isTnef(bytes)) return undefined
  try {
    const { text, html, attachments } = readTnef(bytes)
    return [
      ...(text === null ? [] : [textPart('text/plain', text)]),
      ...(html === null ? [] : [textPart('text/html', html)]),
      ...attachments.map(filePart),
    ]
  } catch (error) {
    if (error instanceof MimeError) return undefined
    throw error
  }
}

function textPart(mediaType: string, text: string): TnefPart {
  return { name: '', mediaType, contentId: null, text, bytes: encodeUtf8(text) }
}

function filePart({ name, mediaType, contentId, isMessage, bytes }: TnefAttachment): TnefPart {
  if (isMessage) return { name, mediaType: 'message/rfc822', contentId: null, text: null, bytes: concatBytes([MESSAGE_HEADER, encodeBase64Lines([bytes])]) }
  // A type of the sender's choice would make octets a message, or a part of one.
  const isFile = !/^(?:message|multipart)\//u.test(mediaType)
  return { name, mediaType: isFile ? mediaType : 'application/octet-stream', contentId, text: null, bytes }
}

/** SECURITY (SEC-88): nothing out of the mail stands in it. */
const MESSAGE_HEADER = encodeUtf8('MIME-Version: 1.0\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n')
