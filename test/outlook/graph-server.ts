/** Microsoft Graph as far as sending goes, on a real socket: each request is answered by what a test has laid out for it. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface GraphCall {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

/** `cut`: the line breaks before a word was answered; `silent`: nothing ever comes. */
export type GraphReply =
  | { readonly status: number; readonly body?: object; readonly headers?: Readonly<Record<string, string>> }
  | 'cut'
  | 'silent'

export interface GraphServer {
  readonly endpoint: string
  readonly calls: GraphCall[]
  /** Answers to requests whose path begins so, in order; the last one stays. */
  answer(path: string, ...replies: readonly GraphReply[]): void
  callsTo(path: string): readonly GraphCall[]
  clear(): void
  close(): Promise<void>
}

export async function startGraphServer(): Promise<GraphServer> {
  const calls: GraphCall[] = []
  const laid: { readonly path: string; readonly replies: GraphReply[] }[] = []
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const path = request.url ?? ''
      calls.push({ method: request.method ?? '', path, headers: request.headers, body: Buffer.concat(pieces) })
      const found = laid.find(entry => path.startsWith(entry.path))
      const reply = (found !== undefined && found.replies.length > 1 ? found.replies.shift() : found?.replies[0]) ?? { status: 404, body: { error: { code: 'itemNotFound' } } }
      if (reply === 'silent') return
      if (reply === 'cut') {
        request.socket.destroy()
        return
      }
      response.writeHead(reply.status, { 'Content-Type': 'application/json', ...reply.headers })
      response.end(reply.body === undefined ? '' : JSON.stringify(reply.body))
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1.0`,
    calls,
    // The longest path first (of one path, what was laid out first), so that `/me/messages/d1/send` is not answered as `/me/messages`.
    answer: (path, ...replies) => {
      laid.push({ path: `/v1.0${path}`, replies: [...replies] })
      laid.sort((a, b) => b.path.length - a.path.length)
    },
    callsTo: path => calls.filter(call => call.path.startsWith(`/v1.0${path}`)),
    clear: () => {
      calls.length = 0
      laid.length = 0
    },
    close: () => new Promise(resolve => {
      server.closeAllConnections()
      server.close(() => resolve())
    }),
  }
}
