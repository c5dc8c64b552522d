/** Fetches the mailbox that lies beside the page. */
import { storeMessage } from '../stored-message.ts'
import type { StoredMessage } from '../stored-message.ts'

export interface MailboxEntry {
  readonly id: string
  readonly file: string
  readonly title: { readonly en: string; readonly ja: string }
}

export interface Letter {
  readonly entry: MailboxEntry
  readonly message: StoredMessage
}

export interface Mailbox {
  readonly reader: { readonly name: string; readonly address: string }
  readonly letters: readonly Letter[]
}

async function get(path: string): Promise<Response> {
  const response = await fetch(path)
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return response
}

export async function loadMailbox(): Promise<Mailbox> {
  const index = (await (await get('/mailbox/mailbox.json')).json()) as { reader: Mailbox['reader']; messages: MailboxEntry[] }
  const letters = await Promise.all(
    index.messages.map(async entry => {
      const bytes = new Uint8Array(await (await get(`/mailbox/${entry.file}`)).arrayBuffer())
      return { entry, message: storeMessage(entry.id, bytes) }
    }),
  )
  return { reader: index.reader, letters }
}
