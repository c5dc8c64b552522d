/** How a message begins that is written in Outlook's own window. */
export interface MessageStart {
  readonly to: string
  readonly subject: string
  /** Plain text, a paragraph each. */
  readonly paragraphs: readonly string[]
}

/** @throws OutlookError when Outlook does not open it. Nothing is ever sent by this. */
export type OpenNewMessage = (start: MessageStart, signal: AbortSignal) => Promise<void>
