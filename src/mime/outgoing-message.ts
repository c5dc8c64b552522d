/** A message as its author wrote it, before it has any octets: plain data that crosses the worker's wall. */

export interface OutgoingMailbox {
  /** Display name as text; empty when there is none. */
  readonly name: string
  /** addr-spec. */
  readonly address: string
}

export interface OutgoingAttachment {
  readonly name: string
  /** `application/pdf`; `message/rfc822` for a message that goes along. */
  readonly mediaType: string
  readonly content: Uint8Array
  /** Of a picture that the HTML shows (`cid:`), without angle brackets; null for an ordinary attachment. */
  readonly contentId: string | null
}

export interface OutgoingMessage {
  readonly from: OutgoingMailbox
  /** Whoever writes in the name of `from` (RFC 5322 section 3.6.2); null when it is the same. */
  readonly sender: OutgoingMailbox | null
  readonly to: readonly OutgoingMailbox[]
  readonly cc: readonly OutgoingMailbox[]
  readonly bcc: readonly OutgoingMailbox[]
  readonly subject: string
  /** ISO 8601. */
  readonly date: string
  /** With angle brackets, as are those of the messages answered. Chosen before anything is sent, so that a copy can be looked for. */
  readonly messageId: string
  readonly inReplyTo: string | null
  readonly references: readonly string[]
  /** Line ends of any kind. Always there: whoever cannot show HTML reads this. */
  readonly text: string
  /** Body or whole document; null for a message of text alone. */
  readonly html: string | null
  readonly attachments: readonly OutgoingAttachment[]
  readonly importance: 'low' | 'normal' | 'high'
}
