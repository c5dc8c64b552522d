/** The engine of the production build in a real browser's worker, and LIMIT in the same worker. */
import { createWriteStream, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { type Browser, chromium, type Page } from 'playwright-core'
import { securityHeaders } from '../../src/gateway/security-headers.ts'
import { KEY_FILE, type Material } from './material.ts'
import type { Measured } from './node-contender.ts'
import type { MakingOperation, Operation } from './options.ts'
import { highWaterMark } from './processes.ts'

const PANE = fileURLToPath(new URL('../../dist/taskpane/', import.meta.url))

interface FindChromium {
  readonly findChromium: () => string | undefined
}

declare const bench: {
  begin(root: string, key: string): Promise<void>
  freshWorker(): Promise<void>
  sendTo(recipients: readonly string[], transport: 'pkcs1' | 'oaep-sha256'): Promise<void>
  handOver(): Promise<void>
  rest(): Promise<void>
  hold(name: string, operation: Operation): Promise<void>
  verify(name: string, operation: Operation): Promise<{ ms: number; standing: string }>
  limit(name: string, operation: Operation): Promise<{ ms: number; standing: string }>
  mainThread(name: string): Promise<{ ms: number; standing: string; longestMs: number }>
}

async function bundled(name: string): Promise<string> {
  const result = await build({ entryPoints: [fileURLToPath(new URL(name, import.meta.url))], bundle: true, format: 'iife', target: 'es2022', write: false })
  return result.outputFiles[0]?.text ?? ''
}

/** The engine's chunk of the build. @throws when there is none. */
export function engineFile(folder = PANE): string {
  const name = readdirSync(folder).find(file => /^engine\.[0-9a-f]+\.js$/u.test(file))
  if (name === undefined) throw new Error('dist/taskpane holds no engine.*.js: npm run build')
  return name
}

async function serve(material: Material): Promise<Server> {
  const pages: Record<string, string> = {
    '/': '<!doctype html><meta charset="utf-8"><title>bench</title><script src="/page.js"></script>',
    '/page.js': await bundled('./in-page.ts'),
    '/bench-worker.js': `importScripts('/${engineFile()}')\n${await bundled('./in-worker.ts')}`,
  }
  const isolated = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    const own = pages[path]
    const type = path === '/' ? 'text/html' : path.endsWith('.js') ? 'text/javascript' : 'application/octet-stream'
    response.setHeader('Content-Type', type)
    for (const [name, value] of Object.entries(isolated)) response.setHeader(name, value)
    // The engine runs under the policy that it has in the product.
    if (path === '/bench-worker.js') response.setHeader('Content-Security-Policy', WORKER_POLICY)
    if (own !== undefined) return response.end(own)
    if (path === '/made') {
      request.pipe(createWriteStream(material.file(MADE_FILE))).on('finish', () => response.end())
      return
    }
    try {
      response.end(readFileSync(path.startsWith('/material/') ? material.file(basename(path)) : join(PANE, basename(path))))
    } catch {
      response.statusCode = 404
      response.end()
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return server
}

/** What the page made last, when it was asked for. */
const MADE_FILE = 'made-chromium.eml'

const WORKER_POLICY = securityHeaders({ servedAs: 'worker', frameAncestors: [] })['Content-Security-Policy'] ?? ''

const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--js-flags=--expose-gc',
]

export class ChromiumContender {
  private readonly server: Server
  private readonly browser: Browser
  private page: Page
  private readonly address: string
  private readonly material: Material

  private constructor(material: Material, server: Server, browser: Browser, page: Page, address: string) {
    this.material = material
    this.server = server
    this.browser = browser
    this.page = page
    this.address = address
  }

  static async start(material: Material): Promise<ChromiumContender> {
    const search = (await import(new URL('../../scripts/lib/find-chromium.mjs', import.meta.url).href)) as FindChromium
    const program = search.findChromium()
    if (program === undefined) throw new Error('no Chromium, Chrome or Edge found: set CHROMIUM_PATH to its program file')
    const server = await serve(material)
    const browser = await chromium.launch({ executablePath: program, headless: true, args: ARGUMENTS })
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const contender = new ChromiumContender(material, server, browser, await browser.newPage(), address)
    await contender.freshPage()
    return contender
  }

  /** A page of its own process: nothing is warm. */
  async freshPage(): Promise<void> {
    await this.page.close()
    this.page = await this.browser.newPage()
    await this.page.goto(this.address)
    await this.page.evaluate(key => bench.begin('root.crt', key), KEY_FILE)
  }

  freshWorker(): Promise<void> {
    return this.page.evaluate(() => bench.freshWorker())
  }

  async verify(file: string, operation: Operation): Promise<Measured> {
    return { ...(await this.page.evaluate(([name, op]) => bench.verify(name, op), [file, operation] as const)), peakMB: 0 }
  }

  async limit(file: string, operation: Operation): Promise<Measured> {
    return { ...(await this.page.evaluate(([name, op]) => bench.limit(name, op), [file, operation] as const)), peakMB: 0 }
  }

  /** Whom messages are encrypted to from now on, by the names of their certificates. */
  sendTo(recipients: readonly string[], transport: 'pkcs1' | 'oaep-sha256'): Promise<void> {
    return this.page.evaluate(([names, way]) => bench.sendTo(names, way), [recipients, transport] as const)
  }

  /** Makes a message, and gives the file that it is in. */
  async make(file: string, operation: MakingOperation): Promise<string> {
    await this.verify(file, operation)
    await this.page.evaluate(() => bench.handOver())
    return this.material.file(MADE_FILE)
  }

  /** What the page's own thread does while a message is opened from Outlook's base64. */
  mainThread(file: string): Promise<{ ms: number; standing: string; longestMs: number }> {
    return this.page.evaluate(name => bench.mainThread(name), file)
  }

  /** Most memory of a fresh page's process while it opens a message, less what it held before that was loaded; null where the system does not say. */
  async peak(file: string, operation: Operation): Promise<number | null> {
    await this.freshPage()
    await this.page.evaluate(() => bench.rest())
    const session = await this.browser.newBrowserCDPSession()
    const { processInfo } = await session.send('SystemInfo.getProcessInfo')
    const renderers = processInfo.filter(info => info.type === 'renderer').map(info => info.id)
    const before = new Map(renderers.map(pid => [pid, highWaterMark(pid, 'VmRSS')]))
    await this.page.evaluate(([name, op]) => bench.hold(name, op), [file, operation] as const)
    for (const pid of renderers) resetHighWaterMark(pid)
    await this.verify(file, operation)
    const growth = renderers.map(pid => highWaterMark(pid) - (before.get(pid) ?? 0))
    await session.detach()
    return growth.length > 0 && Math.max(...growth) > 0 ? Math.max(...growth) : null
  }

  async close(): Promise<void> {
    await this.browser.close()
    this.server.close()
  }
}

function resetHighWaterMark(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5')
  } catch {
    // Not Linux, or not ours: the mark then covers the page's start too, which is smaller than any message of size.
  }
}
