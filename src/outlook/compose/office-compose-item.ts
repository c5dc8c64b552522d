/** A message that is being written, through Office.js. */
import type { OutgoingMailbox } from '../../mime/outgoing-message.ts'
import { OutlookError } from '../mailbox-host.ts'
import { officeCall } from '../office-call.ts'
import type { CallOptions } from '../office-call.ts'
import { SendError } from '../send/sending-route.ts'
import type { Addressee, ComposeItem, ComposeType, WrittenItem } from './compose-item.ts'
import { readMark, writeMark } from './item-mark.ts'
import { refuseNativeSmime } from './native-smime.ts'
import { namesOf, readAddressees, readFrom, requireAddresses } from './read-addressees.ts'
import { demandedBy, markOf } from './protection-mark.ts'
import type { DemandedProtection } from './protection-mark.ts'
import { readAttachments } from './read-attachments.ts'
import { readBody, restoreBody, writeBody } from './read-body.ts'
import { readReplyFields } from './reply-fields.ts'
import type { ServerCopy } from './server-copy.ts'
import type { WritableItem } from './writable-item.ts'

/** Asks whoever knows for the members of a group, all levels. @throws SendError `outlook/group-unknown`. */
export type GroupExpander = (address: string, signal: AbortSignal) => Promise<readonly OutgoingMailbox[]>

export interface ComposeItemOptions {
  /** How long a single call may take, in milliseconds. */
  readonly timeout: number
  /** The mailbox's own address and name; null where nobody knows. */
  readonly own: OutgoingMailbox | null
  readonly expandGroup: GroupExpander
  /** For Outlooks that list no attachments themselves; left out where nobody else knows them. */
  readonly serverCopy?: (html: string | null, options: CallOptions) => Promise<ServerCopy>
}

const COMPOSE_TYPES: Readonly<Record<string, ComposeType>> = { newMail: 'new', reply: 'reply', forward: 'forward' }

class OfficeComposeItem implements ComposeItem {
  private readonly item: WritableItem
  private readonly options: ComposeItemOptions
  private readonly listeners = new Set<() => void>()
  private isWatched = false

  constructor(item: WritableItem, options: ComposeItemOptions) {
    this.item = item
    this.options = options
  }

  private call(signal: AbortSignal): CallOptions {
    return { timeout: this.options.timeout, signal }
  }

  async composeType(signal: AbortSignal): Promise<ComposeType> {
    if (this.item.getComposeTypeAsync !== undefined) {
      const told: unknown = await officeCall<unknown>('getComposeTypeAsync', callback => this.item.getComposeTypeAsync?.(callback), this.call(signal))
      const type: unknown = typeof told === 'object' && told !== null && 'composeType' in told ? told.composeType : told
      if (typeof type === 'string' && Object.hasOwn(COMPOSE_TYPES, type)) return COMPOSE_TYPES[type] as ComposeType
    }
    // Before Mailbox 1.10 only this tells: a conversation is there from the start for an answer, and for a new message not yet.
    return typeof this.item.conversationId === 'string' && this.item.conversationId !== '' ? 'reply' : 'new'
  }

  async addressees(signal: AbortSignal): Promise<{ readonly from: OutgoingMailbox; readonly addressees: readonly Addressee[] }> {
    const options = this.call(signal)
    const [from, addressees] = await Promise.all([readFrom(this.item, this.options.own, options), readAddressees(this.item, options)])
    return { from, addressees }
  }

  onAddresseesChanged(listener: () => void): () => void {
    this.listeners.add(listener)
    void this.watch()
    return () => this.listeners.delete(listener)
  }

  /** Once for the item. An Outlook that does not tell (before Mailbox 1.7) is asked again before sending anyway. */
  private async watch(): Promise<void> {
    if (this.isWatched || this.item.addHandlerAsync === undefined) return
    this.isWatched = true
    const changed = (): void => {
      for (const listener of this.listeners) listener()
    }
    try {
      await officeCall<unknown>('addHandlerAsync', callback => this.item.addHandlerAsync?.(Office.EventType.RecipientsChanged, changed, callback), this.call(new AbortController().signal))
    } catch (error) {
      if (!(error instanceof OutlookError)) throw error
    }
  }

  async read(signal: AbortSignal): Promise<WrittenItem> {
    const options = this.call(signal)
    await refuseNativeSmime(this.item, options)
    const { from, addressees } = await this.addressees(signal)
    requireAddresses(addressees)
    const subject = await officeCall<unknown>('subject.getAsync', callback => this.item.subject.getAsync(callback), options)
    if (typeof subject !== 'string') throw new OutlookError('outlook/refused', 'outlook gave no subject')
    const { html, text } = await readBody(this.item, options)
    const rest = await this.readRest(html, options)
    // SECURITY: what was typed or added while the rest was read would be missing; the lists are asked for once more.
    const again = await readAddressees(this.item, options)
    if (namesOf(again) !== namesOf(addressees)) throw new SendError('outlook/recipients-changed', 'recipients changed while the item was read')
    const own = this.options.own
    const sender = own === null || own.address === '' || own.address.toLowerCase() === from.address.toLowerCase() ? null : own
    return { from, sender, addressees, subject, html, text, ...rest }
  }

  /** From Outlook itself, else from the server's copy. Office.js has no call for the importance, and a server is not asked for that alone. */
  private async readRest(html: string | null, options: CallOptions): Promise<ServerCopy> {
    const { serverCopy } = this.options
    if (this.item.getAttachmentsAsync === undefined && serverCopy !== undefined) return serverCopy(html, options)
    const attachments = await readAttachments(this.item, html, options)
    return { attachments, ...(await readReplyFields(this.item, options)), importance: 'normal' }
  }

  expandGroup(address: string, signal: AbortSignal): Promise<readonly OutgoingMailbox[]> {
    return this.options.expandGroup(address, signal)
  }

  async demandProtection(demanded: DemandedProtection, signal: AbortSignal): Promise<void> {
    await writeMark(this.item, markOf(demanded), this.call(signal))
  }

  async demandedProtection(signal: AbortSignal): Promise<DemandedProtection> {
    return demandedBy(await readMark(this.item, this.call(signal)))
  }

  async clearBody(notice: string, signal: AbortSignal): Promise<void> {
    await writeBody(this.item, notice, 'text', notice, this.call(signal))
  }

  async restoreBody(item: Pick<WrittenItem, 'html' | 'text'>, signal: AbortSignal): Promise<void> {
    await restoreBody(this.item, item, this.call(signal))
  }

  async closeAndDiscard(signal: AbortSignal): Promise<boolean> {
    if (this.item.closeAsync === undefined) return false
    try {
      await officeCall<unknown>('closeAsync', callback => this.item.closeAsync?.({ discardItem: true }, callback), this.call(signal))
      return true
    } catch (error) {
      if (!(error instanceof OutlookError)) throw error
      return false
    }
  }
}

/** Wraps an open item. `Office` must be there: events are named by it. */
export function createOfficeComposeItem(item: WritableItem, options: ComposeItemOptions): ComposeItem {
  return new OfficeComposeItem(item, options)
}
