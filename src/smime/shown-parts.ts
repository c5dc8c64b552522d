/** What is shown of a message: text and attachments, from verified octets or, plainly, from unsigned ones (SEC-01, 49). */
import { decodeCharset } from '../mime/charset.ts'
import { decodeBody, type MimeEntity, readFileName } from '../mime/entity.ts'
import type { MimeNoteCode } from '../mime/errors.ts'
import { joinFlowedLines } from '../mime/flowed-text.ts'
import { withoutLegacyDisplay } from '../mime/legacy-display.ts'
import type { AttachmentSummary, ContentSummary } from './verdict.ts'

export interface ShownPart {
  readonly name: string
  readonly mediaType: string
  /** Decoded text for text/plain and text/html, null for everything else. */
  readonly text: string | null
  /** Octets after the transfer encoding; computed from the encoded length for attachments. */
  readonly size: number
  /** What a reader should know of this text. It never changes a verdict. */
  readonly notes?: readonly PartNote[]
}

export interface PartNote {
  readonly code: MimeNoteCode
  /** Values for the sentence's placeholders. */
  readonly values: Readonly<Record<string, string>>
}

/** Longest text that is decoded for the screen; the rest is an attachment to be saved. */
const MAXIMAL_TEXT = 1024 * 1024

/** The leaves of an entity, in order. Of a multipart/alternative all forms are listed; the pane chooses. */
export function readShownParts(entity: MimeEntity): ShownPart[] {
  const copiedFields = copiedFieldsOf(entity)
  return leavesOf(entity).map(leaf => {
    const mediaType = leaf.contentType.value
    const name = readFileName(leaf) ?? ''
    const isText = (mediaType === 'text/plain' || mediaType === 'text/html') && leaf.disposition.value !== 'attachment'
    if (!isText || leaf.bodyRange.end - leaf.bodyRange.start > MAXIMAL_TEXT * 2) {
      return { name, mediaType, text: null, size: decodedSize(leaf) }
    }
    const body = decodeBody(leaf).bytes
    const charset = leaf.contentType.parameters.get('charset') ?? 'utf-8'
    const { text, charsetKnown } = decodeCharset(body.subarray(0, MAXIMAL_TEXT), charset)
    return {
      name,
      mediaType,
      text: forReading(leaf, text, copiedFields),
      size: body.length,
      ...(charsetKnown ? {} : { notes: [{ code: 'mime/charset-unknown', values: { charset: charset.slice(0, 60) } }] }),
    }
  })
}

/** Paragraphs of flowed text are joined, and a copy of the protected header is left out where it is shown as a header. */
function forReading(leaf: MimeEntity, text: string, copiedFields: ReadonlySet<string>): string {
  const isMarked = leaf.contentType.parameters.get('hp-legacy-display') === '1' && copiedFields.size > 0
  const own = isMarked ? withoutLegacyDisplay(text, leaf.contentType.value, copiedFields) : text
  return joinFlowedLines(own, leaf.contentType)
}

/** RFC 9788 has such copies only where header fields are confidential: `hp="cipher"` at the root of the content. */
function copiedFieldsOf({ contentType, fields }: MimeEntity): ReadonlySet<string> {
  return new Set(contentType.parameters.get('hp')?.toLowerCase() === 'cipher' ? fields.map(field => field.name) : [])
}

/** Octets without a MIME header, as text. */
export function readBareText(octets: Uint8Array): ShownPart {
  return { name: '', mediaType: 'text/plain', text: decodeCharset(octets.subarray(0, MAXIMAL_TEXT), 'utf-8').text, size: octets.length }
}

/** One line about the content. */
export function summarizeContent(entity: MimeEntity): ContentSummary {
  const leaves = leavesOf(entity)
  const isAttachment = (leaf: MimeEntity) =>
    leaf.disposition.value === 'attachment' || readFileName(leaf) !== undefined || !leaf.contentType.value.startsWith('text/')
  const bodies = leaves.filter(leaf => !isAttachment(leaf))
  return {
    text: bodies.some(leaf => leaf.contentType.value === 'text/plain'),
    html: bodies.some(leaf => leaf.contentType.value === 'text/html'),
    attachments: leaves.filter(isAttachment).map(
      (leaf): AttachmentSummary => ({
        name: readFileName(leaf) ?? '',
        mediaType: leaf.contentType.value,
        size: decodedSize(leaf),
        isMessage: leaf.contentType.value === 'message/rfc822',
      }),
    ),
  }
}

/** Entities without parts of their own; an attached message is a leaf, opened as a document of its own (SEC-48). */
function leavesOf(entity: MimeEntity): MimeEntity[] {
  if (!entity.contentType.value.startsWith('multipart/') || entity.children.length === 0) return [entity]
  return entity.children.flatMap(leavesOf)
}

/** For base64 from the length of the first line, so that a large attachment is not decoded just to be measured. */
function decodedSize(entity: MimeEntity): number {
  const { start, end } = entity.bodyRange
  const length = end - start
  if (entity.transferEncoding !== 'base64') return length
  const newline = entity.source.indexOf(0x0a, start)
  const lineLength = newline < 0 || newline >= end ? length : newline - start + 1
  const breakLength = newline > start && entity.source[newline - 1] === 0x0d ? 2 : newline < 0 || newline >= end ? 0 : 1
  const characters = length - Math.ceil(length / Math.max(lineLength, 1)) * breakLength
  return Math.max(0, Math.floor((characters * 3) / 4))
}
