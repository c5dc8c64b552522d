/** The attachments of the open item, each with all of its octets or the send stops (SEC-80). */
import { encodeUtf8 } from '../../bytes/encoding.ts'
import type { OutgoingAttachment } from '../../mime/outgoing-message.ts'
import { decodeContent } from '../base64-content.ts'
import type { CallOptions } from '../office-call.ts'
import { SendError } from '../send/sending-route.ts'
import { mediaTypeOf } from './attachment-type.ts'
import { lateCall } from './writable-item.ts'
import type { AttachmentData, ComposeAttachment, WritableItem } from './writable-item.ts'

/** Less than half of what was announced is not the file; nearer than that the numbers do not compare, as Outlook counts properties too. */
const leastShare = 0.5

/** Lists them. An Outlook without the call (before Mailbox 1.8) cannot say that there are none. */
export async function listAttachments(item: WritableItem, options: CallOptions): Promise<readonly ComposeAttachment[]> {
  return lateCall<readonly ComposeAttachment[]>('getAttachmentsAsync', item.getAttachmentsAsync !== undefined, callback => item.getAttachmentsAsync?.(callback), options)
}

/** Content ids that the HTML shows, without `cid:`, spelled as there (RFC 2392 section 2: written percent-encoded). */
export function shownContentIds(html: string | null): readonly string[] {
  const found = [...(html ?? '').matchAll(/(?:\s(?:src|background)\s*=\s*["']?|url\(\s*["']?)cid:([^"'\s>)]+)/giu)]
  return [...new Set(found.map(match => unescaped(match[1] as string)))]
}

function unescaped(id: string): string {
  try {
    return decodeURIComponent(id.replace(/&amp;/giu, '&'))
  } catch {
    return id
  }
}

function withoutContent(name: string, why: string): SendError {
  return new SendError('outlook/attachment-no-bytes', why, { subject: name })
}

async function contentOf({ name, size }: ComposeAttachment, { content, format }: AttachmentData, signal: AbortSignal): Promise<Pick<OutgoingAttachment, 'content' | 'mediaType' | 'name'>> {
  switch (format) {
    case 'base64': {
      const octets = await decodeContent(content, signal)
      if (octets.length === 0) throw withoutContent(name, 'an attachment came empty')
      if (octets.length < size * leastShare) throw withoutContent(name, `an attachment has ${octets.length} of ${size} octets`)
      return { name, mediaType: mediaTypeOf(name), content: octets }
    }
    case 'eml':
      if (content.trim() === '') throw withoutContent(name, 'an attached item came empty')
      return { name: /\.eml$/iu.test(name) ? name : `${name}.eml`, mediaType: 'message/rfc822', content: encodeUtf8(content) }
    case 'iCalendar':
      if (content.trim() === '') throw withoutContent(name, 'an attached appointment came empty')
      return { name: /\.ics$/iu.test(name) ? name : `${name}.ics`, mediaType: 'text/calendar', content: encodeUtf8(content) }
    default:
      throw withoutContent(name, `an attachment came as ${format}`)
  }
}

/**
 * The content id under which the HTML shows a picture; null when it does not.
 *
 * QUIRK: not every Outlook tells content ids while one writes; there the id begins with the file's name (`image001.png@01DC…`).
 */
export function shownAs({ name, contentId, isInline }: Pick<ComposeAttachment, 'name' | 'contentId' | 'isInline'>, shown: readonly string[]): string | null {
  const known = (contentId ?? '').replace(/^<|>$/gu, '').toLowerCase()
  if (known !== '') return shown.find(id => id.toLowerCase() === known) ?? null
  if (!isInline) return null
  const file = name.toLowerCase()
  return shown.find(id => id.toLowerCase() === file || id.toLowerCase().startsWith(`${file}@`)) ?? null
}

/**
 * Reads all of them, one after the other: some Outlooks give the wrong answer to questions asked at once.
 *
 * @param html the body that shows the pictures among them.
 * @throws SendError `outlook/attachment-no-bytes` for one without content, with half of it, in the cloud, or a picture that the body
 * shows and Outlook does not list; OutlookError as `officeCall`.
 */
export async function readAttachments(item: WritableItem, html: string | null, options: CallOptions): Promise<readonly OutgoingAttachment[]> {
  const listed = await listAttachments(item, options)
  const shown = shownContentIds(html)
  const read: OutgoingAttachment[] = []
  for (const attachment of listed) {
    if (attachment.attachmentType === 'cloud') throw withoutContent(attachment.name, 'an attachment is a link to the cloud')
    // office.js throws at an empty id.
    if (attachment.id === '') throw withoutContent(attachment.name, 'an attachment has no id')
    const data = await lateCall<AttachmentData>('getAttachmentContentAsync', item.getAttachmentContentAsync !== undefined, callback => item.getAttachmentContentAsync?.(attachment.id, callback), options)
    read.push({ ...(await contentOf(attachment, data, options.signal)), contentId: shownAs(attachment, shown) })
  }
  requireShown(shown, read)
  return read
}

/** @throws SendError `outlook/attachment-no-bytes` for a picture that the body shows and nobody has. */
export function requireShown(shown: readonly string[], read: readonly OutgoingAttachment[]): void {
  const missing = shown.find(id => !read.some(attachment => attachment.contentId === id))
  if (missing !== undefined) throw withoutContent(missing, 'the body shows a picture that outlook does not list')
}
