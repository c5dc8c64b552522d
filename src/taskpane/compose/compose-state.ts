/** What the screens for writing show, as plain data. */
import type { DraftSummary, KnownCertificate, Protection, SignerResult } from '../../engine/compose-protocol.ts'
import type { OutgoingMailbox, OutgoingMessage } from '../../mime/outgoing-message.ts'
import type { SendingRoute } from '../../outlook/send/sending-route.ts'
import type { EditedMessage } from './edited-message.ts'
import type { ShownRecipient } from './recipient-list.ts'

/** What happens during a send, for whoever waits. */
export type SendStep = 'reading' | 'keeping' | 'making' | 'changing' | 'sending' | 'looking' | 'closing'

export interface SendFailure {
  readonly code: string
  /** The file, group or address that it is about. */
  readonly subject: string | null
  /** Seconds. */
  readonly retryAfter: number | null
}

/** How a send ended, when it did not stop. */
export interface SendEnd {
  readonly kind: 'sent' | 'handed-over' | 'told-outlook'
  readonly recipients: number
  readonly protection: Protection
  /** Whether Outlook closed the item by itself; null when there was none. */
  readonly isClosed: boolean | null
}

/** Some copies went, others did not. */
export interface PartlySent {
  readonly sent: readonly string[]
  readonly rest: readonly string[]
}

/** What Sent Items said about a message that was perhaps sent. */
export type FoundOut = 'sent' | 'not-sent' | 'unknown'

export interface Kept {
  readonly state: 'saved' | 'saving' | 'not-saved'
  /** ISO 8601; of the last time that it was kept. */
  readonly at: string | null
}

export interface Preview {
  readonly message: OutgoingMessage
  readonly leftOut: number
}

export interface CertificateAnswer {
  readonly address: string
  readonly added: readonly KnownCertificate[]
  readonly addresses: readonly string[]
}

export interface ComposeState {
  readonly phase: 'writing' | 'sending' | 'done'
  /** Where the words are: in Outlook's item, or in the protected editor. */
  readonly place: 'outlook' | 'editor'
  readonly hasItem: boolean
  readonly from: OutgoingMailbox | null
  readonly protection: Protection
  readonly recipients: readonly ShownRecipient[]
  readonly isLooking: boolean
  readonly signer: SignerResult | null
  /** The way that will be used; null as long as there is none that is offered. */
  readonly route: SendingRoute | null
  readonly step: SendStep | null
  readonly failure: SendFailure | null
  readonly partly: PartlySent | null
  readonly end: SendEnd | null
  readonly found: FoundOut | null
  /** What is in the protected editor. */
  readonly edited: EditedMessage | null
  readonly kept: Kept
  readonly preview: Preview | null
  readonly certificates: CertificateAnswer | null
  /** Words and files of the message that is answered were left behind, until the writer asks for them (SEC-34). */
  readonly isWithheld: boolean
  /** Turning encryption off has to be confirmed: it drops the quote. */
  readonly asksToUnprotect: boolean
}

export const START: ComposeState = {
  phase: 'writing',
  place: 'outlook',
  hasItem: false,
  from: null,
  protection: { sign: false, encrypt: false },
  recipients: [],
  isLooking: true,
  signer: null,
  route: null,
  step: null,
  failure: null,
  partly: null,
  end: null,
  found: null,
  edited: null,
  kept: { state: 'not-saved', at: null },
  preview: null,
  certificates: null,
  isWithheld: false,
  asksToUnprotect: false,
}

/** A draft that was found in the journal, and what is known of it. */
export interface OfferedDraft {
  readonly draft: DraftSummary
  readonly isPerhapsSent: boolean
}
