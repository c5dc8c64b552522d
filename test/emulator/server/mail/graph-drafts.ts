/** Drafts made of JSON, their attachments and upload sessions, as Graph has them. */
import { randomBytes, randomUUID } from 'node:crypto'
import { blankContent } from '../../compose/compose-draft.ts'
import type { DraftAttachment, DraftContent, DraftRecipient } from '../../compose/compose-draft.ts'
import { storeMessage } from '../../stored-message.ts'
import { messageOf } from './exchange-message.ts'
import { described, graphError } from './graph-answers.ts'
import type { GraphFault } from './graph-faults.ts'
import { empty, json } from './http-exchange.ts'
import type { MailAnswer, MailRequest } from './http-exchange.ts'
import type { MailStore, ServerMailbox, ServerMessage } from './mail-store.ts'

interface JsonRecipient {
  readonly emailAddress: { readonly name?: string; readonly address: string }
}

interface JsonMessage {
  readonly subject?: string
  readonly body?: { readonly contentType?: string; readonly content?: string }
  readonly toRecipients?: readonly JsonRecipient[]
  readonly ccRecipients?: readonly JsonRecipient[]
  readonly bccRecipients?: readonly JsonRecipient[]
  readonly singleValueExtendedProperties?: readonly { readonly id: string; readonly value: string }[]
  readonly internetMessageId?: string
  readonly from?: JsonRecipient
}

interface JsonAttachment {
  readonly name: string
  readonly contentType?: string
  readonly contentBytes?: string
  readonly isInline?: boolean
  readonly contentId?: string
}

export interface UploadSession {
  readonly id: string
  readonly authtoken: string
  readonly mailbox: ServerMailbox
  readonly message: ServerMessage
  readonly item: JsonAttachment & { readonly size: number }
  readonly pieces: Buffer[]
  readonly faults: GraphFault[]
  received: number
}

/** Microsoft's limits, octets. */
const leastUpload = 3 * 1024 * 1024
const mostUpload = 150 * 1024 * 1024
const largestPiece = 4 * 1024 * 1024

const recipient = ({ emailAddress: { name, address } }: JsonRecipient): DraftRecipient => ({ name: name ?? '', address, kind: 0 })

const parsed = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString())
  } catch {
    return null
  }
}

function contentOf({ from, toRecipients = [], ccRecipients = [], bccRecipients = [], subject = '', body }: JsonMessage, mailbox: ServerMailbox): DraftContent {
  return {
    ...blankContent(from === undefined ? mailbox.owner : recipient(from)),
    to: toRecipients.map(recipient), cc: ccRecipients.map(recipient), bcc: bccRecipients.map(recipient),
    subject, bodyType: body?.contentType?.toLowerCase() === 'html' ? 'html' : 'text', body: body?.content ?? '',
  }
}

export class GraphDrafts {
  private readonly store: MailStore
  private readonly least: number
  private readonly sessions = new Map<string, UploadSession>()

  constructor(store: MailStore, least = leastUpload) {
    this.store = store
    this.least = least
  }

  create(mailbox: ServerMailbox, body: Buffer): MailAnswer {
    const given = parsed(body) as JsonMessage | null
    if (given === null || typeof given !== 'object') return graphError(400, 'BadRequest', 'Unable to read JSON request payload.')
    const content = contentOf(given, mailbox)
    const properties = Object.fromEntries((given.singleValueExtendedProperties ?? []).map(({ id, value }) => [id, value]))
    // Message-ID may be chosen while it is a draft; it is kept among the properties until there are octets.
    const chosen = given.internetMessageId === undefined ? {} : { messageId: given.internetMessageId }
    const message = this.store.put(mailbox, 'drafts', null, content, { ...properties, ...chosen })
    return json(201, { ...described(message), internetMessageId: given.internetMessageId ?? null })
  }

  /** The octets of a message; those of a draft made of JSON are made now. */
  mimeOf({ mime, content, properties }: ServerMessage): Buffer {
    if (mime !== null) return mime
    if (content === null) return Buffer.alloc(0)
    return messageOf(content, properties, properties['messageId'])
  }

  list(message: ServerMessage, query: URLSearchParams): MailAnswer {
    const withBytes = !query.has('$select')
    return json(200, { value: this.attachments(message).map(attachment => this.attachment(attachment, withBytes)) })
  }

  content(message: ServerMessage, id: string, raw: boolean): MailAnswer | null {
    const found = this.attachments(message).find(attachment => attachment.id === id)
    if (found === undefined) return null
    return raw ? { status: 200, headers: { 'Content-Type': found.contentType }, body: Buffer.from(found.content, 'latin1') } : json(200, this.attachment(found, true))
  }

  add(message: ServerMessage, body: Buffer): MailAnswer {
    const given = parsed(body) as JsonAttachment | null
    if (typeof given?.contentBytes !== 'string') return graphError(400, 'BadRequest', 'Unable to read JSON request payload.')
    const content = Buffer.from(given.contentBytes, 'base64')
    if (content.length >= this.least) return graphError(413, 'ErrorMessageSizeExceeded', 'The attachment is too large; use an upload session.')
    const made = this.attach(message, given, content)
    return made === null ? graphError(400, 'ErrorInvalidOperation', 'The message is not a draft of JSON.') : json(201, this.attachment(made, false))
  }

  createSession(mailbox: ServerMailbox, message: ServerMessage, request: MailRequest, faults: GraphFault[]): MailAnswer {
    const item = (parsed(request.body) as { AttachmentItem?: UploadSession['item'] } | null)?.AttachmentItem
    if (item === undefined || typeof item.size !== 'number') return graphError(400, 'BadRequest', 'Unable to read JSON request payload.')
    if (item.size < this.least) return graphError(400, 'ErrorAttachmentSizeShouldNotBeLessThanMinimumSize', 'Attachment size must be greater than the minimum size.')
    if (item.size > mostUpload) return graphError(400, 'ErrorMessageSizeExceeded', 'The message exceeds the maximum supported size.')
    const session: UploadSession = { id: randomUUID(), authtoken: randomBytes(18).toString('base64url'), mailbox, message, item, pieces: [], faults, received: 0 }
    this.sessions.set(session.id, session)
    const uploadUrl = `${request.origin}/upload/${session.id}?authtoken=${session.authtoken}`
    return json(201, { uploadUrl, expirationDateTime: new Date(Date.now() + 3_600_000).toISOString(), nextExpectedRanges: ['0-'] })
  }

  session(id: string, authtoken: string): UploadSession | null {
    const found = this.sessions.get(id)
    return found?.authtoken === authtoken ? found : null
  }

  put(session: UploadSession, request: MailRequest): MailAnswer {
    if (request.method === 'DELETE') {
      this.sessions.delete(session.id)
      return empty(204)
    }
    if (request.headers['authorization'] !== undefined) return graphError(401, 'InvalidAuthenticationToken', 'An upload address takes no token.')
    const [, first, last, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(request.headers['content-range'] ?? '')?.map(Number) ?? []
    const fits = first === session.received && size === session.item.size && last !== undefined && last - first + 1 === request.body.length
    if (!fits) return graphError(416, 'ErrorInvalidRange', 'The range is not the next one.')
    if (request.body.length > largestPiece) return graphError(413, 'ErrorRequestEntityTooLarge', 'A piece may have 4 MB.')
    session.pieces.push(request.body)
    session.received += request.body.length
    if (session.received < session.item.size) {
      return json(200, { '@odata.context': 'demo', 'ExpirationDateTime': new Date(Date.now() + 3_600_000).toISOString(), 'nextExpectedRanges': [String(session.received)] })
    }
    this.sessions.delete(session.id)
    const made = this.attach(session.message, session.item, Buffer.concat(session.pieces))
    return made === null ? graphError(404, 'ErrorItemNotFound', 'The draft is gone.') : empty(201, { Location: `${request.origin}/graph/v1.0/me/messages/${session.message.id}/Attachments('${made.id}')` })
  }

  private attach(message: ServerMessage, item: JsonAttachment, octets: Buffer): DraftAttachment | null {
    if (message.content === null) return null
    const made: DraftAttachment = {
      id: randomUUID(), name: item.name, contentType: item.contentType ?? 'application/octet-stream', kind: 0, isInline: item.isInline ?? false,
      contentId: item.contentId ?? null, content: octets.toString('latin1'), size: octets.length + 400, url: null,
    }
    message.content = { ...message.content, attachments: [...message.content.attachments, made] }
    return made
  }

  /** Of a received message what Exchange keeps: one attachment where it is S/MIME. */
  private attachments(message: ServerMessage): readonly DraftAttachment[] {
    if (message.mime === null) return message.content?.attachments ?? []
    const stored = storeMessage(message.id, message.mime)
    const listed = stored.smimeAttachment === null ? stored.attachments : [stored.smimeAttachment]
    return listed.map(attachment => ({ ...attachment, isInline: false, contentId: null, url: null, size: attachment.size + 400 }))
  }

  private attachment({ id, name, contentType, size, isInline, content }: DraftAttachment, withBytes: boolean): Readonly<Record<string, unknown>> {
    const bytes = withBytes ? { contentBytes: Buffer.from(content, 'latin1').toString('base64') } : {}
    return { '@odata.type': '#microsoft.graph.fileAttachment', '@odata.mediaContentType': contentType, id, name, contentType, size, isInline, ...bytes }
  }
}
