/** A message that is being written in Outlook, as the rest of the house may know it. `office-compose-item.ts` answers with Office.js. */
import type { OutgoingAttachment, OutgoingMailbox } from '../../mime/outgoing-message.ts'
import type { DemandedProtection } from './protection-mark.ts'

export interface Addressee extends OutgoingMailbox {
  readonly field: 'to' | 'cc' | 'bcc'
  /** A distribution list: nobody's certificate, its members are asked for. `unknown` where Outlook does not say. */
  readonly kind: 'person' | 'group' | 'unknown'
}

/** Everything that was written, read back complete. */
export interface WrittenItem {
  readonly from: OutgoingMailbox
  /** The mailbox's own address, when `from` is an alias or a shared mailbox; else null. */
  readonly sender: OutgoingMailbox | null
  readonly addressees: readonly Addressee[]
  readonly subject: string
  readonly html: string | null
  readonly text: string
  readonly attachments: readonly OutgoingAttachment[]
  readonly inReplyTo: string | null
  readonly references: readonly string[]
  readonly importance: 'low' | 'normal' | 'high'
}

export type ComposeType = 'new' | 'reply' | 'forward'

/** Every call has a time-out and a code (`OutlookError`, `SendError`). */
export interface ComposeItem {
  composeType(signal: AbortSignal): Promise<ComposeType>
  /** Only who gets it and who writes, for the list in the pane. Quick. */
  addressees(signal: AbortSignal): Promise<{ readonly from: OutgoingMailbox; readonly addressees: readonly Addressee[] }>
  /** Calls `listener` after recipients or From changed, where Outlook tells of it. Returns how to stop. */
  onAddresseesChanged(listener: () => void): () => void
  /**
   * Reads everything. @throws SendError `outlook/attachment-no-bytes` (cloud file, filter), `outlook/body-truncated`,
   * `outlook/native-smime`: what is not complete is not sent (SEC-80).
   */
  read(signal: AbortSignal): Promise<WrittenItem>
  /**
   * The members of a group, all levels. @throws SendError `outlook/group-unknown` when they cannot be had, none included.
   */
  expandGroup(address: string, signal: AbortSignal): Promise<readonly OutgoingMailbox[]>
  /** Marks the item for the send guard: it goes out protected or not at all. Survives in the draft; neither of the two takes the mark away. */
  demandProtection(demanded: DemandedProtection, signal: AbortSignal): Promise<void>
  /** What an earlier pane was asked for on the same draft. */
  demandedProtection(signal: AbortSignal): Promise<DemandedProtection>
  /** Empties body and subject's text stays: what is written from now on stays in the pane (SEC-78). */
  clearBody(notice: string, signal: AbortSignal): Promise<void>
  /** Puts the text back where it was. */
  restoreBody(item: Pick<WrittenItem, 'html' | 'text'>, signal: AbortSignal): Promise<void>
  /** Closes the window and throws the item away, where Outlook can; false where the user has to. */
  closeAndDiscard(signal: AbortSignal): Promise<boolean>
}
