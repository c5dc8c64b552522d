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

/** Files with the reader's keys, to be imported into the pane. */
export interface KeyFiles {
  readonly files: readonly string[]
  readonly password: string
}

export interface Mailbox {
  readonly reader: { readonly name: string; readonly address: string }
  readonly letters: readonly Letter[]
  /** Null where no encrypted letters could be made. */
  readonly keys: KeyFiles | null
}

async function get(path: string): Promise<Response> {
  const response = await fetch(path)
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return response
}

/**
 * Loads the mailbox and, when `wanted` names a message that its index lacks, that message as well: tests bring some of
 * their own, too large to be loaded without need.
 */
export async function loadMailbox(wanted: string | null): Promise<Mailbox> {
  const index = (await (await get('/mailbox/mailbox.json')).json()) as {
    reader: Mailbox['reader']
    messages: MailboxEntry[]
    keys?: KeyFiles
  }
  const isBrought = wanted !== null && wanted !== '' && index.messages.every(({ id }) => id !== wanted)
  const brought = isBrought ? [{ id: wanted, file: `${encodeURIComponent(wanted)}.eml`, title: { en: wanted, ja: wanted } }] : []
  const letters = await Promise.all(
    [...index.messages, ...brought].map(async entry => {
      const bytes = new Uint8Array(await (await get(`/mailbox/${entry.file}`)).arrayBuffer())
      return { entry, message: storeMessage(entry.id, bytes) }
    }),
  )
  return { reader: index.reader, letters, keys: index.keys ?? null }
}
