/** The mailboxes of the demo: an Exchange of a few people, in memory. Messages are kept as the octets that came, drafts also as what was in the window. */
import { randomUUID } from 'node:crypto'
import type { DraftContent } from '../../compose/compose-draft.ts'
import { readAddresses, readPart } from '../../mail-text.ts'
import type { MailAddress } from '../../mail-text.ts'

export type FolderName = 'inbox' | 'sentitems' | 'drafts'
export const folderNames: readonly FolderName[] = ['inbox', 'sentitems', 'drafts']

/** What Graph's JSON form adds to a draft: MAPI properties by their Graph name. */
export type ExtendedProperties = Readonly<Record<string, string>>

export interface ServerMessage {
  readonly id: string
  changeKey: string
  folder: FolderName
  readonly at: Date
  /** Null for a draft that has no octets yet. */
  mime: Buffer | null
  /** What is in the window, for a draft of Outlook or one made of JSON. */
  content: DraftContent | null
  properties: ExtendedProperties
}

/** One state of a draft as the server had it. Nothing of these is ever forgotten: tests look for plaintext in them. */
export interface DraftVersion {
  readonly itemId: string
  readonly content: DraftContent
}

export interface Person extends MailAddress {
  /** Other addresses that the mailbox may send as. */
  readonly aliases?: readonly string[]
}

/** A distribution list: its members may be lists again. */
export interface DistributionList extends MailAddress {
  readonly members: readonly string[]
}

export interface ServerMailbox {
  readonly owner: Person
  readonly messages: ServerMessage[]
  readonly draftVersions: DraftVersion[]
  settings: Readonly<Record<string, string>>
}

export interface Envelope {
  readonly from: string
  readonly recipients: readonly string[]
}

/** A message on its way out, for whoever carries it further. */
export type Relay = (envelope: Envelope, mime: Buffer) => Promise<void>

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/** Header field of a message, unfolded; null when there is none. */
export function headerField(mime: Buffer, name: string): string | null {
  const end = mime.indexOf('\r\n\r\n')
  return readPart(mime.toString('latin1', 0, end < 0 ? mime.length : end + 4)).headers.get(name) ?? null
}

const addressesOf = (mime: Buffer, name: string): string[] => readAddresses(headerField(mime, name) ?? undefined).map(({ address }) => address).filter(address => address.includes('@'))

export const recipientsOf = (mime: Buffer): string[] => [...new Set(['to', 'cc', 'bcc'].flatMap(name => addressesOf(mime, name)))]

/** Takes a field out of the header, its continuation lines as well. */
function withoutField(mime: Buffer, name: string): Buffer {
  const end = mime.indexOf('\r\n\r\n')
  if (end < 0) return mime
  const head = mime.toString('latin1', 0, end + 2)
  const kept = head.replace(new RegExp(`^${name}:[^\\r\\n]*\\r\\n(?:[ \\t][^\\r\\n]*\\r\\n)*`, 'gim'), '')
  return kept === head ? mime : Buffer.concat([Buffer.from(kept, 'latin1'), mime.subarray(end + 2)])
}

export class MailStore {
  readonly mailboxes: readonly ServerMailbox[]
  readonly lists: readonly DistributionList[]
  /** Recipients without a mailbox here, with what was sent to them. */
  readonly elsewhere: { readonly envelope: Envelope; readonly mime: Buffer }[] = []
  /** Called for every message that is sent, besides the delivery here. */
  relay: Relay | null = null

  constructor(people: readonly Person[], lists: readonly DistributionList[] = []) {
    this.mailboxes = people.map(owner => ({ owner, messages: [], draftVersions: [], settings: {} }))
    this.lists = lists
  }

  /** By its address or an alias; null when nobody here has it. */
  mailbox(address: string): ServerMailbox | null {
    return this.mailboxes.find(({ owner }) => same(owner.address, address) || (owner.aliases ?? []).some(alias => same(alias, address))) ?? null
  }

  list(address: string): DistributionList | null {
    return this.lists.find(candidate => same(candidate.address, address)) ?? null
  }

  find(mailbox: ServerMailbox, id: string): ServerMessage | null {
    return mailbox.messages.find(message => message.id === id) ?? null
  }

  inFolder(mailbox: ServerMailbox, folder: FolderName): ServerMessage[] {
    return mailbox.messages.filter(message => message.folder === folder)
  }

  /** All with this Message-ID, in every folder. */
  byMessageId(mailbox: ServerMailbox, messageId: string): ServerMessage[] {
    return mailbox.messages.filter(({ mime, properties }) => (mime === null ? properties['messageId'] : headerField(mime, 'message-id')) === messageId)
  }

  put(mailbox: ServerMailbox, folder: FolderName, mime: Buffer | null, content: DraftContent | null = null, properties: ExtendedProperties = {}): ServerMessage {
    const message: ServerMessage = { id: `AAMk${randomUUID().replaceAll('-', '')}`, changeKey: randomUUID(), folder, at: new Date(), mime, content, properties }
    mailbox.messages.push(message)
    return message
  }

  remove(mailbox: ServerMailbox, message: ServerMessage): void {
    mailbox.messages.splice(mailbox.messages.indexOf(message), 1)
  }

  /** Saves a draft of Outlook, anew or over the last version. */
  saveDraft(mailbox: ServerMailbox, itemId: string | null, content: DraftContent): ServerMessage {
    const known = itemId === null ? null : this.find(mailbox, itemId)
    const message = known ?? this.put(mailbox, 'drafts', null, content)
    message.content = content
    message.changeKey = randomUUID()
    mailbox.draftVersions.push({ itemId: message.id, content })
    return message
  }

  /** Whether the mailbox may send in the name that stands in the message. */
  maySendAs(mailbox: ServerMailbox, mime: Buffer): boolean {
    const [from] = addressesOf(mime, 'from')
    return from !== undefined && this.mailbox(from) === mailbox
  }

  /**
   * Sends: a copy in the inbox of everyone here, the rest to `elsewhere`, and a copy in Sent Items unless told otherwise. The hidden
   * recipients' field is taken out of what others get and stays in the sender's copy, as Exchange does.
   *
   * @throws what the relay throws; the copies here are delivered by then.
   */
  async send(mailbox: ServerMailbox, mime: Buffer, savesCopy = true): Promise<ServerMessage | null> {
    const envelope = { from: mailbox.owner.address, recipients: recipientsOf(mime).flatMap(address => this.expanded(address)) }
    const copy = savesCopy ? this.put(mailbox, 'sentitems', mime) : null
    const onTheWay = withoutField(mime, 'bcc')
    const received = Buffer.from(`Received: from ${mailbox.owner.address.split('@')[1] ?? 'localhost'} by mail.contoso.co.jp with demo;\r\n\t${new Date().toUTCString().replace('GMT', '+0000')}\r\n`)
    const inboxes = new Set(envelope.recipients.map(address => this.mailbox(address)).filter(found => found !== null))
    for (const inbox of inboxes) this.put(inbox, 'inbox', Buffer.concat([received, onTheWay]))
    const others = envelope.recipients.filter(address => this.mailbox(address) === null)
    if (others.length > 0) this.elsewhere.push({ envelope: { ...envelope, recipients: others }, mime: onTheWay })
    if (this.relay !== null) await this.relay(envelope, onTheWay)
    return copy
  }

  /** An address, or everybody on the list of that address. */
  private expanded(address: string, seen = new Set<string>()): string[] {
    const list = this.list(address)
    if (list === null) return [address]
    if (seen.has(list.address)) return []
    seen.add(list.address)
    return list.members.flatMap(member => this.expanded(member, seen))
  }
}
