/**
 * A finished S/MIME message in the form in which Exchange stores it ([MS-OXOSMIME] 2.1.3.1, 2.1.3.2): one attachment, whose data is the whole
 * multipart/signed entity for a clear-signed message, the bare CMS for an opaque or encrypted one.
 */
import { concatBytes } from '../../bytes/bytes.ts'
import { decodeBody, parseEntity } from '../../mime/entity.ts'
import type { MimeEntity } from '../../mime/entity.ts'
import { decodeEncodedWords } from '../../mime/encoded-word.ts'
import { fieldValues } from '../../mime/header-field.ts'
import { parseMailboxList } from '../../mime/mailbox.ts'
import type { Mailbox } from '../../mime/mailbox.ts'
import { splitMessage } from '../../mime/raw-header.ts'
import { encodeUtf8 } from '../../bytes/encoding.ts'
import { SendError } from './sending-route.ts'

export interface StoredForm {
  /** PidTagMessageClass. */
  readonly messageClass: 'IPM.Note.SMIME' | 'IPM.Note.SMIME.MultipartSigned'
  /** Of the attachment (PidTagAttachMimeTag). */
  readonly mediaType: 'application/pkcs7-mime' | 'multipart/signed'
  /** The Content-Type field's value as it stands in the message, on one line. */
  readonly contentType: string
  readonly content: Uint8Array
}

/** The outer header, as far as a mailbox needs it. */
export interface OuterHeader {
  readonly from: Mailbox
  readonly to: readonly Mailbox[]
  readonly cc: readonly Mailbox[]
  readonly subject: string
  readonly inReplyTo: string | null
  readonly references: string | null
}

function parsed(message: Uint8Array): MimeEntity {
  try {
    return parseEntity(message)
  } catch (error) {
    throw new SendError('outlook/send-refused', 'the finished message cannot be read', { cause: error })
  }
}

/** @throws SendError `outlook/send-refused` for a message that is neither signed nor encrypted: it has no such form. */
export function storedForm(message: Uint8Array): StoredForm {
  const entity = parsed(message)
  const contentType = (fieldValues(entity.fields, 'content-type')[0] ?? '').replace(/\s+/gu, ' ').trim()
  if (entity.contentType.value === 'multipart/signed') {
    const { fields, body } = splitMessage(message)
    const field = fields.find(({ name }) => name === 'content-type')?.octets ?? encodeUtf8(`Content-Type: ${contentType}\r\n`)
    return { messageClass: 'IPM.Note.SMIME.MultipartSigned', mediaType: 'multipart/signed', contentType, content: concatBytes([field, encodeUtf8('\r\n'), body]) }
  }
  if (/^application\/(?:x-)?pkcs7-mime$/u.test(entity.contentType.value)) {
    return { messageClass: 'IPM.Note.SMIME', mediaType: 'application/pkcs7-mime', contentType, content: decodeBody(entity).bytes }
  }
  throw new SendError('outlook/send-refused', 'the message is not S/MIME')
}

function list(entity: MimeEntity, name: string): readonly Mailbox[] {
  return fieldValues(entity.fields, name).flatMap(value => parseMailboxList(value) ?? [])
}

function line(entity: MimeEntity, name: string): string | null {
  const value = fieldValues(entity.fields, name)[0]?.replace(/\s+/gu, ' ').trim() ?? ''
  return value === '' ? null : value
}

/** @throws SendError `outlook/send-refused` when it has no From. */
export function outerHeader(message: Uint8Array): OuterHeader {
  const entity = parsed(message)
  const from = list(entity, 'from')[0]
  if (from === undefined) throw new SendError('outlook/send-refused', 'the finished message has no From')
  return {
    from,
    to: list(entity, 'to'),
    cc: list(entity, 'cc'),
    subject: decodeEncodedWords(line(entity, 'subject') ?? ''),
    inReplyTo: line(entity, 'in-reply-to'),
    references: line(entity, 'references'),
  }
}
