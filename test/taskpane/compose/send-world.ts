/**
 * A world to send in: the real engine with real keys and the real journal, the real Graph route, and around them a mailbox, an Outlook
 * item and a network that can fail.
 */
import { createCertificateBook } from '../../../src/engine/certificate-book/certificate-book.ts'
import { createMemoryBookStorage } from '../../../src/engine/certificate-book/book-storage.ts'
import type { WritingRequest } from '../../../src/engine/compose-protocol.ts'
import { createDraftJournal } from '../../../src/engine/drafts/draft-journal.ts'
import type { DraftStorage } from '../../../src/engine/drafts/draft-storage.ts'
import { createMemoryDraftStorage, SharedDrafts } from '../../../src/engine/drafts/memory-draft-storage.ts'
import { type AskOptions, EngineError, type SmimeEngine } from '../../../src/engine/engine.ts'
import { createInProcessEngine } from '../../../src/engine/in-process.ts'
import { createKeyStore, type KeyDoor } from '../../../src/engine/key-store/key-store.ts'
import { createMemoryStorage, SharedMemory } from '../../../src/engine/key-store/memory-storage.ts'
import { LEAST_COST } from '../../../src/engine/key-store/passphrase-lock.ts'
import type { ResultOf } from '../../../src/engine/protocol.ts'
import { createWritingDoor } from '../../../src/engine/writing/create-writing-door.ts'
import type { OutgoingMessage } from '../../../src/mime/outgoing-message.ts'
import type { ComposeItem, WrittenItem } from '../../../src/outlook/compose/compose-item.ts'
import { OutlookError } from '../../../src/outlook/mailbox-host.ts'
import { sealedNotices } from '../../../src/outlook/compose/sealed-notice.ts'
import { createEwsRoute } from '../../../src/outlook/send/ews-route.ts'
import { createGraphRoute } from '../../../src/outlook/send/graph-route.ts'
import { createReplaceBodyRoute } from '../../../src/outlook/send/replace-body-route.ts'
import { createSaveFileRoute } from '../../../src/outlook/send/save-file-route.ts'
import { SendError, type SendingRoute } from '../../../src/outlook/send/sending-route.ts'
import { USUAL_POLICY } from '../../../src/smime/compose-policy.ts'
import type { SendJob, WritingAsker } from '../../../src/taskpane/compose/compose-controller.ts'
import type { ShownRecipient } from '../../../src/taskpane/compose/recipient-list.ts'
import type { SendingPorts } from '../../../src/taskpane/compose/send-parts.ts'
import { keyUsage } from '../../make/certificate-authority.ts'
import { anIdentity, type Identity, packPkcs12, pemOf } from '../../make/key-files.ts'
import { FILE_PASSWORD, iso, PASSPHRASE } from '../../engine/key-store-support.ts'
import { Exchange, LEAST_UPLOAD } from './exchange.ts'
import { KillPoints } from './kill-points.ts'
import { OutlookWindow } from './outlook-window.ts'

export const T0 = Date.parse('2026-06-15T12:00:00Z')
export const MINUTE = 60_000

export const YUKI = { name: '森 雪', address: 'yuki@example.com' }
export const BEN = { name: 'Ben', address: 'ben@example.org', field: 'to' } as const
export const CARLA = { name: 'Carla', address: 'carla@example.org', field: 'cc' } as const
export const DORA = { name: '', address: 'dora@example.net', field: 'bcc' } as const
export const EMIL = { name: '', address: 'emil@example.net', field: 'bcc' } as const
const EVERYONE = [BEN, CARLA, DORA, EMIL] as const

/** What no world changes: keys, certificates and their authority, unlocked for a long day. */
export interface Ground {
  readonly keys: SharedMemory
  readonly book: Parameters<typeof createMemoryBookStorage>[0]
  readonly unlocked: KeyDoor
  readonly authority: Uint8Array
  readonly identities: ReadonlyMap<string, Identity>
  readonly fingerprints: ReadonlyMap<string, string>
}

/** For signatures and for key agreement. */
const BOTH = { extensions: { keyUsage: keyUsage(0, 4) } }

const aStore = (keys: SharedMemory) => createKeyStore(createMemoryStorage(keys), { cost: LEAST_COST })

export async function layGround(): Promise<Ground> {
  const keys = new SharedMemory()
  const book: Ground['book'] = new Map()
  const unlocked = aStore(keys)
  const own = await anIdentity(YUKI.address, BOTH)
  const identities = new Map([[YUKI.address, own]])
  const at = iso(T0)
  await unlocked.answer({ kind: 'keys-import', at, bytes: packPkcs12(own, { password: FILE_PASSWORD }), filePassword: FILE_PASSWORD, passphrase: PASSPHRASE })
  await unlocked.answer({ kind: 'keys-unlock', at, passphrase: PASSPHRASE, lockAfterMinutes: 480 })
  const authority = own.authority.certificate
  const writing = createWritingDoor({ keyStore: unlocked, book: createCertificateBook(createMemoryBookStorage(book)), drafts: createDraftJournal(createMemoryDraftStorage()) })
  const engine = createInProcessEngine({ keyStore: unlocked, writing })
  await engine.ask({ kind: 'trust', builtIn: false, organisation: [authority], user: [] })
  for (const { address } of EVERYONE) {
    const identity = await anIdentity(address, BOTH)
    identities.set(address, identity)
    await engine.ask({ kind: 'certificates-add', at, bytes: new TextEncoder().encode(pemOf('CERTIFICATE', identity.certificate)) })
  }
  const { recipients } = await engine.ask({ kind: 'recipients', at, addresses: EVERYONE.map(({ address }) => address) })
  const unready = recipients.filter(({ chosen }) => chosen === null)
  if (unready.length > 0) throw new Error(`no certificate: ${unready.map(({ problem }) => problem).join()}`)
  const fingerprints = new Map(recipients.map(({ address, chosen }) => [address, chosen ?? 'none']))
  return { keys, book, unlocked, authority, identities, fingerprints }
}

interface Worker {
  readonly engine: Promise<SmimeEngine>
  readonly vanish: () => void
  readonly end: () => void
  readonly ended: Promise<never>
}

/** A way out: Graph through Drafts, by `sendMail`, in the stored form whole and in pieces; Exchange Web Services; Outlook's own item; a file. */
export type Way = 'drafts' | 'mail' | 'stored' | 'pieces' | 'ews' | 'replace' | 'file'

export interface WorldOptions {
  /** By Graph through Drafts unless given. */
  readonly way?: Way
  readonly points?: KillPoints
  readonly words?: Partial<WrittenItem>
  readonly recipients?: readonly (typeof EVERYONE)[number][]
}

export class World {
  readonly ground: Ground
  readonly drafts = new SharedDrafts()
  readonly mailbox: Exchange
  readonly outlook: OutlookItem
  readonly points: KillPoints
  readonly steps: string[] = []
  at = T0
  isFull = false
  private worker: Worker | undefined
  private ids = 0
  private isLocked = false

  constructor(ground: Ground, { way = 'drafts', points = new KillPoints(), words = {}, recipients = way === 'replace' ? [BEN, CARLA] : EVERYONE }: WorldOptions = {}) {
    this.ground = ground
    this.way = way
    this.points = points
    this.outlook = new OutlookItem(words, recipients, points)
    this.mailbox = new Exchange(points, () => this.at, YUKI, way === 'stored' ? Infinity : LEAST_UPLOAD)
    const { mailbox, outlook } = this
    const isStored = way === 'stored' || way === 'pieces'
    this.graph = createGraphRoute({
      ports: { graph: { clientId: 'x', authority: 'x', endpoint: 'https://graph.example/v1.0', allowsStoredForm: isStored, sendsThroughDrafts: way !== 'mail' }, fetch: mailbox.fetch, saveFile: () => undefined, notice: () => '' },
      ...(isStored ? { sizes: { mime: 100, least: way === 'pieces' ? LEAST_UPLOAD : Infinity, piece: 2000 } } : {}),
      token: () => points.through('token', () => (this.mailbox.isDown ? Promise.reject(new SendError('outlook/network', 'down')) : Promise.resolve('token'))),
      refusal: null,
      isOnline: () => true,
      hasClicked: () => true,
    })
    if (way === 'replace') {
      const { from, subject, text, attachments } = outlook.written
      const inField = (field: 'to' | 'cc') => outlook.everyone.filter(one => one.field === field)
      const files = attachments.map(({ name, content }) => ({ name, text: new TextDecoder().decode(content) }))
      this.window = new OutlookWindow({ from, to: inField('to'), cc: inField('cc'), subject, text, files }, points, mime => mailbox.take(mime))
    }
    this.route = way === 'ews' ? createEwsRoute({ mailbox, isOffered: true, requestLimit: 5_000_000, timeout: 60_000 })
      : way === 'file' ? createSaveFileRoute({ saveFile: (_, bytes) => { this.files.push(bytes) } })
      : this.window !== null ? createReplaceBodyRoute({ item: this.window.item, compose: this.window.compose, notice: () => sealedNotices.en, timeout: 60_000, sendTimeout: 60_000 })
      : this.graph
  }

  readonly way: Way
  /** The way that is taken. */
  readonly route: SendingRoute
  /** Outlook's window, where it sends the item itself. */
  readonly window: OutlookWindow | null = null
  /** What was saved. */
  readonly files: Uint8Array[] = []

  readonly graph: SendingRoute

  readonly asker: WritingAsker = {
    ask: <R extends WritingRequest>(request: R, options?: AskOptions): Promise<ResultOf<R>> =>
      this.points.through(`ask ${request.kind}`, async () => {
        const worker = (this.worker ??= this.startWorker())
        // A client gives plain data to a worker.
        return Promise.race([worker.engine.then(engine => engine.ask(structuredClone(request), options)), worker.ended])
      }),
  }

  ports(over: Partial<SendingPorts> = {}): SendingPorts {
    return {
      engine: this.asker,
      item: this.window?.compose ?? this.outlook,
      routes: this.route === this.graph ? [this.graph] : this.window === null ? [this.route] : [this.graph, this.route],
      now: () => new Date(this.at),
      newId: () => (++this.ids).toString(16).padStart(32, '0'),
      wait: milliseconds => {
        this.at += milliseconds
        return Promise.resolve()
      },
      ...over,
    }
  }

  job(over: Partial<SendJob> = {}): SendJob {
    const recipients = this.outlook.everyone.map(({ name, address, field }): ShownRecipient => ({ name, address, field, group: null, answer: null, problem: null }))
    const protection = { sign: true, encrypt: true }
    return {
      draftId: 'draft-1',
      route: this.route,
      protection,
      policy: USUAL_POLICY,
      answersEncrypted: false,
      from: this.outlook.written.from.address,
      recipients,
      expected: recipients.map(({ address }) => ({ address, fingerprint: this.ground.fingerprints.get(address) ?? 'none' })),
      edited: null,
      messageOf: written => this.messageOf(written),
      onStep: step => { this.steps.push(step) },
      signal: new AbortController().signal,
      ...over,
    }
  }

  messageOf({ from, sender, subject, text, html, attachments, inReplyTo, references, importance }: WrittenItem): OutgoingMessage {
    const inField = (field: 'to' | 'cc' | 'bcc') => this.outlook.everyone.filter(one => one.field === field).map(({ name, address }) => ({ name, address }))
    return { from, sender, to: inField('to'), cc: inField('cc'), bcc: inField('bcc'), subject, date: iso(this.at), messageId: '', inReplyTo, references, text, html, attachments, importance }
  }

  /** The worker ends with all it held, and whoever waits for it is told; the next question starts another, whose keys are locked. */
  endWorker(): void {
    this.worker?.end()
    this.worker = undefined
    this.isLocked = true
  }

  /** The pane ends with its worker. Nobody is told anything any more. */
  endPane(): void {
    this.points.endLife()
    this.worker?.vanish()
    this.worker = undefined
    this.isLocked = true
  }

  /** Deriving the key from the passphrase again each time would take most of the time of a thousand sends. */
  unlock(): void {
    this.isLocked = false
  }

  /** Opens a message that went, as its writer can in Sent Items. */
  async open(bytes: Uint8Array): Promise<{ readonly text: string; readonly standing: string; readonly encrypted: boolean }> {
    const engine = createInProcessEngine({ keyStore: this.ground.unlocked })
    await engine.ask({ kind: 'trust', builtIn: false, organisation: [this.ground.authority], user: [] })
    const { verdict, innermost } = await engine.ask({
      kind: 'open', bytes, form: 'auto', content: null, host: null, at: iso(this.at), extraCertificates: [],
      revocation: 'off', crls: [], ocspResponses: [],
    })
    return { text: new TextDecoder().decode(innermost), standing: verdict.standing, encrypted: verdict.encrypted }
  }

  private startWorker(): Worker {
    const { keys, book, unlocked, authority } = this.ground
    const storage = createMemoryDraftStorage(this.drafts)
    const locked = aStore(keys)
    const store = () => (this.isLocked ? locked : unlocked)
    const keyStore: KeyDoor = { answer: request => store().answer(request), keys: at => store().keys(at), lockedKeys: at => store().lockedKeys(at), own: (at, purpose) => store().own(at, purpose) }
    const writing = createWritingDoor({ keyStore, book: createCertificateBook(createMemoryBookStorage(book)), drafts: createDraftJournal(this.watched(storage, () => isEnded)) })
    const engine = createInProcessEngine({ keyStore, writing })
    let end: (reason: Error) => void = () => undefined
    let isEnded = false
    const ended = new Promise<never>((_, reject) => { end = reject })
    ended.catch(() => undefined)
    const vanish = () => {
      isEnded = true
      storage.end()
    }
    return {
      engine: engine.ask({ kind: 'trust', builtIn: false, organisation: [authority], user: [] }).then(() => engine),
      ended,
      vanish,
      end: () => {
        vanish()
        end(new EngineError('engine/worker-died', 'struck'))
      },
    }
  }

  /** Everything that the journal waits for is a point; a worker that ended does nothing more. */
  private watched(storage: DraftStorage, isEnded: () => boolean): DraftStorage {
    const through = <Value>(name: string, work: () => Promise<Value>): Promise<Value> =>
      isEnded() ? new Promise(() => undefined) : this.points.through(`storage ${name}`, () => (isEnded() ? new Promise(() => undefined) : work()))
    return {
      deviceKey: make => through('key', () => storage.deviceKey(make)),
      heads: () => through('heads', () => storage.heads()),
      head: id => through('head', () => storage.head(id)),
      body: id => through('body', () => storage.body(id)),
      write: (...given) => through('write', () => (this.isFull ? Promise.reject(new EngineError('engine/storage-full', 'full')) : storage.write(...given))),
      remove: id => through('remove', () => storage.remove(id)),
      hold: id => through('hold', () => storage.hold(id)),
      release: id => { storage.release(id) },
      isHeld: id => storage.isHeld(id),
      heldElsewhere: () => through('others', () => storage.heldElsewhere()),
    }
  }
}

/** The item as Outlook holds it. */
export class OutlookItem implements ComposeItem {
  written: WrittenItem
  isDiscarded = false
  fails = false
  private readonly points: KillPoints

  constructor(words: Partial<WrittenItem>, recipients: readonly (typeof EVERYONE)[number][], points: KillPoints) {
    this.points = points
    this.written = {
      from: YUKI, sender: null, addressees: recipients.map(one => ({ ...one, kind: 'person' })), subject: 'Offer', html: null, text: 'the plain words', attachments: [],
      inReplyTo: null, references: [], importance: 'normal', ...words,
    }
  }

  get everyone(): WrittenItem['addressees'] {
    return this.written.addressees
  }

  private call<Value>(name: string, work: () => Value): Promise<Value> {
    return this.points.through(`item ${name}`, () => {
      if (this.fails) return Promise.reject(new OutlookError('outlook/refused', `${name} failed`))
      return Promise.resolve(work())
    })
  }

  composeType = () => this.call('type', () => 'new' as const)
  addressees = () => this.call('addressees', () => this.written)
  onAddresseesChanged = () => () => undefined
  read = () => this.call('read', () => this.written)
  expandGroup = (): Promise<never> => Promise.reject(new SendError('outlook/group-unknown', 'no groups'))
  demandProtection = () => this.call('mark', () => undefined)
  demandedProtection = () => this.call('mark read', () => ({ sign: false, encrypt: false }))
  clearBody = () => this.call('clear', () => { this.written = { ...this.written, html: null, text: '' } })
  restoreBody = ({ html, text }: Pick<WrittenItem, 'html' | 'text'>) => this.call('restore', () => { this.written = { ...this.written, html, text } })
  closeAndDiscard = () => this.call('close', () => (this.isDiscarded = true))
}
