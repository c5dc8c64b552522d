/** What the mail program asks of its server. */
import type { ComposeDraft, DraftContent } from '../compose/compose-draft.ts'
import type { FolderName } from '../server/mail/mail-store.ts'
import type { GraphFault } from '../server/mail/graph-faults.ts'
import { storeMessage } from '../stored-message.ts'
import type { StoredMessage } from '../stored-message.ts'

export type Folders = Readonly<Record<FolderName, readonly { readonly id: string }[]>>

export type TokenAnswer = { readonly accessToken: string; readonly expiresIn: number } | 'consent'

export class MailClient {
  readonly address: string
  private readonly read = new Map<string, StoredMessage>()

  constructor(address: string) {
    this.address = address
  }

  async folders(): Promise<Folders> {
    return (await (await this.get('folders')).json()) as Folders
  }

  /** A message never changes, except for drafts, which are fetched anew. */
  async message(id: string, folder: FolderName): Promise<StoredMessage> {
    const known = this.read.get(id)
    if (known !== undefined && folder !== 'drafts') return known
    const bytes = new Uint8Array(await (await this.get(`message/${encodeURIComponent(id)}`)).arrayBuffer())
    const made = storeMessage(id, bytes)
    this.read.set(id, made)
    return made
  }

  /** Saves what is in the window now. @throws when the server does not take it. */
  async saveDraft(draft: ComposeDraft): Promise<string> {
    const { version, content } = draft
    const { itemId } = (await (await this.post('draft', { itemId: draft.itemId, content })).json()) as { itemId: string }
    draft.itemId = itemId
    draft.savedVersion = Math.max(draft.savedVersion, version)
    return itemId
  }

  async discard(draft: ComposeDraft): Promise<void> {
    await this.post('discard', { itemId: draft.itemId, content: draft.content })
  }

  async send(draft: ComposeDraft, content: DraftContent): Promise<void> {
    await this.post('send', { itemId: draft.itemId, content })
  }

  async settings(): Promise<Readonly<Record<string, string>>> {
    return (await (await this.get('settings')).json()) as Readonly<Record<string, string>>
  }

  async saveSettings(settings: Readonly<Record<string, string>>): Promise<void> {
    await this.post('settings', settings)
  }

  async token(request: { readonly clientId: string; readonly scopes: readonly string[]; readonly faults: readonly GraphFault[] }, agrees: boolean): Promise<TokenAnswer> {
    const response = await fetch(this.path('token', agrees ? '&consent=1' : ''), {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ ...request, quiet: true }),
    })
    const told = (await response.json()) as { accessToken?: string; expiresIn?: number }
    return told.accessToken === undefined ? 'consent' : { accessToken: told.accessToken, expiresIn: told.expiresIn ?? 3600 }
  }

  /** Exchange's answer to a SOAP request, faults included. @throws when there is none. */
  async ews(body: string): Promise<string> {
    const response = await fetch('/EWS/Exchange.asmx', { method: 'POST', headers: { 'Content-Type': 'text/xml; charset=utf-8', 'X-Demo-Mailbox': this.address }, body })
    if (!(response.headers.get('Content-Type') ?? '').startsWith('text/xml')) throw new Error(`Exchange answered ${response.status}`)
    return response.text()
  }

  private path(what: string, more = ''): string {
    return `/mail/${what}?mailbox=${encodeURIComponent(this.address)}${more}`
  }

  private async get(what: string): Promise<Response> {
    const response = await fetch(this.path(what))
    if (!response.ok) throw new Error(`the server answered ${response.status} to ${what}`)
    return response
  }

  private async post(what: string, value: unknown): Promise<Response> {
    const response = await fetch(this.path(what), { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) })
    if (!response.ok) throw new Error(`the server answered ${response.status} to ${what}`)
    return response
  }
}
