/** Which message the open item answers (RFC 5322 section 3.6.4). */
import { OutlookError } from '../mailbox-host.ts'
import type { CallOptions } from '../office-call.ts'
import { lateCall } from './writable-item.ts'
import type { WritableItem } from './writable-item.ts'

export interface ReplyFields {
  readonly inReplyTo: string | null
  readonly references: readonly string[]
}

const messageIds = (text: string): readonly string[] => text.match(/<[^<>\s]+@[^<>\s]+>/gu) ?? []

/**
 * Asks the item itself (Mailbox 1.14) and the header of the draft, as far as this Outlook tells either.
 *
 * QUIRK: where neither is told, the answer goes out without reply fields; the recipient's program then threads it by its subject alone.
 * `conversationId` is Exchange's own and has no field in a message, and asking the server for the draft would first put it there.
 *
 * @throws the signal's reason. What Outlook refuses here keeps no message from being sent.
 */
export async function readReplyFields(item: WritableItem, options: CallOptions): Promise<ReplyFields> {
  const told = typeof item.inReplyTo === 'string' ? item.inReplyTo : ''
  const header = await draftHeader(item, options)
  return replyFieldsOf(messageIds(told).length > 0 ? told : header.inReplyTo, header.references)
}

/** From the texts of In-Reply-To and References: the message that is answered stands last in both. */
export function replyFieldsOf(inReplyToText: string, referencesText: string): ReplyFields {
  const inReplyTo = messageIds(inReplyToText)[0] ?? null
  const references = [...new Set(messageIds(referencesText))]
  if (inReplyTo === null) return { inReplyTo, references }
  return { inReplyTo, references: [...references.filter(id => id !== inReplyTo), inReplyTo] }
}

async function draftHeader(item: WritableItem, options: CallOptions): Promise<{ readonly inReplyTo: string; readonly references: string }> {
  try {
    const names = ['In-Reply-To', 'References']
    const told = await lateCall<unknown>('internetHeaders.getAsync', item.internetHeaders !== undefined, callback => item.internetHeaders?.getAsync(names, callback), options)
    return { inReplyTo: fieldOf(told, 'in-reply-to'), references: fieldOf(told, 'references') }
  } catch (error) {
    if (!(error instanceof OutlookError)) throw error
    return { inReplyTo: '', references: '' }
  }
}

/** Outlook spells the names as it likes. */
function fieldOf(told: unknown, name: string): string {
  if (typeof told !== 'object' || told === null) return ''
  const value: unknown = Object.entries(told).find(([key]) => key.toLowerCase() === name)?.[1]
  return typeof value === 'string' ? value : ''
}
