/** The few header fields a reader is shown beside a verdict, decoded. Display only. */
import { parseDateTime } from '../mime/date-time.ts'
import { decodeEncodedWords } from '../mime/encoded-word.ts'
import { fieldValues, type HeaderField } from '../mime/header-field.ts'
import { parseMailboxList } from '../mime/mailbox.ts'
import type { HostView } from './received-message.ts'
import { readFrom } from './sender.ts'
import type { MessageHeaders } from './verdict.ts'

/** Longest subject or list that is given out; nobody reads on. */
const MAXIMAL_TEXT = 1000

/** From these fields, else from what the mail program shows. */
export function readMessageHeaders(fields: readonly HeaderField[], host: HostView | null): MessageHeaders {
  const from = readFrom(fields)
  const date = parseDateTime(fieldValues(fields, 'date')[0] ?? '')
  const subject = fieldValues(fields, 'subject')[0]
  return {
    subject: (subject === undefined ? (host?.subject ?? '') : decodeEncodedWords(subject)).slice(0, MAXIMAL_TEXT),
    from: from.outcome === 'one' ? from.address : (host?.fromAddress ?? ''),
    fromName: from.outcome === 'one' ? from.displayName.slice(0, MAXIMAL_TEXT) : '',
    to: (parseMailboxList(fieldValues(fields, 'to').join(', ')) ?? []).map(mailbox => mailbox.address),
    date: date === undefined ? (host?.date ?? null) : new Date(date).toISOString(),
  }
}
