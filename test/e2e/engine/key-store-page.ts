/** A page with the engine's worker and the key store, built from the source and served from this machine. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** The pane's side of the wall, as the pane uses it; and the store without a wall, so that its memory can be looked into. */
const PAGE = `
import { createWorkerEngine } from './src/engine/client.ts'
import { createWorkerKeyStore } from './src/engine/key-store/worker-key-store.ts'
const spawn = () => new Worker('/worker.js', { type: 'module' })
const engine = createWorkerEngine({ spawn, timeout: 60000 })
const settle = promise => promise.then(value => value, error => ({ failed: error.code ?? String(error) }))
globalThis.ask = request => settle(engine.ask(request))
globalThis.fromBase64 = text => Uint8Array.from(atob(text), character => character.charCodeAt(0))
globalThis.createWorkerKeyStore = createWorkerKeyStore
`

const OPAQUE = `
import { createWorkerKeyStore } from './src/engine/key-store/worker-key-store.ts'
const store = createWorkerKeyStore()
onmessage = ({ data }) => store.answer(data).then(value => postMessage(value), error => postMessage({ failed: error.code ?? String(error) }))
`

/** Scripts by path. */
async function bundle(): Promise<Readonly<Record<string, string>>> {
  const common = { bundle: true, write: false, absWorkingDir: ROOT, target: 'es2022' } as const
  const worker = await build({ ...common, entryPoints: { worker: 'src/engine/worker.ts' }, format: 'esm', splitting: true, outdir: '/' })
  const page = await build({ ...common, stdin: { contents: PAGE, resolveDir: ROOT, loader: 'js' }, format: 'iife', logLevel: 'error' })
  // It becomes an address, of which Chromium takes 2 MB: without what is loaded only for requests.
  const opaque = await build({ ...common, stdin: { contents: OPAQUE, resolveDir: ROOT, loader: 'js' }, format: 'iife', minify: true, external: ['pkijs', 'asn1js'] })
  return {
    ...Object.fromEntries(worker.outputFiles.map(file => [file.path.replace(/^.*\//u, '/'), file.text])),
    '/page.js': page.outputFiles[0]?.text ?? '',
    '/opaque.js': opaque.outputFiles[0]?.text ?? '',
  }
}

export interface ServedPage {
  readonly address: string
  /** Texts the page may fetch, by path: so that no script and no call holds them. */
  readonly texts: Map<string, string>
  close(): Promise<void>
}

export async function serveKeyStorePage(): Promise<ServedPage> {
  const files = await bundle()
  const texts = new Map<string, string>()
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    const script = files[path]
    if (script !== undefined) response.writeHead(200, { 'content-type': 'text/javascript' }).end(script)
    else if (texts.has(path)) response.writeHead(200, { 'content-type': 'text/plain', 'cache-control': 'no-store' }).end(texts.get(path))
    else response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>keys</title><script src="/page.js"></script>')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}/`,
    texts,
    close: () => new Promise(resolve => {
      server.closeAllConnections()
      server.close(() => { resolve() })
    }),
  }
}
