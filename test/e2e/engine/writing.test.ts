/** Writing in a real browser: keys, certificates and made messages behind the worker's wall, on the browser's own databases. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ComposeResult, RecipientsResult } from '../../../src/engine/compose-protocol.ts'
import type { OpenResult } from '../../../src/engine/protocol.ts'
import { USUAL_POLICY } from '../../../src/smime/compose-policy.ts'
import { aMessage, aPerson, AT, certificateFile, mailbox, PASSPHRASE, pemFile } from '../../engine/writing/writing-support.ts'
import type { Identity } from '../../make/key-files.ts'
import { launchChromium } from '../support/chromium.ts'
import { serveKeyStorePage, type ServedPage } from './key-store-page.ts'

interface Pane {
  ask: (request: unknown) => Promise<unknown>
  fromBase64: (text: string) => Uint8Array
}

let served: ServedPage
let browser: Browser
let context: BrowserContext
let alice: Identity
let bob: Identity
beforeAll(async () => {
  served = await serveKeyStorePage()
  browser = await launchChromium()
  ;[alice, bob] = await Promise.all([aPerson('alice@example.com', { algorithm: 'rsa' }), aPerson('bob@example.com', { algorithm: 'rsa' })])
}, 120_000)
afterAll(async () => {
  await browser.close()
  await served.close()
})
beforeEach(async () => {
  context = await browser.newContext()
})
afterEach(() => context.close())

/** A pane that trusts the authority of these people. */
async function aTab(): Promise<Page> {
  const page = await context.newPage()
  await page.goto(served.address)
  await ask(page, { kind: 'trust', builtIn: false, organisation: [alice.authority.certificate], user: [] })
  return page
}

/** Octets anywhere in a request cross as base64, and back. */
async function ask<Result>(page: Page, request: object): Promise<Result & { readonly failed?: string }> {
  const given = JSON.stringify(request, (_, value: unknown) => (value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value))
  const text = await page.evaluate(async json => {
    const pane = globalThis as unknown as Pane
    const revived: unknown = JSON.parse(json, (_, value: unknown) => (typeof value === 'object' && value !== null && 'base64' in value ? pane.fromBase64(String(value.base64)) : value))
    const answer = await pane.ask(revived)
    return JSON.stringify(answer, (_, value: unknown) => (value instanceof Uint8Array ? { base64: btoa(Array.from(value, octet => String.fromCharCode(octet)).join('')) } : value))
  }, given)
  return JSON.parse(text, (_, value: unknown) => (typeof value === 'object' && value !== null && 'base64' in value ? new Uint8Array(Buffer.from(String(value.base64), 'base64')) : value)) as Result & { readonly failed?: string }
}

const open = (page: Page, bytes: Uint8Array) =>
  ask<OpenResult>(page, { kind: 'open', bytes, form: 'auto', content: null, host: null, at: AT, extraCertificates: [], revocation: 'if-available', crls: [], ocspResponses: [] })
const unlock = async (page: Page, person: Identity) => {
  await ask(page, { kind: 'keys-import', bytes: pemFile(person), filePassword: null, passphrase: PASSPHRASE, at: AT })
  await ask(page, { kind: 'keys-unlock', passphrase: PASSPHRASE, at: AT })
}
const find = async (page: Page, address: string) => (await ask<RecipientsResult>(page, { kind: 'recipients', addresses: [address], at: AT })).recipients[0]

async function compose(page: Page, from: string, to: string) {
  const recipient = await find(page, to)
  const expected = [{ address: to, fingerprint: recipient?.chosen ?? '' }]
  const message = aMessage({ from: mailbox(from), to: [mailbox(to)], html: '<p>As we said.</p>', attachments: [{ name: '計画.bin', mediaType: 'a/b', content: new Uint8Array(100_000).fill(7), contentId: null }] })
  return ask<ComposeResult>(page, { kind: 'compose', at: AT, message, protection: { sign: true, encrypt: true }, policy: USUAL_POLICY, expected, copyIds: [] })
}

describe('two correspondents, each in a browser of their own', () => {
  it('write to one another, and know one another afterwards', async () => {
    const alices = await aTab()
    await unlock(alices, alice)
    await ask(alices, { kind: 'certificates-add', bytes: certificateFile(bob), at: AT })
    const first = await compose(alices, 'alice@example.com', 'bob@example.com')
    expect(first).toMatchObject({ kind: 'compose', cipher: 'AES-256-CBC' })
    // The writer's own copy opens where it was written.
    expect((await open(alices, first.copies[0]?.bytes ?? new Uint8Array())).verdict).toMatchObject({ standing: 'valid', encrypted: true })

    const elsewhere = await browser.newContext()
    try {
      const home = context
      context = elsewhere
      const bobs = await aTab()
      context = home
      await unlock(bobs, bob)
      expect((await open(bobs, first.copies[0]?.bytes ?? new Uint8Array())).verdict).toMatchObject({ standing: 'valid', headers: { subject: 'Minutes 議事録' } })
      const known = await find(bobs, 'alice@example.com')
      expect(known).toMatchObject({ problem: null, certificates: [{ sources: ['mail'], announces: { gcm: true, oaep: true } }] })
      const answer = await compose(bobs, 'bob@example.com', 'alice@example.com')
      expect(answer.cipher).toBe('AES-256-GCM')
      expect((await open(alices, answer.copies[0]?.bytes ?? new Uint8Array())).verdict).toMatchObject({ standing: 'valid', encrypted: true })
      expect((await find(alices, 'bob@example.com'))?.certificates).toMatchObject([{ sources: ['file', 'mail'], announces: { gcm: true, oaep: true } }])
    } finally {
      await elsewhere.close()
    }
  }, 240_000)
})

describe('certificates in the browser\'s database', () => {
  it('are there after a reload, with the choice among them', async () => {
    const page = await aTab()
    const other = await aPerson('bob@example.com')
    await ask(page, { kind: 'certificates-add', bytes: certificateFile(bob, other), at: AT })
    const before = await find(page, 'bob@example.com')
    const second = before?.certificates[1]?.fingerprint
    await ask(page, { kind: 'certificates-prefer', address: 'bob@example.com', fingerprint: second, at: AT })
    await page.reload()
    await ask(page, { kind: 'trust', builtIn: false, organisation: [alice.authority.certificate], user: [] })
    expect(await find(page, 'bob@example.com')).toMatchObject({ chosen: second, certificates: { length: 2 } })
  }, 120_000)

  it('that two tabs keep at the same time are all kept', async () => {
    const [one, two] = [await aTab(), await aTab()]
    const people = await Promise.all(Array.from({ length: 12 }, () => aPerson('bob@example.com')))
    await Promise.all(people.map((person, index) => ask(index % 2 === 0 ? one : two, { kind: 'certificates-add', bytes: certificateFile(person), at: AT })))
    expect((await find(one, 'bob@example.com'))?.certificates).toHaveLength(12)
  }, 120_000)

  it('of another form are refused, and left as they are', async () => {
    const page = await aTab()
    await ask(page, { kind: 'certificates-add', bytes: certificateFile(bob), at: AT })
    await page.evaluate(() => new Promise<void>(resolve => {
      const opening = indexedDB.open('sealpane-certificates')
      opening.onsuccess = () => {
        const transaction = opening.result.transaction('addresses', 'readwrite')
        transaction.objectStore('addresses').put({ format: 2 }, 'bob@example.com')
        transaction.oncomplete = () => {
          opening.result.close()
          resolve()
        }
      }
    }))
    expect(await ask(page, { kind: 'recipients', addresses: ['bob@example.com'], at: AT })).toMatchObject({ failed: 'engine/storage-damaged' })
    expect(await ask(page, { kind: 'certificates-add', bytes: certificateFile(bob), at: AT })).toMatchObject({ failed: 'engine/storage-damaged' })
    expect(await find(page, 'carol@example.com')).toMatchObject({ problem: 'smime/recipient-no-certificate' })
  }, 120_000)
})
