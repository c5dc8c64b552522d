/** What is offered back at the next start, and what is known of it: on the real journal (SEC-82). */
import { beforeAll, describe, expect, it } from 'vitest'
import type { DraftCopy, DraftState } from '../../../src/engine/compose-protocol.ts'
import { lookAfter, unfinishedDrafts } from '../../../src/taskpane/compose/draft-recovery.ts'
import type { SendingRoute } from '../../../src/outlook/send/sending-route.ts'
import { type Ground, layGround, MINUTE, T0, World } from './send-world.ts'

let ground: Ground
beforeAll(async () => {
  ground = await layGround()
})

const at = new Date(T0).toISOString()
const [unasked, asked, taken] = [{ isTaken: false, askedAt: null }, { isTaken: false, askedAt: at }, { isTaken: true, askedAt: at }]
type Known = Pick<DraftCopy, 'isTaken' | 'askedAt' | 'isByHand'>

/** A draft that came so far, and whose pane is gone. */
async function aDraft(world: World, state: DraftState, copies: readonly Known[] = [], route = 'graph'): Promise<void> {
  const settings = { protection: { sign: true, encrypt: true }, route, answersEncrypted: false }
  await world.asker.ask({ kind: 'drafts-write', at, id: 'draft-1', message: world.messageOf(world.outlook.written), settings, state: 'writing' })
  const all = copies.map((copy, index): DraftCopy => ({ messageId: `<${index}@example.com>`, role: index === 0 ? 'main' : 'bcc', recipients: [`${index}@example.org`], ...copy }))
  await world.asker.ask({ kind: 'drafts-advance', at, id: 'draft-1', state, copies: all })
  world.endPane()
  world.at = T0 + 60 * MINUTE
}

const portsOf = (world: World, routes: readonly SendingRoute[]) => ({ engine: world.asker, routes, now: () => new Date(world.at) })
const recovered = (world: World, routes: readonly SendingRoute[]) => unfinishedDrafts(portsOf(world, routes), new AbortController().signal)
const route = (answer: boolean | null | Error): SendingRoute => ({
  name: 'graph', takesSeveral: true, offer: () => ({ isOffered: true, limit: null }), send: () => Promise.reject(new Error('nothing is sent here')),
  wasSent: () => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)),
})

describe('what became of a draft', () => {
  const there = route(true)
  const notThere = route(false)
  it.each<[string, DraftState, readonly Known[], readonly SendingRoute[], string]>([
    ['being written', 'writing', [], [there], 'not-sent'],
    ['captured', 'captured', [], [there], 'not-sent'],
    ['built', 'built', [unasked, unasked], [there], 'not-sent'],
    ['asked, and not in Sent Items', 'send-asked', [asked, unasked], [notThere], 'not-sent'],
    ['asked, and in Sent Items', 'send-asked', [asked, unasked], [there], 'partly-sent'],
    ['asked, refused, nothing else', 'send-asked', [unasked, unasked], [there], 'not-sent'],
    ['one taken', 'send-asked', [taken, unasked], [there], 'partly-sent'],
    ['asked, and nobody can look', 'send-asked', [asked], [route(null)], 'perhaps-sent'],
    ['asked, and looking fails', 'send-asked', [asked], [route(new Error('down'))], 'perhaps-sent'],
    ['asked, and nobody looks', 'send-asked', [asked, taken], [], 'perhaps-sent'],
    ['one way cannot look, another can', 'send-asked', [asked], [route(null), notThere], 'not-sent'],
    ['a server was asked, and that was recorded as a change', 'item-changed', [asked], [route(null)], 'perhaps-sent'],
  ])('%s', async (_, state, copies, routes, fate) => {
    const world = new World(ground)
    await aDraft(world, state, copies)
    const { unfinished, sent, unreadable } = await recovered(world, routes)
    expect(unfinished.map(found => found.fate)).toEqual([fate])
    expect([sent.length, unreadable.length, world.drafts.heads.size]).toEqual([0, 0, 1])
  })
  it.each<[string, readonly Known[], readonly SendingRoute[]]>([['all taken', [taken, taken], []], ['all taken or found', [taken, asked], [there]]])('%s: it ends, and that is told', async (_, copies, routes) => {
    const world = new World(ground)
    await aDraft(world, 'send-asked', copies)
    const { unfinished, sent } = await recovered(world, routes)
    expect([unfinished.length, sent.map(({ id }) => id), world.drafts.heads.size]).toEqual([0, ['draft-1'], 0])
  })
  it.each(['file', 'replace'])('by %s it was handed over: whether it went is not ours to say', async name => {
    const world = new World(ground)
    await aDraft(world, 'send-asked', [{ ...taken, isByHand: true }], name)
    expect((await recovered(world, [notThere])).unfinished.map(({ fate }) => fate)).toEqual(['handed-over'])
    expect(world.drafts.heads.size).toBe(1)
  })
  it('what Outlook said that it sent has ended', async () => {
    const world = new World(ground)
    await aDraft(world, 'send-asked', [taken], 'replace')
    expect((await recovered(world, [])).sent.map(({ id }) => id)).toEqual(['draft-1'])
  })
  it('what was asked for a moment ago and is not there yet is perhaps on its way', async () => {
    const world = new World(ground)
    await aDraft(world, 'send-asked', [asked])
    world.at = T0 + MINUTE
    const { unfinished } = await recovered(world, [notThere])
    expect(unfinished.map(({ fate }) => fate)).toEqual(['perhaps-sent'])
    world.at = T0 + 60 * MINUTE
    expect(await lookAfter(unfinished[0]?.draft as never, portsOf(world, [notThere]), new AbortController().signal)).toMatchObject({ fate: 'not-sent' })
  })
  it('what was found is recorded: the next start need not look again', async () => {
    const world = new World(ground)
    await aDraft(world, 'send-asked', [asked, unasked])
    await recovered(world, [there])
    expect((await recovered(world, [])).unfinished).toMatchObject([{ fate: 'partly-sent', copies: [{ state: 'taken' }, { state: 'not-sent' }] }])
  })
})

describe('what became of Outlook’s own item', () => {
  const item = (answer: boolean | null | Error, byMessageId: boolean | null = false): SendingRoute => ({ ...route(byMessageId), wasItemSent: () => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)) })
  it.each<[string, DraftState, Known, readonly SendingRoute[], string]>([
    ['it was being changed, and Outlook was not told yet', 'item-changed', asked, [], 'not-sent'],
    ['Outlook was told, and nobody can look', 'send-asked', asked, [], 'perhaps-sent'],
    ['Outlook was told, and nothing with its name is in Sent Items: it may be there all the same', 'send-asked', asked, [item(null)], 'perhaps-sent'],
    ['Outlook was told, and its Message-ID is nowhere: Outlook gave it another one', 'send-asked', asked, [route(false)], 'perhaps-sent'],
    ['Outlook was told, and looking fails', 'send-asked', asked, [item(new Error('down'))], 'perhaps-sent'],
    ['it is still being written', 'send-asked', asked, [item(null), item(false)], 'not-sent'],
    ['it is still being written, and the writer was to press Send', 'send-asked', { ...taken, isByHand: true }, [item(false)], 'handed-over'],
  ])('%s', async (_, state, copy, routes, fate) => {
    const world = new World(ground)
    await aDraft(world, state, [copy], 'replace')
    expect((await recovered(world, routes)).unfinished.map(found => found.fate)).toEqual([fate])
  })
  it.each<[string, Known, readonly SendingRoute[]]>([
    ['in Sent Items under its name', asked, [item(null), item(true)]],
    ['in Sent Items by another way that was taken since', asked, [item(null, true)]],
    ['in Sent Items after the writer pressed Send', { ...taken, isByHand: true }, [item(true)]],
  ])('%s: it has ended, and nobody is asked', async (_, copy, routes) => {
    const world = new World(ground)
    await aDraft(world, 'send-asked', [copy], 'replace')
    const { unfinished, sent } = await recovered(world, routes)
    expect([unfinished.length, sent.length, world.drafts.heads.size]).toEqual([0, 1, 0])
  })
})

describe('whose draft it is', () => {
  it('one that another pane works on is not offered', async () => {
    const [here, there] = [new World(ground), new World(ground)]
    Object.assign(there, { drafts: here.drafts })
    const settings = { protection: { sign: true, encrypt: true }, route: null, answersEncrypted: false }
    await here.asker.ask({ kind: 'drafts-write', at, id: 'draft-1', message: here.messageOf(here.outlook.written), settings, state: 'writing' })
    expect((await recovered(there, [])).unfinished).toEqual([])
    here.endPane()
    expect((await recovered(there, [])).unfinished).toMatchObject([{ fate: 'not-sent' }])
  })
  it('one that cannot be read is told and stays', async () => {
    const world = new World(ground)
    await aDraft(world, 'captured')
    world.drafts.heads.set('draft-1', { ...(world.drafts.heads.get('draft-1') as object), state: 'writing' })
    expect(await recovered(world, [])).toEqual({ unfinished: [], sent: [], unreadable: ['draft-1'] })
    expect(world.drafts.heads.size).toBe(1)
  })
})
