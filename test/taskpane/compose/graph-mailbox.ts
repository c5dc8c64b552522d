/** Microsoft Graph with one mailbox, as far as a send meets it: what it took, what lies in Sent Items, and a line that can break. */
import type { KillPoints } from './kill-points.ts'

export interface TakenMessage {
  readonly messageId: string
  /** To, Cc and Bcc of its header: Graph delivers to these. */
  readonly recipients: readonly string[]
  readonly bytes: Uint8Array
  readonly at: number
}

/** How a request to send is answered, in order; 202 when nothing is planned. `lost`: taken, and the answer never comes. */
export type Planned = number | 'lost'

export class GraphMailbox {
  readonly taken: TakenMessage[] = []
  readonly planned: Planned[] = []
  isDown = false
  /** Milliseconds until a message that was taken is in Sent Items. */
  delay = 0
  private readonly points: KillPoints
  private readonly now: () => number

  constructor(points: KillPoints, now: () => number) {
    this.points = points
    this.now = now
  }

  readonly fetch: typeof fetch = (input, init = {}) => {
    const url = new URL(input as string)
    const isSending = init.method === 'POST'
    return this.points.through(isSending ? 'send' : 'look', async () => {
      init.signal?.throwIfAborted()
      if (this.isDown) throw new TypeError('Failed to fetch')
      const response = isSending ? this.send(init.body as string) : this.look(url)
      await Promise.resolve()
      if (!response) throw new TypeError('Failed to fetch')
      return response
    })
  }

  private send(body: string): Response | undefined {
    const planned = this.planned.shift() ?? 202
    if (planned === 202 || planned === 'lost') this.take(new Uint8Array(Buffer.from(body, 'base64')))
    return planned === 'lost' ? undefined : new Response(null, { status: planned, headers: planned === 429 ? { 'Retry-After': '17' } : {} })
  }

  /** Also called by a test for a request that was worked on late. */
  take(bytes: Uint8Array): void {
    const header = new TextDecoder().decode(bytes).split('\r\n\r\n')[0] ?? ''
    const fields = new Map(header.replace(/\r\n[ \t]+/gu, ' ').split('\r\n').map(line => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]))
    const recipients = ['to', 'cc', 'bcc'].flatMap(name => (fields.get(name) ?? '').match(/[\w.+-]+@[\w.-]+/gu) ?? [])
    this.taken.push({ messageId: fields.get('message-id') ?? '', recipients, bytes, at: this.now() })
  }

  private look(url: URL): Response {
    const wanted = /internetMessageId eq '(.*)'$/u.exec(url.searchParams.get('$filter') ?? '')?.[1]?.replace(/''/gu, "'")
    const found = this.taken.filter(({ messageId, at }) => messageId === wanted && this.now() - at >= this.delay)
    return Response.json({ value: found.map((_, index) => ({ id: String(index) })) })
  }
}
