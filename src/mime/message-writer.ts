/**
 * From what somebody wrote to a message (RFC 5322, RFC 2045 to 2047): header fields and one tree of parts, in seven bits, with
 * lines that relays leave alone (SEC-88).
 *
 * Pure: boundaries are handed in. Bcc is nowhere in it; who gets a copy is for the caller to say.
 */
import { encodeBase64Lines } from '../bytes/base64-lines.ts'
import { encodeUtf8 } from '../bytes/encoding.ts'
import { writeAttachment } from './attachment-writer.ts'
import { isMessageId, writeMailboxes, writeMessageIds, writeText, writeWords } from './header-writer.ts'
import type { OutgoingAttachment, OutgoingMailbox, OutgoingMessage } from './outgoing-message.ts'
import { encodeQuotedPrintable } from './quoted-printable.ts'
import { type RawField, writeField } from './raw-header.ts'
import { withCrlf } from './seven-bit.ts'
import { entityPieces, type WrittenEntity, writeMultipart } from './written-entity.ts'

export interface WrittenMessage {
  /** The author's fields, nothing of MIME among them. */
  readonly header: readonly RawField[]
  /** What the message holds: content fields and body, ready to be signed, encrypted or sent. */
  readonly content: WrittenEntity
}

/**
 * Writes a message.
 *
 * Text and subject are encoded as UTF-8. An identifier in `references` or `inReplyTo` that is none is left out: it came from
 * somebody else's message.
 *
 * @param newBoundary - Gives another string each time, of 128 random bits.
 * @throws MimeError `mime/header-injection` for control characters in a name, address, subject or Message-ID. File names are
 * cleaned instead (`cleanFileName`).
 */
export function writeMessage(message: OutgoingMessage, newBoundary: () => string): WrittenMessage {
  return { header: writeHeader(message), content: writeContent(message, newBoundary) }
}

/** A message that is sent as it is, in pieces. */
export function plainMessage({ header, content }: WrittenMessage): Uint8Array[] {
  return [...header.map(field => field.octets), MIME_VERSION, ...entityPieces(content)]
}

const MIME_VERSION = encodeUtf8('MIME-Version: 1.0\r\n')

function writeHeader(message: OutgoingMessage): RawField[] {
  const { from, sender, to, cc, subject, inReplyTo, importance } = message
  const references = message.references.filter(isMessageId)
  return [
    writeMailboxes('From', [from]),
    ...(sender ? [writeMailboxes('Sender', [sender])] : []),
    ...writeRecipients('To', to),
    ...writeRecipients('Cc', cc),
    ...(subject === '' ? [] : [writeText('Subject', subject)]),
    writeWords('Date', [formatDateTime(message.date)]),
    writeMessageIds('Message-ID', [message.messageId]),
    ...(inReplyTo !== null && isMessageId(inReplyTo) ? [writeMessageIds('In-Reply-To', [inReplyTo])] : []),
    ...(references.length > 0 ? [writeMessageIds('References', references)] : []),
    ...(importance === 'normal' ? [] : [writeField('Importance', importance), writeField('X-Priority', importance === 'high' ? '1' : '5')]),
  ]
}

/** No field for nobody (RFC 5322 section 3.6.3). */
export function writeRecipients(name: 'To' | 'Cc' | 'Bcc', mailboxes: readonly OutgoingMailbox[]): RawField[] {
  return mailboxes.length > 0 ? [writeMailboxes(name, mailboxes)] : []
}

/** RFC 5322 section 3.3, in UTC. */
function formatDateTime(iso: string): string {
  return new Date(iso).toUTCString().replace('GMT', '+0000')
}

/** mixed( related( alternative( text, HTML ), pictures ), files ), and of these only the levels that hold several parts. */
function writeContent({ text, html, attachments }: OutgoingMessage, newBoundary: () => string): WrittenEntity {
  const isPicture = ({ contentId }: OutgoingAttachment) => html !== null && contentId !== null
  const plain = writeBody('text/plain', text)
  const readable = html === null ? plain : writeMultipart('alternative', newBoundary(), [plain, writeBody('text/html', asDocument(html))])
  const pictures = attachments.filter(isPicture).map(picture => writeAttachment(picture, 'inline'))
  // RFC 2387 section 3.1: the type of the root part is named.
  const shown = pictures.length > 0 ? writeMultipart('related', newBoundary(), [readable, ...pictures], ['type="multipart/alternative"']) : readable
  const files = attachments.filter(attachment => !isPicture(attachment)).map(file => writeAttachment(file, 'attachment'))
  return files.length > 0 ? writeMultipart('mixed', newBoundary(), [shown, ...files]) : shown
}

/** Quoted-printable stays readable where most is ASCII; elsewhere base64 is shorter. */
function writeBody(type: 'text/plain' | 'text/html', text: string): WrittenEntity {
  const octets = withCrlf(encodeUtf8(text))
  const isMostlyAscii = countEscapes(octets) * 6 < octets.length
  return {
    fields: [writeField('Content-Type', `${type}; charset="utf-8"`), writeField('Content-Transfer-Encoding', isMostlyAscii ? 'quoted-printable' : 'base64')],
    body: [isMostlyAscii ? encodeQuotedPrintable(octets, 64) : encodeBase64Lines([octets])],
  }
}

function countEscapes(octets: Uint8Array): number {
  let count = 0
  for (const octet of octets) if (octet >= 0x7f || octet === 0x3d) count++
  return count
}

/** A document of its own; what it says of its charset is what it has, for whoever saves it as a file. */
function asDocument(html: string): string {
  const declared = html.replace(/(<meta\b[^>]{0,200}?charset\s*=\s*["']?)[\w.:-]{1,40}/giu, '$1utf-8')
  if (/<html[\s>]/iu.test(declared)) return declared
  return `<!DOCTYPE html>\r\n<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head>\r\n<body>${declared}</body></html>\r\n`
}
