/** What Graph says of an error and of a message. */
import { randomUUID } from 'node:crypto'
import { json } from './http-exchange.ts'
import type { MailAnswer } from './http-exchange.ts'
import { headerField } from './mail-store.ts'
import type { ServerMessage } from './mail-store.ts'

export function graphError(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}): MailAnswer {
  const innerError = { 'date': new Date().toISOString().slice(0, 19), 'request-id': randomUUID(), 'client-request-id': randomUUID() }
  return json(status, { error: { code, message, innerError } }, headers)
}

export function described(message: ServerMessage): Readonly<Record<string, unknown>> {
  const { mime, content } = message
  return {
    'id': message.id, 'changeKey': message.changeKey, 'isDraft': message.folder === 'drafts', 'parentFolderId': message.folder,
    'createdDateTime': message.at.toISOString(), 'subject': mime === null ? (content?.subject ?? '') : (headerField(mime, 'subject') ?? ''),
    'internetMessageId': mime === null ? null : headerField(mime, 'message-id'),
  }
}
