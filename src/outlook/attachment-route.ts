/** Reading route 1: the one attachment in which Exchange keeps an S/MIME message, byte for byte. */
import { decodeContent } from './base64-content.ts'
import { OutlookError } from './mailbox-host.ts'
import { officeCall } from './office-call.ts'
import type { CallOptions } from './office-call.ts'
import type { ReadItem, RouteContent } from './read-item.ts'
import { findSmimeAttachment, storageForm } from './storage-form.ts'

/**
 * SECURITY: less than half of what was announced is not the message. Nearer than that the numbers do not compare: Exchange counts
 * properties beside the data, and some clients count base64. What is cut off there is found by whoever parses the bytes.
 */
const leastShare = 0.5

/**
 * @throws OutlookError `outlook/route-unavailable` when the item is not stored that way, `outlook/attachment-empty` when Outlook lists
 * the attachment but does not give it, and whatever `officeCall` throws.
 */
export async function readByAttachment(item: ReadItem, options: CallOptions): Promise<RouteContent> {
  const attachment = findSmimeAttachment(item.itemClass, item.attachments)
  if (attachment === null) throw new OutlookError('outlook/route-unavailable', 'the item has no S/MIME attachment')
  // QUIRK: classic Outlook lists the attachments of S/MIME items without id and size, and office.js throws at an empty id.
  if (attachment.id === '') throw new OutlookError('outlook/attachment-empty', 'the S/MIME attachment has no id')
  const { content, format } = await officeCall<Office.AttachmentContent>(
    'getAttachmentContentAsync',
    callback => item.getAttachmentContentAsync?.(attachment.id, callback),
    options,
  )
  const given: string = format
  if (given !== 'base64') throw new OutlookError('outlook/refused', `the attachment came as ${given}`)
  const bytes = await decodeContent(content, options.signal)
  // QUIRK: a data loss policy, and sometimes Outlook itself, succeeds with nothing in it.
  if (bytes.length === 0 || bytes.length < attachment.size * leastShare) {
    throw new OutlookError('outlook/attachment-empty', `the attachment has ${bytes.length} of ${attachment.size} octets`)
  }
  return { bytes, form: storageForm(bytes) }
}
