import { describe, expect, it } from 'vitest'
import { EngineError } from '../../../src/engine/engine.ts'
import { SendError } from '../../../src/outlook/send/sending-route.ts'
import { USUAL_POLICY } from '../../../src/smime/compose-policy.ts'
import { EMPTY_MESSAGE, type EditedMessage } from '../../../src/taskpane/compose/edited-message.ts'
import type { SendOutcome } from '../../../src/taskpane/compose/send-outcome.ts'
import { whyNotYet } from '../../../src/taskpane/compose/why-not-yet.ts'
import { certificate } from '../verdicts.ts'
import { composeItem, desk, missing, person, route } from './writing-fakes.ts'

const edited = (over: Partial<EditedMessage> = {}): EditedMessage => ({ ...EMPTY_MESSAGE, id: 'draft', from: null, text: 'My words', to: [{ name: '', address: 'a@contoso.example' }], ...over })
const both = { sign: true, encrypt: true }
/** After everything that was begun and waits for nothing. */
const settled = () => new Promise(resolve => setTimeout(resolve, 0))

describe('before it is sent', () => {
  it('everyone is shown with the certificate that would be used', async () => {
    const { compose } = desk({ item: composeItem([person('a@contoso.example'), person('b@contoso.example', 'bcc')]) })
    await compose.refresh()
    expect(compose.getState().recipients.map(({ address, field, answer }) => [address, field, answer?.chosen])).toEqual([['a@contoso.example', 'to', 'aa'], ['b@contoso.example', 'bcc', 'aa']])
  })

  it('one without a certificate keeps the message here, and turning encryption off lets it go', async () => {
    const { compose, engine, jobs } = desk({ item: composeItem([person('a@contoso.example'), person('li@northwind.example')]) })
    engine.answer = address => (address.startsWith('li') ? missing(address) : { address, certificates: [], chosen: 'aa', problem: null })
    compose.protect(both)
    await compose.refresh()
    expect(whyNotYet(compose.getState())).toEqual({ label: 'whyMissingOne' })
    await compose.send()
    expect(jobs).toEqual([])
    compose.protect({ encrypt: false })
    await compose.send()
    expect(jobs.map(({ protection, expected }) => [protection, expected])).toEqual([[{ sign: true, encrypt: false }, null]])
  })

  it('the route is prepared once the message is protected, while it is still being written', async () => {
    let prepared = 0
    const graph = route('graph', { prepare: () => { prepared += 1 } })
    const { compose, jobs } = desk({ item: composeItem([person('a@contoso.example')]), routes: [graph, route('file')] })
    await compose.refresh()
    expect(prepared).toBe(0)
    compose.protect({ sign: true })
    expect([prepared, jobs.length]).toEqual([1, 0])
  })

  it('the engine is told exactly what was shown', async () => {
    const { compose, jobs } = desk({ item: composeItem([person('a@contoso.example'), person('b@contoso.example', 'cc')]) })
    compose.protect(both)
    await compose.refresh()
    await compose.send()
    expect(jobs[0]?.expected).toEqual([{ address: 'a@contoso.example', fingerprint: 'aa' }, { address: 'b@contoso.example', fingerprint: 'aa' }])
  })

  it('a group is shown as its members, and one that nobody can look into keeps the message here', async () => {
    const sales = { name: 'Sales', address: 'sales@contoso.example', field: 'to', kind: 'group' } as const
    const opened = desk({ item: composeItem([sales], { 'sales@contoso.example': ['a@contoso.example', 'b@contoso.example'] }) })
    opened.compose.protect(both)
    await opened.compose.refresh()
    expect(opened.compose.getState().recipients.map(({ address, group }) => [address, group])).toEqual([['a@contoso.example', 'Sales'], ['b@contoso.example', 'Sales']])
    const closed = desk({ item: composeItem([sales]) })
    closed.compose.protect(both)
    await closed.compose.refresh()
    expect(closed.compose.getState().recipients[0]?.problem).toBe('outlook/group-unknown')
    expect(whyNotYet(closed.compose.getState())).toEqual({ label: 'whyGroup' })
  })

  it('somebody in two fields is there once, in the one that is seen', async () => {
    const { compose } = desk({ item: composeItem([person('A@contoso.example', 'bcc'), person('a@contoso.example')]) })
    await compose.refresh()
    expect(compose.getState().recipients.map(({ address, field }) => [address, field])).toEqual([['a@contoso.example', 'to']])
  })

  it('recipients are read anew when Outlook tells of a change, and an older answer never wins', async () => {
    const item = composeItem([person('a@contoso.example')])
    const { compose } = desk({ item })
    const stop = compose.start()
    item.addresseesNow = [person('b@contoso.example')]
    item.tell()
    await compose.refresh()
    expect(compose.getState().recipients.map(({ address }) => address)).toEqual(['b@contoso.example'])
    stop()
  })

  it.each([
    ['engine/signing-key-locked', 'whyLocked'],
    ['engine/no-signing-key', 'whyNoKey'],
    ['engine/signing-key-expired', 'whyExpired'],
  ] as const)('%s is the reason under the button', async (problem, label) => {
    const { compose, engine } = desk({ item: composeItem([person('a@contoso.example')]) })
    engine.signer = { kind: 'signer', signing: null, problem, encryption: certificate() }
    compose.protect({ sign: true })
    await compose.refresh()
    expect(whyNotYet(compose.getState())).toEqual({ label })
  })

  it('nobody could read the own copy: that is a reason for encryption and none for a signature (engine/no-own-certificate)', async () => {
    const { compose, engine } = desk({ item: composeItem([person('a@contoso.example')]) })
    engine.signer = { kind: 'signer', signing: certificate(), problem: null, encryption: null }
    compose.protect(both)
    await compose.refresh()
    expect(whyNotYet(compose.getState())).toEqual({ label: 'whyNoOwn' })
    compose.protect({ encrypt: false })
    expect(whyNotYet(compose.getState())).toBeNull()
  })

  it('what the organisation demands stays on', () => {
    const item = composeItem([])
    const { compose } = desk({ item, policy: { ...USUAL_POLICY, encrypt: 'always', sign: 'on' } })
    compose.protect({ sign: false, encrypt: false })
    expect(compose.getState().protection).toEqual({ sign: false, encrypt: true })
    expect(item.did.at(-1)).toBe('demand demanded-encrypt')
  })

  it('the item is marked for the send guard as long as protection is on', () => {
    const item = composeItem([])
    const { compose } = desk({ item })
    compose.protect({ sign: true })
    compose.protect({ sign: false })
    compose.protect(both)
    expect(item.did).toEqual(['demand demanded-sign', 'demand nothing', 'demand demanded'])
  })
})

describe('who writes', () => {
  it('is asked for a certificate when neither a mailbox nor a key names anybody (engine/no-signing-key)', async () => {
    const { compose } = desk({ ownAddress: null }, edited())
    compose.protect({ sign: true })
    await compose.refresh()
    expect(whyNotYet(compose.getState())).toEqual({ label: 'whyNoKey' })
  })

  it.each([
    [null, { sign: false, encrypt: false }],
    ['demanded', both],
    ['demanded-sign', { sign: true, encrypt: false }],
    ['demanded-encrypt', { sign: false, encrypt: true }],
    ['sealed', { sign: false, encrypt: false }],
  ] as const)('a pane that is opened again shows what the mark %s of the item says, and leaves it there', async (mark, protection) => {
    const item = composeItem([])
    item.mark = mark
    const { compose } = desk({ item })
    const stop = compose.start()
    await settled()
    expect(compose.getState().protection).toEqual(protection)
    expect(item.did).toEqual([])
    stop()
  })

  it('what the organisation asks comes to what the mark says, and is marked', async () => {
    const item = composeItem([])
    item.mark = 'demanded-encrypt'
    const { compose } = desk({ item, policy: { ...USUAL_POLICY, sign: 'on' } })
    const stop = compose.start()
    await settled()
    expect(compose.getState().protection).toEqual(both)
    expect(item.did).toEqual(['demand demanded'])
    stop()
  })

  it('a switch that is used before the mark is read, or after, is not turned back by it', async () => {
    const item = composeItem([])
    item.mark = 'demanded'
    const { compose } = desk({ item })
    const stop = compose.start()
    compose.protect({ sign: true })
    await settled()
    expect(compose.getState().protection).toEqual({ sign: true, encrypt: false })
    compose.protect({ sign: false })
    stop()
    compose.start()()
    await settled()
    expect(compose.getState().protection).toEqual({ sign: false, encrypt: false })
  })

  it('an Outlook that keeps no mark leaves the switches as the organisation wants them', async () => {
    const item = composeItem([])
    item.demandedProtection = () => Promise.reject(new SendError('outlook/route-unavailable', 'no headers'))
    const { compose } = desk({ item, policy: { ...USUAL_POLICY, sign: 'on' } })
    const stop = compose.start()
    await settled()
    expect(compose.getState().protection).toEqual({ sign: true, encrypt: false })
    stop()
  })

  it('the preview of the editor follows what is typed', async () => {
    const { compose } = desk({}, edited())
    await compose.readPreview()
    compose.edit({ text: 'Other words' })
    expect(compose.getState().preview?.message.text).toBe('Other words')
  })
})

describe('the way that is taken', () => {
  it('is the first that is offered, and one that takes copies when somebody is hidden', async () => {
    const item = composeItem([person('a@contoso.example'), person('b@contoso.example', 'bcc')])
    const routes = [route('graph', { offer: () => ({ isOffered: false, code: 'outlook/route-unavailable' }) }), route('replace'), route('file')]
    const { compose } = desk({ item, routes })
    expect(compose.getState().route?.name).toBe('replace')
    compose.protect(both)
    await compose.refresh()
    expect(compose.getState().route?.name).toBe('file')
  })

  it('is another one after a refusal, and in the end a file', () => {
    const { compose } = desk({ routes: [route('graph'), route('ews'), route('file')] }, edited())
    const names = [compose.getState().route?.name]
    for (let times = 0; times < 3; times += 1) {
      compose.useAnotherRoute()
      names.push(compose.getState().route?.name)
    }
    expect(names).toEqual(['graph', 'ews', 'file', 'file'])
  })
})

describe('what a send leads to', () => {
  const stopped = (code: SendError['code'], copies: SendOutcome['copies'] = []): SendOutcome => ({ kind: 'stopped', failure: { code, subject: null, retryAfter: null }, draftId: 'id-1', copies })

  it('a failure is told, nothing else changes, and it can be tried again', async () => {
    const outcomes: SendOutcome[] = [stopped('outlook/network'), { kind: 'sent', copies: [], isClosed: true, signer: null, cipher: null }]
    const { compose } = desk({ item: composeItem([person('a@contoso.example')]), send: () => Promise.resolve(outcomes.shift() ?? stopped('outlook/network')) })
    compose.protect(both)
    await compose.refresh()
    await compose.send()
    expect(compose.getState()).toMatchObject({ phase: 'writing', failure: { code: 'outlook/network' }, protection: both })
    await compose.send()
    expect(compose.getState()).toMatchObject({ phase: 'done', end: { kind: 'sent', recipients: 1, isClosed: true } })
  })

  it('who has it and who has not is told when only some copies went', async () => {
    const copies = [{ messageId: '1', role: 'main', recipients: ['a@contoso.example'], state: 'taken' }, { messageId: '2', role: 'bcc', recipients: ['b@contoso.example'], state: 'not-sent' }] as const
    const { compose } = desk({ item: composeItem([person('a@contoso.example')]), send: () => Promise.resolve(stopped('outlook/throttled', copies)) })
    compose.protect(both)
    await compose.refresh()
    await compose.send()
    expect(compose.getState().partly).toEqual({ sent: ['a@contoso.example'], rest: ['b@contoso.example'] })
  })

  it('perhaps sent is looked for, and the answer is told', async () => {
    const found = ['unknown', 'sent'] as const
    let looks = 0
    const { compose } = desk({ item: composeItem([person('a@contoso.example')]), send: () => Promise.resolve(stopped('outlook/sent-unconfirmed')), look: () => Promise.resolve(found[looks++] ?? 'unknown') })
    compose.protect(both)
    await compose.refresh()
    await compose.send()
    await compose.lookForSent()
    expect(compose.getState()).toMatchObject({ phase: 'writing', found: 'unknown', failure: { code: 'outlook/sent-unconfirmed' } })
    await compose.lookForSent()
    expect(compose.getState()).toMatchObject({ phase: 'done', end: { kind: 'sent' } })
  })

  it('an item that cannot be read while one writes leads to the empty editor, and the item stays as it is (outlook/route-unavailable)', async () => {
    const item = composeItem([person('a@contoso.example')])
    const { compose } = desk({ item, send: ({ onStep }) => {
      onStep('reading')
      return Promise.resolve(stopped('outlook/route-unavailable'))
    } })
    compose.protect(both)
    await compose.refresh()
    await compose.send()
    expect(compose.getState().failure?.code).toBe('taskpane/item-unreadable')
    compose.openEmptyEditor()
    expect(compose.getState()).toMatchObject({ place: 'editor', edited: { text: '', to: [{ address: 'a@contoso.example' }] } })
    expect(item.did).not.toContain('clear')
  })

  it('a fault of ours in the send path is told as one', async () => {
    const { compose } = desk({ item: composeItem([person('a@contoso.example')]), send: () => Promise.reject(new Error('ours')) })
    compose.protect(both)
    await compose.refresh()
    await compose.send()
    expect(compose.getState()).toMatchObject({ phase: 'writing', failure: { code: 'taskpane/unexpected' } })
  })
})

describe('the protected editor', () => {
  it('keeps what is typed in the journal, and says when it cannot', async () => {
    const { compose, engine } = desk({}, edited())
    compose.edit({ text: 'More words' })
    await compose.keep()
    expect(engine.requests.find(request => request.kind === 'drafts-write')).toMatchObject({ id: 'draft', state: 'writing', message: { text: 'More words' } })
    expect(compose.getState().kept.state).toBe('saved')
    engine.failing.set('drafts-write', new EngineError('engine/storage-full', 'no room'))
    compose.edit({ text: 'Even more' })
    await compose.keep()
    expect(compose.getState().kept.state).toBe('not-saved')
  })

  it('takes words out of the item only when the journal has them', async () => {
    const item = composeItem([person('a@contoso.example')])
    const { compose, engine } = desk({ item })
    await compose.refresh()
    engine.failing.set('drafts-write', new EngineError('engine/storage-full', 'no room'))
    await compose.moveToEditor()
    expect(item.did).not.toContain('clear')
    expect(compose.getState().failure?.code).toBe('engine/storage-full')
    engine.failing.clear()
    const again = desk({ item })
    await again.compose.refresh()
    await again.compose.moveToEditor()
    expect(again.engine.requests.some(request => request.kind === 'drafts-write')).toBe(true)
    expect(item.did).toContain('clear')
    expect(again.compose.getState()).toMatchObject({ place: 'editor', edited: { text: 'Dear all', subject: 'Hello' } })
  })

  it('asks before the encryption of an answer goes, and the quote goes with it', () => {
    const { compose } = desk({}, edited({ answersEncrypted: true, quote: 'Aiko wrote:\n> secret' }))
    expect(compose.getState().protection.encrypt).toBe(true)
    compose.protect({ encrypt: false })
    expect(compose.getState()).toMatchObject({ asksToUnprotect: true, protection: { encrypt: true } })
    compose.unprotect(false)
    expect(compose.getState()).toMatchObject({ asksToUnprotect: false, protection: { encrypt: true }, edited: { quote: 'Aiko wrote:\n> secret' } })
    compose.protect({ encrypt: false })
    compose.unprotect(true)
    expect(compose.getState()).toMatchObject({ protection: { encrypt: false }, edited: { quote: '', answersEncrypted: false } })
  })

  it('what was left behind of the original comes along when the writer asks for it, once, and stays an offer while it cannot be had (SEC-34)', async () => {
    const file = { name: 'offer.pdf', mediaType: 'application/pdf', content: new Uint8Array(3), contentId: null }
    let isThere = false
    const withheld = () => isThere ? Promise.resolve({ quote: 'Aiko wrote:\n> words', attachments: [file] }) : Promise.reject(new Error('gone'))
    const { compose } = desk({ withheld }, edited({ answersEncrypted: true, quote: '' }))
    expect(compose.getState()).toMatchObject({ isWithheld: true, edited: { quote: '', attachments: [] } })
    await compose.takeWithheld()
    expect(compose.getState()).toMatchObject({ isWithheld: true, failure: { code: 'taskpane/unexpected' }, edited: { quote: '', attachments: [] } })
    isThere = true
    await compose.takeWithheld()
    await compose.takeWithheld()
    expect(compose.getState()).toMatchObject({ isWithheld: false, edited: { quote: 'Aiko wrote:\n> words', attachments: [file] } })
    expect(desk({}, edited()).compose.getState().isWithheld).toBe(false)
  })

  it('a recipient who is added later and has no certificate blocks, and nothing is downgraded', async () => {
    const { compose, engine, jobs } = desk({}, edited({ answersEncrypted: true }))
    await compose.refresh()
    engine.answer = address => (address.startsWith('new') ? missing(address) : { address, certificates: [], chosen: 'aa', problem: null })
    compose.edit({ cc: [{ name: '', address: 'new@contoso.example' }] })
    await compose.refresh()
    await compose.send()
    expect(jobs).toEqual([])
    expect(compose.getState().protection.encrypt).toBe(true)
  })

  it('is sent with its own words, its quote below them', async () => {
    const { compose, jobs } = desk({}, edited({ quote: 'Aiko wrote:\n> hello', from: { name: '', address: 'yuki@contoso.example' } }))
    compose.protect(both)
    await compose.refresh()
    await compose.send()
    expect(jobs[0]?.edited?.text).toBe('My words\n\nAiko wrote:\n> hello')
  })
})

describe('use of the key (SEC-85)', () => {
  it('nothing is signed or sent by starting, looking, switching or reading a preview', async () => {
    const { compose, engine, jobs } = desk({ item: composeItem([person('a@contoso.example')]) })
    const stop = compose.start()
    compose.protect(both)
    await compose.refresh()
    await compose.readPreview()
    stop()
    expect(jobs).toEqual([])
    expect(engine.requests.some(({ kind }) => kind === 'compose')).toBe(false)
  })
})
