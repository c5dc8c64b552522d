/** Reading route 2: the whole message as Outlook writes it out (`getAsFileAsync`, Mailbox 1.14). */
import { decodeContent } from './base64-content.ts'
import { OutlookError } from './mailbox-host.ts'
import { officeCall } from './office-call.ts'
import type { CallOptions } from './office-call.ts'
import type { ReadItem, RouteContent } from './read-item.ts'

/**
 * QUIRK: classic Outlook composes this file anew from its own store, so its bytes need not be the ones that were signed. A signature that
 * fails here says nothing as long as another route is untried.
 *
 * @throws OutlookError `outlook/attachment-empty` when nothing comes, and whatever `officeCall` throws.
 */
export async function readWholeMessage(item: ReadItem, options: CallOptions): Promise<RouteContent> {
  const text = await officeCall<string>('getAsFileAsync', callback => item.getAsFileAsync?.(callback), options)
  const bytes = await decodeContent(text, options.signal)
  if (bytes.length === 0) throw new OutlookError('outlook/attachment-empty', 'getAsFileAsync gave nothing')
  return { bytes, form: 'message' }
}
