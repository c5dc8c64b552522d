/** What is stored: nothing in the clear, nothing that can be exchanged or weakened, and nothing lost when storing fails. */
import { beforeAll, describe, expect, it } from 'vitest'
import { EngineError } from '../../src/engine/engine.ts'
import { createKeyStore } from '../../src/engine/key-store/key-store.ts'
import { createMemoryStorage, SharedMemory } from '../../src/engine/key-store/memory-storage.ts'
import { LEAST_COST } from '../../src/engine/key-store/passphrase-lock.ts'
import type { KeyEntry, KeyStorage, StoreRecord } from '../../src/engine/key-store/storage.ts'
import { anIdentity, type Identity, packPkcs12 } from '../make/key-files.ts'
import { AT, aTab, FILE_PASSWORD, iso, PASSPHRASE } from './key-store-support.ts'

let first: Identity
let second: Identity
let stored: StoreRecord
beforeAll(async () => {
  first = await anIdentity('aiko@example.com', { algorithm: 'rsa' })
  second = await anIdentity('aiko@example.org')
  const shared = new SharedMemory()
  const tab = aTab(shared)
  for (const identity of [first, second]) await tab.import(packPkcs12(identity, { password: FILE_PASSWORD }))
  if (!shared.record) throw new Error('nothing stored')
  stored = shared.record
})

/** A store that finds another record than was written. */
function found(change: (record: StoreRecord) => StoreRecord) {
  const shared = new SharedMemory()
  shared.record = change(structuredClone(stored))
  return aTab(shared)
}

const withKeys = (change: (keys: readonly KeyEntry[]) => readonly KeyEntry[]) => found(record => ({ ...record, keys: change(record.keys) }))
const flipped = (bytes: Uint8Array) => bytes.map((octet, index) => (index === 5 ? octet ^ 1 : octet))

/** Every octet string of a record, joined. */
function octetsOf(value: unknown): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value)
  if (typeof value === 'string') return Buffer.from(value)
  return typeof value === 'object' && value !== null ? Buffer.concat(Object.values(value).map(octetsOf)) : Buffer.alloc(0)
}

describe('the stored record', () => {
  it('holds nothing of the private keys, nor the passphrase (SEC-89)', () => {
    const octets = octetsOf(stored)
    const { d = '', p = '', q = '' } = first.privateKey.export({ format: 'jwk' })
    const secrets = [d, p, q, second.privateKey.export({ format: 'jwk' }).d ?? ''].map(text => Buffer.from(text, 'base64url'))
    for (const secret of [...secrets, Buffer.from(first.pkcs8.subarray(0, 64)), Buffer.from(PASSPHRASE), Buffer.from(FILE_PASSWORD)]) {
      expect(secret.length).toBeGreaterThan(16)
      expect(octets.includes(secret)).toBe(false)
    }
    expect(octets.includes(Buffer.from(first.certificate))).toBe(true)
  })
  it('never uses a nonce or a salt twice (SEC-100)', async () => {
    const shared = new SharedMemory()
    const tab = aTab(shared)
    for (let i = 0; i < 20; i++) await tab.import(packPkcs12(await anIdentity('aiko@example.com'), { password: FILE_PASSWORD }))
    const wrapped = shared.record?.keys.map(key => key.wrapped) ?? []
    expect(new Set(wrapped.map(({ nonce }) => Buffer.from(nonce).toString('hex'))).size).toBe(20)
    expect(new Set(wrapped.map(({ salt }) => Buffer.from(salt).toString('hex'))).size).toBe(20)
  }, 120_000)
})

describe('a record that is not as it was written', () => {
  it('opens as it was written', async () => {
    const tab = found(record => record)
    expect(await tab.unlock()).toMatchObject({ outcome: 'unlocked', status: { damaged: [] } })
  })
  it.each<[string, (keys: readonly KeyEntry[]) => readonly KeyEntry[]]>([
    ['two keys exchanged', ([a, b]) => (a && b ? [{ ...a, wrapped: b.wrapped }, { ...b, wrapped: a.wrapped }] : [])],
    ['their references exchanged', ([a, b]) => (a && b ? [{ ...a, id: b.id }, { ...b, id: a.id }] : [])],
    ['a bit of each ciphertext flipped', keys => keys.map(key => ({ ...key, wrapped: { ...key.wrapped, ciphertext: flipped(key.wrapped.ciphertext) } }))],
    ['another nonce', keys => keys.map(key => ({ ...key, wrapped: { ...key.wrapped, nonce: flipped(key.wrapped.nonce) } }))],
    ['another salt', keys => keys.map(key => ({ ...key, wrapped: { ...key.wrapped, salt: flipped(key.wrapped.salt) } }))],
    ['another format', keys => keys.map(key => ({ ...key, wrapped: { ...key.wrapped, format: 2 as 1 } }))],
    ['another public key', keys => keys.map(key => ({ ...key, publicKey: flipped(key.publicKey) }))],
  ])('(%s) opens no key with it, and names them', async (_name, change) => {
    const tab = withKeys(change)
    const { outcome, status } = await tab.unlock()
    expect([outcome, [...(status.damaged ?? [])].sort()]).toEqual(['unlocked', stored.keys.map(key => key.id).sort()])
    expect(await tab.store.keys(AT)).toEqual([])
  })
  it('with one key damaged opens the other', async () => {
    const tab = withKeys(([a, b]) => (a && b ? [{ ...a, wrapped: { ...a.wrapped, ciphertext: flipped(a.wrapped.ciphertext) } }, b] : []))
    expect((await tab.unlock()).status.damaged).toEqual([stored.keys[0]?.id])
    expect((await tab.store.keys(AT)).map(key => key.id)).toEqual([stored.keys[1]?.id])
    await expect(tab.ask({ kind: 'keys-export', ids: stored.keys.map(key => key.id), passphrase: PASSPHRASE, filePassword: 'kept in a drawer' }))
      .rejects.toMatchObject({ code: 'engine/storage-damaged' })
  })
  it('with a certificate of somebody else does not offer it', async () => {
    const tab = withKeys(([a, b]) => (a && b ? [{ ...a, certificates: b.certificates }, b] : []))
    expect((await tab.status()).keys.map(key => key.addresses)).toContainEqual([])
    expect((await tab.store.lockedKeys(AT)).map(key => key.id)).toEqual([stored.keys[1]?.id])
  })
  it.each([
    ['less memory', { memory: 8 }],
    ['fewer passes', { passes: 1 }],
    ['another algorithm', { algorithm: 'argon2i' as 'argon2id' }],
    ['a salt too short', { salt: new Uint8Array(8) }],
    ['more memory than there is', { memory: 2 ** 31 }],
    ['no number', { memory: Number.NaN }],
  ])('(%s) is refused before a passphrase is worked on (SEC-97)', async (_name, kdf) => {
    const tab = found(record => ({ ...record, lock: { ...record.lock, kdf: { ...record.lock.kdf, ...kdf } } }))
    await expect(tab.unlock()).rejects.toMatchObject({ code: 'engine/storage-damaged' })
  })
  it('with parameters that are weak, and not too weak, opens nothing: they are authenticated', async () => {
    const tab = found(record => ({ ...record, lock: { ...record.lock, kdf: { ...record.lock.kdf, passes: 3 } } }))
    expect((await tab.unlock()).outcome).toBe('wrong-passphrase')
  })
})

/** A storage that fails as told. */
function failing(shared: SharedMemory, code: 'engine/storage-full' | 'engine/storage-forbidden', what: 'write' | 'both'): KeyStorage {
  const storage = createMemoryStorage(shared)
  const fail = () => Promise.reject(new EngineError(code, 'as told'))
  return { ...storage, write: fail, ...(what === 'both' ? { read: fail, kind: () => Promise.resolve('none') } : {}) }
}

describe('a storage that takes nothing', () => {
  const request = async () => ({
    kind: 'keys-import', at: iso(AT), bytes: packPkcs12(await anIdentity('new@example.com'), { password: FILE_PASSWORD }), filePassword: FILE_PASSWORD, passphrase: PASSPHRASE,
  } as const)

  it('is full: nothing that was there is lost', async () => {
    const shared = new SharedMemory()
    shared.record = structuredClone(stored)
    const store = createKeyStore(failing(shared, 'engine/storage-full', 'write'), { cost: LEAST_COST })
    await expect(store.answer(await request())).rejects.toMatchObject({ code: 'engine/storage-full' })
    expect(shared.record).toEqual(stored)
    expect((await aTab(shared).unlock()).status.keys).toHaveLength(2)
  })
  it('is forbidden: the status says so, importing does, too', async () => {
    const store = createKeyStore(failing(new SharedMemory(), 'engine/storage-forbidden', 'both'), { cost: LEAST_COST })
    expect(await store.answer({ kind: 'keys-status', at: iso(AT), expectedAddresses: ['aiko@example.com'] })).toMatchObject({ lock: 'empty', storage: 'none' })
    expect([await store.keys(AT), await store.lockedKeys(AT)]).toEqual([[], []])
    await expect(store.answer(await request())).rejects.toMatchObject({ code: 'engine/storage-forbidden' })
  })
  it('is asked with a time', async () => {
    await expect(createKeyStore(createMemoryStorage()).answer({ kind: 'keys-status', at: 'soon' })).rejects.toMatchObject({ code: 'engine/bad-request' })
  })
})
