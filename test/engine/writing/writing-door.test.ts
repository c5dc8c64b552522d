/** The door itself: what passes it, what storage that fails does to it, and when it is loaded. */
import { describe, expect, it } from 'vitest'
import { type BookStorage, createMemoryBookStorage } from '../../../src/engine/certificate-book/book-storage.ts'
import type { AddressRecord } from '../../../src/engine/certificate-book/book-record.ts'
import { assertAddressRecord } from '../../../src/engine/certificate-book/book-record.ts'
import { createCertificateBook } from '../../../src/engine/certificate-book/certificate-book.ts'
import type { WritingRequest } from '../../../src/engine/compose-protocol.ts'
import { createDraftJournal } from '../../../src/engine/drafts/draft-journal.ts'
import { createMemoryDraftStorage } from '../../../src/engine/drafts/memory-draft-storage.ts'
import { EngineError } from '../../../src/engine/engine.ts'
import { createInProcessEngine } from '../../../src/engine/in-process.ts'
import { createWritingDoor } from '../../../src/engine/writing/create-writing-door.ts'
import { createLazyWritingDoor } from '../../../src/engine/writing/lazy-writing-door.ts'
import type { WritingDoor } from '../../../src/engine/writing-door.ts'
import { indexAnchors } from '../../../src/certpath/trust-anchor.ts'
import { judgeRecipient } from '../../../src/smime/recipient-judgement.ts'
import { parseCertificate } from '../../../src/x509/certificate.ts'
import { parseCertificateList } from '../../../src/x509/certificate-list.ts'
import { NOW } from '../../make/certificate-authority.ts'
import { aCertificateList } from '../../make/revocation.ts'
import { aKeyStore, aMessage, aPerson, AT, keyFile } from './writing-support.ts'
import { concatBytes } from '../../../src/bytes/bytes.ts'
import { plainMessage, writeMessage } from '../../../src/mime/message-writer.ts'
import { USUAL_POLICY } from '../../../src/smime/compose-policy.ts'

const fingerprint = 'ab'.repeat(32)

async function aDoor(storage: BookStorage = createMemoryBookStorage()): Promise<WritingDoor> {
  return createWritingDoor({ keyStore: await aKeyStore(), book: createCertificateBook(storage), drafts: createDraftJournal(createMemoryDraftStorage()) })
}

async function aLetter(): Promise<{ readonly bytes: Uint8Array; readonly anchors: Uint8Array[] }> {
  const bob = await aPerson('bob@example.com')
  const message = concatBytes(plainMessage(writeMessage(aMessage({ from: { name: '', address: 'bob@example.com' } }), () => '=_b')))
  const { bytes } = await createInProcessEngine().ask({ kind: 'sign', message, at: AT, protectsHeader: true, signing: { key: keyFile(bob), certificates: [], form: 'detached' } })
  return { bytes, anchors: [bob.authority.certificate] }
}

async function opened(writing: WritingDoor, letter = aLetter()) {
  const { bytes, anchors } = await letter
  const engine = createInProcessEngine({ writing })
  await engine.ask({ kind: 'trust', builtIn: false, organisation: anchors, user: [] })
  const { verdict } = await engine.ask({ kind: 'open', bytes, form: 'auto', content: null, host: null, at: AT, extraCertificates: [], revocation: 'if-available', crls: [], ocspResponses: [] })
  return { engine, verdict }
}

describe('what is asked of the door', () => {
  it('is refused by an engine that does not write', async () => {
    await expect(createInProcessEngine().ask({ kind: 'recipients', addresses: [], at: AT })).rejects.toMatchObject({ code: 'engine/bad-request' })
  })

  const protection = { sign: true, encrypt: false }
  const compose = { kind: 'compose', at: AT, message: aMessage(), protection, policy: USUAL_POLICY, expected: null, copyIds: [] }
  it.each<[story: string, request: object]>([
    ['without a time', { kind: 'recipients', addresses: [] }],
    ['with a time that is none', { kind: 'recipients', addresses: [], at: 'now' }],
    ['addresses that are no texts', { kind: 'recipients', addresses: [1], at: AT }],
    ['more addresses than anybody writes to', { kind: 'recipients', addresses: Array(10_001).fill('a@b'), at: AT }],
    ['a file that is text', { kind: 'certificates-add', bytes: 'MII', at: AT }],
    ['a fingerprint in capitals', { kind: 'certificates-prefer', address: 'a@b', fingerprint: fingerprint.toUpperCase(), at: AT }],
    ['a signer without an address', { kind: 'signer', at: AT }],
    ['a message without text', { ...compose, message: { ...aMessage(), text: undefined } }],
    ['a message with a recipient that is text', { ...compose, message: { ...aMessage(), to: ['a@b'] } }],
    ['a protection that is a word', { ...compose, protection: 'sign' }],
    ['a policy without a digest', { ...compose, policy: { ...USUAL_POLICY, digest: undefined } }],
    ['a draft without an id', { kind: 'drafts-read', at: AT }],
    ['a draft with a copy to nobody known', { kind: 'drafts-advance', id: 'x', state: 'built', copies: [{ messageId: '<a@b>', role: 'main', isTaken: false, askedAt: null }], at: AT }],
    ['a draft in a state that there is not', { kind: 'drafts-advance', id: 'x', state: 'lost', at: AT }],
  ])('is refused: %s', async (_story, request) => {
    const door = await aDoor()
    await expect(door.answer(request as WritingRequest, { anchors: indexAnchors([]) })).rejects.toMatchObject({ code: 'engine/bad-request' })
  })

  it('about drafts goes to the journal', async () => {
    const door = await aDoor()
    expect(await door.answer({ kind: 'drafts-list', at: AT }, { anchors: indexAnchors([]) })).toMatchObject({ kind: 'drafts-list', drafts: [] })
  })
})

describe('a storage that fails', () => {
  const failing: BookStorage = { read: () => Promise.reject(new EngineError('engine/storage-forbidden', 'no')), change: () => Promise.reject(new EngineError('engine/storage-full', 'no')) }

  it('keeps nobody from reading, and is told to whoever asks for certificates', async () => {
    const { engine, verdict } = await opened(await aDoor(failing))
    expect(verdict.standing).toBe('valid')
    await expect(engine.ask({ kind: 'recipients', addresses: ['bob@example.com'], at: AT })).rejects.toMatchObject({ code: 'engine/storage-forbidden' })
  })
  it('or holds something else, says so', () => {
    for (const value of [null, {}, { format: 2, entries: [], preferred: null }, { format: 1, entries: {}, preferred: null }, { format: 1, entries: [], preferred: 7 }]) {
      expect(() => { assertAddressRecord(value) }).toThrow(expect.objectContaining({ code: 'engine/storage-damaged' }) as Error)
    }
  })
  it('that was altered gives a certificate to no address that it does not name', async () => {
    const records = new Map<string, AddressRecord>()
    const { engine } = await opened(await aDoor(createMemoryBookStorage(records)))
    expect((await engine.ask({ kind: 'recipients', addresses: ['bob@example.com'], at: AT })).recipients[0]?.problem).toBeNull()
    records.set('carol@example.com', records.get('bob@example.com') as AddressRecord)
    const [entry] = records.get('bob@example.com')?.entries ?? []
    records.set('dave@example.com', { format: 1, preferred: null, entries: entry ? [{ ...entry, der: Uint8Array.of(1, 2, 3) }] : [] })
    const { recipients } = await engine.ask({ kind: 'recipients', addresses: ['carol@example.com', 'dave@example.com'], at: AT })
    expect(recipients.map(({ problem, certificates }) => [problem, certificates.length])).toEqual([['smime/recipient-no-certificate', 0], ['smime/recipient-no-certificate', 0]])
  })
})

describe('the door in a worker', () => {
  it('is loaded by the first question, or by a message with something to keep, and once', async () => {
    let loads = 0
    const lazy = createLazyWritingDoor(() => {
      loads++
      return aDoor()
    })
    const { bytes, anchors } = await aLetter()
    const altered = new TextEncoder().encode(new TextDecoder().decode(bytes).replace('As we said', 'As I said'))
    expect((await opened(lazy, Promise.resolve({ bytes: altered, anchors }))).verdict.standing).toBe('invalid')
    expect(loads).toBe(0)
    const { engine } = await opened(lazy, Promise.resolve({ bytes, anchors }))
    expect(loads).toBe(1)
    expect((await engine.ask({ kind: 'recipients', addresses: ['bob@example.com'], at: AT })).recipients[0]?.problem).toBeNull()
    expect(loads).toBe(1)
  })
  it('that does not come is asked for again', async () => {
    let loads = 0
    const lazy = createLazyWritingDoor(() => (++loads === 1 ? Promise.reject(new Error('no such chunk')) : aDoor()))
    const ask = () => lazy.answer({ kind: 'drafts-list', at: AT }, { anchors: indexAnchors([]) })
    await expect(ask()).rejects.toThrow('no such chunk')
    expect(await ask()).toMatchObject({ kind: 'drafts-list' })
  })
})

describe('the judgement of a certificate to encrypt to', () => {
  const judged = async (revokes: boolean | undefined, revocation: 'off' | 'require') => {
    const bob = await aPerson('bob@example.com')
    const anchors = indexAnchors([{ certificate: parseCertificate(bob.authority.certificate), source: 'user', emailDistrustAfter: null }])
    const lists = revokes === undefined ? [] : [parseCertificateList(await aCertificateList(bob.authority, { revoked: revokes ? [{ serial: bob.serial }] : [] }))]
    return judgeRecipient(parseCertificate(bob.certificate), 'bob@example.com', { at: NOW.getTime(), anchors, intermediates: [], revocation, evidence: { lists, ocsp: [] } })
  }
  it('says smime/recipient-revoked when the evidence says it', async () => {
    expect(await judged(true, 'require')).toBe('smime/recipient-revoked')
    expect(await judged(false, 'require')).toBeNull()
  })
  it('looks at no evidence when none is asked for, and misses it when it is', async () => {
    expect(await judged(true, 'off')).toBeNull()
    expect(await judged(undefined, 'require')).toBe('smime/recipient-untrusted')
  })
})
