/**
 * A send struck before and after everything that it waits for (SEC-82), in every way in which it can be: nothing is lost, nothing is sent
 * twice, nothing goes in clear. Engine, keys, journal and Graph route are the real ones; the points are found by sending once.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import type { SendJob } from '../../../src/taskpane/compose/compose-controller.ts'
import { EngineError } from '../../../src/engine/engine.ts'
import { openBody, openHead } from '../../../src/engine/drafts/draft-record.ts'
import type { StoredBody, StoredHead } from '../../../src/engine/drafts/draft-storage.ts'
import { OutlookError } from '../../../src/outlook/mailbox-host.ts'
import { unfinishedDrafts } from '../../../src/taskpane/compose/draft-recovery.ts'
import type { SendOutcome } from '../../../src/taskpane/compose/send-outcome.ts'
import { sendMessage } from '../../../src/taskpane/compose/sending.ts'
import { KillPoints } from './kill-points.ts'
import { type Ground, layGround, MINUTE, World } from './send-world.ts'

const WORDS = 'the bridge of canary-7301 holds nine tons'
const SUBJECT = 'canary-7301'

type Fault = 'tab' | 'worker' | 'quota' | 'network' | 'office'
const FAULTS: readonly Fault[] = ['tab', 'worker', 'quota', 'network', 'office']

/** `again`: the writer presses Send once more. `later`: the writer closes everything and comes back. */
type Way = 'again' | 'later'

/** Where the words are: in the pane's own editor, or in Outlook's item. */
type Place = 'item' | 'editor'

let ground: Ground
beforeAll(async () => {
  ground = await layGround()
})

function aWorld(points: KillPoints): World {
  return new World(ground, { points, words: { text: WORDS, subject: SUBJECT, attachments: [{ name: 'canary-7301.txt', mediaType: 'text/plain', content: new TextEncoder().encode(WORDS), contentId: null }] } })
}

function jobFor(world: World, place: Place): SendJob {
  return world.job(place === 'editor' ? { edited: world.messageOf(world.outlook.written) } : {})
}

/** Puts the words into the journal, as the protected editor does while somebody writes. */
async function autosave(world: World): Promise<void> {
  const at = new Date(world.at).toISOString()
  const settings = { protection: { sign: true, encrypt: true }, route: 'graph', answersEncrypted: false }
  await world.asker.ask({ kind: 'drafts-write', at, id: 'draft-1', message: world.messageOf(world.outlook.written), settings, state: 'writing' })
}

interface Struck {
  readonly world: World
  readonly outcome: SendOutcome | 'dead'
}

async function strikeAt(index: number, fault: Fault, place: Place): Promise<Struck> {
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
        return point === 'after send' || point === 'after look' ? new TypeError('Failed to fetch') : 'goes on'
      case 'office':
        world.outlook.fails = true
        return point.startsWith('after item') ? new OutlookError('outlook/refused', 'struck') : 'goes on'
    }
  })
  const world = aWorld(points)
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

function servedBy({ mailbox }: World): string[] {
  return mailbox.taken.flatMap(({ recipients }) => recipients).sort()
}

function everyoneIn({ outlook }: World): string[] {
  return outlook.everyone.map(({ address }) => address).sort()
}

/** What holds at every moment, and what the outcome said about it. */
async function faultsNow({ world, outcome }: Struck, place: Place): Promise<string[]> {
  const { outlook, mailbox } = world
  const isAllSent = servedBy(world).length === everyoneIn(world).length
  const isInItem = place === 'item' && !outlook.isDiscarded && outlook.written.text === WORDS
  const isRecorded = (await wordsInJournal(world)).includes(WORDS)
  return [
    ...(isAllSent || isInItem || isRecorded ? [] : ['lost']),
    ...(outlook.isDiscarded && !isAllSent ? ['discarded before it was sent'] : []),
    ...(mailbox.taken.length > 0 && !isAllSent && !isRecorded ? ['partly sent and not recorded'] : []),
    ...(outcome === 'dead' ? [] : wronglyTold(outcome, world, isAllSent)),
  ]
}

/** What went is told as it is; of what nobody knows, nothing is claimed. */
function wronglyTold(outcome: SendOutcome, { mailbox }: World, isAllSent: boolean): string[] {
  if (outcome.kind === 'sent') return isAllSent ? [] : ['said to be sent']
  const isTaken = (messageId: string) => mailbox.taken.some(message => message.messageId === messageId)
  return outcome.copies.filter(({ state, messageId }) => state !== 'perhaps-sent' && (state === 'taken') !== isTaken(messageId)).map(({ state }) => `told of ${state}`)
}

/** What a writer does who wants the message to go, until it went. */
async function recover({ world, outcome }: Struck, way: Way, place: Place): Promise<SendOutcome | 'dead' | 'nothing left'> {
  world.isFull = false
  world.mailbox.isDown = false
  world.outlook.fails = false
  let now: SendOutcome | 'dead' | 'nothing left' = outcome
  for (let tries = 0; tries < 3 && (now === 'dead' || (now as SendOutcome).kind === 'stopped'); tries++) {
    world.at += 15 * MINUTE
    if (way === 'later' || now === 'dead') {
      world.endPane()
      world.unlock()
      now = await comeBack(world, place)
    } else {
      world.unlock()
      now = await sendMessage(world.ports(), jobFor(world, place))
    }
  }
  return now
}

async function comeBack(world: World, place: Place): Promise<SendOutcome | 'nothing left'> {
  const { unfinished, sent, unreadable } = await unfinishedDrafts({ engine: world.asker, routes: [world.graph], now: () => new Date(world.at) }, new AbortController().signal)
  expect(unreadable).toEqual([])
  const [found] = unfinished
  if (!found) return sent.length > 0 || place === 'editor' || world.outlook.isDiscarded ? 'nothing left' : sendMessage(world.ports(), world.job({ draftId: 'draft-2' }))
  expect(found.fate).not.toBe('perhaps-sent')
  const { message } = await world.asker.ask({ kind: 'drafts-read', at: new Date(world.at).toISOString(), id: found.draft.id })
  return sendMessage(world.ports({ item: null }), world.job({ draftId: found.draft.id, edited: message }))
}

async function faultsAfter(world: World): Promise<string[]> {
  const clear = world.mailbox.taken.filter(({ bytes }) => {
    const text = new TextDecoder().decode(bytes)
    return text.includes('canary') && !/^Subject: canary-7301\r$/mu.test(text) || text.replace(/^Subject:.*$/mu, '').includes('canary') || !/^Content-Type: application\/pkcs7-mime;[^]*?enveloped-data/mu.test(text)
  })
  const ids = world.mailbox.taken.map(({ messageId }) => messageId)
  const opened = await Promise.all(world.mailbox.taken.map(({ bytes }) => world.open(bytes)))
  return [
    ...(JSON.stringify(servedBy(world)) === JSON.stringify(everyoneIn(world)) ? [] : [`reached ${servedBy(world).join()}`]),
    ...(new Set(ids).size === ids.length ? [] : ['one copy twice']),
    ...(clear.length === 0 ? [] : ['in clear']),
    ...(opened.every(({ text, standing }) => text.includes(WORDS) && standing === 'valid') ? [] : ['other words']),
    ...((await wordsInJournal(world)).length === 0 ? [] : ['still in the journal']),
  ]
}

async function pointsOf(place: Place): Promise<readonly string[]> {
  const points = new KillPoints()
  const world = aWorld(points)
  expect(await sendMessage(world.ports(), jobFor(world, place))).toMatchObject({ kind: 'sent' })
  return points.passed
}

describe.each(['item', 'editor'] as const)('a send from the %s to To, Cc and two hidden recipients', place => {
  it('has forty points and more at which it can be struck', async () => {
    const points = await pointsOf(place)
    expect(points.length).toBeGreaterThanOrEqual(40)
    expect(points.filter(point => point === 'before send').length).toBe(3)
    expect(points).toContain('after storage write')
    expect(points.includes('after item read')).toBe(place === 'item')
  })
  it.each(FAULTS.flatMap(fault => (['again', 'later'] as const).map(way => [fault, way] as const)).filter(([fault, way]) => fault !== 'tab' || way === 'later'))('%s, then %s: nothing lost, nothing twice, nothing in clear, at every point', async (fault, way) => {
    const points = await pointsOf(place)
    const faults: string[] = []
    for (const [index, point] of points.entries()) {
      const struck = await strikeAt(index, fault, place)
      const now = await faultsNow(struck, place)
      const end = await recover(struck, way, place)
      const isEnded = end === 'nothing left' || (end !== 'dead' && end.kind === 'sent')
      const after = [...(isEnded ? [] : [`ended as ${JSON.stringify(end)}`]), ...(await faultsAfter(struck.world))]
      faults.push(...[...now, ...after].map(what => `${index} ${point}: ${what}`))
    }
    expect(faults).toEqual([])
  }, 600_000)
})
