/** The open item of Office.js while it is being written, as far as it is used. */
import { officeCall } from '../office-call.ts'
import type { CallOptions, CallResult } from '../office-call.ts'
import { OutlookError } from '../mailbox-host.ts'

export type Callback<Value> = (result: CallResult<Value>) => void

export interface ListedRecipient {
  readonly emailAddress?: string
  readonly displayName?: string
  /** `distributionList`, `externalUser`, `other`, `user`; absent in some Outlooks while one writes. */
  readonly recipientType?: string
}

export interface RecipientsField {
  getAsync(callback: Callback<readonly ListedRecipient[]>): void
}

export interface ComposeAttachment {
  readonly id: string
  readonly name: string
  readonly size: number
  /** `file`, `item`, `cloud`. */
  readonly attachmentType: string
  readonly isInline: boolean
  readonly contentId?: string
}

export interface AttachmentData {
  readonly content: string
  /** `base64`, `eml`, `iCalendar`, `url`. */
  readonly format: string
}

/** `Office.MessageCompose` fits. What may be absent came with a later requirement set or is missing in some Outlook. */
export interface WritableItem {
  readonly conversationId?: string | null
  readonly inReplyTo?: string | null
  readonly to: RecipientsField
  readonly cc: RecipientsField
  readonly bcc?: RecipientsField
  readonly from?: { getAsync(callback: Callback<ListedRecipient>): void }
  readonly subject: {
    getAsync(callback: Callback<string>): void
    setAsync(subject: string, callback: Callback<unknown>): void
  }
  readonly body: {
    getAsync(coercionType: 'text' | 'html', callback: Callback<string>): void
    getTypeAsync(callback: Callback<string>): void
    setAsync(data: string, options: { readonly coercionType: 'text' | 'html' }, callback: Callback<unknown>): void
  }
  readonly internetHeaders?: {
    getAsync(names: string[], callback: Callback<Readonly<Record<string, string>>>): void
    setAsync(headers: Record<string, string>, callback: Callback<unknown>): void
    removeAsync(names: string[], callback: Callback<unknown>): void
  }
  getComposeTypeAsync?(callback: Callback<unknown>): void
  getItemClassAsync?(callback: Callback<string>): void
  getAttachmentsAsync?(callback: Callback<readonly ComposeAttachment[]>): void
  getAttachmentContentAsync?(id: string, callback: Callback<AttachmentData>): void
  addFileAttachmentFromBase64Async?(content: string, name: string, options: { readonly isInline: boolean }, callback: Callback<string>): void
  removeAttachmentAsync?(id: string, callback: Callback<unknown>): void
  addHandlerAsync?(event: string | Office.EventType, handler: () => void, callback: Callback<unknown>): void
  saveAsync?(callback: Callback<string>): void
  sendAsync?(callback: Callback<unknown>): void
  closeAsync?(options: { readonly discardItem: boolean }, callback: Callback<unknown>): void
}

/** Whether the open item is a message that is being written: its subject is an object with methods, and it has recipients. */
export function isWritableItem(item: unknown): item is WritableItem {
  if (typeof item !== 'object' || item === null || !('subject' in item) || !('to' in item) || !('body' in item)) return false
  return typeof item.subject === 'object' && item.subject !== null && 'getAsync' in item.subject
}

/**
 * Calls a member that not every Outlook has.
 *
 * @throws OutlookError `outlook/route-unavailable` when it is absent, else what `officeCall` throws.
 */
export async function lateCall<Value>(name: string, isThere: boolean, start: (callback: Callback<Value>) => void, options: CallOptions): Promise<Value> {
  if (!isThere) throw new OutlookError('outlook/route-unavailable', `no ${name} in this outlook`)
  return officeCall(name, start, options)
}

/** Members that came later, with the requirement set that each needs. */
const LATER = {
  saveAsync: '1.3',
  from: '1.7', addHandlerAsync: '1.7',
  getAttachmentsAsync: '1.8', getAttachmentContentAsync: '1.8', addFileAttachmentFromBase64Async: '1.8', internetHeaders: '1.8',
  getComposeTypeAsync: '1.10',
  getItemClassAsync: '1.14', inReplyTo: '1.14', closeAsync: '1.14',
  sendAsync: '1.15',
} as const satisfies Partial<Record<keyof WritableItem, string>>

/**
 * The item without what this Outlook does not support: office.js carries members that the Outlook around it cannot answer, and an Outlook
 * may claim a set whose members its office.js does not carry.
 *
 * @param hasSet whether Outlook supports a requirement set of `Mailbox`.
 */
export function asSupported(item: WritableItem, hasSet: (version: string) => boolean): WritableItem {
  const isThere = (name: string): boolean => {
    const set = Object.hasOwn(LATER, name) ? LATER[name as keyof typeof LATER] : null
    return set === null || hasSet(set)
  }
  // QUIRK: office.js defines some members for good, and a proxy may not answer for such a member of its own target with anything else.
  return new Proxy({} as WritableItem, {
    get: (_target, name) => {
      if (typeof name !== 'string' || !isThere(name)) return undefined
      const value: unknown = Reflect.get(item, name, item)
      return typeof value === 'function' ? (value as (...values: unknown[]) => unknown).bind(item) : value
    },
  })
}
