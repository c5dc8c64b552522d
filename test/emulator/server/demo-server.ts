/** The demo over https: an Outlook with a mailbox, and the pane's production build beside it. */
import { createServer } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readFile } from 'node:fs/promises'
import { dirname, join, normalize, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { securityHeaders } from '../../../src/gateway/security-headers.ts'
import { bundleScripts } from './bundles.ts'
import { contentType } from './content-types.ts'
import type { Identity } from './identity.ts'
import { MailService } from './mail/mail-service.ts'
import type { MailServiceOptions } from './mail/mail-service.ts'
import { useLocalOffice } from './office-script.ts'

const emulator = join(dirname(fileURLToPath(import.meta.url)), '..')
const root = join(emulator, '..', '..')

/** A message that a test brings besides the committed ones. It shows when the page is opened with `item=` its id. */
export interface ExtraMessage {
  readonly id: string
  readonly bytes: Uint8Array
}

export interface DemoServerOptions {
  readonly key: string | Buffer
  readonly cert: string | Buffer
  /** 0 takes any free port. */
  readonly port: number
  /** Folder with taskpane.html and its files; the production build unless a test brings its own page. */
  readonly paneFolder?: string
  /**
   * `local` serves the pane with our copy of office.js; `cdn` serves the page byte for byte, and whoever runs the
   * browser answers for the CDN.
   */
  readonly office?: 'local' | 'cdn'
  readonly extraMessages?: readonly ExtraMessage[]
  /** Encrypted letters and the reader's keys, besides the committed letters. */
  readonly identity?: Identity | null
  /** Who may frame the pane; the demo's own page unless told otherwise. */
  readonly frameAncestors?: readonly string[]
  /** What differs from the usual mail server: faults, a mail server beyond it. */
  readonly mail?: Partial<MailServiceOptions>
  /** Stands in for what the organisation's file says about writing, or is added to it. */
  readonly organisation?: Readonly<Record<string, unknown>>
}

export interface DemoServer {
  /** For example `https://localhost:3000`. */
  readonly address: string
  /** The mailboxes behind it, to look at. */
  readonly mail: MailService
  close(): Promise<void>
}

/** Names the registration of an application that nobody has. */
const clientId = '7d3b1f0e-5ea1-4000-9a7e-5ea19a7e0001'

/** Everybody with a mailbox here; their keys are the identity's. */
const people = [
  { name: 'Yuki Mori', address: 'yuki.mori@contoso.co.jp', aliases: ['sales@contoso.co.jp'] },
  { name: '佐藤 花子', address: 'hanako.sato@contoso.co.jp' },
] as const

/** Lists within lists, and one that leads back to itself. Outlook calls `all@` a list as well, and it has nobody on it. */
const lists = [
  { name: 'Project Osaka', address: 'project@contoso.co.jp', members: ['hanako.sato@contoso.co.jp', 'team@contoso.co.jp'] },
  { name: 'Team', address: 'team@contoso.co.jp', members: ['yuki.mori@contoso.co.jp', 'project@contoso.co.jp'] },
] as const

interface Found {
  readonly body: Buffer | string
  readonly type: string
}

/** Path below a folder, or null when it would lead out of it. */
function below(folder: string, path: string): string | null {
  const full = normalize(join(folder, path))
  return full.startsWith(normalize(folder + sep)) ? full : null
}

async function fileOf(folder: string, path: string): Promise<Found | null> {
  const file = below(folder, path)
  if (file === null) return null
  try {
    return { body: await readFile(file), type: contentType(file) }
  } catch {
    return null
  }
}

/**
 * Starts the server on localhost.
 *
 * @throws when the port is taken (`EADDRINUSE`) or the certificate cannot be used.
 */
export async function startDemoServer(options: DemoServerOptions): Promise<DemoServer> {
  const { scripts } = await bundleScripts()
  const paneFolder = options.paneFolder ?? join(root, 'dist', 'taskpane')
  const extra = new Map((options.extraMessages ?? []).map(message => [message.id, message]))

  const mail = new MailService({ people, lists, ...options.mail })
  const letters = join(emulator, 'mailbox')
  const identity = options.identity ?? null

  /** A committed file of the mailbox with what the identity adds to it. */
  async function extended(name: 'mailbox.json' | 'organisation.json'): Promise<Found | null> {
    const found = await fileOf(letters, name)
    if (found === null) return found
    const committed = JSON.parse(found.body.toString()) as { messages: unknown[]; anchors: unknown[] }
    if (name === 'organisation.json') {
      const graph = { clientId, endpoint: `${address}/graph/v1.0`, allowsStoredForm: true }
      const anchors = [...committed.anchors, ...(identity === null ? [] : [identity.anchor])]
      return { ...found, body: JSON.stringify({ ...committed, anchors, graph, ...options.organisation }) }
    }
    const others = people.slice(1).map(person => ({ ...person, messages: [], ...identity?.people.find(each => each.address === person.address) }))
    const own = identity === null ? {} : { messages: [...committed.messages, ...identity.messages], keys: identity.keys }
    return { ...found, body: JSON.stringify({ ...committed, ...own, people: others }) }
  }

  async function mailbox(path: string): Promise<Found | null> {
    if (path === 'mailbox.json' || path === 'organisation.json') return extended(path)
    const added = extra.get(path.replace(/\.eml$/, ''))
    if (added !== undefined) return { body: Buffer.from(added.bytes), type: 'message/rfc822' }
    return (await fileOf(letters, path)) ?? (identity === null ? null : fileOf(identity.folder, path))
  }

  const keyFiles = identity === null ? [] : [...identity.keys.files, ...identity.people.flatMap(person => person.keys.files)]

  async function pane(path: string): Promise<Found | null> {
    if (path === 'organisation.json') return extended(path)
    const found = await fileOf(paneFolder, path)
    if (found === null || !path.endsWith('.html') || options.office === 'cdn') return found
    return { ...found, body: useLocalOffice(found.body.toString()) }
  }

  /** The manifest as `npm run sideload -- --guard` writes it. */
  async function guardManifest(): Promise<Found | null> {
    const found = await fileOf(root, 'manifest.xml')
    const { withGuard } = (await import(new URL('../../../scripts/lib/guard-manifest.mjs', import.meta.url).href)) as { readonly withGuard: (manifest: string) => string }
    return found === null ? null : { ...found, body: withGuard(found.body.toString()) }
  }

  /** What runs without a pane, at launch events. */
  async function commands(path: string): Promise<Found | null> {
    const found = await fileOf(join(root, 'dist', 'commands'), path)
    // As `npm run sideload -- --guard` tells the script, which has no page whose address it could read, where its server is.
    if (found !== null && path.endsWith('.js')) return { ...found, body: found.body.toString().replaceAll('https://localhost:3000', address) }
    if (found === null || !path.endsWith('.html') || options.office === 'cdn') return found
    return { ...found, body: useLocalOffice(found.body.toString()) }
  }

  async function find(path: string): Promise<Found | null> {
    const [first = '', ...rest] = path.split('/')
    const inner = rest.join('/')
    const script = scripts.get(path)
    if (script !== undefined) return { body: script, type: contentType('script.js') }
    switch (first) {
      case '':
        return fileOf(join(emulator, 'page'), 'index.html')
      case 'demo':
        return inner.endsWith('.css') || inner.endsWith('.svg') ? fileOf(join(emulator, 'page'), inner) : null
      case 'mailbox':
        return mailbox(inner)
      case 'keys':
        return identity !== null && keyFiles.includes(inner) ? fileOf(identity.folder, inner) : null
      case 'taskpane':
        return pane(inner)
      case 'office':
        return fileOf(join(root, 'node_modules', '@microsoft', 'office-js', 'dist'), inner)
      case 'assets':
        return fileOf(join(root, 'assets'), inner)
      case 'commands':
        return commands(inner)
      case 'manifest.xml':
        return fileOf(root, 'manifest.xml')
      case 'manifest-guard.xml':
        return guardManifest()
      default:
        return null
    }
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'https://localhost')
    const path = decodeURIComponent(url.pathname.slice(1))
    if (mail.serves(path)) return mail.respond(request, response, address)
    const found = await find(path)
    if (found === null) {
      response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('not found')
      return
    }
    const isWorker = /^(shared)?worker$/.test(request.headers['sec-fetch-dest']?.toString() ?? '')
    const servedAs = found.type.startsWith('text/html') ? 'page' : isWorker ? 'worker' : 'asset'
    const headers = path.startsWith('taskpane/') || path.startsWith('commands/')
      ? securityHeaders({ servedAs, frameAncestors: options.frameAncestors ?? ["'self'"] })
      : demoHeaders
    response.writeHead(200, { ...headers, 'Content-Type': found.type }).end(found.body)
  }

  let address = ''
  const server = createServer({ key: options.key, cert: options.cert }, (request, response) => {
    respond(request, response).catch((error: unknown) => {
      // An address that cannot be decoded ends here as well.
      response.writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8' })
      response.end(error instanceof Error ? error.message : 'the demo server failed')
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, 'localhost', resolve)
  })
  const bound = server.address()
  const port = typeof bound === 'object' && bound !== null ? bound.port : options.port
  address = `https://localhost:${port}`
  return {
    address,
    mail,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The page around the pane is not the product: it only must not reach out either. */
const demoHeaders = {
  'Content-Security-Policy': "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
} as const
