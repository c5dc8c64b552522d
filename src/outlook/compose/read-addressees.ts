/** Who gets the open item and who writes it. */
import type { OutgoingMailbox } from '../../mime/outgoing-message.ts'
import { officeCall } from '../office-call.ts'
import type { CallOptions } from '../office-call.ts'
import { OutlookError } from '../mailbox-host.ts'
import { SendError } from '../send/sending-route.ts'
import type { Addressee } from './compose-item.ts'
import type { ListedRecipient, RecipientsField, WritableItem } from './writable-item.ts'

/**
 * SECURITY: Outlook tells at most so many of one field and is silent about the rest (100 on phones, where nobody writes with
 * add-ins). At that number nobody can know whether there are more.
 */
const mostTold = 500

const KINDS: Readonly<Record<string, Addressee['kind']>> = {
  distributionList: 'group', user: 'person', externalUser: 'person',
}

/** Outlook shows a bare address as its own name; that is no name. */
function mailboxOf({ emailAddress, displayName }: ListedRecipient): OutgoingMailbox {
  const address = (emailAddress ?? '').trim()
  const name = (displayName ?? '').trim()
  return { name: name.toLowerCase() === address.toLowerCase() ? '' : name, address }
}

async function readField(name: Addressee['field'], field: RecipientsField | undefined, options: CallOptions): Promise<Addressee[]> {
  if (field === undefined) return []
  const listed: unknown = await officeCall(`${name}.getAsync`, callback => field.getAsync(callback), options)
  if (!Array.isArray(listed)) throw new OutlookError('outlook/refused', `${name}.getAsync gave no list`)
  if (listed.length >= mostTold) throw new SendError('outlook/too-large-to-send', `outlook tells no more than ${mostTold} recipients of a field`)
  return (listed as ListedRecipient[]).map(entry => ({ ...mailboxOf(entry), field: name, kind: KINDS[entry.recipientType ?? ''] ?? 'unknown' }))
}

/**
 * Everyone in To, Cc and Bcc, in this order, as Outlook lists them: the same address twice stays twice, and an entry that Outlook
 * has not resolved has an address that is none.
 *
 * @throws SendError `outlook/too-large-to-send` for a field of 500 or more; OutlookError as `officeCall`.
 */
export async function readAddressees(item: WritableItem, options: CallOptions): Promise<readonly Addressee[]> {
  const fields = await Promise.all([readField('to', item.to, options), readField('cc', item.cc, options), readField('bcc', item.bcc, options)])
  return fields.flat()
}

/**
 * Who writes: From as Outlook has it (an alias, a shared mailbox), else the mailbox itself, in Outlooks that have no such call
 * (before Mailbox 1.7).
 *
 * @throws OutlookError `outlook/refused` when nobody knows an address; else as `officeCall`.
 */
export async function readFrom(item: WritableItem, own: OutgoingMailbox | null, options: CallOptions): Promise<OutgoingMailbox> {
  const from = item.from
  const told = from === undefined || typeof from.getAsync !== 'function' ? null : await officeCall<ListedRecipient | null>('from.getAsync', callback => from.getAsync(callback), options)
  const mailbox = told === null ? own : mailboxOf(told)
  if (mailbox?.address.includes('@') !== true) throw new OutlookError('outlook/refused', 'outlook tells no address to write from')
  return mailbox
}

/**
 * Refuses what cannot be sent to: a contact group that has no address of its own, a name that Outlook has not resolved.
 *
 * @throws SendError `outlook/no-recipients`, `outlook/group-unknown` with the name as its subject.
 */
export function requireAddresses(addressees: readonly Addressee[]): void {
  if (addressees.length === 0) throw new SendError('outlook/no-recipients', 'the item has no recipients')
  const nameless = addressees.find(({ address }) => !/^[^\s@]+@[^\s@]+$/u.test(address))
  if (nameless !== undefined) throw new SendError('outlook/group-unknown', 'a recipient has no address', { subject: nameless.name === '' ? nameless.address : nameless.name })
}

/** A list as one text, to compare two of them. */
export function namesOf(addressees: readonly Addressee[]): string {
  return JSON.stringify(addressees.map(({ field, address, name }) => [field, address.toLowerCase(), name]))
}
