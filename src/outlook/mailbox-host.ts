/** What the rest of the house may ask of Outlook. `office-host.ts` answers with Office.js; nobody else says `Office`. */
import { CodedError } from '../bytes/coded-error.ts'
import type { ComposeItem } from './compose/compose-item.ts'
import type { HostView, InputForm } from '../smime/received-message.ts'
import type { OpenNewMessage } from './message-start.ts'
import type { SendPorts } from './send/send-ports.ts'
import type { SendingRoute } from './send/sending-route.ts'

export type OutlookErrorCode =
  /** A call gave no answer in time. */
  | 'outlook/route-timeout'
  /** Outlook succeeded with nothing in it, or with fewer bytes than it announced. */
  | 'outlook/attachment-empty'
  /** Outlook refuses: permission, protected item. */
  | 'outlook/permission'
  /** The open item changed while it was being read. */
  | 'outlook/item-changed'
  /** This Outlook has no such call. */
  | 'outlook/route-unavailable'
  /** Anything else that Outlook says, with its own number in the message. */
  | 'outlook/refused'
  /** Every route was tried and none gave the message. */
  | 'outlook/no-route'
  /** No item is open. */
  | 'outlook/no-item'
  /** An Outlook, or a browser engine in it, that Sealpane cannot run in. */
  | 'outlook/too-old'

/** What there is for writing: the open item, when one is being written, and the ways out of this mailbox, best first. */
export interface WritingHost {
  readonly item: ComposeItem | null
  readonly routes: readonly SendingRoute[]
  /** The mailbox's own address; null where nobody knows. */
  readonly ownAddress: string | null
  /** Outlook's window for another message, beside the one that is written here; null where it opens none. */
  readonly newMessage: OpenNewMessage | null
}

export class OutlookError extends CodedError<OutlookErrorCode> {}

/** How the message was got. The order of the list is the order of the cascade. */
export type ReadingRoute = 'attachment' | 'whole-message' | 'ews' | 'graph' | 'file'

export interface RouteAttempt {
  readonly route: ReadingRoute
  readonly outcome: 'read' | OutlookErrorCode
  /** Milliseconds the attempt took. */
  readonly duration: number
}

/** What one route brought. The bytes belong to the caller. */
export interface ReadMessage {
  readonly route: ReadingRoute
  readonly bytes: Uint8Array
  readonly form: InputForm
  readonly host: HostView
}

/** The open item as Outlook describes it. `key` changes whenever another item is open. */
export interface OpenItem {
  readonly key: string
  readonly mode: 'read' | 'compose'
  readonly subject: string
  readonly fromAddress: string | null
  readonly date: string | null
  readonly itemClass: string
}

export interface HostTheme {
  readonly dark: boolean | null
}

export interface MailboxHost {
  /** The open item, or null when none is (pinned pane, empty selection). */
  currentItem(): OpenItem | null
  /**
   * The routes that this Outlook offers for the open item, best first. Each is tried by calling `read`.
   * Routes whose place is reserved (EWS, Graph) are absent until they exist.
   */
  readingRoutes(): readonly ReadingRoute[]
  /**
   * Reads the open item by one route.
   * @throws OutlookError when the route cannot; the next one may.
   */
  read(route: ReadingRoute, signal: AbortSignal): Promise<ReadMessage>
  /** Calls `listener` after the pinned pane was given another item, or none. Returns how to stop. */
  onItemChanged(listener: () => void): () => void
  /** What writing needs, loaded when asked for: most who open the pane only read. */
  writing(ports: SendPorts): Promise<WritingHost>
  /** BCP 47 tag of the language that Outlook shows, for example `ja-JP`. */
  displayLanguage(): string
  theme(): HostTheme
}
