/** The ways to a message's bytes, best first, as data. */
import type { ReadingRoute } from './mailbox-host.ts'
import type { CallOptions } from './office-call.ts'
import type { ReadItem, RouteContent } from './read-item.ts'
import { findSmimeAttachment } from './storage-form.ts'

/** Whether this Outlook says that it has a requirement set of `Mailbox`, for example `1.8`. */
export type HasMailboxSet = (version: string) => boolean

export interface CascadeStep {
  readonly route: ReadingRoute
  /** Whether this Outlook can try the route for this item. */
  readonly isOffered: (item: ReadItem, has: HasMailboxSet) => boolean
  readonly read: (item: ReadItem, options: CallOptions) => Promise<RouteContent>
}

/**
 * The steps that Outlook itself can take. EWS and Graph stand between the whole message and the file in `ReadingRoute`'s order and join
 * here when they exist. The file is not a step: the reader brings it.
 *
 * QUIRK: office.js says that a requirement set is there when Outlook says so, even if its own copy is too old to have the method;
 * so both are asked.
 */
export const readingCascade: readonly CascadeStep[] = [
  {
    route: 'attachment',
    isOffered: (item, has) =>
      has('1.8') && typeof item.getAttachmentContentAsync === 'function' && findSmimeAttachment(item.itemClass, item.attachments) !== null,
    read: async (...asked) => (await import(/* webpackChunkName: 'reading' */ './attachment-route.ts')).readByAttachment(...asked),
  },
  {
    route: 'whole-message',
    isOffered: (item, has) => has('1.14') && typeof item.getAsFileAsync === 'function',
    read: async (...asked) => (await import(/* webpackChunkName: 'reading' */ './whole-message-route.ts')).readWholeMessage(...asked),
  },
]
