/** Microsoft Graph's mail, as far as an add-in that sends and looks for messages may ask it. Shapes and limits are those of Microsoft's documentation. */
import { described, graphError } from './graph-answers.ts'
import { GraphDrafts } from './graph-drafts.ts'
import { nextFault } from './graph-faults.ts'
import type { GraphCall, GraphFault } from './graph-faults.ts'
import { empty, json } from './http-exchange.ts'
import type { MailAnswer, MailRequest, Outcome } from './http-exchange.ts'
import { headerField, recipientsOf } from './mail-store.ts'
import type { FolderName, MailStore, ServerMailbox, ServerMessage } from './mail-store.ts'
import type { AccessGrant, TokenOffice } from './tokens.ts'

/** Octets of a request. Documented for MIME: 413 above. */
export const largestRequest = 4 * 1024 * 1024
/** Above it a 200 has been seen with nothing sent (microsoft-graph-docs issue 3079). Only as a fault. */
export const quietlyLost = 2240 * 1024

interface Known {
  readonly call: GraphCall
  readonly scopes: readonly string[]
}

const reading = ['Mail.Read', 'Mail.ReadWrite']
const folders: Readonly<Record<string, FolderName>> = { inbox: 'inbox', sentitems: 'sentitems', drafts: 'drafts' }

const known = (method: string, path: RegExp, call: GraphCall, ...scopes: string[]): Known & { readonly method: string; readonly path: RegExp } => ({ method, path, call, scopes })

/** Pieces of the path stand joined by a newline, which no id has. */
const routes = [
  known('POST', /^me\nsendMail$/, 'sendMail', 'Mail.Send'),
  known('GET', /^me\nmailFolders\n(?:inbox|sentitems|drafts)\nmessages$/i, 'findMessages', ...reading),
  known('POST', /^me\nmessages$/, 'createDraft', 'Mail.ReadWrite'),
  known('GET', /^me\nmessages$/, 'findMessages', ...reading),
  known('GET', /^me\nmessages\n[^\n]+$/, 'getMessage', ...reading),
  known('DELETE', /^me\nmessages\n[^\n]+$/, 'deleteMessage', 'Mail.ReadWrite'),
  known('POST', /^me\nmessages\n[^\n]+\nsend$/, 'sendDraft', 'Mail.Send'),
  known('GET', /^me\nmessages\n[^\n]+\n\$value$/, 'getMime', ...reading),
  known('PUT', /^me\nmessages\n[^\n]+\n\$value$/, 'replaceMime', 'Mail.ReadWrite'),
  known('GET', /^me\nmessages\n[^\n]+\nattachments$/, 'listAttachments', ...reading),
  known('POST', /^me\nmessages\n[^\n]+\nattachments$/, 'addAttachment', 'Mail.ReadWrite'),
  known('POST', /^me\nmessages\n[^\n]+\nattachments\ncreateUploadSession$/, 'createUploadSession', 'Mail.ReadWrite'),
  known('GET', /^me\nmessages\n[^\n]+\nattachments\n[^\n]+(?:\n\$value)?$/, 'getAttachment', ...reading),
]

/** Which call a request is; null for one that this Graph does not know. */
function callOf({ method, path }: MailRequest): Known | null {
  const joined = path.join('\n')
  return routes.find(route => route.method === method && route.path.test(joined)) ?? null
}

/** The base64 of a MIME request, or null. Line ends inside it are fine. */
function mimeOf(body: Buffer): Buffer | null {
  const text = body.toString('latin1').replace(/[\r\n]/g, '')
  return text !== '' && /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0 ? Buffer.from(text, 'base64') : null
}

const notFound = (): MailAnswer => graphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.')
const isText = (request: MailRequest): boolean => (request.headers['content-type'] ?? '').toLowerCase().startsWith('text/plain')

export interface GraphOptions {
  readonly store: MailStore
  readonly tokens: TokenOffice
  /** Faults for every token, besides those of the token. */
  readonly faults: GraphFault[]
  /** Everything that was asked and is not known here. A test that finds any has failed. */
  readonly unimplemented: string[]
  /** Whether Graph calls the message that is being sent too large, octets of the request. */
  readonly largestRequest?: number
  /** Octets from which an attachment needs an upload session; Microsoft's unless given. */
  readonly leastUpload?: number
}

export interface GraphRecord {
  readonly call: GraphCall
  readonly address: string
  readonly octets: number
}

export class Graph {
  /** The calls that came, faults included. */
  readonly calls: GraphRecord[] = []
  private readonly options: GraphOptions
  private readonly drafts: GraphDrafts

  constructor(options: GraphOptions) {
    this.options = options
    this.drafts = new GraphDrafts(options.store, options.leastUpload)
  }

  async answer(request: MailRequest): Promise<Outcome> {
    const known = callOf(request)
    if (known === null) {
      this.options.unimplemented.push(`Graph ${request.method} /${request.path.join('/')}`)
      return graphError(501, 'NotImplemented', 'The Outlook emulator does not implement this.')
    }
    const grant = this.options.tokens.check(request.headers['authorization'])
    if (grant === null) {
      return graphError(401, 'InvalidAuthenticationToken', 'Access token is empty or has expired.', { 'WWW-Authenticate': 'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"' })
    }
    const mailbox = this.options.store.mailbox(grant.address)
    if (mailbox === null) return graphError(404, 'MailboxNotEnabledForRESTAPI', 'The mailbox is either inactive, soft-deleted, or is hosted on-premise.')
    this.calls.push({ call: known.call, address: grant.address, octets: request.body.length })
    if (!known.scopes.some(scope => grant.scopes.includes(scope))) {
      return graphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.')
    }
    return this.withFaults(known.call, grant, () => this.work(known.call, request, mailbox), request)
  }

  /** Pieces of an upload come without a token; the address is the permission. */
  async upload(request: MailRequest): Promise<Outcome> {
    const session = this.drafts.session(request.path[0] ?? '', request.query.get('authtoken') ?? '')
    if (session === null) return empty(404)
    this.calls.push({ call: 'upload', address: session.mailbox.owner.address, octets: request.body.length })
    return this.withFaults('upload', { faults: session.faults }, () => Promise.resolve(this.drafts.put(session, request)), request)
  }

  private async withFaults(call: GraphCall, grant: Pick<AccessGrant, 'faults'>, work: () => Promise<MailAnswer>, request: MailRequest): Promise<Outcome> {
    const fault = nextFault(grant.faults, call) ?? nextFault(this.options.faults, call)
    switch (fault?.kind) {
      case undefined:
        return work()
      case 'status':
        return refusal(fault)
      case 'accepted-without-sending':
        return request.body.length > quietlyLost ? empty(200) : work()
      case 'silent':
      case 'cut':
        return fault.kind
      case 'cut-after':
        await work()
        return 'cut'
      case 'repeated':
        await work()
        return work()
      case 'fails-after':
        await work()
        return graphError(500, 'InternalServerError', 'An internal server error occurred. The operation failed.')
      case 'slow':
        await new Promise(resolve => setTimeout(resolve, fault.milliseconds))
        return work()
    }
  }

  private async work(call: GraphCall, request: MailRequest, mailbox: ServerMailbox): Promise<MailAnswer> {
    const { store } = this.options
    const [, what, id = ''] = request.path
    if (isText(request) && request.body.length > (this.options.largestRequest ?? largestRequest)) {
      return graphError(413, 'ErrorRequestEntityTooLarge', 'The size of the request exceeds the maximum.')
    }
    switch (call) {
      case 'sendMail':
        return this.sendMail(request, mailbox)
      case 'createDraft':
        return this.createDraft(request, mailbox)
      case 'findMessages':
        return findMessages(store, mailbox, what === 'mailFolders' ? (folders[id.toLowerCase()] ?? null) : null, request.query)
      default: {
        const message = store.find(mailbox, id)
        return message === null ? notFound() : this.workOn(message, call, request, mailbox)
      }
    }
  }

  private async workOn(message: ServerMessage, call: GraphCall, request: MailRequest, mailbox: ServerMailbox): Promise<MailAnswer> {
    switch (call) {
      case 'sendDraft':
        return this.sendDraft(mailbox, message, request)
      case 'deleteMessage':
        this.options.store.remove(mailbox, message)
        return empty(204)
      case 'getMessage':
        return json(200, described(message))
      case 'getMime':
        return { status: 200, headers: { 'Content-Type': 'text/plain' }, body: this.drafts.mimeOf(message) }
      case 'replaceMime': {
        const mime = mimeOf(request.body)
        if (mime === null) return badMime()
        message.mime = mime
        return json(200, described(message))
      }
      case 'listAttachments':
        return this.drafts.list(message, request.query)
      case 'getAttachment':
        return this.drafts.content(message, request.path[4] ?? '', request.path[5] === '$value') ?? notFound()
      case 'addAttachment':
        return this.drafts.add(message, request.body)
      case 'createUploadSession':
        return this.drafts.createSession(mailbox, message, request, this.options.tokens.check(request.headers['authorization'])?.faults ?? [])
      default:
        return notFound()
    }
  }

  private async sendMail(request: MailRequest, mailbox: ServerMailbox): Promise<MailAnswer> {
    if (!isText(request)) {
      this.options.unimplemented.push('Graph sendMail of JSON')
      return graphError(501, 'NotImplemented', 'The Outlook emulator sends MIME only.')
    }
    const mime = mimeOf(request.body)
    if (mime === null) return badMime()
    const refused = this.refused(mailbox, mime)
    if (refused !== null) return refused
    await this.options.store.send(mailbox, mime)
    return empty(202)
  }

  private refused(mailbox: ServerMailbox, mime: Buffer): MailAnswer | null {
    if (!this.options.store.maySendAs(mailbox, mime)) {
      return graphError(403, 'ErrorSendAsDenied', 'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.')
    }
    if (recipientsOf(mime).length === 0) return graphError(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.')
    return null
  }

  private createDraft(request: MailRequest, mailbox: ServerMailbox): MailAnswer {
    if (!isText(request)) return this.drafts.create(mailbox, request.body)
    const mime = mimeOf(request.body)
    return mime === null ? badMime() : json(201, described(this.options.store.put(mailbox, 'drafts', mime)))
  }

  private async sendDraft(mailbox: ServerMailbox, message: ServerMessage, request: MailRequest): Promise<MailAnswer> {
    const { store } = this.options
    if (message.folder !== 'drafts') return graphError(400, 'ErrorInvalidOperation', 'The message is not a draft.')
    const mime = this.drafts.mimeOf(message)
    const refused = this.refused(mailbox, mime)
    if (refused !== null) return refused
    store.remove(mailbox, message)
    const copy = await store.send(mailbox, mime)
    // The message moves to Sent Items; only an immutable id moves with it.
    if (copy !== null && /IdType="ImmutableId"/i.test(request.headers['prefer'] ?? '')) Object.assign(copy, { id: message.id })
    return empty(202)
  }
}

const badMime = (): MailAnswer => graphError(400, 'ErrorMimeContentInvalidBase64String', 'Invalid base64 string for MIME content.')

function refusal({ status, code, retryAfter, claims }: GraphFault & { readonly kind: 'status' }): MailAnswer {
  const waits = retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }
  const asks = claims === undefined ? {} : { 'WWW-Authenticate': `Bearer realm="", error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"` }
  return graphError(status, code ?? usualCodes[status] ?? 'InternalServerError', 'A fault of the emulator.', { ...waits, ...asks })
}

const usualCodes: Readonly<Record<number, string>> = {
  400: 'ErrorInvalidRequest', 401: 'InvalidAuthenticationToken', 403: 'ErrorAccessDenied', 404: 'ErrorItemNotFound', 413: 'ErrorRequestEntityTooLarge', 429: 'ApplicationThrottled',
  500: 'InternalServerError', 503: 'ServiceUnavailable', 504: 'GatewayTimeout', 507: 'ErrorQuotaExceeded',
}

/** A field of the header, which Exchange keeps as a property named like it. */
const byField = /^singleValueExtendedProperties\/any\(ep: ep\/id eq 'String \{00020386-0000-0000-C000-000000000046\} Name ([\w-]+)' and ep\/value eq '((?:[^']|'')*)'\)$/

/** Only the filters that look for one message, by its Message-ID or by a field; a quote inside is doubled. */
function findMessages(store: MailStore, mailbox: ServerMailbox, folder: FolderName | null, query: URLSearchParams): MailAnswer {
  const filter = query.get('$filter')
  const wanted = /^internetMessageId eq '((?:[^']|'')*)'$/.exec(filter ?? '')?.[1]?.replaceAll("''", "'")
  const [, field, value] = byField.exec(filter ?? '') ?? []
  if (filter !== null && wanted === undefined && field === undefined) return graphError(400, 'BadRequest', 'Invalid filter clause.')
  const bearing = (name: string): readonly ServerMessage[] => mailbox.messages.filter(({ mime }) => mime !== null && headerField(mime, name) === value?.replaceAll("''", "'"))
  const found = field !== undefined ? bearing(field) : wanted === undefined ? mailbox.messages : store.byMessageId(mailbox, wanted)
  const top = Number(query.get('$top') ?? '10')
  return json(200, { value: found.filter(message => folder === null || message.folder === folder).slice(0, top).map(described) })
}
