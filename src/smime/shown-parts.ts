/** What is shown of a message: text and attachments, from verified octets or, plainly, from unsigned ones (SEC-01, 49). */
import { decodeCharset } from '../mime/charset.ts'
import { decodeBody, type MimeEntity, readFileName } from '../mime/entity.ts'
import type { MimeNoteCode } from '../mime/errors.ts'
import { joinFlowedLines } from '../mime/flowed-text.ts'
import { fieldValues } from '../mime/header-field.ts'
import { withoutLegacyDisplay } from '../mime/legacy-display.ts'
import { wrappedMessage } from './header-protection.ts'
import { claimsTnef, readTnefParts, type TnefPart } from './tnef-parts.ts'
import type { AttachmentSummary, ContentSummary } from './verdict.ts'

export interface ShownPart {
  readonly name: string
  readonly mediaType: string
  /** Decoded text for text/plain and text/html, null for everything else. */
  readonly text: string | null
  /** Octets after the transfer encoding; computed from the encoded length for attachments. */
  readonly size: number
  /** Content-ID without its brackets (RFC 2392), for `cid:` in HTML. */
  readonly contentId: string | null
  /** Listed as a file. An image that the HTML shows by its Content-ID is one, too; the pane leaves out what it has shown. */
  readonly isAttachment: boolean
  /** message/rfc822: opened as a document of its own, with its own verdict (SEC-13, SEC-48). */
  readonly isMessage: boolean
  /** The octets of an image that HTML may show inline; absent for everything else and beyond the limit. */
  readonly bytes?: Uint8Array
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

/** Octets of all inline images of one message; what is beyond is saved like any file. */
const MAXIMAL_INLINE = 5 * 1024 * 1024

/** Parts out of all TNEF of one message; the same as the parts of one message (`mime/limits.ts`). */
const MAXIMAL_UNPACKED = 2000

/** RFC 2045 section 6.1; none at all is 7bit. */
const KNOWN_ENCODINGS: ReadonlySet<string> = new Set(['', '7bit', '8bit', 'binary', 'base64', 'quoted-printable'])

const INLINE_TYPES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

/**
 * The entity whose parts are shown for an innermost one: the message inside a wrapping for header protection, else itself.
 * A header of its own, From, makes it a message that carries another one (RFC 8551 section 3.1).
 */
export function shownEntity(entity: MimeEntity): MimeEntity {
  const hasOwnHeader = fieldValues(entity.fields, 'from').length > 0
  return (hasOwnHeader ? undefined : wrappedMessage(entity)) ?? entity
}

/** The leaves of an entity, in order, what winmail.dat packs among them. Of a multipart/alternative all forms are listed; the pane chooses. */
export function readShownParts(entity: MimeEntity): ShownPart[] {
  const copiedFields = copiedFieldsOf(entity)
  let inlineLeft = MAXIMAL_INLINE
  const withImage = (part: ShownPart, octetsOf: () => Uint8Array): ShownPart => {
    if (part.contentId === null || !INLINE_TYPES.has(part.mediaType) || part.size > inlineLeft) return part
    const bytes = octetsOf().slice()
    inlineLeft -= bytes.length
    return { ...part, size: bytes.length, bytes }
  }
  return unpackedLeaves(entity).flatMap(({ leaf, packed }) => {
    if (packed) return packed.map((part, index) => withImage({ ...shownTnefPart(part), ...(index === 0 ? { notes: [unpackedNote(packed)] } : {}) }, () => part.bytes))
    const body = bodyOf(leaf, copiedFields)
    const about = { name: readFileName(leaf) ?? '', contentId: contentIdOf(leaf), isAttachment: isAttachment(leaf), isMessage: isMessage(leaf) }
    if (body) return [{ ...about, ...body }]
    return [withImage({ ...about, mediaType: leaf.contentType.value, text: null, size: decodedSize(leaf) }, () => decodeBody(leaf).bytes)]
  })
}

/** One of the parts that `readShownParts` lists, as it is saved; undefined when there is none with that number. */
export function extractPart(entity: MimeEntity, index: number): { readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array } | undefined {
  let first = 0
  for (const { leaf, packed } of unpackedLeaves(entity)) {
    const found = packed?.[index - first]
    if (found) return { name: found.name, mediaType: found.mediaType, bytes: found.bytes.slice() }
    if (!packed && index === first) return { name: readFileName(leaf) ?? '', mediaType: leaf.contentType.value, bytes: decodeBody(leaf).bytes.slice() }
    first += packed?.length ?? 1
  }
  return undefined
}

interface Leaf {
  readonly leaf: MimeEntity
  /** What is shown instead of the leaf: it was TNEF. */
  readonly packed: readonly TnefPart[] | undefined
}

/**
 * The leaves, those of TNEF with what they pack. Its texts are left out where the message has one of its own: Outlook packs the same text
 * once more. Files beyond the limit stay packed.
 */
function unpackedLeaves(entity: MimeEntity): Leaf[] {
  const leaves = leavesOf(entity)
  if (!leaves.some(claimsTnef)) return leaves.map(leaf => ({ leaf, packed: undefined }))
  let hasText = leaves.some(hasOwnText)
  let left = MAXIMAL_UNPACKED
  return leaves.map(leaf => {
    const all = readTnefParts(leaf)
    const parts = hasText ? all?.filter(({ text }) => text === null) : all
    // With nothing left of it, the file itself says that it was there.
    if (!parts || parts.length === 0 || parts.length > left) return { leaf, packed: undefined }
    left -= parts.length
    hasText ||= parts.some(({ text }) => text !== null)
    return { leaf, packed: parts }
  })
}

function hasOwnText(leaf: MimeEntity): boolean {
  return !isAttachment(leaf) && (bodyOf(leaf, new Set())?.text ?? '').trim() !== ''
}

function shownTnefPart({ name, mediaType, contentId, text, bytes }: TnefPart): ShownPart {
  return { name, mediaType, contentId, text: text?.slice(0, MAXIMAL_TEXT) ?? null, size: bytes.length, isAttachment: text === null, isMessage: mediaType === 'message/rfc822' }
}

/** Stands at the first part only: it speaks of all. */
function unpackedNote(packed: readonly TnefPart[]): PartNote {
  return { code: 'mime/winmail-unpacked', values: { n: String(packed.filter(({ text }) => text === null).length) } }
}

/** Text of a body part; undefined for what is no text, or too long for a screen. */
function bodyOf(leaf: MimeEntity, copiedFields: ReadonlySet<string>): Pick<ShownPart, 'mediaType' | 'text' | 'size' | 'notes'> | undefined {
  const mediaType = leaf.contentType.value
  const isText = (mediaType === 'text/plain' || mediaType === 'text/html') && leaf.disposition.value !== 'attachment' && KNOWN_ENCODINGS.has(leaf.transferEncoding)
  if (!isText || leaf.bodyRange.end - leaf.bodyRange.start > MAXIMAL_TEXT * 2) return undefined
  const body = decodeBody(leaf).bytes
  const charset = leaf.contentType.parameters.get('charset') ?? 'utf-8'
  const { text, charsetKnown } = decodeCharset(body.subarray(0, MAXIMAL_TEXT), charset)
  return {
    mediaType,
    text: forReading(leaf, text, copiedFields),
    size: body.length,
    ...(charsetKnown ? {} : { notes: [{ code: 'mime/charset-unknown', values: { charset: charset.slice(0, 60) } }] }),
  }
}

function contentIdOf({ fields }: MimeEntity): string | null {
  const id = (fieldValues(fields, 'content-id')[0] ?? '').trim().replace(/^<(.*)>$/su, '$1')
  return id === '' ? null : id
}

/** RFC 2045 section 6.4: what is in an unknown encoding is application/octet-stream, whatever its type says. */
function isAttachment(leaf: MimeEntity): boolean {
  if (!KNOWN_ENCODINGS.has(leaf.transferEncoding)) return true
  return leaf.disposition.value === 'attachment' || readFileName(leaf) !== undefined || !leaf.contentType.value.startsWith('text/')
}

function isMessage(leaf: MimeEntity): boolean {
  return leaf.contentType.value === 'message/rfc822'
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
  const { text } = decodeCharset(octets.subarray(0, MAXIMAL_TEXT), 'utf-8')
  return { name: '', mediaType: 'text/plain', text, size: octets.length, contentId: null, isAttachment: false, isMessage: false }
}

/** One line about the content: what `readShownParts` lists. */
export function summarizeContent(entity: MimeEntity): ContentSummary {
  const leaves = unpackedLeaves(entity)
  const bodyTypes = leaves.flatMap(({ leaf, packed }) => packed?.filter(({ text }) => text !== null).map(({ mediaType }) => mediaType) ?? (isAttachment(leaf) ? [] : [leaf.contentType.value]))
  return {
    text: bodyTypes.includes('text/plain'),
    html: bodyTypes.includes('text/html'),
    attachments: leaves.flatMap(({ leaf, packed }) => packed?.filter(({ text }) => text === null).map(packedSummary) ?? (isAttachment(leaf) ? [leafSummary(leaf)] : [])),
  }
}

function packedSummary({ name, mediaType, bytes }: TnefPart): AttachmentSummary {
  return { name, mediaType, size: bytes.length, isMessage: mediaType === 'message/rfc822' }
}

function leafSummary(leaf: MimeEntity): AttachmentSummary {
  return { name: readFileName(leaf) ?? '', mediaType: leaf.contentType.value, size: decodedSize(leaf), isMessage: isMessage(leaf) }
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
