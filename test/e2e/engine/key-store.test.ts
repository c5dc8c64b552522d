/** The key store on a real browser's database: kept, shared between tabs, and not lost when storing fails. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { KeyRequest, KeyResult, KeyStoreStatus } from '../../../src/engine/key-protocol.ts'
import { anIdentity, type Identity, packPkcs12 } from '../../make/key-files.ts'
import { launchChromium } from '../support/chromium.ts'
import { serveKeyStorePage, type ServedPage } from './key-store-page.ts'

const at = '2026-06-15T12:00:00Z'
const passphrase = 'four ordinary words together'
const filePassword = 'the file came with this'

type Answer = KeyResult & { readonly failed?: string; readonly status?: KeyStoreStatus; readonly lock?: string; readonly keys?: KeyStoreStatus['keys'] }

interface Pane {
  ask: (request: unknown) => Promise<Answer>
  fromBase64: (text: string) => Uint8Array
}

let served: ServedPage
let browser: Browser
let context: BrowserContext
let aiko: Identity
let file: Uint8Array
beforeAll(async () => {
  served = await serveKeyStorePage()
  browser = await launchChromium()
  aiko = await anIdentity('aiko@example.com', { algorithm: 'rsa' })
  file = packPkcs12(aiko, { password: filePassword })
}, 120_000)
afterAll(async () => {
  await browser.close()
  await served.close()
})
beforeEach(async () => {
  context = await browser.newContext()
})
afterEach(() => context.close())

async function aTab(): Promise<Page> {
  const page = await context.newPage()
  await page.goto(served.address)
  return page
}

/** Asks through the page's engine; bytes cross as base64. */
function ask(page: Page, request: Omit<KeyRequest, 'at'> & Record<string, unknown>): Promise<Answer> {
  const { bytes, ...rest } = { at, ...request } as Record<string, unknown>
  const base64 = bytes instanceof Uint8Array ? Buffer.from(bytes).toString('base64') : null
  return page.evaluate(([given, text]) => {
    const pane = globalThis as unknown as Pane
    return pane.ask(text === null ? given : { ...(given as object), bytes: pane.fromBase64(text) })
  }, [rest, base64] as const)
}

const importFile = (page: Page, bytes = file) => ask(page, { kind: 'keys-import', bytes, filePassword, passphrase })
const unlock = (page: Page) => ask(page, { kind: 'keys-unlock', passphrase })
const lockOf = async (page: Page) => (await ask(page, { kind: 'keys-status' })).lock

/** How many certificates the stored record holds for its first key. */
function certificatesIn(page: Page): Promise<number> {
  return page.evaluate(() => new Promise<number>(resolve => {
    const opening = indexedDB.open('sealpane-keys')
    opening.onsuccess = () => {
      const reading: IDBRequest<unknown> = opening.result.transaction('records').objectStore('records').get('keys')
      reading.onsuccess = () => {
        opening.result.close()
        resolve((reading.result as { keys: { certificates: unknown[] }[] }).keys[0]?.certificates.length ?? 0)
      }
    }
  }))
}

/** Certificates that each of four tabs files, four other operations around each; with `KILL=all` there are 1200 operations. */
const PER_TAB = process.env['KILL'] === 'all' ? 60 : 20

describe('in one tab', () => {
  it('keys are there after a reload, and locked', async () => {
    const page = await aTab()
    expect(await importFile(page)).toMatchObject({ added: { length: 1 } })
    expect(await unlock(page)).toMatchObject({ outcome: 'unlocked' })
    expect(await lockOf(page)).toBe('unlocked')
    await page.reload()
    expect(await ask(page, { kind: 'keys-status' })).toMatchObject({ lock: 'locked', storage: 'best-effort', keys: [{ addresses: ['aiko@example.com'] }] })
    expect(await ask(page, { kind: 'keys-unlock', passphrase: 'wrong one' })).toMatchObject({ outcome: 'wrong-passphrase', status: { wrongTries: 1 } })
    await page.reload()
    expect(await ask(page, { kind: 'keys-status' })).toMatchObject({ wrongTries: 1 })
  })
  it('a full disk is said, and loses nothing', async () => {
    const page = await aTab()
    const session = await context.newCDPSession(page)
    const { origin } = new URL(served.address)
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 300_000 })
    expect(await importFile(page)).toMatchObject({ added: { length: 1 } })
    let kept = 1
    let failed: string | undefined
    while (failed === undefined && kept < 400) {
      const { certificate } = await anIdentity('aiko@example.com', { key: aiko.key })
      failed = (await ask(page, { kind: 'keys-answer', bytes: certificate })).failed
      if (failed === undefined) kept++
    }
    expect(failed).toBe('engine/storage-full')
    await session.send('Storage.overrideQuotaForOrigin', { origin })
    expect(await certificatesIn(page)).toBe(kept)
    expect(await unlock(page)).toMatchObject({ outcome: 'unlocked', status: { keys: { length: 1 }, damaged: [] } })
  })
  it('storage that is forbidden is said', async () => {
    const page = await aTab()
    const answers = await page.evaluate(async ([when, base64, words, fileWords]) => {
      const source = await (await fetch('/opaque.js')).text()
      // A worker from a data: address has an origin of its own, which gets no storage.
      const worker = new Worker(`data:text/javascript,${encodeURIComponent(source)}`)
      const asked = (request: unknown) => new Promise<unknown>(resolve => {
        worker.onmessage = ({ data }) => { resolve(data) }
        worker.postMessage(request)
      })
      const bytes = (globalThis as unknown as Pane).fromBase64(base64)
      return [
        await asked({ kind: 'keys-status', at: when }),
        await asked({ kind: 'keys-import', at: when, bytes, filePassword: fileWords, passphrase: words }),
      ]
    }, [at, Buffer.from(file).toString('base64'), passphrase, filePassword] as const)
    expect(answers).toMatchObject([{ lock: 'empty', storage: 'none' }, { failed: 'engine/storage-forbidden' }])
  })
  it('a wiped database is told from one that never was', async () => {
    const page = await aTab()
    const status = { kind: 'keys-status', expectedAddresses: ['aiko@example.com'] } as const
    await importFile(page)
    await unlock(page)
    // No tab holds the deletion up: the store closes what it opens.
    const deleted = await page.evaluate(() => new Promise<string>(resolve => {
      const deletion = indexedDB.deleteDatabase('sealpane-keys')
      deletion.onsuccess = () => { resolve('deleted') }
      deletion.onblocked = () => { resolve('blocked') }
    }))
    expect(deleted).toBe('deleted')
    expect(await ask(page, status)).toMatchObject({ lock: 'empty', loss: 'wiped' })
    expect(await ask(page, { kind: 'keys-status' })).toMatchObject({ loss: null })
    await importFile(page)
    expect(await ask(page, status)).toMatchObject({ loss: null })
  })
  it('a database of a later version is left alone', async () => {
    const page = await aTab()
    await page.evaluate(() => new Promise<void>(resolve => {
      const opening = indexedDB.open('sealpane-keys', 99)
      opening.onsuccess = () => { opening.result.close(); resolve() }
    }))
    expect(await ask(page, { kind: 'keys-status' })).toEqual({ failed: 'engine/storage-damaged' })
    expect(await importFile(page)).toEqual({ failed: 'engine/storage-damaged' })
  })
  it.each(['rsa-2048', 'rsa-3072', 'rsa-4096', 'p-256', 'p-384'] as const)('a key of %s is made, kept and unlocked', async algorithm => {
    const page = await aTab()
    const made = await ask(page, { kind: 'keys-create', algorithm, name: 'Aiko', address: 'aiko@example.com', passphrase })
    expect(made).toMatchObject({ request: expect.stringContaining('CERTIFICATE REQUEST') as string, status: { lock: 'locked' } })
    expect(await unlock(page)).toMatchObject({ outcome: 'unlocked', status: { damaged: [] } })
  }, 180_000)
})

describe('in several tabs (SEC-98)', () => {
  it('locking one locks all, and so does a lock that comes while another unlocks', async () => {
    const [one, two] = [await aTab(), await aTab()]
    await importFile(one)
    await unlock(one)
    await unlock(two)
    expect([await lockOf(one), await lockOf(two)]).toEqual(['unlocked', 'unlocked'])
    await ask(two, { kind: 'keys-lock' })
    expect([await lockOf(one), await lockOf(two)]).toEqual(['locked', 'locked'])
    await unlock(one)
    await ask(two, { kind: 'keys-lock', scope: 'here' })
    expect(await lockOf(one)).toBe('unlocked')
    const outcomes: string[] = []
    for (let round = 0; round < 12; round++) {
      const unlocking = unlock(one)
      await new Promise(resolve => setTimeout(resolve, 20 + round * 40))
      await ask(two, { kind: 'keys-lock' })
      const answer = await unlocking
      outcomes.push(answer.failed ?? 'unlocked')
      expect(await lockOf(one)).toBe('locked')
    }
    expect(new Set([...outcomes, 'unlocked', 'engine/other-tab']).size).toBe(2)
  }, 180_000)

  it(`no update is lost: four tabs, ${4 * PER_TAB * 5} random operations and more`, async () => {
    const first = await aTab()
    const tabs = [first, await aTab(), await aTab(), await aTab()]
    await importFile(first)
    const id = (await ask(first, { kind: 'keys-status' })).keys?.[0]?.id ?? ''
    const renewals = await Promise.all(Array.from({ length: tabs.length * PER_TAB }, () => anIdentity('aiko@example.com', { key: aiko.key })))
    const answers = await Promise.all(tabs.map(async (page, tab) => {
      const certificates = renewals.slice(tab * PER_TAB, (tab + 1) * PER_TAB).map(({ certificate }) => Buffer.from(certificate).toString('base64'))
      return page.evaluate(async ([key, list, when, words]) => {
        const pane = globalThis as unknown as Pane
        const others = [
          { kind: 'keys-status' },
          { kind: 'keys-lock' },
          { kind: 'keys-backup', ids: [key], bytes: null, filePassword: null },
        ]
        const failures: string[] = []
        for (const certificate of list) {
          const operations: object[] = [{ kind: 'keys-answer', bytes: pane.fromBase64(certificate) }]
          for (let i = 0; i < 4; i++) operations.splice(Math.floor(Math.random() * (operations.length + 1)), 0, others[Math.floor(Math.random() * others.length)] as object)
          if (Math.random() < 0.02) operations.push({ kind: 'keys-unlock', passphrase: words })
          for (const operation of operations) {
            const { failed } = await pane.ask({ ...operation, at: when })
            if (failed !== undefined) failures.push(failed)
          }
        }
        return failures
      }, [id, certificates, at, passphrase] as const)
    }))
    // A lock that comes while a tab unlocks refuses that; nothing else may fail.
    expect(answers.flat().filter(code => code !== 'engine/other-tab')).toEqual([])
    expect(await certificatesIn(first)).toBe(1 + renewals.length)
    await ask(first, { kind: 'keys-lock' })
    expect(await Promise.all(tabs.map(lockOf))).toEqual(['locked', 'locked', 'locked', 'locked'])
    expect(await unlock(first)).toMatchObject({ outcome: 'unlocked', status: { damaged: [] } })
  }, 600_000)
})
