/** How a send ended, as plain data, and what is known of each message of it. */
import type { CertificateSummary } from '../../certpath/verdict.ts'
import type { DraftCopy } from '../../engine/compose-protocol.ts'
import { SendError } from '../../outlook/send/sending-route.ts'
import { failureOf } from '../read/failure-of.ts'
import type { SendFailure } from './compose-state.ts'

export type CopyState = 'taken' | 'perhaps-sent' | 'not-sent'

export interface CopyReport {
  readonly messageId: string
  readonly role: DraftCopy['role']
  readonly recipients: readonly string[]
  readonly state: CopyState
}

export type SendOutcome =
  /** Every copy was taken by a server, or sent by Outlook. The draft has ended. */
  | {
      readonly kind: 'sent'
      readonly copies: readonly CopyReport[]
      /** Whether Outlook closed the item; null when there was none to close. */
      readonly isClosed: boolean | null
      readonly signer: CertificateSummary | null
      readonly cipher: string | null
    }
  /** Finished, and the rest is up to the writer: the files, or Outlook's own Send. The draft stays until its writer says that it went. */
  | { readonly kind: 'handed-over' | 'told-outlook'; readonly draftId: string; readonly copies: readonly CopyReport[] }
  /**
   * Nothing went but the copies that say so. `outlook/sent-unconfirmed`: perhaps more. What was written is in the journal under
   * `draftId`; null when it never came that far, and then it is untouched where it was written.
   */
  | { readonly kind: 'stopped'; readonly failure: SendFailure; readonly draftId: string | null; readonly copies: readonly CopyReport[] }

/** A request was made for it, and nobody knows what became of that. */
export function isPerhapsSent({ isTaken, askedAt }: DraftCopy): boolean {
  return !isTaken && askedAt !== null
}

export function reportOf(copy: DraftCopy): CopyReport {
  const { messageId, role, recipients, isTaken } = copy
  return { messageId, role, recipients, state: isTaken ? 'taken' : isPerhapsSent(copy) ? 'perhaps-sent' : 'not-sent' }
}

/**
 * Whether a failed request is certain to have sent nothing. Only a coded refusal is, or having given up before the server was
 * asked; anything else that was thrown says nothing about the message.
 */
export function isPlainNo(error: unknown, signal: AbortSignal): boolean {
  if (error instanceof SendError) return error.code !== 'outlook/sent-unconfirmed'
  return signal.aborted && error === signal.reason
}

/** What is told of whatever was thrown. */
export function failureFrom(error: unknown, signal: AbortSignal): SendFailure {
  const { subject, retryAfter } = error instanceof SendError ? error : { subject: null, retryAfter: null }
  const code = signal.aborted && error === signal.reason ? 'engine/cancelled' : failureOf(error)
  return { code, subject, retryAfter }
}
