/** The Keys tab in a browser: what a file can be, backups that count, requests and their answers, removal. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Frame } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Identity } from '../../emulator/server/identity.ts'
import { startDemo, type RunningDemo, type Visit } from '../support/demo.ts'
import { demoIdentity, fillImport, importKey, keyFile, PASSPHRASE, unlock } from '../support/keys.ts'
import { greenElements, overflowing, settled, smallTargets, violations } from './pane-probes.ts'

let demo: RunningDemo
let identity: Identity
const workshop = mkdtempSync(join(tmpdir(), 'keys-test-'))
beforeAll(async () => {
  identity = await demoIdentity()
  demo = await startDemo({ identity })
})
afterAll(async () => {
  rmSync(workshop, { recursive: true })
  await demo.close()
})

const noProblems = { console: [], pageErrors: [], foreignRequests: [], failedRequests: [] }

async function openKeys(lang: 'en-US' | 'ja-JP' = 'en-US'): Promise<{ visit: Visit; frame: Frame }> {
  const visit = await demo.open({ item: 'plain', lang, width: 320 })
  const frame = await visit.clickVerify()
  await settled(frame)
  await frame.click('#tab-keys')
  await frame.waitForSelector('[data-drop="drop-key"]')
  return { visit, frame }
}

async function expectGoodManners(frame: Frame): Promise<void> {
  await frame.waitForTimeout(250)
  expect(await violations(frame)).toEqual([])
  expect(await overflowing(frame)).toEqual([])
  expect(await smallTargets(frame)).toEqual([])
  expect(await greenElements(frame)).toEqual([])
}

const submit = (frame: Frame, form: string) => frame.evaluate(name => { document.querySelector<HTMLFormElement>(`[data-form="${name}"]`)?.requestSubmit() }, form)

const chosen = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer })

describe('a key file', () => {
  it.each([['en-US', 0], ['ja-JP', 1]] as const)('with another password, one that is damaged, one without a key and no key file are told apart (%s)', async (lang, index) => {
    const { visit, frame } = await openKeys(lang)
    await fillImport(frame, identity, { filePassword: 'not this one' })
    await submit(frame, 'import')
    await frame.waitForSelector('[data-failure-code="engine/p12-wrong-password"]')
    expect(await frame.textContent('[data-form="import"] .problem')).toContain(['The file’s password doesn’t match', 'ファイルのパスワードが一致しません'][index])
    await expectGoodManners(frame)
    await frame.click('[data-form="import"] .actions button >> nth=1')
    const whole = (await keyFile(identity, 'yuki-mori')).buffer
    const cases = [
      ['cut.p12', whole.subarray(0, 900), 'engine/p12-corrupt'],
      ['picture.p12', Buffer.from('GIF89a and so on'), 'engine/p12-not-a-key-file'],
      ['certificate.pem', Buffer.from(identity.anchor), 'engine/p12-no-private-key'],
    ] as const
    for (const [name, bytes, code] of cases) {
      await frame.setInputFiles('[data-drop="drop-key"] input', chosen(name, bytes))
      const fields = frame.locator('[data-form="import"] input')
      await fields.nth(1).fill(PASSPHRASE)
      await fields.nth(2).fill(PASSPHRASE)
      await submit(frame, 'import')
      await frame.waitForSelector(`[data-notice="${code}"]`)
      await expectGoodManners(frame)
      await frame.click('[data-form="import"] .actions button >> nth=1')
    }
    expect(await frame.locator('.key').count()).toBe(0)
    expect(visit.problems).toEqual(noProblems)
    await visit.close()
  })

  it('takes a passphrase that was typed twice, alike, and that is long enough', async () => {
    const { visit, frame } = await openKeys()
    await fillImport(frame, identity)
    const fields = frame.locator('[data-form="import"] input')
    await fields.nth(2).fill('something else')
    await submit(frame, 'import')
    expect(await frame.textContent('[data-form="import"] .problem')).toContain('The two don’t match')
    await fields.nth(1).fill('short')
    await fields.nth(2).fill('short')
    await submit(frame, 'import')
    await frame.waitForSelector('[data-failure-code="engine/passphrase-short"]')
    await expectGoodManners(frame)
    await visit.close()
  })

  it('that is here already changes nothing, and an older key of the same address stands with the older ones', async () => {
    const { visit, frame } = await openKeys()
    await importKey(frame, identity)
    await fillImport(frame, identity)
    await submit(frame, 'import')
    await frame.waitForSelector('[data-notice="already-here"]')
    await importKey(frame, identity, { name: 'yuki-mori-older' })
    expect(await frame.locator('[data-key="current"]').count()).toBe(1)
    expect(await frame.textContent('[data-key="older"]')).toContain('Reads older mail')
    await visit.close()
  })
})

describe('a backup', () => {
  it('counts once the saved file was read back, and opens in openssl', async () => {
    const { visit, frame } = await openKeys()
    await importKey(frame, identity)
    await frame.click('[data-notice="backup-due"] .btn.primary')
    await frame.waitForSelector('[data-form="backup"]')
    await frame.waitForTimeout(500)
    expect(await violations(frame)).toEqual([])
    const fields = frame.locator('[data-form="backup"] input')
    await fields.nth(0).fill(PASSPHRASE)
    for (const at of [1, 2]) await fields.nth(at).fill('paper boats in November')
    const download = visit.page.waitForEvent('download')
    await submit(frame, 'backup')
    const saved = await download
    expect(saved.suggestedFilename()).toMatch(/^sealpane-keys-\d{4}-\d\d-\d\d\.p12$/u)
    const bytes = readFileSync(await saved.path())
    await frame.waitForSelector('[data-form="backup-check"]')
    await frame.setInputFiles('[data-drop="backup-check"] input', chosen('other.p12', (await keyFile(identity, 'yuki-mori-older')).buffer))
    await frame.waitForSelector('[data-form="backup-check"][data-failure-code]')
    await frame.setInputFiles('[data-drop="backup-check"] input', chosen('saved.p12', bytes))
    await frame.waitForSelector('[data-notice="backup-made"]')
    // What lies behind a dialog is hidden from screen readers for as long as the dialog fades.
    await frame.waitForSelector('#pane:not([aria-hidden])')
    expect(await frame.locator('[data-notice="backup-due"]').count()).toBe(0)
    writeFileSync(join(workshop, 'saved.p12'), bytes)
    const listed = execFileSync('openssl', ['pkcs12', '-in', 'saved.p12', '-passin', 'pass:paper boats in November', '-nodes'], { cwd: workshop, stdio: ['ignore', 'pipe', 'ignore'] })
    expect(listed.toString()).toContain('PRIVATE KEY')
    await expectGoodManners(frame)
    expect(visit.problems).toEqual(noProblems)
    await visit.close()
  })

  it.each([['en-US', 'without backup'], ['ja-JP', 'バックアップなし']] as const)('is declined in words only (%s)', async (lang, word) => {
    const { visit, frame } = await openKeys(lang)
    await importKey(frame, identity)
    await frame.click('[data-notice="backup-due"] .btn >> nth=1')
    await frame.waitForSelector('[data-form="backup-decline"]')
    await submit(frame, 'backup-decline')
    await frame.waitForSelector('[data-form="backup-decline"] .problem')
    await frame.fill('[data-form="backup-decline"] input', word)
    await submit(frame, 'backup-decline')
    await frame.waitForSelector('[data-notice="backup-declined"]')
    expect(await frame.locator('[data-notice="backup-due"]').count()).toBe(0)
    await visit.close()
  })
})

describe('a request', () => {
  it('is saved for the authority, and its answer makes the key a current one', async () => {
    const { visit, frame } = await openKeys()
    await frame.click('.rows button.r:has-text("Request a certificate")')
    await submit(frame, 'request')
    expect(await frame.locator('[data-form="request"] .problem').count()).toBe(2)
    await expectGoodManners(frame)
    const fields = frame.locator('[data-form="request"] input')
    await fields.nth(0).fill('Yuki Mori')
    await fields.nth(1).fill('yuki.mori@contoso.co.jp')
    await frame.selectOption('[data-form="request"] select', 'p-256')
    for (const at of [2, 3]) await fields.nth(at).fill(PASSPHRASE)
    const download = visit.page.waitForEvent('download')
    await submit(frame, 'request')
    writeFileSync(join(workshop, 'request.csr'), readFileSync(await (await download).path()))
    await frame.waitForSelector('[data-key="pending"]')
    await expectGoodManners(frame)
    const run = (...parameters: string[]) => execFileSync('openssl', parameters, { cwd: workshop, stdio: ['ignore', 'pipe', 'ignore'] })
    expect(run('req', '-in', 'request.csr', '-noout', '-subject').toString()).toContain('Yuki Mori')
    run('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Office CA', '-days', '30')
    run('x509', '-req', '-in', 'request.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '20', '-copy_extensions', 'copyall', '-outform', 'DER', '-out', 'answer.cer')
    await frame.setInputFiles('[data-drop="drop-answer"] input', chosen('ca.cer', readFileSync(join(workshop, 'ca.pem'))))
    await frame.waitForSelector('[data-notice="engine/answer-mismatch"]')
    await frame.setInputFiles('[data-drop="drop-answer"] input', chosen('answer.cer', readFileSync(join(workshop, 'answer.cer'))))
    await frame.waitForSelector('[data-key="current"]')
    expect(await frame.textContent('[data-notice="expiring"]')).toMatch(/expires in .?(?:19|20).? days/u)
    await expectGoodManners(frame)
    expect(visit.problems).toEqual(noProblems)
    await visit.close()
  })
})

describe('removing a key', () => {
  it('takes its address, the passphrase and, without a backup, a word for that', async () => {
    const { visit, frame } = await openKeys()
    await importKey(frame, identity)
    await frame.click('.key > .btn')
    await frame.waitForSelector('[data-form="remove"]')
    await submit(frame, 'remove')
    await frame.waitForSelector('[data-form="remove"] .problem')
    await frame.waitForTimeout(500)
    expect(await violations(frame)).toEqual([])
    const fields = frame.locator('[data-form="remove"] .input input')
    await fields.nth(0).fill('yuki.mori@contoso.co.jp')
    await fields.nth(1).fill(PASSPHRASE)
    await submit(frame, 'remove')
    await frame.waitForSelector('[data-notice="engine/no-backup"]')
    await frame.check('[data-form="remove"] input[type=checkbox]')
    await submit(frame, 'remove')
    await frame.waitForSelector('[data-notice="no-keys"]')
    expect(await frame.locator('.key').count()).toBe(0)
    await visit.close()
  })
})

describe('keys that are gone', () => {
  it('from the browser’s storage are to be restored, and no new ones are asked for first', async () => {
    const { visit, frame } = await openKeys()
    await importKey(frame, identity)
    await frame.evaluate(async () => {
      for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name ?? '')
      location.reload()
    }).catch(() => undefined)
    const again = await visit.pane()
    await settled(again)
    await again.click('#tab-keys')
    await again.waitForSelector('[data-notice="storage-wiped"]')
    expect(await again.textContent('[data-drop="drop-key"] button')).toBe('Restore from backup')
    await expectGoodManners(again)
    await visit.close()
  })
})

describe('wrong passphrases', () => {
  it('make the next try wait, in words that count down', async () => {
    const { visit, frame } = await openKeys()
    await importKey(frame, identity)
    await frame.click('[data-lock="unlocked"] button')
    await frame.waitForSelector('[data-lock="locked"]')
    // A starved browser may sleep through a short wait; the next one is twice as long.
    let told = ''
    for (let tries = 0; tries < 10 && !told.includes('Wait'); tries += 1) {
      await unlock(frame, `wrong ${String(tries)}`)
      // Exactly: while it tries, the button says "Unlocking …", and a press of Enter counts for nothing.
      await frame.waitForSelector('.unlock button[type=submit]:text-is("Unlock")')
      told = (await frame.textContent('.unlock .problem')) ?? ''
    }
    expect(told).toMatch(/Wait .?\d+.? seconds/u)
    await expectGoodManners(frame)
    await visit.close()
  })
})
