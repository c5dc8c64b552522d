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
}
