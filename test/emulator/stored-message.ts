/** A message as Exchange stores it and as the clients' `item.attachments` and `itemClass` tell of it. */
import type { ClientProfile } from './client-profiles.ts'
import { decodedBody, decodeWords, mediaType, octets, octetString, parameter, readAddresses, readableParts, readPart } from './mail-text.ts'
import type { MailAddress, MailPart } from './mail-text.ts'

/** How Exchange keeps a message; it follows from the outermost Content-Type. */
export type StorageForm = 'clear-signed' | 'opaque-signed' | 'encrypted' | 'ordinary'

/** An attachment with its content. `kind` 1 is an attached item, 0 a file: the wire's own numbers. */
export interface StoredAttachment {
  readonly id: string
  readonly name: string
  readonly contentType: string
  readonly kind: 0 | 1
  readonly size: number
  /** One character per octet. */
  readonly content: string
}

export interface StoredMessage {
  readonly id: string
  readonly bytes: Uint8Array
  readonly form: StorageForm
  readonly itemClass: string
  readonly subject: string
  readonly from: MailAddress
  readonly to: readonly MailAddress[]
  readonly date: Date
  readonly messageId: string
  /** Plain text for the reading view; of an opaque or encrypted message what its CMS wraps is not looked for. */
  readonly text: string
  readonly headerText: string
  /** What a reader sees attached. */
  readonly attachments: readonly StoredAttachment[]
  /** The one attachment that Exchange stores for an S/MIME message, else null. */
  readonly smimeAttachment: StoredAttachment | null
}

function storageForm(part: MailPart): StorageForm {
  const type = mediaType(part)
  if (type === 'multipart/signed') return 'clear-signed'
  if (!/^application\/(x-)?pkcs7-mime$/.test(type)) return 'ordinary'
  const kind = parameter(part.headers.get('content-type'), 'smime-type')?.toLowerCase()
  return kind === 'enveloped-data' || kind === 'authenveloped-data' ? 'encrypted' : 'opaque-signed'
}

const itemClasses: Readonly<Record<StorageForm, string>> = {
  'clear-signed': 'IPM.Note.SMIME.MultipartSigned',
  'opaque-signed': 'IPM.Note.SMIME',
  encrypted: 'IPM.Note.SMIME',
  ordinary: 'IPM.Note',
}

/** [MS-OXOSMIME] 2.1.3.1: the entity with its Content-Type for a clear-signed message, the bare CMS otherwise. */
function smimeAttachment(id: string, form: StorageForm, part: MailPart): StoredAttachment | null {
  if (form === 'ordinary') return null
  const isClear = form === 'clear-signed'
  const content = isClear ? `Content-Type: ${part.headers.get('content-type') ?? ''}\r\n\r\n${part.body}` : decodedBody(part)
  const contentType = isClear ? 'multipart/signed' : 'application/pkcs7-mime'
  return { id: `${id}:smime`, name: 'smime.p7m', contentType, kind: 0, size: content.length, content }
}

/** Reads a received message. `id` names it in the mailbox; `bytes` are what came over the wire. */
export function storeMessage(id: string, bytes: Uint8Array): StoredMessage {
  const source = octetString(bytes)
  const part = readPart(source)
  const form = storageForm(part)
  const shown = form === 'opaque-signed' || form === 'encrypted' ? { text: '', attachments: [] } : readableParts(part)
  return {
    id,
    bytes,
    form,
    itemClass: itemClasses[form],
    subject: decodeWords(part.headers.get('subject') ?? ''),
    from: readAddresses(part.headers.get('from'))[0] ?? { name: '', address: '' },
    to: readAddresses(part.headers.get('to')),
    date: new Date(part.headers.get('date') ?? 0),
    messageId: part.headers.get('message-id') ?? '',
    text: shown.text,
    headerText: source.slice(0, source.length - part.body.length),
    attachments: shown.attachments.map((leaf, index) => ({
      id: `${id}:${index}`,
      name: leaf.name,
      contentType: leaf.mediaType,
      kind: leaf.mediaType === 'message/rfc822' ? 1 : 0,
      size: leaf.content.length,
      content: leaf.content,
    })),
    smimeAttachment: smimeAttachment(id, form, part),
  }
}

/** What a client lists in `item.attachments`. */
export function listedAttachments(message: StoredMessage, profile: ClientProfile): readonly StoredAttachment[] {
  if (message.smimeAttachment === null) return message.attachments
  if (profile.smimeAttachments === 'stored') return [message.smimeAttachment]
  if (profile.smimeAttachments === 'absent') return []
  // QUIRK: classic Outlook lists an S/MIME item's inner attachments with empty id and size 0 (office-js issues 2291, 2723).
  const inner = message.attachments.length > 0 ? message.attachments : [message.smimeAttachment]
  return inner.map(attachment => ({ ...attachment, id: '', size: 0 }))
}

/** Base64 of a whole message or of octets, as the wire carries it. */
export function toBase64(content: string | Uint8Array): string {
  const bytes: Uint8Array & { toBase64?: () => string } = typeof content === 'string' ? octets(content) : content
  // The page around the pane shares its thread; the browser's own encoder keeps it out of the pane's measurements.
  if (bytes.toBase64 !== undefined) return bytes.toBase64()
  // Whole groups of three octets per piece, so that the pieces can be put together.
  let text = ''
  for (let start = 0; start < bytes.length; start += 0x6000) text += btoa(octetString(bytes.subarray(start, start + 0x6000)))
  return text
}
