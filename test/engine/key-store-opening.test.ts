/** From a message to its text with the store's keys: locked, it says which key; unlocked, it opens; locked again, it does not. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createInProcessEngine } from '../../src/engine/in-process.ts'
import { createKeyStore } from '../../src/engine/key-store/key-store.ts'
import { hasKeyRequestShape, isKeyRequest } from '../../src/engine/key-store/key-request.ts'
import { createLazyKeyStore } from '../../src/engine/key-store/lazy-key-store.ts'
import { createMemoryStorage } from '../../src/engine/key-store/memory-storage.ts'
import { LEAST_COST } from '../../src/engine/key-store/passphrase-lock.ts'
import type { KeyRequest } from '../../src/engine/key-protocol.ts'
import type { OpenRequest } from '../../src/engine/protocol.ts'
import { keyUsage } from '../make/certificate-authority.ts'
import { anIdentity, type Identity, inFolder, packPkcs12, pemOf } from '../make/key-files.ts'
import { AT, FILE_PASSWORD, iso, PASSPHRASE } from './key-store-support.ts'

const at = iso(AT)

function encryptedTo(identity: Identity, text: string): OpenRequest {
  const bytes = inFolder(folder => {
    const path = (name: string) => join(folder, name)
    writeFileSync(path('certificate.pem'), pemOf('CERTIFICATE', identity.certificate))
    writeFileSync(path('inner'), `Content-Type: text/plain\r\n\r\n${text}\r\n`)
    execFileSync('openssl', [
      'cms', '-encrypt', '-aes256', '-in', path('inner'), '-out', path('out'), '-from', 'bob@example.com', '-to', 'aiko@example.com', '-subject', 'x',
      path('certificate.pem'),
    ], { stdio: 'pipe' })
    return new Uint8Array(readFileSync(path('out')))
  })
  return { kind: 'open', bytes, form: 'auto', content: null, host: null, at, extraCertificates: [], revocation: 'off', crls: [], ocspResponses: [] }
}

const aStore = () => createKeyStore(createMemoryStorage(), { cost: LEAST_COST })

describe('opening with the key store', () => {
  it('works while it is unlocked, with the older key too', async () => {
    const old = await anIdentity('aiko@example.com', { algorithm: 'rsa', notAfter: new Date(AT - 1000), extensions: { keyUsage: keyUsage(2) } })
    const now = await anIdentity('aiko@example.com', { algorithm: 'rsa', extensions: { keyUsage: keyUsage(2) } })
    const stranger = await anIdentity('aiko@example.com', { algorithm: 'rsa' })
    const engine = createInProcessEngine({ keyStore: aStore() })
    const open = async (to: Identity) => {
      const { verdict, parts } = await engine.ask(encryptedTo(to, 'the secret text'))
      const layer = verdict.layers.find(one => one.kind === 'enveloped')
      return { reasons: verdict.reasons, text: parts.map(part => part.text ?? '').join('').trim(), layer }
    }
    expect((await open(now)).reasons).toEqual(['smime/no-keys-yet'])
    for (const identity of [old, now]) {
      await engine.ask({ kind: 'keys-import', at, bytes: packPkcs12(identity, { password: FILE_PASSWORD }), filePassword: FILE_PASSWORD, passphrase: PASSPHRASE })
    }
    const locked = await open(old)
    expect([locked.reasons, locked.text]).toEqual([['smime/encrypted-locked'], ''])
    await engine.ask({ kind: 'keys-unlock', at, passphrase: PASSPHRASE })
    for (const identity of [old, now]) expect((await open(identity)).text).toBe('the secret text')
    expect((await open(stranger)).reasons).toEqual(['smime/no-key'])
    await engine.ask({ kind: 'keys-lock', at })
    expect(await open(now)).toMatchObject({ reasons: ['smime/encrypted-locked'], text: '' })
  }, 120_000)
  it('is refused by an engine without one, and by none for another shape (SEC-105)', async () => {
    await expect(createInProcessEngine().ask({ kind: 'keys-status', at })).rejects.toMatchObject({ code: 'engine/bad-request' })
    const engine = createInProcessEngine({ keyStore: aStore() })
    const wrong: object[] = [
      { kind: 'keys-status', at: 1 },
      { kind: 'keys-status', at, expectedAddresses: [1] },
      { kind: 'keys-import', at, bytes: 'text', filePassword: null, passphrase: PASSPHRASE },
      { kind: 'keys-import', at, bytes: new Uint8Array(), filePassword: 1, passphrase: PASSPHRASE },
      { kind: 'keys-unlock', at },
      { kind: 'keys-unlock', at, passphrase: PASSPHRASE, lockAfterMinutes: 0 },
      { kind: 'keys-unlock', at, passphrase: PASSPHRASE, lockAfterMinutes: 481 },
      { kind: 'keys-lock', at, scope: 'there' },
      { kind: 'keys-create', at, algorithm: 'rsa-1024', name: '', address: 'a@example.com', passphrase: PASSPHRASE },
      { kind: 'keys-answer', at, bytes: null },
      { kind: 'keys-export', at, ids: 'all', passphrase: PASSPHRASE, filePassword: PASSPHRASE },
      { kind: 'keys-backup', at, ids: [], filePassword: null },
      { kind: 'keys-remove', at, id: 'x', passphrase: PASSPHRASE, evenWithoutBackup: 'yes' },
    ]
    for (const request of wrong) {
      await expect(engine.ask(request as KeyRequest), JSON.stringify(request)).rejects.toMatchObject({ code: 'engine/bad-request' })
      expect(hasKeyRequestShape(request as KeyRequest)).toBe(false)
    }
    expect(isKeyRequest({ kind: 'toString' })).toBe(false)
  })
  it('loads the store at the first question, and again when it did not come', async () => {
    let loads = 0
    const store = createLazyKeyStore(() => (++loads === 1 ? Promise.reject(new Error('no network')) : Promise.resolve(aStore())))
    expect(loads).toBe(0)
    await expect(store.answer({ kind: 'keys-status', at })).rejects.toThrow('no network')
    expect(await store.answer({ kind: 'keys-status', at })).toMatchObject({ lock: 'empty' })
    expect([await store.keys(AT), await store.lockedKeys(AT), loads]).toEqual([[], [], 2])
  })
})
