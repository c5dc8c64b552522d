/** The draft journal's rules, on a storage in memory (SEC-82). */
import { fc } from '../../support/properties.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import type { DraftCopy, DraftState } from '../../../src/engine/compose-protocol.ts'
import { SharedDrafts } from '../../../src/engine/drafts/memory-draft-storage.ts'
import type { StoredBody, StoredHead } from '../../../src/engine/drafts/draft-storage.ts'
import { aMessage, aPane, AT, settings } from './draft-support.ts'

const id = 'draft-1'
const write = { kind: 'drafts-write', id, message: aMessage(), settings, state: 'captured' } as const
const STATES: readonly DraftState[] = ['writing', 'captured', 'built', 'item-changed', 'send-asked']
const main: DraftCopy = { messageId: '<1@example.com>', role: 'main', recipients: ['ben@example.org'], isTaken: false, askedAt: null }
const hidden: DraftCopy = { messageId: '<2@example.com>', role: 'bcc', recipients: ['hidden@example.net'], isTaken: false, askedAt: null }

describe('what was written', () => {
  it('is given back whole, attachments and all, by a pane that starts later', async () => {
    const shared = new SharedDrafts()
    const before = aPane(shared)
    const { draft } = await before.ask(write)
    expect(draft).toEqual({ id, state: 'captured', subject: 'Offer for the bridge', writtenAt: AT, recipients: 2, settings, copies: [], isElsewhere: false })
    before.end()
    const after = aPane(shared)
    expect(await after.ask({ kind: 'drafts-list' })).toEqual({ kind: 'drafts-list', drafts: [draft], unreadable: 0, unreadableIds: [] })
    expect(await after.ask({ kind: 'drafts-read', id })).toEqual({ kind: 'drafts-read', draft, message: aMessage() })
  })
  it('is given back whatever it is', async () => {
    const octets = fc.uint8Array({ maxLength: 300 })
    const attachment = fc.record({ name: fc.string({ unit: 'grapheme' }), mediaType: fc.constant('a/b'), content: octets, contentId: fc.option(fc.string()) })
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.array(attachment, { maxLength: 5 }), async (subject, text, attachments) => {
      const message = aMessage({ subject, text, attachments })
      const pane = aPane()
      await pane.ask({ ...write, message })
      expect((await pane.ask({ kind: 'drafts-read', id })).message).toEqual(message)
    }), { numRuns: 100 })
  })
  it('lies nowhere in the clear, and under a key that cannot be taken away', async () => {
    const shared = new SharedDrafts()
    await aPane(shared).ask(write)
    const octets = [...shared.heads.values(), ...shared.bodies.values()].map(record => (record as StoredBody).sealed.ciphertext)
    const stored = Buffer.concat(octets)
    for (const word of ['4711', 'bridge', 'ben@', 'hidden', 'logo', 'plan']) expect(stored.includes(word)).toBe(false)
    expect(stored.length).toBeGreaterThan(3_000)
    expect(JSON.stringify([...shared.heads.values()])).not.toContain('bridge')
    expect(shared.key?.extractable).toBe(false)
    await expect(crypto.subtle.exportKey('raw', shared.key as CryptoKey)).rejects.toThrow()
  })
  it('is listed oldest first', async () => {
    const pane = aPane()
    await pane.ask({ ...write, id: 'b', at: '2026-06-15T13:00:00+00:00' })
    await pane.ask({ ...write, id: 'c', at: '2026-06-15T21:30:00+09:00' })
    await pane.ask({ ...write, id: 'a', at: '2026-06-15T12:59:00Z' })
    expect((await pane.ask({ kind: 'drafts-list' })).drafts.map(draft => draft.id)).toEqual(['c', 'a', 'b'])
  })
  it('is gone once it ended, and not before', async () => {
    const shared = new SharedDrafts()
    const pane = aPane(shared)
    await pane.ask(write)
    await pane.ask({ ...write, id: 'other' })
    await pane.ask({ kind: 'drafts-end', id })
    await expect(pane.ask({ kind: 'drafts-read', id })).rejects.toMatchObject({ code: 'engine/draft-gone' })
    await expect(pane.ask({ kind: 'drafts-advance', id, state: 'built' })).rejects.toMatchObject({ code: 'engine/draft-gone' })
    expect((await pane.ask({ kind: 'drafts-read', id: 'other' })).message).toEqual(aMessage())
    expect([shared.heads.size, shared.bodies.size]).toEqual([1, 1])
    // Ending what is gone is no fault: it may have ended already.
    await expect(pane.ask({ kind: 'drafts-end', id })).resolves.toEqual({ kind: 'drafts-end' })
  })
  it.each(['', 'a b', 'x'.repeat(65), '../up', 'line\nend'])('an id that is none is refused: %j', async bad => {
    await expect(aPane().ask({ ...write, id: bad })).rejects.toMatchObject({ code: 'engine/bad-request' })
  })
})

describe('how far a send has come', () => {
  it('only goes forwards: every pair of states', async () => {
    for (const [from, before] of STATES.entries()) {
      for (const [to, after] of STATES.entries()) {
        const pane = aPane()
        await pane.ask({ ...write, state: 'writing' })
        await pane.ask({ kind: 'drafts-advance', id, state: before })
        const step = pane.ask({ kind: 'drafts-advance', id, state: after })
        if (to >= from) expect((await step).draft.state).toBe(after)
        else await expect(step).rejects.toMatchObject({ code: 'engine/bad-request' })
        expect((await pane.ask({ kind: 'drafts-list' })).drafts[0]?.state).toBe(STATES[Math.max(from, to)])
      }
    }
  })
  it('keeps copies until others are given, and a copy that was taken for ever', async () => {
    const pane = aPane()
    await pane.ask(write)
    await pane.ask({ kind: 'drafts-advance', id, state: 'built', copies: [main, hidden] })
    await pane.ask({ kind: 'drafts-advance', id, state: 'send-asked', copies: [{ ...main, isTaken: true, askedAt: AT }, hidden] })
    const { draft } = await pane.ask({ kind: 'drafts-advance', id, state: 'send-asked' })
    expect(draft.copies).toEqual([{ ...main, isTaken: true, askedAt: AT }, hidden])
    await expect(pane.ask({ kind: 'drafts-advance', id, state: 'send-asked', copies: [main, hidden] })).rejects.toMatchObject({ code: 'engine/bad-request' })
    await expect(pane.ask({ kind: 'drafts-advance', id, state: 'send-asked', copies: [hidden] })).rejects.toMatchObject({ code: 'engine/bad-request' })
    expect((await pane.ask({ kind: 'drafts-list' })).drafts[0]?.copies).toEqual(draft.copies)
  })
  it('other words replace those that went nowhere, and their state stays', async () => {
    const pane = aPane()
    await pane.ask(write)
    await pane.ask({ kind: 'drafts-advance', id, state: 'send-asked', copies: [main] })
    const { draft } = await pane.ask({ ...write, state: 'writing', message: aMessage({ subject: 'Better' }), at: '2026-06-15T12:05:00Z' })
    expect(draft).toMatchObject({ state: 'send-asked', subject: 'Better', copies: [], writtenAt: '2026-06-15T12:05:00Z' })
    expect((await pane.ask({ kind: 'drafts-read', id })).message.subject).toBe('Better')
  })
  it.each([{ ...main, askedAt: AT }, { ...main, askedAt: AT, isTaken: true }])('other words do not replace those that went or perhaps did: %o', async copy => {
    const pane = aPane()
    await pane.ask(write)
    await pane.ask({ kind: 'drafts-advance', id, state: 'send-asked', copies: [copy] })
    await expect(pane.ask({ ...write, message: aMessage({ subject: 'Better' }) })).rejects.toMatchObject({ code: 'engine/bad-request' })
    expect((await pane.ask({ kind: 'drafts-read', id })).message.subject).toBe('Offer for the bridge')
  })
})

describe('what was altered', () => {
  type Alteration = readonly [name: string, alter: (shared: SharedDrafts) => void, list: number]
  const head = (shared: SharedDrafts) => shared.heads.get(id) as { -readonly [Field in keyof StoredHead]: StoredHead[Field] }
  const body = (shared: SharedDrafts) => shared.bodies.get(id) as StoredBody
  const flip = (octets: Uint8Array) => { octets[octets.length >> 1] = (octets[octets.length >> 1] ?? 0) ^ 1 }
  let other: CryptoKey
  beforeAll(async () => {
    other = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  })
  const alterations: readonly Alteration[] = [
    ['the state', shared => { head(shared).state = 'writing' }, 1],
    ['the version', shared => { head(shared).version = 7 }, 1],
    ['an octet of the head', shared => { flip(head(shared).sealed.ciphertext) }, 1],
    ['the nonce of the head', shared => { flip(head(shared).sealed.nonce) }, 1],
    ['the form of the head', shared => { shared.heads.set(id, 'nonsense') }, 1],
    ['the format', shared => { (head(shared) as { format: number }).format = 2 }, 1],
    ['the head by that of another draft', shared => { shared.heads.set(id, shared.heads.get('other')) }, 1],
    ['the head by that of another draft under this name', shared => { shared.heads.set(id, { ...(shared.heads.get('other') as StoredHead), id }) }, 1],
    ['the device key', shared => { shared.key = other }, 2],
    ['an octet of the body', shared => { flip(body(shared).sealed.ciphertext) }, 0],
    ['the body by that of another draft', shared => { shared.bodies.set(id, shared.bodies.get('other')) }, 0],
    ['the body by that of another draft under this name', shared => { shared.bodies.set(id, { ...(shared.bodies.get('other') as StoredBody), id }) }, 0],
    ['the body by nothing', shared => { shared.bodies.delete(id) }, 0],
  ]
  it.each(alterations)('%s: is counted, refused, and still there', async (_, alter, unreadable) => {
    const shared = new SharedDrafts()
    const before = aPane(shared)
    await before.ask(write)
    await before.ask({ ...write, id: 'other', message: aMessage({ subject: 'Another' }) })
    before.end()
    alter(shared)
    const stored = structuredClone([shared.heads, shared.bodies])
    const pane = aPane(shared)
    const list = await pane.ask({ kind: 'drafts-list' })
    expect([list.unreadable, list.drafts.length]).toEqual([unreadable, 2 - unreadable])
    await expect(pane.ask({ kind: 'drafts-read', id })).rejects.toMatchObject({ code: 'engine/draft-unreadable' })
    if (unreadable > 0) {
      expect(list.unreadableIds).toContain(id)
      await expect(pane.ask(write)).rejects.toMatchObject({ code: 'engine/draft-unreadable' })
      await expect(pane.ask({ kind: 'drafts-advance', id, state: 'built' })).rejects.toMatchObject({ code: 'engine/draft-unreadable' })
    }
    expect([shared.heads, shared.bodies]).toEqual(stored)
    // Its writer may throw it away.
    await pane.ask({ kind: 'drafts-end', id })
    expect((await pane.ask({ kind: 'drafts-list' })).unreadableIds).not.toContain(id)
  })
  it('an earlier body under a later head is noticed', async () => {
    const shared = new SharedDrafts()
    const pane = aPane(shared)
    await pane.ask(write)
    const earlier = shared.bodies.get(id)
    await pane.ask({ ...write, message: aMessage({ subject: 'Later' }) })
    shared.bodies.set(id, earlier)
    await expect(pane.ask({ kind: 'drafts-read', id })).rejects.toMatchObject({ code: 'engine/draft-unreadable' })
  })
})

describe('two panes', () => {
  it('one device key is made, however many begin at once', async () => {
    const shared = new SharedDrafts()
    const panes = Array.from({ length: 6 }, () => aPane(shared))
    await Promise.all(panes.map((pane, index) => pane.ask({ ...write, id: `draft-${index}` })))
    expect(await aPane(shared).ask({ kind: 'drafts-list' })).toMatchObject({ unreadable: 0, drafts: { length: 6 } })
  })
  it('a draft belongs to the pane that writes it, until that pane ends', async () => {
    const shared = new SharedDrafts()
    const [one, two] = [aPane(shared), aPane(shared)]
    await one.ask(write)
    expect((await two.ask({ kind: 'drafts-list' })).drafts).toMatchObject([{ id, isElsewhere: true }])
    expect((await one.ask({ kind: 'drafts-list' })).drafts).toMatchObject([{ id, isElsewhere: false }])
    const attempts = [write, { kind: 'drafts-advance', id, state: 'built' }, { kind: 'drafts-read', id }, { kind: 'drafts-end', id }] as const
    for (const attempt of attempts) await expect(two.ask(attempt)).rejects.toMatchObject({ code: 'engine/draft-elsewhere' })
    one.end()
    expect((await two.ask({ kind: 'drafts-list' })).drafts).toMatchObject([{ id, state: 'captured', isElsewhere: false }])
    expect((await two.ask({ kind: 'drafts-read', id })).message).toEqual(aMessage())
    await expect(one.ask({ kind: 'drafts-advance', id, state: 'built' })).rejects.toMatchObject({ code: 'engine/draft-elsewhere' })
  })
  it('a single step takes a draft only for as long as it lasts', async () => {
    const shared = new SharedDrafts()
    const [one, two] = [aPane(shared), aPane(shared)]
    await one.ask(write)
    one.end()
    await two.ask({ kind: 'drafts-advance', id, state: 'built' })
    expect((await one.ask({ kind: 'drafts-list' })).drafts).toMatchObject([{ isElsewhere: false }])
    await one.ask({ kind: 'drafts-read', id })
    await expect(two.ask({ kind: 'drafts-advance', id, state: 'built' })).rejects.toMatchObject({ code: 'engine/draft-elsewhere' })
  })
})
