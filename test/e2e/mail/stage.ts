/**
 * A stage for the mail room: its page is served with the pane's real policy, by a proxy that writes down every request of the browser, and the
 * browser keeps a log of its own, names looked up included.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { chromium, type Page } from 'playwright-core'
import { securityHeaders } from '../../../src/gateway/security-headers.ts'
import { findBrowser } from '../support/chromium.ts'

/** The stage's own name behind the proxy. It exists nowhere: the recorder answers for it. */
const HOME = 'pane.test'

/** One of the browser's own errands, which no page causes. */
export const isErrand = (request: string): boolean => /(?:^|[/. ])(?:google\.com|googleapis\.com|gvt1\.com|gstatic\.com|wpad)(?=[:/]|$)/u.test(request)

export interface StageSettings {
  /** `proxy`: everything goes through the recorder as a proxy. `direct`: there is none, so the browser looks up names itself. */
  readonly network: 'proxy' | 'direct'
  /** Serves the page without its policy, to see that the instruments see. */
  readonly naked?: boolean
}

export interface Stage {
  readonly page: Page
  /** Requests so far, other than for the stage itself. */
  readonly requests: readonly string[]
  /** Console errors and warnings of the page and its frames. */
  readonly console: readonly string[]
  /** Ends the browser. Gives the names that it looked up and the addresses it asked for, from its own log, other than the stage's. */
  close(): Promise<{ readonly names: readonly string[]; readonly addresses: readonly string[] }>
}

let bundle: Promise<{ readonly script: string; readonly style: string }> | undefined

async function makeBundle(): Promise<{ script: string; style: string }> {
  const here = dirname(fileURLToPath(import.meta.url))
  const { outputFiles } = await build({
    entryPoints: [join(here, 'stage-page.tsx')],
    outdir: here,
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"', SEALPANE_VERSION: '""', SEALPANE_ANCHOR_LIST: '""', SEALPANE_ANCHOR_COUNT: '0' },
    logLevel: 'error',
  })
  const ending = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? ''
  return { script: ending('.js'), style: ending('.css') }
}

export async function openStage({ network, naked = false }: StageSettings): Promise<Stage> {
  bundle ??= makeBundle()
  const { script, style } = await bundle
  const requests: string[] = []
  const messages: string[] = []
  const answers: Readonly<Record<string, readonly [type: string, body: string]>> = {
    '/': ['text/html; charset=utf-8', '<!doctype html><html><head><title>stage</title><link rel="stylesheet" href="/stage.css"><link rel="icon" href="data:,"></head><body><script src="/stage.js"></script></body></html>'],
    '/stage.js': ['text/javascript; charset=utf-8', script],
    '/stage.css': ['text/css; charset=utf-8', style],
  }
  const recorder = createServer((request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'unknown.test'}`)
    const found = url.hostname === HOME || url.hostname === '127.0.0.1' ? answers[url.pathname] : undefined
    if (!found) requests.push(url.href)
    const policy = naked ? {} : securityHeaders({ servedAs: 'page', frameAncestors: [] })
    response.writeHead(found ? 200 : 404, found ? { ...policy, 'Content-Type': found[0] } : {})
    response.end(found?.[1] ?? '')
  })
  // Encrypted connections: through a proxy they ask for a tunnel, directly they begin with something that is no HTTP.
  recorder.on('connect', (request: IncomingMessage, socket: Socket) => {
    requests.push(`tunnel to ${request.url ?? ''}`)
    socket.destroy()
  })
  recorder.on('clientError', (_error, socket) => {
    requests.push('something that is no HTTP')
    socket.destroy()
  })
  await new Promise<void>(resolve => { recorder.listen(0, '127.0.0.1', resolve) })
  const { port } = recorder.address() as AddressInfo
  const folder = await mkdtemp(join(tmpdir(), 'sealpane-stage-'))
  const log = join(folder, 'net-log.json')
  // With a profile and background networking, as a user runs it: without them the browser looks up no name and connects to nothing ahead of time.
  const args = [
    '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-component-update', '--disable-sync',
    ...(network === 'proxy' ? [`--proxy-server=http://127.0.0.1:${port}`, '--proxy-bypass-list=<-loopback>'] : ['--no-proxy-server']),
    `--log-net-log=${log}`, '--net-log-capture-mode=IncludeSensitive', 
  ]
  const profile = join(folder, 'profile')
  const browser = await chromium.launchPersistentContext(profile, { executablePath: findBrowser(), headless: true, args, ignoreDefaultArgs: ['--disable-background-networking'] })
  const page = await browser.newPage()
  page.on('console', message => { if (['error', 'warning'].includes(message.type())) messages.push(message.text()) })
  await page.goto(network === 'proxy' ? `http://${HOME}/` : `http://127.0.0.1:${port}/`)
  await page.waitForFunction(() => window.stage !== undefined)
  return {
    page,
    requests,
    console: messages,
    close: async () => {
      await browser.close()
      recorder.closeAllConnections()
      await new Promise(resolve => recorder.close(resolve))
      const noted = readLog(await readFile(log, 'utf8'))
      await rm(folder, { recursive: true, force: true })
      return noted
    },
  }
}

interface NetLog {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> }
  readonly events: readonly { readonly type: number; readonly params?: { readonly host?: unknown; readonly url?: unknown } }[]
}

/** Chromium's own log: names that were looked up, and addresses that were asked for by whatever part of it. */
function readLog(text: string): { names: string[]; addresses: string[] } {
  const { constants, events } = JSON.parse(text.replace(/,\s*$/u, ']}')) as NetLog
  const of = (name: string, key: 'host' | 'url') =>
    events.filter(event => event.type === constants.logEventTypes[name]).map(event => event.params?.[key]).filter(value => typeof value === 'string')
  const isForeign = (value: string) => !/^(?:https?:\/\/)?(?:pane\.test|127\.0\.0\.1)(?=[:/]|$)/u.test(value) && !/^(?:data|blob|about|chrome(?:-[a-z]+)?):/u.test(value)
  const unique = (values: readonly string[]) => [...new Set(values)].filter(isForeign)
  return { names: unique(of('HOST_RESOLVER_MANAGER_REQUEST', 'host')), addresses: unique(of('URL_REQUEST_START_JOB', 'url')) }
}
