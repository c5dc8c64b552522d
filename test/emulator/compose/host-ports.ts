/** What the emulated Outlook needs from the program around it: a server, a window to close, another to open. */
import type { ComposeDraft } from './compose-draft.ts'

/** A window that an add-in asks for. */
export type FormRequest =
  | { readonly kind: 'reply'; readonly all: boolean; readonly htmlBody: string }
  | { readonly kind: 'new'; readonly to: readonly string[]; readonly cc: readonly string[]; readonly bcc: readonly string[]; readonly subject: string; readonly htmlBody: string }

export interface HostPorts {
  /** Puts the draft on the server and gives its id there. Rejects when the server does not take it. */
  saveDraft(draft: ComposeDraft): Promise<string>
  /** What the Send button does, the add-in's own handler before it. */
  send(draft: ComposeDraft): Promise<'sent' | 'refused'>
  close(draft: ComposeDraft, discards: boolean): void
  openForm(form: FormRequest): void
  /** Gives Exchange's answer to a SOAP request. Rejects when there is no server that could answer. */
  ews(body: string): Promise<string>
  /** Keeps the add-in's roaming settings: each value is JSON. */
  saveSettings(settings: Readonly<Record<string, string>>): Promise<void>
}

const absent = (what: string) => () => Promise.reject(new Error(`no server that could ${what}`))

/** An Outlook without a server: it reads, and the open draft is all there is. */
export const noPorts: HostPorts = {
  saveDraft: absent('keep a draft'),
  send: absent('send'),
  close: () => undefined,
  openForm: () => undefined,
  ews: absent('answer'),
  saveSettings: absent('keep settings'),
}
