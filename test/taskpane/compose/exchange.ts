/**
 * The emulated Exchange with one mailbox that sends, as a pane meets it: Microsoft Graph by `fetch`, Exchange Web Services by Outlook. It
 * remembers what left, and its line can break. Every request is a point.
 */
import type { CallResult } from '../../../src/outlook/office-call.ts'
import { ask, type Ask } from '../../emulator/server/mail-fixture.ts'
import { headerField } from '../../emulator/server/mail/mail-store.ts'
import { MailService } from '../../emulator/server/mail/mail-service.ts'
import type { KillPoints } from './kill-points.ts'

export interface TakenMessage {
  readonly messageId: string
  /** Everyone it was delivered to. */
  readonly recipients: readonly string[]
  readonly bytes: Uint8Array
  readonly at: number
}

/** How a request that sends is answered, in order; as Exchange does when nothing is planned. `lost`: done, and the answer never comes. */
export type Planned = number | 'lost' | 'repeated'

/** Octets from which an attachment is uploaded in pieces: a message of a few thousand shows what one of three million does. */
export const LEAST_UPLOAD = 1000

export class Exchange {
  readonly taken: TakenMessage[] = []
  readonly planned: Planned[] = []
  isDown = false
  /** Every request that changes something comes twice, as a browser repeats one whose answer it did not get; the second answer comes back. */
  isRepeating = false
  /** Milliseconds until a message that was taken is in Sent Items. */
  delay = 0
  readonly service: MailService
  readonly address: string
  private readonly token: string
  private readonly points: KillPoints
  private readonly now: () => number

  constructor(points: KillPoints, now: () => number, owner: { readonly name: string; readonly address: string }, leastUpload = LEAST_UPLOAD) {
    this.points = points
    this.now = now
    this.address = owner.address
    this.service = new MailService({ people: [owner], leastUpload })
    this.token = this.service.tokens.issue({ address: owner.address, clientId: 'x', scopes: ['Mail.Send', 'Mail.ReadWrite', 'Mail.Read'] })
    this.service.store.relay = ({ recipients }, mime) => {
      this.taken.push({ messageId: headerField(mime, 'message-id') ?? '', recipients, bytes: new Uint8Array(mime), at: this.now() })
      return Promise.resolve()
    }
  }

  /** Octets of what lies in Drafts. */
  get drafts(): readonly Buffer[] {
    const { store } = this.service
    return store.mailboxes.flatMap(mailbox => store.inFolder(mailbox, 'drafts')).map(({ mime, content }) => mime ?? Buffer.from(JSON.stringify(content)))
  }

  /** Also called by a test for a request that was worked on late. */
  async take(bytes: Uint8Array): Promise<void> {
    const mailbox = this.service.store.mailbox(this.address)
    if (mailbox !== null) await this.service.store.send(mailbox, Buffer.from(bytes))
  }

  readonly fetch: typeof fetch = (input, init = {}) => {
    const { pathname, search } = new URL(input as string)
    const method = init.method ?? 'GET'
    const name = graphPoint(method, pathname)
    return this.points.through(name, async () => {
      init.signal?.throwIfAborted()
      if (this.isDown) throw new TypeError('Failed to fetch')
      const answer = await this.planAround(name, () => this.graph(pathname, search, method, init), status => new Response(null, { status, headers: status === 429 ? { 'Retry-After': '17' } : {} }))
      if (answer === 'lost') throw new TypeError('Failed to fetch')
      return name === 'look' ? this.delayed(answer) : answer
    })
  }

  /** As a mailbox of Office.js. */
  makeEwsRequestAsync(data: string, callback: (result: CallResult<string>) => void): void {
    const name = ewsPoint(data)
    const work = this.points.through(name, async () => {
      if (this.isDown) throw new Error('no connection')
      const mailbox = this.service.store.mailbox(this.address)
      if (mailbox === null) throw new Error('no mailbox')
      const answer = await this.planAround(name, () => this.service.ews.answer(mailbox, data), () => '')
      if (answer === 'lost') throw new Error('no answer')
      return answer
    })
    work.then(value => callback({ status: 'succeeded', value }), () => callback({ status: 'failed', value: '', error: { code: 9020, name: 'GenericResponseError' } }))
  }

  private async planAround<Answer>(name: string, work: () => Promise<Answer>, refused: (status: number) => Answer): Promise<Answer | 'lost'> {
    const planned = name === 'send' ? this.planned.shift() : undefined
    if (typeof planned === 'number' && planned >= 300) return refused(planned)
    if ((this.isRepeating && CHANGES.has(name)) || planned === 'repeated') await work()
    const answer = await work()
    return planned === 'lost' ? 'lost' : answer
  }

  private async graph(pathname: string, search: string, method: string, { body, headers }: RequestInit): Promise<Response> {
    const given = Object.fromEntries(Object.entries((headers ?? {}) as Record<string, string>).map(([name, value]) => [name.toLowerCase(), value]))
    const isUpload = pathname.startsWith('/upload/')
    const request: Ask = { method, body: body instanceof Uint8Array ? Buffer.from(body) : ((body ?? '') as string), headers: { ...given, ...(isUpload ? {} : { authorization: `Bearer ${this.token}` }) } }
    const answer = await ask(this.service, `${isUpload ? '' : '/graph'}${pathname}${search}`, request)
    return new Response(answer.body.length === 0 ? null : new Uint8Array(Buffer.from(answer.body)), { status: answer.status, headers: { ...answer.headers } })
  }

  private delayed(answer: Response): Response {
    return this.delay > 0 && this.now() - (this.taken.at(-1)?.at ?? 0) < this.delay ? Response.json({ value: [] }) : answer
  }
}

const CHANGES: ReadonlySet<string> = new Set(['draft', 'send', 'discard'])

function graphPoint(method: string, path: string): string {
  if (method === 'POST') return /\/send(?:Mail)?$/u.test(path) ? 'send' : 'draft'
  if (method === 'PUT') return 'upload'
  if (method === 'DELETE') return 'discard'
  return path.includes('/drafts/') ? 'surplus' : 'look'
}

function ewsPoint(request: string): string {
  const operation = /<soap:Body><m:(\w+)/u.exec(request)?.[1] ?? ''
  if (operation === 'FindItem') return request.includes('Id="drafts"') ? 'surplus' : 'look'
  return { CreateItem: 'draft', SendItem: 'send', MoveItem: 'discard' }[operation] ?? operation
}
