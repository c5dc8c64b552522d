/** The demo's Exchange: mailboxes, Microsoft Graph, EWS, sign-in, and what the page around the pane asks for. One per demo server. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { DraftContent } from '../../compose/compose-draft.ts'
import { ExchangeWebServices } from './ews.ts'
import type { EwsFault } from './ews.ts'
import { messageOf } from './exchange-message.ts'
import { Graph } from './graph.ts'
import type { GraphFault } from './graph-faults.ts'
import { empty, json } from './http-exchange.ts'
import type { MailAnswer, MailRequest, Outcome } from './http-exchange.ts'
import { folderNames, MailStore } from './mail-store.ts'
import type { DistributionList, Person, ServerMailbox } from './mail-store.ts'
import { sendOverSmtp } from './smtp-client.ts'
import type { SmtpServer } from './smtp-client.ts'
import { TokenOffice } from './tokens.ts'

export interface MailServiceOptions {
  readonly people: readonly Person[]
  readonly lists?: readonly DistributionList[]
  /** Also hands every message that is sent to this mail server. */
  readonly smtp?: SmtpServer | null
  readonly graphFaults?: readonly GraphFault[]
  readonly ewsFaults?: readonly EwsFault[]
  /** Octets from which Graph wants an upload session; Microsoft's unless given. */
  readonly leastUpload?: number
}

/** Larger than anything that the services take, so that they refuse and not the stream. */
const longestBody = 200 * 1024 * 1024

const graphPrefix = ['graph', 'v1.0']

/** As Graph answers pages of any origin. */
const crossOrigin = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, DELETE, OPTIONS',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, Content-Range, Prefer, client-request-id',
  'Access-Control-Expose-Headers': 'ETag, Location, Content-Range, request-id, client-request-id, WWW-Authenticate, Retry-After',
} as const

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length
    if (length > longestBody) throw new Error('the request is too large')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

interface DraftRequest {
  readonly itemId: string | null
  readonly content: DraftContent
}

interface TokenRequest {
  readonly clientId: string
  readonly scopes: readonly string[]
  readonly faults?: readonly GraphFault[]
  readonly expiresIn?: number
}

export class MailService {
  readonly store: MailStore
  readonly tokens = new TokenOffice()
  readonly graphFaults: GraphFault[]
  readonly unimplemented: string[] = []
  readonly graph: Graph
  readonly ews: ExchangeWebServices
  /** Scopes that somebody agreed to, by mailbox and application. */
  private readonly consents = new Map<string, Set<string>>()

  constructor({ people, lists, smtp, graphFaults, ewsFaults, leastUpload }: MailServiceOptions) {
    this.store = new MailStore(people, lists)
    this.graphFaults = [...(graphFaults ?? [])]
    this.graph = new Graph({ store: this.store, tokens: this.tokens, faults: this.graphFaults, unimplemented: this.unimplemented, ...(leastUpload === undefined ? {} : { leastUpload }) })
    this.ews = new ExchangeWebServices(this.store, [...(ewsFaults ?? [])])
    if (smtp !== undefined && smtp !== null) this.store.relay = (envelope, mime) => sendOverSmtp(smtp, envelope, mime)
  }

  /** Whether a path is this service's. */
  serves(path: string): boolean {
    return /^(?:graph\/v1\.0|upload|mail)\//.test(path) || path === 'EWS/Exchange.asmx'
  }

  async respond(request: IncomingMessage, response: ServerResponse, origin: string): Promise<void> {
    const url = new URL(request.url ?? '/', origin)
    const path = url.pathname.slice(1).split('/').map(decodeURIComponent)
    const isOpen = path[0] === 'graph' || path[0] === 'upload'
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, value?.toString()]))
    const body = await bodyOf(request)
    const outcome = request.method === 'OPTIONS' && isOpen
      ? empty(200, { 'Access-Control-Max-Age': '600' })
      : await this.answer({ method: request.method ?? 'GET', path, query: url.searchParams, headers, body, origin })
    if (outcome === 'silent') return
    if (outcome === 'cut') {
      request.socket.destroy()
      return
    }
    response.writeHead(outcome.status, { 'Cache-Control': 'no-store', ...(isOpen ? crossOrigin : {}), ...outcome.headers }).end(outcome.body)
  }

  /** Answers without a connection, for tests that need none. */
  async answer(request: MailRequest): Promise<Outcome> {
    const [first, ...rest] = request.path
    if (first === 'graph') return rest[0] === graphPrefix[1] ? this.graph.answer({ ...request, path: rest.slice(1) }) : empty(404)
    if (first === 'upload') return this.graph.upload({ ...request, path: rest })
    if (first === 'EWS') return this.soap(request)
    const mailbox = this.store.mailbox(request.query.get('mailbox') ?? '')
    return mailbox === null ? empty(404) : this.page(mailbox, rest, request)
  }

  private async soap({ headers, body }: MailRequest): Promise<MailAnswer> {
    const mailbox = this.store.mailbox(headers['x-demo-mailbox'] ?? '')
    if (mailbox === null) return empty(401)
    try {
      const text = await this.ews.answer(mailbox, body.toString())
      return { status: text.includes('<s:Fault>') ? 500 : 200, headers: { 'Content-Type': 'text/xml; charset=utf-8' }, body: text }
    } catch (error) {
      return json(403, { reason: error instanceof Error ? error.message : 'refused' })
    }
  }

  /** What the mail program around the pane asks of its server. Nothing of it is open to add-ins. */
  private async page(mailbox: ServerMailbox, [what = '', id = '']: readonly string[], { method, body, headers, query }: MailRequest): Promise<MailAnswer> {
    if (method === 'GET') return this.read(mailbox, what, id)
    // Another site's page cannot send this type without asking first, and is not answered when it asks.
    if (method !== 'POST' || headers['content-type'] !== 'application/json') return empty(415)
    const given = JSON.parse(body.toString()) as unknown
    switch (what) {
      case 'draft': {
        const { itemId, content } = given as DraftRequest
        return json(200, { itemId: this.store.saveDraft(mailbox, itemId, content).id })
      }
      case 'discard':
        this.forget(mailbox, (given as DraftRequest).itemId)
        return empty(204)
      case 'send': {
        const { itemId, content } = given as DraftRequest
        const mime = messageOf(content)
        if (!this.store.maySendAs(mailbox, mime)) return json(403, { reason: 'send-as' })
        this.forget(mailbox, itemId)
        const copy = await this.store.send(mailbox, mime)
        return json(200, { id: copy?.id ?? null })
      }
      case 'settings':
        mailbox.settings = given as Readonly<Record<string, string>>
        return empty(204)
      case 'token':
        return this.token(mailbox, given as TokenRequest, query.get('consent') === '1')
      default:
        return empty(404)
    }
  }

  private forget(mailbox: ServerMailbox, itemId: string | null): void {
    const draft = itemId === null ? null : this.store.find(mailbox, itemId)
    if (draft !== null) this.store.remove(mailbox, draft)
  }

  private read(mailbox: ServerMailbox, what: string, id: string): MailAnswer {
    switch (what) {
      case 'folders':
        return json(200, Object.fromEntries(folderNames.map(folder => [folder, this.store.inFolder(mailbox, folder).map(message => ({ id: message.id }))])))
      case 'message': {
        const message = this.store.find(mailbox, id)
        if (message === null) return empty(404)
        const mime = message.mime ?? (message.content === null ? Buffer.alloc(0) : messageOf(message.content, message.properties))
        return { status: 200, headers: { 'Content-Type': 'message/rfc822' }, body: mime }
      }
      case 'versions':
        return json(200, mailbox.draftVersions)
      case 'settings':
        return json(200, mailbox.settings)
      default:
        return empty(404)
    }
  }

  /** A token, or what the sign-in wants first: agreement to each scope, once. */
  private token(mailbox: ServerMailbox, { clientId, scopes, faults, expiresIn }: TokenRequest, agrees: boolean): MailAnswer {
    const key = `${mailbox.owner.address}\n${clientId}`
    const agreed = this.consents.get(key) ?? new Set()
    this.consents.set(key, agreed)
    if (agrees) for (const scope of scopes) agreed.add(scope)
    if (!scopes.every(scope => agreed.has(scope))) return json(403, { reason: 'consent' })
    const lifetime = expiresIn ?? 3600
    const until = Date.now() + lifetime * 1000
    return json(200, { accessToken: this.tokens.issue({ address: mailbox.owner.address, clientId, scopes, until, faults: faults ?? [] }), expiresIn: lifetime })
  }
}
