/** What came in, and what the mail program says about it. */

/** What the bytes of a request are, when the asker knows. `auto` looks at the bytes themselves. */
export type InputForm =
  /** An RFC 5322 message, header first. */
  | 'message'
  /** A MIME entity without the message's own From and Date, as Exchange stores a clear-signed item. */
  | 'entity'
  /** A bare CMS object, DER, BER, base64 or PEM: `.p7m`, `.p7s`. */
  | 'cms'
  /** An Outlook `.msg` compound file. */
  | 'outlook-message'
  | 'auto'

/** What the mail program shows about the open item. Values are the program's word, not the message's. */
export interface HostView {
  readonly fromAddress: string | null
  readonly subject: string | null
  /** ISO 8601. */
  readonly date: string | null
  /** The reader's own address, when the program tells. */
  readonly ownAddress?: string
  /** Of the message, with angle brackets: an S/MIME part that is handed over alone has no header that says it. */
  readonly messageId?: string
}

export interface ReceivedMessage {
  readonly bytes: Uint8Array
  readonly form: InputForm
  /** The signed entity for a detached signature that came alone; null otherwise. */
  readonly content: Uint8Array | null
  readonly host: HostView | null
  /**
   * The bytes are given away: opening may write over them (base64 onto itself, segments moved together, ciphertext turned
   * into text), which saves the memory and most of the time that a copy costs. What is given out are then views on them.
   * Never set it for bytes that anybody reads again.
   */
  readonly mayOverwrite?: boolean
}
