/** The open item of Office.js, as far as reading needs it, and what one route brings. */
import type { HostView, InputForm } from '../smime/received-message.ts'
import type { OpenItem } from './mailbox-host.ts'
import type { CallResult } from './office-call.ts'
import type { ListedAttachment } from './storage-form.ts'

/** `Office.MessageRead` fits. The methods are absent in Outlooks that are too old for them. */
export interface ReadItem {
  readonly itemId?: string
  readonly internetMessageId?: string
  readonly subject: string
  readonly from?: { readonly emailAddress: string } | null
  readonly dateTimeCreated?: Date | null
  readonly itemClass: string
  readonly attachments: readonly ListedAttachment[]
  getAttachmentContentAsync?(id: string, callback: (result: CallResult<Office.AttachmentContent>) => void): void
  getAsFileAsync?(callback: (result: CallResult<string>) => void): void
}

export interface RouteContent {
  readonly bytes: Uint8Array
  readonly form: InputForm
}

/** Whether the open item is one that is read. In compose its subject is an object with methods. */
export function isReadItem(item: unknown): item is ReadItem {
  return typeof item === 'object' && item !== null && 'subject' in item && typeof item.subject === 'string'
}

function isoDate(date: Date | null | undefined): string | null {
  return date === null || date === undefined || Number.isNaN(date.getTime()) ? null : date.toISOString()
}

/** What Outlook itself shows of the item, and whose mailbox it is; compared with what the message says. */
export function hostView(item: ReadItem, ownAddress?: string): HostView {
  return {
    fromAddress: item.from?.emailAddress ?? null,
    subject: item.subject,
    date: isoDate(item.dateTimeCreated),
    ...(ownAddress === undefined || ownAddress === '' ? {} : { ownAddress }),
    ...(item.internetMessageId === undefined || item.internetMessageId === '' ? {} : { messageId: item.internetMessageId }),
  }
}

/**
 * Describes any open item.
 *
 * @param serial counts the items that were opened: S/MIME items have no id in Outlook for Mac, so an id alone cannot tell two apart.
 */
export function describeItem(item: unknown, serial: number): OpenItem {
  if (!isReadItem(item)) return { key: `${serial}:compose`, mode: 'compose', subject: '', fromAddress: null, date: null, itemClass: '' }
  const { fromAddress, date } = hostView(item)
  return {
    key: `${serial}:${item.itemId ?? ''}:${item.internetMessageId ?? ''}`,
    mode: 'read',
    subject: item.subject,
    fromAddress,
    date,
    itemClass: item.itemClass,
  }
}
