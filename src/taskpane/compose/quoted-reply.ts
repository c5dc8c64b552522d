/**
 * An answer to an opened message: who gets it, what it is called, and what of the message is quoted (SEC-83).
 *
 * SECURITY: the quote is the text that stood on the screen, of one document only. Nothing hidden, no HTML and no other part of the message
 * comes along. Of an encryption that somebody could have changed unnoticed nothing is taken along by itself, neither words nor files: they would go
 * out encrypted again, and over the writer's signature (SEC-34).
 */
import type { OpenResult } from '../../engine/protocol.ts'
import type { OutgoingAttachment, OutgoingMailbox } from '../../mime/outgoing-message.ts'
import { sanitizeHtml } from '../mail/sanitize-html.ts'
import { shownContent } from '../message/shown-documents.ts'
import { isDecrypted } from '../read/opened-by-keys.ts'
import type { Language } from '../sentences/sentence.ts'
import { writingLabel } from '../sentences/writing.ts'
import { formatTime } from '../text/dates.ts'
import type { EditedMessage } from './edited-message.ts'
import { sameAddress } from './recipient-list.ts'

export type AnswerKind = 'reply' | 'reply-all' | 'forward'

export interface Answered {
  readonly kind: AnswerKind
  readonly result: OpenResult
  /** Whoever answers; not answered to. Empty when nobody knows. */
  readonly ownAddresses: readonly string[]
  readonly language: Language
  /** The files of the message, for a forward. */
  readonly attachments: readonly OutgoingAttachment[]
}

/** Everything but the writer's own words. */
export function answerTo({ kind, result, ownAddresses, language, attachments }: Answered): Omit<EditedMessage, 'id' | 'from'> {
  const { headers } = result.verdict
  const thread = headers.thread ?? { cc: [], messageId: null, references: [] }
  const own = new Set(ownAddresses.map(sameAddress))
  const author: readonly OutgoingMailbox[] = headers.from === '' ? [] : [{ name: headers.fromName, address: headers.from }]
  const others = without([...own, ...author.map(({ address }) => sameAddress(address))])
  const forwards = kind === 'forward'
  return {
    to: forwards ? [] : kind === 'reply' ? author : [...author, ...others(headers.to)],
    cc: kind === 'reply-all' ? without([...own, ...[headers.from, ...headers.to].map(sameAddress)])(thread.cc) : [],
    bcc: [],
    subject: prefixed(forwards ? 'Fw: ' : 'Re: ', headers.subject),
    text: '',
    quote: couldBeChanged(result) ? '' : quoteOf(result, kind, language),
    attachments: forwards && !couldBeChanged(result) ? attachments : [],
    inReplyTo: forwards ? null : thread.messageId,
    references: thread.messageId === null ? [] : [...thread.references, thread.messageId],
    answersEncrypted: isDecrypted(result.verdict),
  }
}

/** What a writer has to ask for who knows what it is (SEC-34): the quote of a message that somebody could have changed. Empty when there is none. */
export function withheldQuote({ kind, result, language }: Pick<Answered, 'kind' | 'result' | 'language'>): string {
  return couldBeChanged(result) ? quoteOf(result, kind, language) : ''
}

/** Addresses as mailboxes, each once, none of these. */
function without(known: readonly string[]): (addresses: readonly string[]) => readonly OutgoingMailbox[] {
  return addresses => {
    const seen = new Set(known)
    return addresses.flatMap(address => {
      const key = sameAddress(address)
      if (key === '' || seen.has(key)) return []
      seen.add(key)
      return [{ name: '', address }]
    })
  }
}

const PREFIX = { 'Re: ': /^re\s*:/iu, 'Fw: ': /^(?:fw|fwd|wg)\s*:/iu } as const

function prefixed(prefix: keyof typeof PREFIX, subject: string): string {
  return PREFIX[prefix].test(subject.trim()) ? subject.trim() : `${prefix}${subject}`.trim()
}

/** The attribution, and each line behind `> `. Empty when there is no text. */
function quoteOf(result: OpenResult, kind: AnswerKind, language: Language): string {
  const { headers } = result.verdict
  const text = visibleTextOf(result)
  if (text === '') return ''
  const author = headers.fromName === '' ? headers.from : headers.fromName
  const said = (name: 'wrote' | 'writtenBefore' | 'forwarded' | 'from' | 'date' | 'subject' | 'to', values?: Readonly<Record<string, string>>) => withoutIsolates(writingLabel(language, name, values))
  const date = headers.date === null ? null : formatTime(headers.date, language)
  if (kind !== 'forward') return `${date === null ? said('writtenBefore', { author }) : said('wrote', { date, author })}\n${quoted(text)}`
  const head = [
    `${said('from')}: ${headers.fromName === '' ? headers.from : `${headers.fromName} <${headers.from}>`}`,
    ...(date === null ? [] : [`${said('date')}: ${date}`]),
    `${said('subject')}: ${headers.subject}`,
    ...(headers.to.length === 0 ? [] : [`${said('to')}: ${headers.to.join(', ')}`]),
  ]
  return `${said('forwarded')}:\n${quoted([...head, '', text].join('\n'))}`
}

/** What is read of the first document: its plain text, else what its HTML shows. */
function visibleTextOf({ parts }: OpenResult): string {
  const [first] = shownContent(parts).documents
  if (first === undefined) return ''
  if (first.text !== null) return first.text.replace(/\r\n?/gu, '\n').trim()
  return first.html === null ? '' : sanitizeHtml(first.html, { images: new Map(), linksAllowed: false, pictureNotice: () => '' }).text
}

const quoted = (text: string) => text.split('\n').map(line => (line.startsWith('>') ? `>${line}` : `> ${line}`.trimEnd())).join('\n')

/** Sentences isolate their values for the screen; in a text that is sent the marks would be litter. */
const withoutIsolates = (text: string) => text.replace(/[\u2068\u2069]/gu, '')

/** Encrypted in CBC, and nothing that holds is signed inside: whoever carried it could have written into it (CVE-2017-17689). */
export const couldBeChanged = ({ verdict: { layers } }: OpenResult) =>
  layers.some(layer => layer.kind === 'enveloped' && layer.notes?.some(({ code }) => code === 'smime/cbc-unsigned'))
