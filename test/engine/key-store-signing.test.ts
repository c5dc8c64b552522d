/** Signing with the store's keys: unlocked for a while, never given out, the right one of several (SEC-85, SEC-90, SEC-91). */
import { generateKeyPairSync, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { SharedMemory } from '../../src/engine/key-store/memory-storage.ts'
import { best, type OwnCertificate, signerFor } from '../../src/engine/key-store/own-keys.ts'
import { anEndEntity, aRootCa, keyUsage } from '../make/certificate-authority.ts'
import { aVisibleKey, anIdentity, type Identity, pemOf } from '../make/key-files.ts'
import type { KeyPair } from '../make/keys.ts'
import { bytesOf } from '../make/signed-message.ts'
import { AT, aTab, type Tab } from './key-store-support.ts'

const MINUTE = 60_000
const MESSAGE = bytesOf('to be signed')

const pem = ({ pkcs8, certificate }: Pick<Identity, 'pkcs8' | 'certificate'>) => bytesOf(pemOf('PRIVATE KEY', pkcs8) + pemOf('CERTIFICATE', certificate))
const importPem = (tab: Tab, identity: Pick<Identity, 'pkcs8' | 'certificate'>) => tab.import(pem(identity), { filePassword: null })
const isOpen = (own: readonly OwnCertificate[]) => own.map(({ signing }) => signing !== null && signing !== undefined)

describe('a key of the store', () => {
  it('signs while it is unlocked, and what it signs holds', async () => {
    const aiko = await anIdentity('aiko@example.com')
    const tab = aTab()
    await importPem(tab, aiko)
    expect((await tab.store.own(AT, 'toSign')).map(({ signing }) => signing)).toEqual([null])
    await tab.unlock()
    const [own] = await tab.store.own(AT, 'toSign')
    const signature = await own?.signing?.sign({ family: 'ecdsa', digest: 'SHA-256' }, MESSAGE)
    expect(verify('sha256', MESSAGE, aiko.privateKey, signature ?? new Uint8Array())).toBe(true)
    expect(JSON.stringify(own?.signing)).toBe('{"kind":"ec"}')
    await tab.ask({ kind: 'keys-lock' })
    expect((await tab.store.own(AT, 'toSign')).map(({ signing }) => signing)).toEqual([null])
  })

  it('keeps the store open when it signs, and not when somebody looks', async () => {
    const tab = aTab()
    await importPem(tab, await anIdentity('aiko@example.com'))
    await tab.unlock()
    expect(isOpen(await tab.store.own(AT + 10 * MINUTE, 'toLook'))).toEqual([true])
    expect(isOpen(await tab.store.own(AT + 14 * MINUTE, 'toSign'))).toEqual([true])
    expect(isOpen(await tab.store.own(AT + 28 * MINUTE, 'toLook'))).toEqual([true])
    expect(isOpen(await tab.store.own(AT + 29 * MINUTE, 'toSign'))).toEqual([false])
  })

  it('signs no more when another tab has locked all', async () => {
    const shared = new SharedMemory()
    const [one, two] = [aTab(shared), aTab(shared)]
    await importPem(one, await anIdentity('aiko@example.com'))
    await one.unlock()
    await two.ask({ kind: 'keys-lock' })
    expect(isOpen(await one.store.own(AT, 'toSign'))).toEqual([false])
  })

  it('that comes while others are unlocked signs at once, and one that is removed no more', async () => {
    const tab = aTab()
    await importPem(tab, await anIdentity('aiko@example.com'))
    await tab.unlock()
    const { added: [id] } = await importPem(tab, await anIdentity('ben@example.com'))
    expect(isOpen(await tab.store.own(AT, 'toSign'))).toEqual([true, true])
    await tab.ask({ kind: 'keys-remove', id: id ?? '', passphrase: 'four ordinary words together', evenWithoutBackup: true })
    expect(isOpen(await tab.store.own(AT, 'toSign'))).toEqual([true])
  })

  it('whose stored form was altered signs nothing', async () => {
    const shared = new SharedMemory()
    const tab = aTab(shared)
    await importPem(tab, await anIdentity('aiko@example.com'))
    const [entry] = shared.record?.keys ?? []
    entry?.wrapped.ciphertext.set([0, 0, 0, 0], 8)
    await tab.unlock()
    expect(signerFor(await tab.store.own(AT, 'toSign'), 'aiko@example.com', AT)).toBeUndefined()
  })

  it('of the kind Ed25519 signs, and one of the kind X25519 does not', async () => {
    const authority = await aRootCa()
    const of = async (kind: 'ed25519' | 'x25519') => {
      const { publicKey, privateKey } = kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519')
      const key: KeyPair = { ...aVisibleKey().key, spki: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })) }
      const holder = await anEndEntity(authority, { mailboxes: [`${kind}@example.com`], key, extensions: { keyUsage: null } })
      return { ...holder, pkcs8: new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' })) }
    }
    const tab = aTab()
    await importPem(tab, await of('ed25519'))
    await importPem(tab, await of('x25519'))
    await tab.unlock()
    const own = await tab.store.own(AT, 'toSign')
    expect(signerFor(own, 'ed25519@example.com', AT)?.signing?.kind).toBe('ed25519')
    expect(signerFor(own, 'x25519@example.com', AT)).toBeUndefined()
  })

  it('is not there where the browser gives no storage', async () => {
    const tab = aTab()
    expect(await tab.store.own(AT, 'toSign')).toEqual([])
  })
})

describe('of several certificates', () => {
  const DAY = 86_400_000
  const at = (days: number) => new Date(AT + days * DAY)
  it('the one in force signs, the newest of these, and only where it may', async () => {
    const tab = aTab()
    const make = (from: number, until: number, usage = keyUsage(0)) => anIdentity('aiko@example.com', { notBefore: at(from), notAfter: at(until), extensions: { keyUsage: usage } })
    const [expired, older, newer, future, encryption] = [await make(-50, -1), await make(-40, 10), await make(-20, 10), await make(1, 300), await make(-5, 100, keyUsage(2))]
    for (const one of [expired, older, newer, future, encryption]) await importPem(tab, one)
    await tab.unlock()
    const own = await tab.store.own(AT, 'toLook')
    const serialOf = (one: OwnCertificate | undefined) => one && parseInt(Buffer.from(one.certificate.serialNumber).toString('hex'), 16)
    expect(serialOf(signerFor(own, 'Aiko@example.com', AT))).toBe(newer.serial)
    expect(serialOf(signerFor(own, 'aiko@example.com', AT + 20 * DAY))).toBe(future.serial)
    expect(serialOf(signerFor(own.filter(one => serialOf(one) === expired.serial), 'aiko@example.com', AT))).toBe(expired.serial)
    expect(serialOf(best(own, AT))).toBe(encryption.serial)
    expect(signerFor(own, 'ben@example.com', AT)).toBeUndefined()
  })
})
