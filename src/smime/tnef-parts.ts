/** `winmail.dat` in place of what it packs ([MS-OXTNEF]): Outlook's form of a message, taken apart for display. */
import { decodeBody, type MimeEntity, readFileName } from '../mime/entity.ts'
import { MimeError } from '../mime/errors.ts'
import { isTnef, readTnef } from '../mime/tnef.ts'

export interface TnefPart {
  readonly name: string
  readonly mediaType: string
  readonly contentId: string | null
  /** Null for a file. */
  readonly text: string | null
  readonly bytes: Uint8Array
}

const TNEF_TYPES: ReadonlySet<string> = new Set(['application/ms-tnef', 'application/vnd.ms-tnef'])

/**
 * What is packed in the leaf; undefined when it is no TNEF, or cannot be read: it is then a file like any other.
 *
 * A message inside stays a file in TNEF and is not entered (SEC-48).
 */
export function readTnefParts(leaf: MimeEntity): TnefPart[] | undefined {
  if (!TNEF_TYPES.has(leaf.contentType.value) && !/^winmail\.dat$/iu.test(readFileName(leaf) ?? '')) return undefined
  const { bytes } = decodeBody(leaf)
  if (!isTnef(bytes)) return undefined
  try {
    const { text, html, attachments } = readTnef(bytes)
    return [
      ...(text === null ? [] : [textPart('text/plain', text)]),
      ...(html === null ? [] : [textPart('text/html', html)]),
      ...attachments.map(({ name, mediaType, contentId, bytes: octets }): TnefPart => ({ name, mediaType, contentId, text: null, bytes: octets })),
    ]
  } catch (error) {
    if (error instanceof MimeError) return undefined
    throw error
  }
}

function textPart(mediaType: string, text: string): TnefPart {
  return { name: '', mediaType, contentId: null, text, bytes: new TextEncoder().encode(text) }
}
