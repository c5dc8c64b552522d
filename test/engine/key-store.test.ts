/** The key store's logic: what comes in, who may use it and for how long, and what is never lost. */
import { beforeAll, describe, expect, it } from 'vitest'
import { SharedMemory } from '../../src/engine/key-store/memory-storage.ts'
import { keyUsage, NOW } from '../make/certificate-authority.ts'
import { anIdentity, type Identity, opensslP7b, opensslPublicKey, packPkcs12, pemOf } from '../make/key-files.ts'
import { bytesOf } from '../make/signed-message.ts'
import { AT, aTab, FILE_PASSWORD, iso, PASSPHRASE } from './key-store-support.ts'

const DAY = 86_400_000
const MINUTE = 60_000

let aiko: Identity
let file: Uint8Array
beforeAll(async () => {
  aiko = await anIdentity('aiko@example.com', { algorithm: 'rsa', extensions: { keyUsage: keyUsage(0, 2) } })
  file = packPkcs12(aiko, { password: FILE_PASSWORD })
})

describe('importing', () => {
  it('takes key and certificate of a .p12; the store is locked until it is unlocked', async () => {
    const tab = aTab()
    expect((await tab.status()).lock).toBe('empty')
    const { added, known, status } = await tab.import(file)
    expect([added.length, known.length, status.lock]).toEqual([1, 0, 'locked'])
    expect(status.keys).toMatchObject([{ id: added[0], addresses: ['aiko@example.com'], uses: ['signing', 'encryption'], state: 'current', backup: null }])
    expect(await tab.store.keys(AT)).toEqual([])
    expect((await tab.store.lockedKeys(AT)).map(key => key.id)).toEqual(added)
  })
  it('leaves the file’s bytes to the asker, who may try again', async () => {
    const tab = aTab()
    const copy = file.slice()
    await expect(tab.import(copy, { filePassword: 'mistyped' })).rejects.toMatchObject({ code: 'engine/p12-wrong-password' })
    await tab.import(copy)
    expect(copy).toEqual(file)
  })
  it('takes PEM with a key that is encrypted', async () => {
    const tab = aTab()
    const encrypted = aiko.privateKey.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: FILE_PASSWORD }) as string
    await tab.import(bytesOf(`${pemOf('CERTIFICATE', aiko.certificate)}${encrypted}`))
    expect((await tab.status()).keys[0]?.addresses).toEqual(['aiko@example.com'])
  })
  it('takes a key without a certificate, which waits for one', async () => {
    const tab = aTab()
    await tab.import(aiko.pkcs8, { filePassword: null })
    expect((await tab.status()).keys).toMatchObject([{ state: 'pending', certificate: null, addresses: [] }])
    await tab.ask({ kind: 'keys-answer', bytes: aiko.certificate })
    expect((await tab.status()).keys).toMatchObject([{ state: 'current', addresses: ['aiko@example.com'] }])
  })
  it('says that a key is here already, and changes nothing', async () => {
    const tab = aTab()
    await tab.import(file)
    const [before] = (await tab.status()).keys
    expect(await tab.import(file)).toMatchObject({ added: [], known: [before?.id] })
    expect((await tab.status()).keys).toEqual([before])
  })
  it('keeps the certificate of before when the key comes with a new one', async () => {
    const tab = aTab()
    await tab.import(file)
    const renewed = await anIdentity('aiko@example.com', { key: aiko.key, notBefore: NOW, notAfter: new Date(NOW.getTime() + 700 * DAY) })
    await tab.ask({ kind: 'keys-answer', bytes: renewed.certificate })
    await tab.unlock()
    const keys = await tab.store.keys(AT)
    expect(keys.map(key => Buffer.from(key.certificate.der).toString('hex')))
      .toEqual([renewed.certificate, aiko.certificate].map(der => Buffer.from(der).toString('hex')))
    expect(new Set(keys.map(key => key.id)).size).toBe(1)
  })
  it.each([
    ['of another password', () => file, 'mistyped', 'engine/p12-wrong-password'],
    ['cut short', () => file.subarray(0, file.length - 100), FILE_PASSWORD, 'engine/p12-corrupt'],
    ['with a certificate alone', () => packPkcs12(aiko, { password: FILE_PASSWORD, withKey: false }), FILE_PASSWORD, 'engine/p12-no-private-key'],
    ['that is a certificate', () => aiko.certificate, null, 'engine/p12-no-private-key'],
    ['that is something else', () => bytesOf('Dear all,\n'), null, 'engine/p12-not-a-key-file'],
    ['that asks for hours of work', () => packPkcs12(aiko, { password: FILE_PASSWORD, more: ['-nomac', '-iter', '20000000', '-keypbe', 'NONE'] }), FILE_PASSWORD, 'engine/p12-too-costly'],
  ])('tells a file %s apart, and changes nothing', async (_name, make, filePassword, code) => {
    const tab = aTab()
    await expect(tab.import(make(), { filePassword })).rejects.toMatchObject({ code })
    expect((await tab.status()).lock).toBe('empty')
  }, 120_000)
  it.each([
    ['seven77', 'engine/passphrase-short'],
    ['鍵のかぎの鍵', 'engine/passphrase-short'],
    ['12345678', 'engine/passphrase-guessable'],
    ['Password123!', 'engine/passphrase-guessable'],
    ['ｐａｓｓｗｏｒｄ', 'engine/passphrase-guessable'],
    ['qwertyuiop', 'engine/passphrase-guessable'],
    ['abababababab', 'engine/passphrase-guessable'],
    ['aiko@example.com', 'engine/passphrase-guessable'],
    ['パスワード2026', 'engine/passphrase-guessable'],
  ])('refuses the passphrase %s', async (passphrase, code) => {
    const tab = aTab()
    await expect(tab.import(file, { passphrase })).rejects.toMatchObject({ code })
    expect((await tab.status()).lock).toBe('empty')
  })
  it('asks for the store’s passphrase, not a new one, when there are keys', async () => {
    const tab = aTab()
    await tab.import(file)
    const other = packPkcs12(await anIdentity('aiko@example.org'), { password: FILE_PASSWORD })
    await expect(tab.import(other, { passphrase: 'another good passphrase' })).rejects.toMatchObject({ code: 'engine/wrong-passphrase' })
    expect((await tab.status()).keys).toHaveLength(1)
    expect((await tab.status()).wrongTries).toBe(1)
  })
})

describe('unlocking', () => {
  it('gives the keys to open with, until the time is over', async () => {
    const tab = aTab()
    await tab.import(file)
    const { outcome, status } = await tab.unlock()
    expect([outcome, status.lock, status.locksAt]).toEqual(['unlocked', 'unlocked', iso(AT + 15 * MINUTE)])
    expect(await tab.store.keys(AT + 14 * MINUTE)).toHaveLength(1)
    // A use prolongs it; a look at the status does not.
    expect((await tab.status(AT + 20 * MINUTE)).locksAt).toBe(iso(AT + 29 * MINUTE))
    expect((await tab.status(AT + 29 * MINUTE)).lock).toBe('locked')
    expect(await tab.store.keys(AT + 29 * MINUTE)).toEqual([])
  })
  it('really opens: RSA key transport', async () => {
    const tab = aTab()
    await tab.import(file)
    await tab.unlock()
    const [key] = await tab.store.keys(AT)
    const secret = crypto.getRandomValues(new Uint8Array(32))
    const { publicEncrypt, createPublicKey, constants } = await import('node:crypto')
    const publicKey = createPublicKey(aiko.privateKey)
    const encrypted = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, secret)
    expect(await key?.operations.decryptKey?.({ scheme: 'pkcs1' }, new Uint8Array(encrypted), 32)).toEqual(secret)
  })
  it('for as long as its owner says', async () => {
    const tab = aTab()
    await tab.import(file)
    const { status } = await tab.ask({ kind: 'keys-unlock', passphrase: PASSPHRASE, lockAfterMinutes: 480 })
    expect([status.locksAt, status.lockAfterMinutes]).toEqual([iso(AT + 480 * MINUTE), 480])
    expect((await aTab().status()).lockAfterMinutes).toBe(15)
  })
  it('takes full-width letters for the plain ones', async () => {
    const tab = aTab()
    await tab.import(file, { passphrase: 'ordinary words 2026' })
    expect((await tab.unlock(AT, 'ｏｒｄｉｎａｒｙ ｗｏｒｄｓ ２０２６')).outcome).toBe('unlocked')
  })
  it('of an empty store is an answer', async () => {
    expect((await aTab().unlock()).outcome).toBe('empty')
  })
  it('locks by itself, too', async () => {
    const timers: { work: () => void; milliseconds: number }[] = []
    const tab = aTab(new SharedMemory(), (work, milliseconds) => {
      timers.push({ work, milliseconds })
      return () => undefined
    })
    await tab.import(file)
    await tab.unlock()
    expect(timers.at(-1)?.milliseconds).toBe(15 * MINUTE)
    timers.at(-1)?.work()
    expect((await tab.status()).lock).toBe('locked')
  })
})

describe('wrong passphrases', () => {
  it('are answers, counted, and from the fifth on followed by waiting that grows', async () => {
    const shared = new SharedMemory()
    const tab = aTab(shared)
    await tab.import(file)
    for (let tries = 1; tries <= 4; tries++) {
      expect(await tab.unlock(AT, 'wrong one')).toMatchObject({ outcome: 'wrong-passphrase', status: { wrongTries: tries, waitUntil: null } })
    }
    expect(await tab.unlock(AT, 'wrong one')).toMatchObject({ outcome: 'wrong-passphrase', status: { waitUntil: iso(AT + 5000) } })
    // Not even the right one is tried meanwhile, in no tab and by no other question.
    expect((await aTab(shared).unlock(AT + 4999)).outcome).toBe('wait')
    await expect(tab.import(file, { at: AT + 4999 })).rejects.toMatchObject({ code: 'engine/passphrase-wait' })
    expect((await tab.unlock(AT + 5000, 'wrong one')).status.waitUntil).toBe(iso(AT + 15_000))
    expect(await tab.unlock(AT + 15_000)).toMatchObject({ outcome: 'unlocked', status: { wrongTries: 0, waitUntil: null } })
  })
  it('never make one wait longer than five minutes, nor for a clock that was set back', async () => {
    const shared = new SharedMemory()
    const tab = aTab(shared)
    await tab.import(file)
    if (shared.record) shared.record = { ...shared.record, tries: { count: 40, lastAt: AT } }
    expect((await tab.status()).waitUntil).toBe(iso(AT + 300_000))
    expect((await tab.unlock(AT - 1)).outcome).toBe('unlocked')
  })
})

describe('several keys of one address', () => {
  const yearsAgo = (years: number) => new Date(NOW.getTime() - years * 365 * DAY)

  it('the newest in force is current, the others are older and still open (SEC-94)', async () => {
    const tab = aTab()
    const renewals = 10
    for (let age = renewals; age >= 0; age--) {
      const one = await anIdentity('aiko@example.com', { notBefore: yearsAgo(age + 0.5), notAfter: yearsAgo(age - 0.6), extensions: { keyUsage: keyUsage(0, 4) } })
      await tab.import(packPkcs12(one, { password: FILE_PASSWORD }))
    }
    const { keys } = await tab.status()
    expect(keys.map(key => key.state)).toEqual(['current', ...Array.from({ length: renewals }, () => 'older')])
    await tab.unlock()
    expect(await tab.store.keys(AT)).toHaveLength(renewals + 1)
  }, 120_000)
  it('one to sign and one to encrypt are both current', async () => {
    const tab = aTab()
    for (const bits of [[0, 1], [4]]) {
      await tab.import(packPkcs12(await anIdentity('aiko@example.com', { extensions: { keyUsage: keyUsage(...bits) } }), { password: FILE_PASSWORD }))
    }
    const { keys } = await tab.status()
    expect(keys.map(key => [key.uses.join(), key.state]).sort()).toEqual([['encryption', 'current'], ['signing', 'current']])
  })
  it('an expired one that nothing replaces stays current', async () => {
    const tab = aTab()
    await tab.import(packPkcs12(await anIdentity('aiko@example.com', { notBefore: yearsAgo(3), notAfter: yearsAgo(1) }), { password: FILE_PASSWORD }))
    expect((await tab.status()).keys[0]?.state).toBe('current')
  })
  it('two alike have one current', async () => {
    const tab = aTab()
    for (let i = 0; i < 2; i++) await tab.import(packPkcs12(await anIdentity('aiko@example.com'), { password: FILE_PASSWORD }))
    expect((await tab.status()).keys.map(key => key.state).sort()).toEqual(['current', 'older'])
  })
})

describe('a new key', () => {
  const ask = { kind: 'keys-create', algorithm: 'p-256', name: '青井 愛子', address: 'aiko@example.com', passphrase: PASSPHRASE } as const

  it('waits for its certificate, and is paired with the authority’s answer', async () => {
    const tab = aTab()
    await tab.import(file)
    await tab.unlock()
    const { id, request } = await tab.ask(ask)
    expect(request).toMatch(/^-----BEGIN CERTIFICATE REQUEST-----/u)
    expect((await tab.status()).keys.find(key => key.id === id)).toMatchObject({ state: 'pending', addresses: ['aiko@example.com'], certificate: null })
    const spki = opensslPublicKey(request)
    const answer = await anIdentity('aiko@example.com', { key: { ...aiko.key, spki }, notBefore: NOW, notAfter: new Date(AT + 365 * DAY), extensions: { keyUsage: keyUsage(0, 4) } })
    const p7b = opensslP7b([answer.certificate, answer.authority.certificate])
    expect(await tab.ask({ kind: 'keys-answer', bytes: p7b })).toMatchObject({ id })
    const { keys } = await tab.status()
    expect(keys.map(key => [key.id === id, key.state])).toEqual([[true, 'current'], [false, 'older']])
    // It was made while the store was unlocked: it opens at once.
    expect((await tab.store.keys(AT)).map(key => key.id)).toContain(id)
  })
  it('takes no answer for another key', async () => {
    const tab = aTab()
    await tab.ask(ask)
    await expect(tab.ask({ kind: 'keys-answer', bytes: aiko.certificate })).rejects.toMatchObject({ code: 'engine/answer-mismatch' })
    await expect(tab.ask({ kind: 'keys-answer', bytes: bytesOf('<html>denied</html>') })).rejects.toMatchObject({ code: 'engine/unreadable-file' })
    expect((await tab.status()).keys[0]?.state).toBe('pending')
  })
  it('is not made for what no request can hold', async () => {
    await expect(aTab().ask({ ...ask, address: 'aiko' })).rejects.toMatchObject({ code: 'engine/bad-request' })
    await expect(aTab().ask({ ...ask, name: 'a'.repeat(65) })).rejects.toMatchObject({ code: 'engine/bad-request' })
  })
})

describe('removing', () => {
  it('needs the passphrase and a backup, or word that none is wanted (SEC-94)', async () => {
    const tab = aTab()
    await tab.import(file)
    await tab.unlock()
    const [key] = (await tab.status()).keys
    const remove = { kind: 'keys-remove', id: key?.id ?? '', passphrase: PASSPHRASE, evenWithoutBackup: false } as const
    await expect(tab.ask({ ...remove, passphrase: 'wrong one' })).rejects.toMatchObject({ code: 'engine/wrong-passphrase' })
    await expect(tab.ask(remove)).rejects.toMatchObject({ code: 'engine/no-backup' })
    await expect(tab.ask({ ...remove, id: 'other' })).rejects.toMatchObject({ code: 'engine/key-gone' })
    expect((await tab.ask({ ...remove, evenWithoutBackup: true })).status).toMatchObject({ lock: 'empty', keys: [], loss: null })
    expect(await tab.store.keys(AT)).toEqual([])
    // Emptied by its owner is not wiped.
    expect((await tab.ask({ kind: 'keys-status', expectedAddresses: ['aiko@example.com'] })).loss).toBeNull()
    // An empty store takes a new passphrase.
    await tab.import(file, { passphrase: 'another good passphrase' })
    expect((await tab.unlock(AT, 'another good passphrase')).outcome).toBe('unlocked')
  })
})

describe('loss (SEC-93)', () => {
  it('is told: wiped, or left at another address', async () => {
    const tab = aTab()
    const expected = { kind: 'keys-status', expectedAddresses: ['aiko@example.com'] } as const
    expect((await tab.ask(expected)).loss).toBe('wiped')
    expect((await tab.ask({ ...expected, place: 'https://outlook.cloud.microsoft', rememberedPlace: 'https://outlook.office.com' })).loss).toBe('moved')
    expect((await tab.ask({ ...expected, place: 'https://outlook.office.com', rememberedPlace: 'https://outlook.office.com' })).loss).toBe('wiped')
    expect((await tab.status()).loss).toBeNull()
    await tab.import(file)
    expect((await tab.ask(expected)).loss).toBeNull()
  })
})

describe('a key of no use for mail', () => {
  it('is named, not kept', async () => {
    const { generateKeyPairSync } = await import('node:crypto')
    const { privateKey } = generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 })
    const dsa = new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' }))
    await expect(aTab().import(dsa, { filePassword: null })).rejects.toMatchObject({ code: 'x509/method-unsupported' })
  })
})
