/** The few header fields a reader is shown beside a verdict, decoded. Display only. */
import { parseDateTime } from '../mime/date-time.ts'
import { decodeEncodedWords } from '../mime/encoded-word.ts'
import { fieldValues, type HeaderField } from '../mime/header-field.ts'
import { parseMailboxList } from '../mime/mailbox.ts'
import type { HostView } from './received-message.ts'
import { readFrom } from './sender.ts'
import type { MessageHeaders, MessageThread } from './verdict.ts'

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
    to: addressesOf(fields, 'to'),
    date: date === undefined ? (host?.date ?? null) : new Date(date).toISOString(),
    thread: threadOf(fields, host),
  }
}

const addressesOf = (fields: readonly HeaderField[], name: string) => (parseMailboxList(fieldValues(fields, name).join(', ')) ?? []).map(mailbox => mailbox.address)

/** More messages than this are not referred to; an answer names the first and the last ones. */
const MAXIMAL_REFERENCES = 50

/** RFC 5322 section 3.6.4. What has not the form of a message identifier is left out: it would be written into the header of an answer. */
function threadOf(fields: readonly HeaderField[], host: HostView | null): MessageThread {
  const [messageId = null] = identifiersIn(fieldValues(fields, 'message-id')[0] ?? host?.messageId ?? '')
  return { cc: addressesOf(fields, 'cc'), messageId, references: identifiersIn(fieldValues(fields, 'references')[0] ?? '').slice(-MAXIMAL_REFERENCES) }
}

const identifiersIn = (value: string): readonly string[] => value.match(/<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>/gu) ?? []
