/** What leaves the store: the backup opens in the programs people have, and is called one only when it was read back. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { readPkcs12 } from '../../src/engine/open-pkcs12.ts'
import { anIdentity, type Identity, inFolder, packPkcs12 } from '../make/key-files.ts'
import { AT, aTab, FILE_PASSWORD, iso, PASSPHRASE, type Tab } from './key-store-support.ts'

const BACKUP_PASSWORD = 'kept in a drawer, 2026'

const isInstalled = (program: string) => {
  try {
    execFileSync('which', [program], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}
const reason = (program: string) => (isInstalled(program) ? '' : ` (skipped: no ${program} here)`)

/** Whether gpgsm takes the key in. */
function opensInGnupg(file: Uint8Array): boolean {
  return inFolder(folder => {
    const home = join(folder, 'gnupg')
    mkdirSync(home, { mode: 0o700 })
    writeFileSync(join(folder, 'backup.p12'), file)
    const gpgsm = (...more: string[]) =>
      execFileSync('gpgsm', ['--homedir', home, '--batch', '--pinentry-mode', 'loopback', ...more], { stdio: 'pipe', input: `${BACKUP_PASSWORD}\n` }).toString()
    try {
      gpgsm('--passphrase-fd', '0', '--import', join(folder, 'backup.p12'))
      return /^crs:/mu.test(gpgsm('--with-colons', '--list-secret-keys'))
    } catch {
      return false
    } finally {
      execFileSync('gpgconf', ['--homedir', home, '--kill', 'all'], { stdio: 'pipe' })
    }
  })
}

let rsa: Identity
let ec: Identity
let tab: Tab
let ids: string[]
let backup: Uint8Array
beforeAll(async () => {
  rsa = await anIdentity('aiko@example.com', { algorithm: 'rsa' })
  ec = await anIdentity('aiko@example.org')
  tab = aTab()
  for (const identity of [rsa, ec]) await tab.import(packPkcs12(identity, { password: FILE_PASSWORD }))
  ids = (await tab.status()).keys.map(key => key.id)
  backup = (await tab.ask({ kind: 'keys-export', ids, passphrase: PASSPHRASE, filePassword: BACKUP_PASSWORD })).bytes
}, 120_000)

describe('the exported file', () => {
  it('says what SEC-96 asks for, by OpenSSL’s account', () => {
    const said = inFolder(folder => {
      const path = join(folder, 'backup.p12')
      writeFileSync(path, backup)
      return execFileSync('sh', ['-c', `openssl pkcs12 -in '${path}' -info -noout -passin 'pass:${BACKUP_PASSWORD}' 2>&1`]).toString()
    })
    expect(said).toContain('MAC: sha256, Iteration 600000')
    expect(said.match(/PBES2, PBKDF2, AES-256-CBC, Iteration 600000, PRF hmacWithSHA256/gu)).toHaveLength(3)
  })
  it('opens in OpenSSL: the keys are the ones that were imported', () => {
    const keys = inFolder(folder => {
      const path = join(folder, 'backup.p12')
      writeFileSync(path, backup)
      return execFileSync('openssl', ['pkcs12', '-in', path, '-nodes', '-passin', `pass:${BACKUP_PASSWORD}`], { stdio: 'pipe' }).toString()
    })
    const blocks = (label: string) => [...keys.matchAll(new RegExp(`-----BEGIN ${label}-----([^-]*)-----END`, 'gu'))].map(match => Buffer.from(match[1] ?? '', 'base64').toString('hex'))
    expect(blocks('PRIVATE KEY').sort()).toEqual([rsa, ec].map(({ pkcs8 }) => Buffer.from(pkcs8).toString('hex')).sort())
    expect(blocks('CERTIFICATE')).toHaveLength(3)
  })
  it.skipIf(!isInstalled('pk12util'))(`opens in NSS: the certificates arrive with their keys${reason('pk12util')}`, () => {
    const listed = inFolder(folder => {
      const database = `sql:${join(folder, 'nss')}`
      mkdirSync(join(folder, 'nss'))
      writeFileSync(join(folder, 'backup.p12'), backup)
      execFileSync('certutil', ['-N', '-d', database, '--empty-password'], { stdio: 'pipe' })
      execFileSync('pk12util', ['-i', join(folder, 'backup.p12'), '-d', database, '-W', BACKUP_PASSWORD], { stdio: 'pipe' })
      return execFileSync('certutil', ['-K', '-d', database], { stdio: 'pipe' }).toString()
    })
    expect(listed).toMatch(/rsa[^\n]*aiko@example\.com/u)
    expect(listed).toMatch(/ec[^\n]*aiko@example\.org/u)
  })
  it.skipIf(!isInstalled('gpgsm'))(`opens in GnuPG where that opens what OpenSSL writes (2.2.40 reads neither)${reason('gpgsm')}`, async () => {
    const id = (await tab.status()).keys.find(key => key.addresses.includes('aiko@example.com'))?.id ?? ''
    const { bytes } = await tab.ask({ kind: 'keys-export', ids: [id], passphrase: PASSPHRASE, filePassword: BACKUP_PASSWORD })
    const [ours, theirs] = [bytes, packPkcs12(rsa, { password: BACKUP_PASSWORD })].map(opensInGnupg)
    expect(ours).toBe(theirs)
  })
  it('opens in ours', async () => {
    const { keys, certificates } = await readPkcs12(backup, BACKUP_PASSWORD)
    expect([keys.length, certificates.length]).toEqual([2, 3])
    await expect(readPkcs12(backup, 'another')).rejects.toMatchObject({ code: 'x509/wrong-password' })
  })
  it('needs the passphrase, a good password, and keys that are here', async () => {
    const ask = { kind: 'keys-export', ids, passphrase: PASSPHRASE, filePassword: BACKUP_PASSWORD } as const
    await expect(tab.ask({ ...ask, passphrase: 'wrong one' })).rejects.toMatchObject({ code: 'engine/wrong-passphrase' })
    await expect(tab.ask({ ...ask, filePassword: 'short' })).rejects.toMatchObject({ code: 'engine/passphrase-short' })
    await expect(tab.ask({ ...ask, filePassword: 'password1' })).rejects.toMatchObject({ code: 'engine/passphrase-guessable' })
    await expect(tab.ask({ ...ask, ids: [] })).rejects.toMatchObject({ code: 'engine/key-gone' })
    await expect(tab.ask({ ...ask, ids: ['other'] })).rejects.toMatchObject({ code: 'engine/key-gone' })
  })
  it('restores a wiped store', async () => {
    const fresh = aTab()
    await fresh.import(backup, { filePassword: BACKUP_PASSWORD })
    await fresh.unlock()
    expect((await fresh.store.keys(AT)).map(key => key.operations.kind).sort()).toEqual(['ec', 'rsa'])
  })
})

describe('a backup', () => {
  const kindOf = async () => (await tab.status()).keys.map(key => key.backup)

  it('is none when the saved file is damaged, is another one, or does not open (SEC-95)', async () => {
    const ask = { kind: 'keys-backup', ids, filePassword: BACKUP_PASSWORD } as const
    const damaged = backup.slice()
    damaged[damaged.length >> 1] = (damaged[damaged.length >> 1] ?? 0) ^ 1
    const rsaOnly = packPkcs12(rsa, { password: BACKUP_PASSWORD })
    await expect(tab.ask({ ...ask, bytes: damaged })).rejects.toMatchObject({ code: expect.stringMatching(/^engine\/p12-/u) as string })
    await expect(tab.ask({ ...ask, bytes: backup.subarray(0, 2000) })).rejects.toMatchObject({ code: 'engine/p12-corrupt' })
    await expect(tab.ask({ ...ask, bytes: backup, filePassword: 'mistyped' })).rejects.toMatchObject({ code: 'engine/p12-wrong-password' })
    await expect(tab.ask({ ...ask, bytes: rsaOnly })).rejects.toMatchObject({ code: 'engine/backup-mismatch' })
    expect(await kindOf()).toEqual([null, null])
  })
  it('may be declined in words, and made later; declining does not undo it', async () => {
    await tab.ask({ kind: 'keys-backup', ids, bytes: null, filePassword: null })
    expect(await kindOf()).toEqual([{ kind: 'declined', at: iso(AT) }, { kind: 'declined', at: iso(AT) }])
    await tab.ask({ kind: 'keys-backup', ids, bytes: backup, filePassword: BACKUP_PASSWORD, at: AT + 1000 })
    await tab.ask({ kind: 'keys-backup', ids, bytes: null, filePassword: null, at: AT + 2000 })
    expect(await kindOf()).toEqual([{ kind: 'made', at: iso(AT + 1000) }, { kind: 'made', at: iso(AT + 1000) }])
  })
  it('made, its key may be removed', async () => {
    const [id = ''] = ids
    const { status } = await tab.ask({ kind: 'keys-remove', id, passphrase: PASSPHRASE, evenWithoutBackup: false })
    expect(status.keys.map(key => key.id)).toEqual(ids.slice(1))
  })
})
