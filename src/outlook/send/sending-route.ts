/** The ways in which a finished message leaves, and what keeps it from leaving. */
import { CodedError } from '../../bytes/coded-error.ts'

export type SendErrorCode =
  /** No connection. Nothing was sent. */
  | 'outlook/network'
  /** The sign-in was refused. Nothing was sent. */
  | 'outlook/token'
  /** The user has to allow sending once. Nothing was sent. */
  | 'outlook/consent'
  /** 413, or above what the route takes. Nothing was sent. */
  | 'outlook/too-large-to-send'
  /** The server asks to wait (`SendError.retryAfter`). Nothing was sent. */
  | 'outlook/throttled'
  /** The mailbox may not send as this From. */
  | 'outlook/send-as-denied'
  /** The mailbox is full. */
  | 'outlook/mailbox-full'
  /** The server refused for another reason. Nothing was sent. */
  | 'outlook/send-refused'
  /** Asked, and no answer that says yes or no. Perhaps sent. */
  | 'outlook/sent-unconfirmed'
  /** Outlook gave back another body than was written, or less of it. */
  | 'outlook/body-truncated'
  /** An attachment without content: a cloud file, or emptied by a filter. `SendError.subject` names it. */
  | 'outlook/attachment-no-bytes'
  /** Someone was added or removed after the list was looked at. */
  | 'outlook/recipients-changed'
  /** Another From was chosen after the list was looked at: another name would be signed with. */
  | 'outlook/from-changed'
  /** Nobody to send to. */
  | 'outlook/no-recipients'
  /** The members of a group cannot be seen. `SendError.subject` names it. */
  | 'outlook/group-unknown'
  /** Outlook's own signing or encryption is on for this item, and keeps add-ins from changing it. */
  | 'outlook/native-smime'
  /** The item is not what was made; it was put back. */
  | 'outlook/item-not-as-planned'
  /** The item is not what was made, and could not be put back whole. Nothing was sent; what was written is in the journal. */
  | 'outlook/item-not-restored'
  /** This route does not exist here. */
  | 'outlook/route-unavailable'

export interface SendErrorDetails {
  readonly cause?: unknown
  /** Seconds. */
  readonly retryAfter?: number
  /** The file or group it is about, as text from outside. */
  readonly subject?: string
}

export class SendError extends CodedError<SendErrorCode> {
  readonly retryAfter: number | null
  readonly subject: string | null

  constructor(code: SendErrorCode, message: string, { cause, retryAfter, subject }: SendErrorDetails = {}) {
    super(code, message, { cause })
    this.retryAfter = retryAfter ?? null
    this.subject = subject ?? null
  }
}

export type SendingRouteName = 'graph' | 'ews' | 'replace' | 'file'

/** One copy as a route takes it. */
export interface SendableMessage {
  readonly bytes: Uint8Array
  readonly messageId: string
  readonly recipients: readonly string[]
  readonly role: 'main' | 'bcc'
}

export type RouteOffer =
  /** `limit`: octets of the finished message; null where none is known. */
  | { readonly isOffered: true; readonly limit: number | null }
  | { readonly isOffered: false; readonly code: SendErrorCode }

export interface SendingRoute {
  readonly name: SendingRouteName
  /** Whether it can be used in this mailbox, asked without signing in and without touching the item. */
  offer(): RouteOffer
  /** Loads what `send` will need, for a message that is about to be finished. Asks nobody and sends nothing; what fails here is tried again then. */
  prepare?(): void
  /**
   * Sends one copy. Returns once the server has taken it (Graph: the draft's 201, then exactly 202; EWS: NoError to both requests), or the
   * file was handed over, or Outlook was told to send.
   *
   * @param handingOver - Called before the moment from which Outlook's own item could go without us (only `replace` has one). When it rejects,
   * nothing is sent.
   * @throws SendError. `outlook/sent-unconfirmed` is the only code after which the message may have gone.
   * @throws the signal's reason when aborted before the server was asked.
   */
  send(message: SendableMessage, signal: AbortSignal, handingOver?: () => Promise<void>): Promise<void>
  /** Whether a message with this id lies in Sent Items; null when the route cannot look. */
  wasSent(messageId: string, signal: AbortSignal): Promise<boolean | null>
  /**
   * Whether Outlook sent its own item in which this message was sealed: Outlook gives it another Message-ID, so that it is looked for by the name
   * that it bears. False only where the item is still being written here. Null, or absent: this route does not know.
   */
  wasItemSent?(messageId: string, signal: AbortSignal): Promise<boolean | null>
  /**
   * Takes away what this route laid down of a message and did not send: finished drafts of this id. Asked once it is certain that nothing
   * of it is under way. Best effort, never rejects; absent where nothing is laid down.
   */
  clearUp?(messageId: string, signal: AbortSignal): Promise<void>
  /** True when a copy for hidden recipients can be sent by this route (all but `replace`). */
  readonly takesSeveral: boolean
  /** True where `send` only makes the item ready, and the writer then presses Outlook's own Send. Read it after `send` came back. */
  readonly leavesSendToUser?: boolean
}
