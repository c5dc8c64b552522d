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

export interface Owner {
  readonly name: string
  readonly address: string
}

export interface Mailbox {
  readonly reader: Owner
  /** Everybody whose mailbox can be opened here, the reader first. */
  readonly people: readonly Owner[]
  readonly letters: readonly Letter[]
  /** Null where no encrypted letters could be made. */
  readonly keys: KeyFiles | null
}

async function get(path: string): Promise<Response> {
  const response = await fetch(path)
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return response
}

interface Index {
  readonly reader: Owner
  readonly messages: readonly MailboxEntry[]
  readonly keys?: KeyFiles
  readonly people?: readonly (Owner & { readonly messages: readonly MailboxEntry[]; readonly keys?: KeyFiles })[]
}

/**
 * Loads the mailbox of `address`, or the reader's, and, when `wanted` names a message that its index lacks, that message as well: tests bring
 * some of their own, too large to be loaded without need.
 */
export async function loadMailbox(wanted: string | null, address: string | null): Promise<Mailbox> {
  const index = (await (await get('/mailbox/mailbox.json')).json()) as Index
  const { reader, messages, keys } = [{ reader: index.reader, messages: index.messages, keys: index.keys },
    ...(index.people ?? []).map(({ name, address: own, messages: letters, keys: files }) => ({ reader: { name, address: own }, messages: letters, keys: files }))]
    .find(candidate => candidate.reader.address === (address ?? index.reader.address)) ?? { reader: index.reader, messages: index.messages, keys: index.keys }
  const isBrought = wanted !== null && wanted !== '' && messages.every(({ id }) => id !== wanted)
  const brought = isBrought && !wanted.startsWith('AAMk') ? [{ id: wanted, file: `${encodeURIComponent(wanted)}.eml`, title: { en: wanted, ja: wanted } }] : []
  const letters = await Promise.all(
    [...messages, ...brought].map(async entry => {
      const bytes = new Uint8Array(await (await get(`/mailbox/${entry.file}`)).arrayBuffer())
      return { entry, message: storeMessage(entry.id, bytes) }
    }),
  )
  return { reader, letters, keys: keys ?? null, people: [index.reader, ...(index.people ?? []).map(({ name, address: own }) => ({ name, address: own }))] }
}
