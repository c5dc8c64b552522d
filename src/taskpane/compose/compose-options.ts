/** What writing needs from around it, and what one send is asked for with. */
import type { Protection } from '../../engine/compose-protocol.ts'
import type { OutgoingMessage } from '../../mime/outgoing-message.ts'
import type { ComposeItem, WrittenItem } from '../../outlook/compose/compose-item.ts'
import type { OpenNewMessage } from '../../outlook/message-start.ts'
import type { SendingRoute } from '../../outlook/send/sending-route.ts'
import type { ComposePolicy } from '../../smime/compose-policy.ts'
import type { FoundOut, SendStep } from './compose-state.ts'
import type { EditedMessage } from './edited-message.ts'
import type { ShownRecipient } from './recipient-list.ts'
import type { SendOutcome } from './send-outcome.ts'
import type { SendingOptions } from './send-parts.ts'
import type { WritingAsker } from './writing-asker.ts'

/** One send, as the send path is asked for it. */
export interface SendJob {
  readonly draftId: string
  readonly route: SendingRoute
  readonly protection: Protection
  readonly policy: ComposePolicy
  readonly answersEncrypted: boolean
  /** Who writes, as the writer was shown; null where nobody was. */
  readonly from: string | null
  /** What the writer was shown. */
  readonly recipients: readonly ShownRecipient[]
  readonly expected: readonly { readonly address: string; readonly fingerprint: string }[] | null
  /** Finished words of the protected editor; null when they are in Outlook's item. */
  readonly edited: OutgoingMessage | null
  /** The message of what was read from Outlook's item. */
  readonly messageOf: (written: WrittenItem) => OutgoingMessage
  readonly onStep: (step: SendStep) => void
  readonly signal: AbortSignal
}

export interface ComposeOptions {
  readonly engine: WritingAsker
  readonly now: () => Date
  readonly item: ComposeItem | null
  readonly routes: readonly SendingRoute[]
  readonly ownAddress: string | null
  /** Outlook's window for another message; absent where it opens none. */
  readonly newMessage?: OpenNewMessage | null
  readonly policy: ComposePolicy
  /** 128 random bits in hexadecimal. */
  readonly newId: () => string
  /** The whole way, from the item to the server. Never rejects for an expected failure. */
  readonly send: (job: SendJob, options?: SendingOptions) => Promise<SendOutcome>
  /** Looks for what was perhaps sent. Never rejects. */
  readonly look: (draftId: string) => Promise<FoundOut>
  /** Text that stands in an item whose words moved into the protected editor, in the writer's language. */
  readonly movedNotice: () => string
  /** What was not taken along of the message that is answered, for somebody could have changed it (SEC-34); absent when there is nothing of the kind. */
  readonly withheld?: () => Promise<Pick<EditedMessage, 'quote' | 'attachments'>>
  /** Milliseconds without a change after which the editor's words are kept. */
  readonly keepDelay?: number
}
