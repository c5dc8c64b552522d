/** Makes the octets of a message that was written in Outlook, as Exchange does: never S/MIME, unless the item is one in Exchange's storage form. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { DraftAttachment, DraftContent, DraftRecipient } from '../../compose/compose-draft.ts'
import type { MailAddress } from '../../mail-text.ts'
import type { ExtendedProperties } from './mail-store.ts'

const base64Lines = (octets: Buffer): string => octets.toString('base64').replace(/.{76}(?=.)/g, '$&\r\n')

/** An encoded word of RFC 2047 where one is needed. Words are cut between characters. */
function words(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text
  const pieces: string[] = []
  let piece = ''
  for (const character of text.replace(/\p{Cc}/gu, ' ')) {
    if (Buffer.byteLength(piece + character) > 42) {
      pieces.push(piece)
      piece = ''
    }
    piece += character
  }
  return [...pieces, piece].map(each => `=?utf-8?B?${Buffer.from(each).toString('base64')}?=`).join('\r\n ')
}

function mailbox({ name, address }: MailAddress): string {
  if (name === '' || name === address) return `<${address}>`
  return /^[\x20-\x7e]*$/.test(name) ? `"${name.replaceAll(/["\\]/g, '')}" <${address}>` : `${words(name)} <${address}>`
}

const list = (field: string, recipients: readonly DraftRecipient[]): string[] => (recipients.length === 0 ? [] : [`${field}: ${recipients.map(mailbox).join(',\r\n ')}`])

interface Entity {
  readonly type: string
  readonly fields: readonly string[]
  readonly body: string
}

const leaf = (type: string, octets: Buffer, ...fields: readonly string[]): Entity => ({ type, fields: ['Content-Transfer-Encoding: base64', ...fields], body: `${base64Lines(octets)}\r\n` })

const written = ({ type, fields, body }: Entity): string => [`Content-Type: ${type}`, ...fields, '', body].join('\r\n')

function multipart(kind: string, parts: readonly Entity[]): Entity {
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return only
  const boundary = `_=${randomBytes(12).toString('hex')}_`
  const body = `${parts.map(part => `--${boundary}\r\n${written(part)}`).join('\r\n')}\r\n--${boundary}--\r\n`
  return { type: `multipart/${kind}; boundary="${boundary}"`, fields: [], body }
}

function attachmentPart({ name, contentType, kind, isInline, contentId, content }: DraftAttachment): Entity {
  const named = `filename="${words(name).replaceAll('"', '')}"`
  if (kind === 1) return { type: 'message/rfc822', fields: [`Content-Disposition: attachment; ${named}`], body: content }
  const identified = contentId === null ? [] : [`Content-ID: <${contentId}>`]
  return leaf(`${contentType}; name="${words(name).replaceAll('"', '')}"`, Buffer.from(content, 'latin1'), `Content-Disposition: ${isInline ? 'inline' : 'attachment'}; ${named}`, ...identified)
}

const plain = (html: string): string => html.replace(/<br[^>]*>|<\/(?:p|div|li|tr)>/gi, '\r\n').replace(/<[^>]*>/g, '').replaceAll('&nbsp;', ' ').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

function ordinary({ bodyType, body, attachments }: DraftContent): Entity {
  // A link into the cloud is a link in the text; there is nothing to attach.
  const carried = attachments.filter(({ kind }) => kind !== 2)
  const text = leaf('text/plain; charset="utf-8"', Buffer.from(bodyType === 'html' ? plain(body) : body))
  const readable = bodyType === 'text' ? text : multipart('alternative', [text, leaf('text/html; charset="utf-8"', Buffer.from(`<html><body>${body}</body></html>`))])
  const related = multipart('related', [readable, ...carried.filter(({ isInline }) => isInline).map(attachmentPart)])
  return multipart('mixed', [related, ...carried.filter(({ isInline }) => !isInline).map(attachmentPart)])
}

const messageClass = 'String 0x001A'
const contentTypeProperty = /^String \{00020386-0000-0000-C000-000000000046\} Name content-type$/i

/**
 * An item in the storage form of [MS-OXOSMIME] 2.1.3: class, exactly one attachment, and what its data is. Null when it is not one.
 * Of clear-signed mail the attachment is the whole entity with its Content-Type field, otherwise the bare CMS.
 */
function stored({ attachments }: DraftContent, properties: ExtendedProperties): Entity | null {
  const [attachment] = attachments
  if (attachments.length !== 1 || attachment === undefined) return null
  if (properties[messageClass] === 'IPM.Note.SMIME.MultipartSigned') {
    const gap = attachment.content.indexOf('\r\n\r\n')
    const type = /^Content-Type:\s*((?:[^\r\n]|\r\n[ \t])*)/i.exec(attachment.content.slice(0, gap))?.[1]
    return type === undefined || gap < 0 ? null : { type, fields: [], body: attachment.content.slice(gap + 4) }
  }
  if (properties[messageClass] !== 'IPM.Note.SMIME') return null
  const isCms = /^application\/(?:x-)?pkcs7-mime/.test(attachment.contentType) || (attachment.contentType === 'application/octet-stream' && attachment.name.endsWith('.p7m'))
  if (!isCms) return null
  const raw = Object.entries(properties).find(([name]) => contentTypeProperty.test(name))?.[1]
  const type = raw ?? 'application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"'
  return leaf(type, Buffer.from(attachment.content, 'latin1'), 'Content-Disposition: attachment; filename="smime.p7m"')
}

/** The message that leaves when this item is sent. @param messageId With angle brackets; a new one unless given. */
export function messageOf(content: DraftContent, properties: ExtendedProperties = {}, messageId = `<${randomUUID()}@mail.contoso.co.jp>`): Buffer {
  const { from, to, cc, bcc, subject, internetHeaders, inReplyTo, references, importance } = content
  const root = stored(content, properties) ?? ordinary(content)
  const head = [
    `From: ${mailbox(from)}`, ...list('To', to), ...list('Cc', cc), ...list('Bcc', bcc), `Subject: ${words(subject)}`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`, `Message-ID: ${messageId}`,
    ...(inReplyTo === null ? [] : [`In-Reply-To: ${inReplyTo}`]), ...(references.length === 0 ? [] : [`References: ${references.join('\r\n ')}`]),
    ...(importance === 'normal' ? [] : [`Importance: ${importance}`]),
    ...Object.entries(internetHeaders).map(([name, value]) => `${name}: ${value.replace(/[\r\n]+/g, ' ')}`), 'MIME-Version: 1.0',
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n${written(root)}`, 'latin1')
}
