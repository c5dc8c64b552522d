/** The send path with the real engine, journal and Graph route: what goes, what stops it, and what is left then. */
import { beforeAll, describe, expect, it } from 'vitest'
import { OutlookError } from '../../../src/outlook/mailbox-host.ts'
import { sealedNotices } from '../../../src/outlook/compose/sealed-notice.ts'
import { createSaveFileRoute } from '../../../src/outlook/send/save-file-route.ts'
import { SendError, type SendingRoute } from '../../../src/outlook/send/sending-route.ts'
import { messageIdFor } from '../../../src/taskpane/compose/send-message-id.ts'
import { sendMessage } from '../../../src/taskpane/compose/sending.ts'
import { BEN, CARLA, DORA, EMIL, type Ground, layGround, MINUTE, World } from './send-world.ts'

let ground: Ground
beforeAll(async () => {
  ground = await layGround()
})

const recipientsOf = ({ mailbox }: World) => mailbox.taken.map(({ recipients }) => recipients)
const ALL = [[BEN.address, CARLA.address], [DORA.address], [EMIL.address]]
const statesOf = (outcome: Awaited<ReturnType<typeof sendMessage>>) => outcome.kind === 'sent' ? [] : outcome.copies.map(({ state }) => state)

describe('a message that goes', () => {
  it('goes once to everyone, sealed, and then the item closes and the journal is empty', async () => {
    const world = new World(ground)
    const outcome = await sendMessage(world.ports(), world.job())
    expect(outcome).toMatchObject({ kind: 'sent', isClosed: true, copies: [{ role: 'main', state: 'taken' }, { role: 'bcc', state: 'taken' }, { role: 'bcc', state: 'taken' }] })
    expect(recipientsOf(world)).toEqual(ALL)
    expect(world.drafts.heads.size).toBe(0)
    for (const { bytes } of world.mailbox.taken) {
      expect(new TextDecoder().decode(bytes)).not.toContain('plain words')
      const opened = await world.open(bytes)
      expect(opened).toMatchObject({ standing: 'valid', encrypted: true })
      expect(opened.text).toContain('the plain words')
    }
    expect(world.steps).toEqual(['reading', 'keeping', 'making', 'sending', 'sending', 'sending', 'closing'])
  })
  it('is sent although the item does not close: then its writer is told', async () => {
    const world = new World(ground)
    const item = Object.assign(world.outlook, { closeAndDiscard: () => Promise.reject(new OutlookError('outlook/refused', 'no')) })
    expect(await sendMessage(world.ports({ item }), world.job())).toMatchObject({ kind: 'sent', isClosed: false })
    expect(world.drafts.heads.size).toBe(0)
  })
  it('an answer that got lost is looked for, as long as it takes to lie in Sent Items', async () => {
    const world = new World(ground)
    world.mailbox.planned.push('lost')
    world.mailbox.delay = 5000
    expect(await sendMessage(world.ports(), world.job())).toMatchObject({ kind: 'sent' })
    expect(recipientsOf(world)).toEqual(ALL)
    expect(world.points.passed.filter(point => point === 'before look').length).toBe(3)
    expect(world.steps).toContain('looking')
  })
  it('as a file it is handed over, and stays in the journal until its writer says that it went', async () => {
    const world = new World(ground)
    const files: string[] = []
    const route = createSaveFileRoute({ saveFile: name => { files.push(name) } })
    expect(await sendMessage(world.ports(), world.job({ route }))).toMatchObject({ kind: 'handed-over', draftId: 'draft-1' })
    expect([files.length, world.drafts.heads.size, world.outlook.isDiscarded]).toEqual([3, 1, false])
  })
  it.each([[true, 'told-outlook', 1], [false, 'sent', 0]] as const)('in Outlook’s own item, whose Send the writer presses: %s', async (leavesSendToUser, kind, recorded) => {
    const world = new World(ground, { recipients: [BEN] })
    const route: SendingRoute = { ...aRoute(), name: 'replace', takesSeveral: false, leavesSendToUser }
    expect(await sendMessage(world.ports(), world.job({ route }))).toMatchObject({ kind })
    // It is Outlook's from then on: whoever closed it would throw away what goes.
    expect([world.drafts.heads.size, world.outlook.isDiscarded]).toEqual([recorded, false])
  })
})

const aRoute = (over: Partial<SendingRoute> = {}): SendingRoute => ({
  name: 'ews', offer: () => ({ isOffered: true, limit: null }), send: () => Promise.resolve(), wasSent: () => Promise.resolve(null), takesSeveral: true, ...over,
})

describe('what stops a send before anything was asked', () => {
  type Case = readonly [name: string, code: string, isRecorded: boolean, prepare: (world: World) => Parameters<World['job']>[0] & { readonly noItem?: true }]
  const cases: readonly Case[] = [
    ['somebody was added meanwhile', 'outlook/recipients-changed', false, world => { const job = world.job(); world.outlook.written = { ...world.outlook.written, addressees: [...world.outlook.written.addressees, { name: '', address: 'new@example.org', field: 'cc', kind: 'person' }] }; return { recipients: job.recipients } }],
    ['another From was chosen meanwhile', 'outlook/from-changed', false, world => { const job = world.job(); world.outlook.written = { ...world.outlook.written, from: { name: 'Team', address: 'team@example.org' } }; return { from: job.from } }],
    ['somebody was removed meanwhile', 'outlook/recipients-changed', false, world => { const job = world.job(); world.outlook.written = { ...world.outlook.written, addressees: world.outlook.written.addressees.slice(1) }; return { recipients: job.recipients } }],
    ['Cc became Bcc', 'outlook/recipients-changed', false, world => { const job = world.job(); world.outlook.written = { ...world.outlook.written, addressees: world.outlook.written.addressees.map(one => ({ ...one, field: one.field === 'cc' ? 'bcc' : one.field })) }; return { recipients: job.recipients } }],
    ['the editor names others than were shown', 'outlook/recipients-changed', false, world => ({ edited: { ...world.messageOf(world.outlook.written), cc: [] } })],
    ['a group that nobody looks into', 'outlook/recipients-changed', false, world => { const job = world.job(); world.outlook.written = { ...world.outlook.written, addressees: [...world.outlook.written.addressees, { name: 'All', address: 'all@example.org', field: 'to', kind: 'group' }] }; return { recipients: job.recipients } }],
    ['nobody to send to', 'outlook/no-recipients', false, world => { world.outlook.written = { ...world.outlook.written, addressees: [] }; return { recipients: [], expected: [] } }],
    ['no item', 'outlook/no-item', false, () => ({ noItem: true })],
    ['an item that cannot be read', 'outlook/refused', false, world => { world.outlook.fails = true; return {} }],
    ['no room for the journal', 'engine/storage-full', false, world => { world.isFull = true; return {} }],
    ['a way that is not offered', 'outlook/route-unavailable', false, () => ({ route: aRoute({ offer: () => ({ isOffered: false, code: 'outlook/route-unavailable' }) }) })],
    ['locked keys', 'engine/signing-key-locked', true, world => { world.endWorker(); return {} }],
    ['another certificate than was shown', 'engine/recipient-changed', true, world => ({ expected: world.job().expected?.map((one, index) => (index === 0 ? { ...one, fingerprint: '00'.repeat(32) } : one)) ?? null })],
    ['more than the way takes', 'outlook/too-large-to-send', true, () => ({ route: aRoute({ offer: () => ({ isOffered: true, limit: 1000 }) }) })],
    ['hidden recipients on a way that sends one message', 'outlook/route-unavailable', true, () => ({ route: aRoute({ takesSeveral: false }) })],
    ['a header that somebody put lines into', 'engine/unsafe-text', true, world => { world.outlook.written = { ...world.outlook.written, subject: 'Hello\r\nBcc: spy@example.com' }; return {} }],
  ]
  it.each(cases)('%s: %s', async (_, code, isRecorded, prepare) => {
    const world = new World(ground)
    const { noItem, ...over } = prepare(world)
    const before = world.outlook.written
    let isAsked = false
    const job = world.job(over)
    const route: SendingRoute = { ...job.route, offer: () => job.route.offer(), wasSent: () => Promise.resolve(null), send: () => { isAsked = true; return Promise.resolve() } }
    const outcome = await sendMessage(world.ports(noItem ? { item: null } : {}), { ...job, route })
    expect(outcome).toMatchObject({ kind: 'stopped', failure: { code }, draftId: isRecorded ? 'draft-1' : null })
    expect([isAsked, world.mailbox.taken.length, world.outlook.isDiscarded]).toEqual([false, 0, false])
    expect(world.outlook.written).toBe(before)
    expect(world.drafts.heads.size).toBe(isRecorded ? 1 : 0)
    expect(statesOf(outcome).every(state => state === 'not-sent')).toBe(true)
  })
  it('whoever gives up before', async () => {
    const world = new World(ground)
    const controller = new AbortController()
    controller.abort()
    expect(await sendMessage(world.ports(), world.job({ signal: controller.signal }))).toMatchObject({ kind: 'stopped', failure: { code: 'engine/cancelled' }, draftId: null })
    expect([world.mailbox.taken.length, world.points.passed]).toEqual([0, []])
  })
})

describe('what stops it on the way', () => {
  it('a server that asks to wait: nothing went, and the next click sends all of it', async () => {
    const world = new World(ground)
    world.mailbox.planned.push(429)
    const outcome = await sendMessage(world.ports(), world.job())
    expect(outcome).toMatchObject({ kind: 'stopped', failure: { code: 'outlook/throttled', retryAfter: 17 }, draftId: 'draft-1' })
    expect(statesOf(outcome)).toEqual(['not-sent', 'not-sent', 'not-sent'])
    expect(await sendMessage(world.ports(), world.job())).toMatchObject({ kind: 'sent' })
    expect(recipientsOf(world)).toEqual(ALL)
  })
  it('a refused copy: it is told who has the message, and the others get the same words', async () => {
    const world = new World(ground)
    world.mailbox.planned.push(202, 400)
    const outcome = await sendMessage(world.ports(), world.job())
    expect(outcome).toMatchObject({ kind: 'stopped', failure: { code: 'outlook/send-refused' }, copies: [{ recipients: [BEN.address, CARLA.address] }, { recipients: [DORA.address] }, { recipients: [EMIL.address] }] })
    expect(statesOf(outcome)).toEqual(['taken', 'not-sent', 'not-sent'])
    world.outlook.written = { ...world.outlook.written, text: 'changed meanwhile' }
    expect(await sendMessage(world.ports(), world.job())).toMatchObject({ kind: 'sent' })
    expect(recipientsOf(world)).toEqual(ALL)
    expect(new Set(world.mailbox.taken.map(({ messageId }) => messageId)).size).toBe(3)
    for (const { bytes } of world.mailbox.taken) expect((await world.open(bytes)).text).toContain('the plain words')
  })
  it('whoever gives up after the first copy', async () => {
    const world = new World(ground)
    const controller = new AbortController()
    const outcome = await sendMessage(world.ports(), world.job({ signal: controller.signal, onStep: step => { if (step === 'sending' && world.mailbox.taken.length === 1) controller.abort() } }))
    expect(outcome).toMatchObject({ kind: 'stopped', draftId: 'draft-1' })
    expect(statesOf(outcome)[0]).toBe('taken')
    world.at += 15 * MINUTE
    expect(await sendMessage(world.ports(), world.job())).toMatchObject({ kind: 'sent' })
    expect(recipientsOf(world)).toEqual(ALL)
  })
  it('neither yes nor no: perhaps sent, and another click only looks', async () => {
    const world = new World(ground)
    world.mailbox.planned.push(503)
    const outcome = await sendMessage(world.ports(), world.job())
    expect(outcome).toMatchObject({ kind: 'stopped', failure: { code: 'outlook/sent-unconfirmed' } })
    expect(statesOf(outcome)).toEqual(['perhaps-sent', 'not-sent', 'not-sent'])
    const asked = () => world.points.passed.filter(point => point === 'before send').length
    expect(await sendMessage(world.ports(), world.job())).toMatchObject({ kind: 'stopped', failure: { code: 'outlook/sent-unconfirmed' } })
    expect(asked()).toBe(1)
    // A quarter of an hour later it would be there.
    world.at += 15 * MINUTE
    expect(await sendMessage(world.ports(), world.job())).toMatchObject({ kind: 'sent' })
    expect(recipientsOf(world)).toEqual(ALL)
  })
  it('a request that is worked on minutes later is found, and not made again', async () => {
    const world = new World(ground)
    let late: Uint8Array | undefined
    const route: SendingRoute = { ...aRoute(), name: 'graph', wasSent: world.graph.wasSent.bind(world.graph), send: ({ bytes }) => { late ??= bytes; return Promise.reject(new SendError('outlook/sent-unconfirmed', 'silence')) } }
    expect(await sendMessage(world.ports(), world.job({ route }))).toMatchObject({ failure: { code: 'outlook/sent-unconfirmed' } })
    world.at += 3 * MINUTE
    expect(await sendMessage(world.ports(), world.job())).toMatchObject({ failure: { code: 'outlook/sent-unconfirmed' } })
    await world.mailbox.take(late ?? new Uint8Array())
    world.at += 20 * MINUTE
    expect(await sendMessage(world.ports(), world.job())).toMatchObject({ kind: 'sent' })
    expect(recipientsOf(world)).toEqual(ALL)
  })
  it('whoever has looked may say: send it', async () => {
    const world = new World(ground)
    world.mailbox.planned.push(503)
    await sendMessage(world.ports(), world.job())
    expect(await sendMessage(world.ports(), world.job(), { evenIfPerhapsSent: true })).toMatchObject({ kind: 'sent' })
    expect(recipientsOf(world)).toEqual(ALL)
  })
  it('whatever a route throws that is no answer is taken for none', async () => {
    const world = new World(ground)
    const route = aRoute({ send: () => Promise.reject(new TypeError('a bug')) })
    const outcome = await sendMessage(world.ports({ routes: [route] }), world.job({ route }))
    expect(outcome).toMatchObject({ kind: 'stopped', failure: { code: 'outlook/sent-unconfirmed' } })
    expect(statesOf(outcome)[0]).toBe('perhaps-sent')
  })
})

describe('Outlook’s own item', () => {
  it('that could not be put back is sent with the words that were recorded, not with the notice that stands in it', async () => {
    const world = new World(ground, { recipients: [BEN] })
    const words = world.outlook.written.text
    const send = () => {
      world.outlook.written = { ...world.outlook.written, text: sealedNotices.en }
      return Promise.reject(new SendError('outlook/item-not-restored', 'half a change'))
    }
    const outcome = await sendMessage(world.ports(), world.job({ route: { ...aRoute({ send }), name: 'replace', takesSeveral: false } }))
    expect(outcome).toMatchObject({ kind: 'stopped', failure: { code: 'outlook/item-not-restored' } })
    expect(await sendMessage(world.ports(), world.job())).toMatchObject({ kind: 'sent' })
    const [{ bytes } = { bytes: new Uint8Array() }] = world.mailbox.taken
    expect((await world.open(bytes)).text).toContain(words)
  })
  it('is not sent when it cannot be recorded that it could be: that is why, and not what was made of it', async () => {
    const world = new World(ground, { recipients: [BEN] })
    let isSent = false
    const send: SendingRoute['send'] = async (_message, _signal, handingOver) => {
      world.isFull = true
      try {
        await handingOver?.()
        isSent = true
      } catch (error) {
        throw new SendError('outlook/item-not-as-planned', 'put back', { cause: error })
      }
    }
    const outcome = await sendMessage(world.ports(), world.job({ route: { ...aRoute({ send }), name: 'replace', takesSeveral: false } }))
    expect([outcome, isSent]).toMatchObject([{ kind: 'stopped', failure: { code: 'engine/storage-full' }, copies: [{ state: 'not-sent' }] }, false])
  })
})

describe('the name of a message', () => {
  const random = '0123456789abcdef0123456789abcdef'
  it.each([
    ['yuki@example.com', 'example.com'], ['"a@b"@Example.COM', 'example.com'], ['yuki@例え.jp', 'xn--r8jz45g.jp'],
    ['yuki', 'sealpane.invalid'], ['', 'sealpane.invalid'], ['a@', 'sealpane.invalid'], ['a@b c', 'sealpane.invalid'], ['a@b>\r\nBcc: x', 'sealpane.invalid'], ['a@[::1]', 'sealpane.invalid'],
  ])('of %j ends with %s', (address, domain) => {
    expect(messageIdFor(random, address)).toBe(`<${random}@${domain}>`)
  })
})
