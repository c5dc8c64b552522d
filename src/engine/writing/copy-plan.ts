/** Which messages go out, to whom each, and what stands outside on each (SEC-29). */
import type { RawField } from '../../mime/raw-header.ts'
import { writeRecipients } from '../../mime/message-writer.ts'
import type { OutgoingMailbox, OutgoingMessage } from '../../mime/outgoing-message.ts'
import { mailboxKey } from '../../smime/sender.ts'
import { EngineError } from '../engine.ts'

export interface PlannedCopy {
  readonly role: 'main' | 'bcc'
  /** Addresses as written, each mailbox once. */
  readonly recipients: readonly string[]
  readonly messageId: string
  /** What stands outside in place of the author's recipients; undefined when these do. */
  readonly addressedTo: readonly RawField[] | undefined
}

/** Every mailbox once, in the order written. Whoever is named in To or Cc is not hidden. */
export interface Addressees {
  readonly open: readonly OutgoingMailbox[]
  readonly hidden: readonly OutgoingMailbox[]
}

/** @throws EngineError `engine/unsafe-text` for what is no address. */
export function addresseesOf({ to, cc, bcc }: OutgoingMessage): Addressees {
  const seen = new Set<string>()
  const once = (mailboxes: readonly OutgoingMailbox[]) =>
    mailboxes.filter(({ address }) => {
      const key = keyOf(address)
      return !seen.has(key) && seen.add(key)
    })
  return { open: once([...to, ...cc]), hidden: once(bcc) }
}

/** @throws EngineError `engine/unsafe-text`. */
export function keyOf(address: string): string {
  const key = mailboxKey(address)
  if (key === undefined) throw new EngineError('engine/unsafe-text', 'a recipient without an address')
  return key
}

/**
 * Plans the copies for hidden recipients as Exchange's OWABCCEncryptedEmailForking counts them.
 *
 * 0: one for each, which names nobody else outside. 1: one for all of them; 2: they get the main one. With 1 and 2 a Bcc field
 * outside carries their addresses to the server that sends, and whoever holds the message can read there, or in its list of
 * recipients, who they are: an organisation that chooses it knows that.
 *
 * @param copyIds - Message-IDs for the copies.
 * @throws EngineError `engine/bad-request` without any recipient, and for too few identifiers.
 */
export function planCopies(message: OutgoingMessage, forking: 0 | 1 | 2, copyIds: readonly string[]): PlannedCopy[] {
  const { open, hidden } = addresseesOf(message)
  if (open.length + hidden.length === 0) throw new EngineError('engine/bad-request', 'a message to nobody')
  const { messageId } = message
  if (forking === 2 && hidden.length > 0) {
    const addressedTo = [...writeRecipients('To', message.to), ...writeRecipients('Cc', message.cc), ...writeRecipients('Bcc', hidden)]
    return [{ role: 'main', recipients: addressesOf([...open, ...hidden]), messageId, addressedTo }]
  }
  const main: PlannedCopy[] = open.length > 0 ? [{ role: 'main', recipients: addressesOf(open), messageId, addressedTo: undefined }] : []
  const groups = forking === 0 ? hidden.map(one => [one]) : hidden.length > 0 ? [hidden] : []
  const used = new Set([messageId])
  const copies = groups.map((group, index): PlannedCopy => {
    const copyId = copyIds[index]
    if (copyId === undefined || used.has(copyId)) throw new EngineError('engine/bad-request', 'too few Message-IDs for the copies')
    used.add(copyId)
    return { role: 'bcc', recipients: addressesOf(group), messageId: copyId, addressedTo: writeRecipients(forking === 0 ? 'To' : 'Bcc', group) }
  })
  return [...main, ...copies]
}

const addressesOf = (mailboxes: readonly OutgoingMailbox[]) => mailboxes.map(({ address }) => address)
