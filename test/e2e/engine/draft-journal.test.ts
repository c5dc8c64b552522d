/** The draft journal on a real browser's database: kept, one pane's at a time, nothing readable on the disk (SEC-78, SEC-82). */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OutgoingMessage } from '../../../src/mime/outgoing-message.ts'
import { type SendingPage, serveSendingPage } from '../compose-kill/sending-page.ts'
import { launchPersistentChromium } from '../support/chromium.ts'

const AT = '2026-06-15T12:00:00Z'
const settings = { protection: { sign: true, encrypt: true }, route: null, answersEncrypted: false }

interface Pane {
  ask: (request: unknown) => Promise<unknown>
}

let served: SendingPage
let profile: string
let context: BrowserContext
beforeAll(async () => {
  served = await serveSendingPage()
}, 120_000)
afterAll(() => served.close())
beforeEach(async () => {
  profile = mkdtempSync(join(tmpdir(), 'sealpane-profile-'))
  context = await launchPersistentChromium(profile)
})
afterEach(async () => {
  await context.close()
  rmSync(profile, { recursive: true, force: true })
})

const aMessage = (text: string): Omit<OutgoingMessage, 'attachments'> => ({
  from: { name: '', address: 'yuki@example.com' }, sender: null, to: [{ name: '', address: `${text}@example.org` }], cc: [], bcc: [], subject: text, date: AT, messageId: '',
  inReplyTo: null, references: [], text, html: null, importance: 'normal',
})

async function aTab(): Promise<Page> {
  const page = await context.newPage()
  await page.goto(served.address)
  return page
}

const ask = (page: Page, request: object) => page.evaluate(given => (globalThis as unknown as Pane).ask(given), { at: AT, ...request })

/** With an attachment of so many octets, all of them the words again. */
const write = (page: Page, id: string, text: string, size = 100) =>
  page.evaluate(([given, words, length]) => {
    const content = new Uint8Array(length)
    new TextEncoder().encodeInto(words, content)
    const message = { ...given.message, attachments: [{ name: `${words}.txt`, mediaType: 'text/plain', content, contentId: null }] }
    return (globalThis as unknown as Pane).ask({ ...given, message })
  }, [{ kind: 'drafts-write', at: AT, id, settings, state: 'captured', message: aMessage(text) }, text, size] as const)

/** Changes one record of the database behind the journal's back. */
const tamper = (page: Page, store: 'heads' | 'keys', what: 'flip' | 'delete') =>
  page.evaluate(([name, change]) => new Promise<void>(resolve => {
    const opening = indexedDB.open('sealpane-drafts')
    opening.onsuccess = () => {
      const records = opening.result.transaction(name, 'readwrite').objectStore(name)
      const cursor = records.openCursor()
      cursor.onsuccess = () => {
        if (cursor.result && change === 'delete') cursor.result.delete()
        else if (cursor.result) {
          const head = cursor.result.value as { sealed: { ciphertext: Uint8Array } }
          head.sealed.ciphertext[0] = (head.sealed.ciphertext[0] ?? 0) ^ 1
          cursor.result.update(head)
        }
        records.transaction.oncomplete = () => { opening.result.close(); resolve() }
      }
    }
  }), [store, what] as const)

describe('on the browser’s database', () => {
  it('a draft is there after a reload, and belongs to one pane at a time', async () => {
    const [one, two] = [await aTab(), await aTab()]
    expect(await write(one, 'draft-1', 'words')).toMatchObject({ draft: { state: 'captured' } })
    expect(await ask(two, { kind: 'drafts-list' })).toMatchObject({ drafts: [{ id: 'draft-1', isElsewhere: true }] })
    expect(await ask(two, { kind: 'drafts-read', id: 'draft-1' })).toEqual({ failed: 'engine/draft-elsewhere' })
    await one.reload()
    expect(await ask(one, { kind: 'drafts-read', id: 'draft-1' })).toMatchObject({ message: { text: 'words', attachments: [{ name: 'words.txt' }] } })
    await one.close()
    expect(await ask(two, { kind: 'drafts-read', id: 'draft-1' })).toMatchObject({ message: { text: 'words' } })
    expect(await ask(two, { kind: 'drafts-end', id: 'draft-1' })).toEqual({ kind: 'drafts-end' })
    expect(await ask(two, { kind: 'drafts-read', id: 'draft-1' })).toEqual({ failed: 'engine/draft-gone' })
  })
  it('several panes that begin at once have one device key, which cannot be taken away', async () => {
    const tabs = await Promise.all([aTab(), aTab(), aTab()])
    await Promise.all(tabs.map((page, index) => write(page, `draft-${index}`, `words-${index}`)))
    expect(await ask(tabs[0], { kind: 'drafts-list' })).toMatchObject({ drafts: { length: 3 }, unreadable: 0 })
    const isExtractable = await (tabs[0]).evaluate(() => new Promise<unknown>(resolve => {
      const opening = indexedDB.open('sealpane-drafts')
      opening.onsuccess = () => {
        const reading: IDBRequest<unknown> = opening.result.transaction('keys').objectStore('keys').get('device')
        reading.onsuccess = () => { resolve((reading.result as CryptoKey).extractable) }
      }
    }))
    expect(isExtractable).toBe(false)
  })
  it('a full disk is said, and loses nothing', async () => {
    const page = await aTab()
    const session = await context.newCDPSession(page)
    const { origin } = new URL(served.address)
    // Before the first write: Chromium remembers for a while how much room there was.
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_000_000 })
    await write(page, 'draft-0', 'words-0')
    let [kept, failed]: [number, unknown] = [1, undefined]
    while (failed === undefined && kept < 200) {
      failed = ((await write(page, `draft-${kept}`, `words-${kept}`, 50_000)) as { readonly failed?: string }).failed
      if (failed === undefined) kept++
    }
    expect(failed).toBe('engine/storage-full')
    await session.send('Storage.overrideQuotaForOrigin', { origin })
    expect(await ask(page, { kind: 'drafts-list' })).toMatchObject({ drafts: { length: kept }, unreadable: 0 })
    expect(await ask(page, { kind: 'drafts-read', id: 'draft-0' })).toMatchObject({ message: { text: 'words-0' } })
  })
  it.each([['heads', 'flip'], ['keys', 'delete']] as const)('what cannot be read any more is counted and stays: %s, %s', async (store, what) => {
    const page = await aTab()
    await write(page, 'draft-1', 'words')
    await tamper(page, store, what)
    await page.reload()
    for (let time = 0; time < 2; time++) expect(await ask(page, { kind: 'drafts-list' })).toMatchObject({ drafts: [], unreadable: 1, unreadableIds: ['draft-1'] })
    expect(await ask(page, { kind: 'drafts-read', id: 'draft-1' })).toEqual({ failed: 'engine/draft-unreadable' })
    expect(await write(page, 'draft-1', 'others')).toEqual({ failed: 'engine/draft-unreadable' })
  })
})

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).flatMap(entry => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []))
}

describe('the browser’s profile', () => {
  it('holds none of fifty drafts’ words after they were written, read and kept', async () => {
    const page = await aTab()
    const canaries = Array.from({ length: 50 }, (_, index) => `kanarie${index}x${crypto.randomUUID().replace(/-/gu, '')}`)
    for (const [index, canary] of canaries.entries()) await write(page, `draft-mark-${index}`, canary)
    expect(await ask(page, { kind: 'drafts-read', id: 'draft-mark-7' })).toMatchObject({ message: { text: canaries[7] } })
    await context.close()
    const files = filesBelow(profile).map(path => ({ path, octets: readFileSync(path) }))
    const forms = (text: string) => [Buffer.from(text), Buffer.from(text, 'utf16le')]
    const found = canaries.flatMap(canary => files.filter(({ octets }) => forms(canary).some(form => octets.includes(form))).map(({ path }) => `${canary} in ${path}`))
    expect(found).toEqual([])
    // The search finds what is there: an id, which is no secret.
    expect(files.some(({ octets }) => forms('draft-mark-7').some(form => octets.includes(form)))).toBe(true)
  })
})
