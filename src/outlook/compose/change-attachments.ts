/** Taking attachments off the open item and putting them on. */
import { encodeBase64 } from '../../bytes/encoding.ts'
import type { OutgoingAttachment } from '../../mime/outgoing-message.ts'
import { decodeContent } from '../base64-content.ts'
import { OutlookError } from '../mailbox-host.ts'
import type { CallOptions } from '../office-call.ts'
import { SendError } from '../send/sending-route.ts'
import { listAttachments } from './read-attachments.ts'
import { lateCall } from './writable-item.ts'
import type { AttachmentData, WritableItem } from './writable-item.ts'

/** What Outlook takes in one call, in octets (34 865 152 characters of base64). */
export const attachmentLimit = 26_148_864

/**
 * Adds a file and gives its id.
 *
 * QUIRK: with Outlook's own signing or encryption on, the call never comes back.
 *
 * @throws SendError `outlook/too-large-to-send`, `outlook/native-smime` when no answer comes; OutlookError as `officeCall`.
 */
export async function addFile(item: WritableItem, name: string, content: Uint8Array, isInline: boolean, options: CallOptions): Promise<string> {
  if (content.length > attachmentLimit) throw new SendError('outlook/too-large-to-send', `${content.length} octets are above the limit of an attachment`)
  const base64 = encodeBase64(content)
  try {
    return await lateCall<string>('addFileAttachmentFromBase64Async', item.addFileAttachmentFromBase64Async !== undefined, callback => item.addFileAttachmentFromBase64Async?.(base64, name, { isInline }, callback), options)
  } catch (error) {
    if (error instanceof OutlookError && error.code === 'outlook/route-timeout') throw new SendError('outlook/native-smime', 'outlook never answered to a new attachment', { cause: error })
    throw error
  }
}

/**
 * Takes off all but one, as far as Outlook lets it. It refuses for pictures that the body shows, and lists them no more once the body
 * is another: whoever calls looks at what is left.
 */
export async function removeOthers(item: WritableItem, kept: string, options: CallOptions): Promise<void> {
  for (const { id } of await listAttachments(item, options)) if (id !== kept) await remove(item, id, options)
}

async function remove(item: WritableItem, id: string, options: CallOptions): Promise<void> {
  try {
    await lateCall<unknown>('removeAttachmentAsync', item.removeAttachmentAsync !== undefined, callback => item.removeAttachmentAsync?.(id, callback), options)
  } catch (error) {
    if (!(error instanceof OutlookError) || error.code !== 'outlook/refused') throw error
  }
}

/** Whether the item has exactly one attachment, this file, octet for octet. */
export async function hasOnly(item: WritableItem, name: string, content: Uint8Array, options: CallOptions): Promise<boolean> {
  const listed = await listAttachments(item, options)
  const [only] = listed
  if (only === undefined || listed.length !== 1 || only.name !== name || only.attachmentType !== 'file' || only.isInline) return false
  const data = await lateCall<AttachmentData>('getAttachmentContentAsync', item.getAttachmentContentAsync !== undefined, callback => item.getAttachmentContentAsync?.(only.id, callback), options)
  if (data.format !== 'base64') return false
  const kept = await decodeContent(data.content, options.signal)
  return kept.length === content.length && kept.every((octet, at) => octet === content[at])
}

/**
 * Puts attachments back that were taken off, and takes off what was not there. What was an attached item comes back as a file with the
 * same message in it.
 *
 * @throws as `addFile`; SendError `outlook/item-not-restored` when the list is not as before.
 */
export async function putBack(item: WritableItem, attachments: readonly OutgoingAttachment[], options: CallOptions): Promise<void> {
  // The same name may be there twice; each entry stands for one of them.
  const missing = [...attachments]
  for (const { id, name } of await listAttachments(item, options)) {
    const at = missing.findIndex(attachment => sameFile(attachment.name, name))
    if (at >= 0) missing.splice(at, 1)
    else await remove(item, id, options)
  }
  for (const { name, content, contentId } of missing) await addFile(item, name, content, contentId !== null, options)
  const listed = await listAttachments(item, options)
  if (listed.length !== attachments.length || !attachments.every(({ name }) => listed.some(entry => sameFile(name, entry.name)))) {
    throw new SendError('outlook/item-not-restored', 'outlook lists other attachments than before')
  }
}

/** An attached item is read under a file's name. */
function sameFile(read: string, listed: string): boolean {
  return read === listed || read === `${listed}.eml` || read === `${listed}.ics`
}
