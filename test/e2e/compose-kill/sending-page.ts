/**
 * A page that sends: the engine in its worker with the browser's own database, the send path, the Graph route over a real connection. Only
 * the screens are missing, and Outlook's item is an object of the page.
 */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { Exchange } from '../../taskpane/compose/exchange.ts'
import { KillPoints } from '../../taskpane/compose/kill-points.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

const PAGE = `
import { createWorkerEngine } from './src/engine/client.ts'
import { createGraphRoute } from './src/outlook/send/graph-route.ts'
import { USUAL_POLICY } from './src/smime/compose-policy.ts'
import { lookAfter, unfinishedDrafts } from './src/taskpane/compose/draft-recovery.ts'
import { sendMessage } from './src/taskpane/compose/sending.ts'
import { KillPoints } from './test/taskpane/compose/kill-points.ts'

let worker
const engine = createWorkerEngine({ spawn: () => (worker = new Worker('/worker.js', { type: 'module' })), timeout: 30000 })
const settle = promise => promise.then(value => value, error => ({ failed: error.code ?? String(error) }))
const never = new Promise(() => undefined)
let points = new KillPoints()
const asker = { ask: (request, options) => points.through('ask ' + request.kind, () => engine.ask(request, options)) }
const graph = createGraphRoute({
  ports: {
    graph: { clientId: 'x', authority: 'x', endpoint: location.origin + '/v1.0', allowsStoredForm: false },
    fetch: (url, init) => points.through(/send(?:Mail)?$/u.test(url) ? 'send' : init.method === 'GET' ? 'look' : 'draft', () => fetch(url, init)), saveFile: () => undefined, notice: () => '',
  },
  token: () => Promise.resolve('token'), refusal: null, isOnline: () => true, hasClicked: () => true,
})
const wait = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds / 100))
const ports = (item, at) => ({
  engine: asker, item, routes: [graph], now: () => new Date(at), wait,
  newId: () => Array.from(crypto.getRandomValues(new Uint8Array(16)), octet => octet.toString(16).padStart(2, '0')).join(''),
})
const jobOf = (id, message, expected, edited) => ({
  draftId: id, route: graph, protection: { sign: true, encrypt: true }, policy: USUAL_POLICY, answersEncrypted: false, from: message.from.address, expected, edited,
  recipients: ['to', 'cc', 'bcc'].flatMap(field => message[field].map(mailbox => ({ ...mailbox, field, group: null, answer: null, problem: null }))),
  messageOf: () => message, onStep: () => undefined, signal: new AbortController().signal,
})
globalThis.ask = request => settle(engine.ask(request))
globalThis.fromBase64 = text => Uint8Array.from(atob(text), character => character.charCodeAt(0))
globalThis.item = { isDiscarded: false, read: null }
/** Strikes at one point: the tab says so and waits for its end, or its worker ends. */
globalThis.send = ({ message, expected, at, strike }) => {
  points = new KillPoints(strike?.at ?? null, () => {
    if (strike.fault === 'worker') { worker.terminate(); return 'goes on' }
    globalThis.struck = true
    return 'hangs'
  })
  globalThis.passed = points.passed
  const addressees = ['to', 'cc', 'bcc'].flatMap(field => message[field].map(mailbox => ({ ...mailbox, field, kind: 'person' })))
  const item = {
    read: () => points.through('item read', () => Promise.resolve({ ...message, addressees })),
    closeAndDiscard: () => points.through('item close', () => Promise.resolve(globalThis.item.isDiscarded = true)),
  }
  return settle(sendMessage(ports(item, at), jobOf('draft-1', message, expected, null)))
}
/** Comes back later: what is offered, and what becomes of it. */
globalThis.goOn = async ({ expected, at }) => {
  points = new KillPoints()
  const { unfinished, sent, unreadable } = await unfinishedDrafts({ engine, routes: [graph], now: () => new Date(at) }, new AbortController().signal)
  const outcomes = []
  for (const { draft } of unfinished) {
    const { message } = await engine.ask({ kind: 'drafts-read', at, id: draft.id })
    outcomes.push((await sendMessage(ports(null, at), jobOf(draft.id, message, expected, message))).kind)
  }
  return { fates: unfinished.map(({ fate }) => fate), sent: sent.length, unreadable, outcomes }
}
`

export interface SendingPage {
  readonly address: string
  readonly mailbox: Exchange
  close(): Promise<void>
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

/** The page, its scripts, and a mailbox behind the same origin. */
export async function serveSendingPage(): Promise<SendingPage> {
  const common = { bundle: true, write: false, absWorkingDir: ROOT, target: 'es2022', logLevel: 'error' } as const
  const worker = await build({ ...common, entryPoints: { worker: 'src/engine/worker.ts' }, format: 'esm', splitting: true, outdir: '/' })
  const page = await build({ ...common, stdin: { contents: PAGE, resolveDir: ROOT, loader: 'ts' }, format: 'iife' })
  const files = new Map(worker.outputFiles.map(file => [file.path.replace(/^.*\//u, '/'), file.text]))
  files.set('/page.js', page.outputFiles[0]?.text ?? '')
  const mailbox = new Exchange(new KillPoints(), () => Date.now(), { name: 'Yuki', address: 'yuki@example.com' })
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    const script = files.get(path)
    if (script !== undefined) response.writeHead(200, { 'content-type': 'text/javascript' }).end(script)
    else if (!path.startsWith('/v1.0/')) response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>sending</title><script src="/page.js"></script>')
    else {
      void bodyOf(request)
        .then(body => mailbox.fetch(`http://graph.example${path}`, { method: request.method ?? 'GET', headers: { 'content-type': request.headers['content-type'] ?? '' }, ...(body === '' ? {} : { body }) }))
        .then(async answer => response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text()))
        .catch(() => response.destroy())
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}/`,
    mailbox,
    close: () => new Promise(resolve => {
      server.closeAllConnections()
      server.close(() => { resolve() })
    }),
  }
}
