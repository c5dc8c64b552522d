/**
 * A send struck before and after everything that it waits for (SEC-82), in every way in which it can be, on every way out: nothing is lost, nothing
 * is sent twice, nothing goes in clear. Engine, keys, journal and routes are the real ones, Exchange is the emulated one; the points are found by sending once.
 *
 * Each point is struck by one fault and one way to go on, by turns; with `KILL=all` by all of them.
 */
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { SendJob } from '../../../src/taskpane/compose/compose-controller.ts'
import { EngineError } from '../../../src/engine/engine.ts'
import { openBody, openHead } from '../../../src/engine/drafts/draft-record.ts'
import type { StoredBody, StoredHead } from '../../../src/engine/drafts/draft-storage.ts'
import { OutlookError } from '../../../src/outlook/mailbox-host.ts'
import { unfinishedDrafts } from '../../../src/taskpane/compose/draft-recovery.ts'
import type { SendOutcome } from '../../../src/taskpane/compose/send-outcome.ts'
import type { SendingOptions } from '../../../src/taskpane/compose/send-parts.ts'
import { sendMessage } from '../../../src/taskpane/compose/sending.ts'
import { KillPoints } from './kill-points.ts'
import { type Ground, layGround, MINUTE, type Way, World } from './send-world.ts'
import { XmlReader } from './xml-reader.ts'

const WORDS = 'the bridge of canary-7301 holds nine tons'
const SUBJECT = 'canary-7301'
const ALL = process.env['KILL'] === 'all'

const FAULTS = ['tab', 'worker', 'quota', 'network', 'office'] as const
type Fault = (typeof FAULTS)[number]

/** `again`: the writer presses Send once more. `later`: the writer closes everything and comes back. A pane that is gone knows only `later`. */
type Onward = 'again' | 'later'

const STRIKES = FAULTS.flatMap(fault => (fault === 'tab' ? (['later'] as const) : (['again', 'later'] as const)).map(onward => [fault, onward] as const))

/** Where the words are: in the pane's own editor, or in Outlook's item. */
type Place = 'item' | 'editor'

let ground: Ground
beforeAll(async () => {
  ground = await layGround()
  vi.stubGlobal('DOMParser', XmlReader)
  return () => { vi.unstubAllGlobals() }
})

function aWorld(way: Way, points: KillPoints): World {
  return new World(ground, { way, points, words: { text: WORDS, subject: SUBJECT, attachments: [{ name: 'canary-7301.txt', mediaType: 'text/plain', content: new TextEncoder().encode(WORDS), contentId: null }] } })
}

function jobFor(world: World, place: Place): SendJob {
  return world.job(place === 'editor' ? { edited: world.messageOf(world.outlook.written) } : {})
}

/** Puts the words into the journal, as the protected editor does while somebody writes. */
async function autosave(world: World): Promise<void> {
  const at = new Date(world.at).toISOString()
  const settings = { protection: { sign: true, encrypt: true }, route: world.route.name, answersEncrypted: false }
  await world.asker.ask({ kind: 'drafts-write', at, id: 'draft-1', message: world.messageOf(world.outlook.written), settings, state: 'writing' })
}

interface Struck {
  readonly world: World
  readonly outcome: SendOutcome | 'dead'
}

/** What a server is asked. */
const REQUESTS = ['draft', 'upload', 'send', 'look', 'surplus', 'discard'].map(name => `after ${name}`)

async function strikeAt(index: number, fault: Fault, place: Place, way: Way): Promise<Struck> {
  let die: (how: 'dead') => void = () => undefined
  const dead = new Promise<'dead'>(resolve => { die = resolve })
  const points: KillPoints = new KillPoints(index, point => {
    switch (fault) {
      case 'tab':
        world.endPane()
        die('dead')
        return 'hangs'
      case 'worker':
        world.endWorker()
        return point.includes(' ask ') ? new EngineError('engine/worker-died', 'struck') : 'goes on'
      case 'quota':
        world.isFull = true
        return 'goes on'
      case 'network':
        world.mailbox.isDown = true
        return REQUESTS.includes(point) ? new TypeError('Failed to fetch') : 'goes on'
      case 'office':
        setOffice(world, true)
        return point.startsWith('after item') ? new OutlookError('outlook/refused', 'struck') : 'goes on'
    }
  })
  const world = aWorld(way, points)
  if (place === 'editor') {
    points.rest(true)
    await autosave(world)
    points.rest(false)
  }
  const outcome = await Promise.race([sendMessage(world.ports(), jobFor(world, place)), dead])
  // What the database was asked for before the pane ended is still done.
  await new Promise(resolve => setImmediate(resolve))
  points.rest(true)
  return { world, outcome }
}

function setOffice({ outlook, window }: World, fails: boolean): void {
  outlook.fails = fails
  if (window !== null) window.fails = fails
}

/** The words as the journal holds them, for whoever has the device key. */
async function wordsInJournal({ drafts }: World): Promise<readonly string[]> {
  const found: string[] = []
  for (const [id, stored] of drafts.heads) {
    const head = drafts.key && (await openHead(drafts.key, stored as StoredHead))
    const message = head && drafts.key && (await openBody(drafts.key, head, drafts.bodies.get(id) as StoredBody))
    if (message && message.attachments[0]?.content.length === WORDS.length) found.push(message.text)
  }
  return found
}

const servedBy = ({ mailbox }: World): string[] => mailbox.taken.flatMap(({ recipients }) => recipients).sort()
const everyoneIn = ({ outlook }: World): string[] => outlook.everyone.map(({ address }) => address).sort()

function isInItem({ outlook, window }: World): boolean {
  if (window !== null) return !window.isSent && window.office.state.text === WORDS && window.office.state.attachments.some(({ name }) => name === 'canary-7301.txt')
  return !outlook.isDiscarded && outlook.written.text === WORDS
}

/** What holds at every moment, and what the outcome said about it. */
async function faultsNow({ world, outcome }: Struck, place: Place): Promise<string[]> {
  const { outlook, mailbox, window } = world
  const isAllSent = servedBy(world).length === everyoneIn(world).length
  const isRecorded = (await wordsInJournal(world)).includes(WORDS)
  const mayGoNow = window !== null && (await window.complaint()) === null
  return [
    ...(isAllSent || (place === 'item' && isInItem(world)) || isRecorded ? [] : ['lost']),
    ...(outlook.isDiscarded && !isAllSent ? ['discarded before it was sent'] : []),
    ...(mailbox.taken.length > 0 && !isAllSent && !isRecorded ? ['partly sent and not recorded'] : []),
    ...(mayGoNow && window.visible.includes('canary') ? ['in clear, should somebody press Send in Outlook now'] : []),
    ...(mailbox.drafts.some(octets => inClear(octets)) ? ['in clear in Drafts'] : []),
    ...(outcome === 'dead' ? [] : wronglyTold(outcome, world, isAllSent)),
  ]
}

/** What went is told as it is; of what nobody knows, nothing is claimed. */
function wronglyTold(outcome: SendOutcome, { mailbox, window, files }: World, isAllSent: boolean): string[] {
  if (outcome.kind === 'sent') return isAllSent ? [] : ['said to be sent']
  const texts = files.map(bytes => new TextDecoder().decode(bytes))
  const isTaken = (messageId: string) => window?.isSent ?? (mailbox.taken.some(message => message.messageId === messageId) || texts.some(text => text.includes(messageId)))
  return outcome.copies.filter(({ state, messageId }) => state !== 'perhaps-sent' && (state === 'taken') !== isTaken(messageId)).map(({ state }) => `told of ${state}`)
}

/** What a writer does who wants the message to go, until it went. */
async function recover({ world, outcome }: Struck, onward: Onward, place: Place): Promise<SendOutcome | 'dead' | 'nothing left'> {
  world.isFull = false
  world.mailbox.isDown = false
  setOffice(world, false)
  let now: SendOutcome | 'dead' | 'nothing left' = outcome
  for (let tries = 0; tries < 3 && (now === 'dead' || (now as SendOutcome).kind === 'stopped'); tries++) {
    world.at += 15 * MINUTE
    if (onward === 'later' || now === 'dead') {
      world.endPane()
      world.unlock()
      now = await comeBack(world, place)
    } else {
      world.unlock()
      now = await sendMessage(world.ports(), jobFor(world, place), askedOf(world))
    }
  }
  return now
}

/** Of a file nobody but the writer knows whether it is there; who saves it again has it twice, and sends one. */
const askedOf = ({ route }: World): SendingOptions => ({ evenIfPerhapsSent: route.name === 'file' })

const isClosed = ({ outlook, window }: World): boolean => outlook.isDiscarded || window?.isSent === true

async function comeBack(world: World, place: Place): Promise<SendOutcome | 'nothing left'> {
  const { window } = world
  const routes = window?.isSent ? [world.graph] : world.ports().routes
  const { unfinished, sent, unreadable } = await unfinishedDrafts({ engine: world.asker, routes, now: () => new Date(world.at) }, new AbortController().signal)
  expect(unreadable).toEqual([])
  const [found] = unfinished
  if (!found) return sent.length > 0 || place === 'editor' || isClosed(world) ? 'nothing left' : sendMessage(world.ports(), world.job({ draftId: 'draft-2' }))
  if (world.route.name !== 'file' && window === null) expect(found.fate).not.toBe('perhaps-sent')
  const at = new Date(world.at).toISOString()
  if (found.fate === 'handed-over' || (found.fate === 'perhaps-sent' && window?.isSent === true)) {
    // Its writer has looked, and says that it went.
    await world.asker.ask({ kind: 'drafts-end', at, id: found.draft.id })
    return 'nothing left'
  }
  const { message } = await world.asker.ask({ kind: 'drafts-read', at, id: found.draft.id })
  const onward = { draftId: found.draft.id, edited: message, ...(window === null ? {} : { route: world.graph }) }
  return sendMessage(world.ports({ item: null }), world.job(onward), { evenIfPerhapsSent: found.fate === 'perhaps-sent' })
}

/** Whether octets tell anything but what is told of every message. */
function inClear(octets: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(octets).replace(/^Subject:.*$/mu, '').replace(/"subject":"[^"]*"/u, '').includes('canary')
}

/** What was put into Outlook's own item, or the message as it is. */
function sealedIn(bytes: Uint8Array): Uint8Array {
  const text = new TextDecoder('latin1').decode(bytes)
  const file = /filename="smime\.p7m"\r\n(?:[^\r\n]+\r\n)*\r\n([A-Za-z0-9+/=\r\n]+)/u.exec(text)?.[1]
  return /^Content-Type: application\/pkcs7-mime/mu.test(text.slice(0, text.indexOf('\r\n\r\n'))) || file === undefined ? bytes : new Uint8Array(Buffer.from(file, 'base64'))
}

async function faultsAfter(world: World): Promise<string[]> {
  const files = world.route.name === 'file' && world.mailbox.taken.length === 0
  const gone = files ? [...new Map(world.files.map(bytes => [/^Message-ID: (.*)\r$/imu.exec(new TextDecoder().decode(bytes))?.[1] ?? '', bytes])).values()] : world.mailbox.taken.map(({ bytes }) => bytes)
  const ids = world.mailbox.taken.map(({ messageId }) => messageId)
  // In Outlook's own item there is no From that the signer could be compared with; the stored form has Exchange's own Date, months from the world's.
  const hasOwnHeader = !['stored', 'pieces'].includes(world.way)
  const opened = await Promise.all(gone.map(async bytes => ({ ...(await world.open(sealedIn(bytes))), least: hasOwnHeader && sealedIn(bytes) === bytes ? 'valid' : 'attention' })))
  return [
    ...(files || JSON.stringify(servedBy(world)) === JSON.stringify(everyoneIn(world)) ? [] : [`reached ${servedBy(world).join()}`]),
    ...(new Set(ids).size === ids.length && (!files || gone.length === 3) ? [] : ['one copy twice']),
    ...(gone.some(inClear) ? ['in clear'] : []),
    ...(opened.every(({ text, standing, encrypted, least }) => text.includes(WORDS) && standing === least && encrypted) ? [] : ['other words']),
    ...(files || (await wordsInJournal(world)).length === 0 ? [] : ['still in the journal']),
    ...(world.mailbox.drafts.length === 0 ? [] : [`${world.mailbox.drafts.length} left in Drafts`]),
  ]
}

const isEnded = (end: SendOutcome | 'dead' | 'nothing left'): boolean => end === 'nothing left' || (end !== 'dead' && ['sent', 'handed-over', 'told-outlook'].includes(end.kind))

async function pointsOf(place: Place, way: Way): Promise<readonly string[]> {
  const points = new KillPoints()
  const world = aWorld(way, points)
  expect(await sendMessage(world.ports(), jobFor(world, place))).toMatchObject({ kind: way === 'file' ? 'handed-over' : 'sent' })
  return points.passed
}

/** Least number of points, and how often a server or Outlook is told to send. */
const WAYS: readonly (readonly [way: Way, place: Place, points: number, sends: number])[] = [
  ['drafts', 'item', 90, 3], ['drafts', 'editor', 90, 3], ['mail', 'item', 80, 3], ['mail', 'editor', 80, 3], ['stored', 'item', 90, 3], ['pieces', 'item', 90, 3],
  ['ews', 'item', 80, 3], ['ews', 'editor', 80, 3], ['replace', 'item', 90, 1], ['file', 'item', 60, 0], ['file', 'editor', 60, 0],
]

describe.each(WAYS)('a send by %s from the %s', (way, place, least, sends) => {
  it('has so many points at which it can be struck', async () => {
    const points = await pointsOf(place, way)
    expect(points.length).toBeGreaterThanOrEqual(least)
    expect(points.filter(point => point === (way === 'replace' ? 'before item sendAsync' : 'before send')).length).toBe(sends)
    expect(points).toContain('after storage write')
  })
  it('nothing lost, nothing twice, nothing in clear, at every point', async () => {
    const points = await pointsOf(place, way)
    const faults: string[] = []
    let struckSends = 0
    for (const [index, point] of points.entries()) {
      for (const [turn, [fault, onward]] of STRIKES.entries()) {
        if (!ALL && turn !== (index + WAYS.findIndex(each => each[0] === way && each[1] === place)) % STRIKES.length) continue
        struckSends++
        const struck = await strikeAt(index, fault, place, way)
        const now = await faultsNow(struck, place)
        const end = await recover(struck, onward, place)
        const after = [...(isEnded(end) ? [] : [`ended as ${JSON.stringify(end)}`]), ...(await faultsAfter(struck.world))]
        faults.push(...[...now, ...after].map(what => `${index} ${point}, ${fault}, ${onward}: ${what}`))
      }
    }
    if (ALL) console.info(`${way} ${place}: ${points.length} points, ${struckSends} struck sends, ${faults.length} faults`)
    expect(faults).toEqual([])
    expect(struckSends).toBe(points.length * (ALL ? STRIKES.length : 1))
  }, 1_800_000)
})

describe('requests that come twice by themselves', () => {
  // The stored form cannot be attached to once when every request comes twice: it is not sent. By `sendMail` everybody has it twice.
  it.each<[Way, string, number]>([['drafts', 'sent', 3], ['ews', 'sent', 3], ['stored', 'stopped', 0], ['mail', 'sent', 6]])('by %s', async (way, kind, messages) => {
    const world = aWorld(way, new KillPoints())
    world.mailbox.isRepeating = true
    const outcome = await sendMessage(world.ports(), jobFor(world, 'item'))
    expect([outcome.kind, world.mailbox.taken.length, world.mailbox.drafts.length]).toEqual([kind, messages, 0])
  })
})
