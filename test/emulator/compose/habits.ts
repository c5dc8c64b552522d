/** What Outlook does with a message that is being written without being asked. Each can be switched for a test; the defaults are the everyday ones. */

export interface ComposeHabits {
  /** Milliseconds between looks whether the server's copy is still the same; 0 never saves by itself. */
  readonly autosave: number
  /** HTML is written anew by the editor and comes back other than it went in. */
  readonly normalisesHtml: boolean
  /** A reply's quoted original is not in the editor; it is appended when the message leaves, after the add-in's handler. */
  readonly quotesLate: boolean
  /** `body.setAsync` keeps only so many characters and says that all is well. */
  readonly truncatesBodyAt: number | null
  /** Outlook's own S/MIME is on: adding attachments never comes back (office-js issue 3363), saving custom properties fails (2475). */
  readonly nativeSmime: boolean
  /** Names of attachments that a filter has emptied: they keep their size and bring no bytes. */
  readonly emptiedAttachments: readonly string[]
  /** All attachments together, octets. */
  readonly attachmentOctets: number
  readonly attachmentCount: number
  /** How long an add-in may take over a message that is being sent, milliseconds. */
  readonly sendTimeLimit: number
}

export const usualHabits: ComposeHabits = {
  autosave: 1000,
  normalisesHtml: true,
  quotesLate: false,
  truncatesBodyAt: null,
  nativeSmime: false,
  emptiedAttachments: [],
  attachmentOctets: 25 * 1024 * 1024,
  attachmentCount: 499,
  sendTimeLimit: 300_000,
}

/** Longest body that can be set, in characters, and longest text of all session data together. */
export const longestBody = 1_000_000
export const longestSessionData = { before116: 50_000, since116: 2_621_440 } as const
export const mostRecipients = 500
