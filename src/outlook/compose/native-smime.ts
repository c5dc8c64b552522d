/** Outlook's own signing and encryption of the open item. */
import { officeCall } from '../office-call.ts'
import type { CallOptions } from '../office-call.ts'
import { SendError } from '../send/sending-route.ts'
import type { WritableItem } from './writable-item.ts'

const smimeClass = /^ipm\.note\.smime\b/iu

/**
 * Refuses an item for which it is on: there, changes to attachments never come back.
 *
 * @throws SendError `outlook/native-smime` where Outlook tells of it (Mailbox 1.14); elsewhere the change itself finds out.
 */
export async function refuseNativeSmime(item: WritableItem, options: CallOptions): Promise<void> {
  if (item.getItemClassAsync === undefined) return
  const itemClass = await officeCall<unknown>('getItemClassAsync', callback => item.getItemClassAsync?.(callback), options)
  if (typeof itemClass === 'string' && smimeClass.test(itemClass)) throw new SendError('outlook/native-smime', 'outlook signs or encrypts this item itself')
}
