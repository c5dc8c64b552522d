/** The event that Outlook raises when somebody presses Send. */

export interface SendingAnswer {
  readonly allowEvent: boolean
  /** At most 500 characters. */
  readonly errorMessage?: string
  /** The same with emphasis, where Outlook shows it (Mailbox 1.15). */
  readonly errorMessageMarkdown?: string
  /** The ribbon button that the dialog offers, and its words there (at most 20 characters). */
  readonly commandId?: string
  readonly cancelLabel?: string
}

export interface SendingEvent {
  completed(answer: SendingAnswer): void
}

/** BCP 47; English where Outlook does not say. */
export function sendingLanguage(): string {
  try {
    return Office.context.displayLanguage
  } catch {
    return 'en'
  }
}

/** Gives Outlook the function that the manifest names. Has to happen while the script is loaded. */
export function handleSending(functionName: string, handler: (event: SendingEvent) => void): void {
  Office.actions.associate(functionName, handler)
  // In a page office.js waits for somebody to be ready for; classic Outlook's script-only runtime has no page and no use for it.
  if (typeof document !== 'undefined') void Office.onReady()
}
