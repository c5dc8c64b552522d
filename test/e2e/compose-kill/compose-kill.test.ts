/**
 * A tab or its worker ends in the middle of a send, in a real browser with its real database: nothing lost, nothing twice, nothing in clear (SEC-82).
 * A tab at every sixth point; with `KILL=all` at every third.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OutgoingMessage } from '../../../src/mime/outgoing-message.ts'
import { keyUsage } from '../../make/certificate-authority.ts'
import { anIdentity, packPkcs12, pemOf } from '../../make/key-files.ts'
import { launchChromium } from '../support/chromium.ts'
import { type SendingPage, serveSendingPage } from './sending-page.ts'

const AT = '2026-06-15T12:00:00Z'
const EVERY = process.env['KILL'] === 'all' ? 3 : 6
const LATER = '2026-06-15T13:00:00Z'
const passphrase = 'four ordinary words together'
const filePassword = 'the file came with this'
const WORDS = 'the bridge of canary-7302 holds nine tons'

const message: OutgoingMessage = {
  from: { name: 'Yuki', address: 'yuki@example.com' }, sender: null, to: [{ name: 'Ben', address: 'ben@example.org' }], cc: [],
  bcc: [{ name: '', address: 'dora@example.net' }], subject: 'Offer', date: AT, messageId: '', inReplyTo: null, references: [],
  text: WORDS, html: null, attachments: [], importance: 'normal',
}

type Fault = 'tab' | 'worker'
type Answer = Readonly<Record<string, unknown>> & { readonly failed?: string }
interface Pane {
  ask: (request: unknown) => Promise<Answer>
  fromBase64: (text: string) => Uint8Array
  send: (wish: unknown) => Promise<Answer>
  goOn: (wish: unknown) => Promise<{ readonly fates: readonly string[]; readonly sent: number; readonly unreadable: readonly string[]; readonly outcomes: readonly string[] }>
  struck?: boolean
  passed: readonly string[]
}

let served: SendingPage
let browser: Browser
let context: BrowserContext
let expected: readonly { readonly address: string; readonly fingerprint: string }[]
beforeAll(async () => {
  served = await serveSendingPage()
  browser = await launchChromium()
  context = await browser.newContext()
  const page = await aTab()
  const options = { extensions: { keyUsage: keyUsage(0, 4) } }
  const own = await anIdentity(message.from.address, options)
  await trust(page, own.authority.certificate)
  await ask(page, { kind: 'keys-import', filePassword, passphrase }, packPkcs12(own, { password: filePassword }))
  for (const { address } of [...message.to, ...message.bcc]) {
    const { certificate } = await anIdentity(address, options)
    await ask(page, { kind: 'certificates-add' }, new TextEncoder().encode(pemOf('CERTIFICATE', certificate)))
  }
  const answer = await ask(page, { kind: 'recipients', addresses: [...message.to, ...message.bcc].map(({ address }) => address) })
  expected = (answer['recipients'] as { address: string; chosen: string }[]).map(({ address, chosen }) => ({ address, fingerprint: chosen }))
  anchors = own.authority.certificate
  await page.close()
}, 240_000)
afterAll(async () => {
  await browser.close()
  await served.close()
})

let anchors: Uint8Array

/** Asks the page's engine; bytes cross as base64. */
function ask(page: Page, request: Readonly<Record<string, unknown>>, bytes?: Uint8Array): Promise<Answer> {
  return page.evaluate(([given, text]) => {
    const pane = globalThis as unknown as Pane
    return pane.ask(text === null ? given : { ...given, bytes: pane.fromBase64(text) })
  }, [{ at: AT, ...request }, bytes ? Buffer.from(bytes).toString('base64') : null] as const)
}

const trust = (page: Page, certificate: Uint8Array) =>
  page.evaluate(text => {
    const pane = globalThis as unknown as Pane
    return pane.ask({ kind: 'trust', builtIn: false, organisation: [pane.fromBase64(text)], user: [] })
  }, Buffer.from(certificate).toString('base64'))

async function aTab(): Promise<Page> {
  const page = await context.newPage()
  await page.goto(served.address)
  return page
}

/** A pane whose writer has unlocked. */
async function aPane(): Promise<Page> {
  const page = await aTab()
  await trust(page, anchors)
  expect(await ask(page, { kind: 'keys-unlock', passphrase, lockAfterMinutes: 480 })).toMatchObject({ outcome: 'unlocked' })
  return page
}

const send = (page: Page, strike: { readonly at: number; readonly fault: Fault } | null) =>
  page.evaluate(wish => (globalThis as unknown as Pane).send(wish), { message, expected, at: AT, strike })

async function goOn(): Promise<Awaited<ReturnType<Pane['goOn']>>> {
  const page = await aPane()
  const answer = await page.evaluate(wish => (globalThis as unknown as Pane).goOn(wish), { expected, at: LATER })
  await page.close()
  return answer
}

const takenSince = (from: number) => served.mailbox.taken.slice(from)

function expectOnce(from: number): void {
  const taken = takenSince(from)
  expect(taken.flatMap(({ recipients }) => recipients).sort()).toEqual(['ben@example.org', 'dora@example.net'])
  for (const { bytes } of taken) {
    const text = new TextDecoder().decode(bytes)
    expect(text).not.toContain('canary')
    expect(text).toMatch(/^Content-Type: application\/pkcs7-mime;[^]*?enveloped-data/mu)
  }
}

describe('in a browser', () => {
  let points: readonly string[] = []
  it('a send that nothing strikes goes once', async () => {
    const page = await aPane()
    const from = served.mailbox.taken.length
    expect(await send(page, null)).toMatchObject({ kind: 'sent' })
    points = await page.evaluate(() => (globalThis as unknown as Pane).passed)
    expectOnce(from)
    expect(points.length).toBeGreaterThanOrEqual(20)
    expect(await ask(page, { kind: 'drafts-list' })).toMatchObject({ drafts: [], unreadable: 0 })
    await page.close()
  })
  it(`a tab that is closed at one point in ${EVERY}`, async () => {
    for (let at = 3; at < points.length; at += EVERY) {
      const from = served.mailbox.taken.length
      const page = await aPane()
      void send(page, { at, fault: 'tab' }).catch(() => undefined)
      await page.waitForFunction(() => (globalThis as unknown as Pane).struck === true)
      await page.close()
      const answer = await goOn()
      expect([points[at], answer]).toMatchObject([points[at], { unreadable: [] }])
      expect([points[at], answer.outcomes.filter(kind => kind !== 'sent')]).toEqual([points[at], []])
      const found = answer.outcomes.length + answer.sent
      // Until it is recorded the words are in the item, which nobody touched; once the item closes, the record ends at the same time.
      if (at < points.indexOf('after ask drafts-write')) expect([points[at], found, takenSince(from)]).toEqual([points[at], 0, []])
      else {
        if (at < points.indexOf('before item close')) expect([points[at], found]).toEqual([points[at], 1])
        expectOnce(from)
      }
    }
  }, 600_000)
  it('a worker that ends while the journal is asked: the next one records it', async () => {
    for (const point of ['before ask drafts-write', 'before ask drafts-advance']) {
      const from = served.mailbox.taken.length
      const page = await aPane()
      const outcome = await send(page, { at: points.indexOf(point), fault: 'worker' })
      // The keys died with it: the messages cannot be signed, or were made before.
      if (point === 'before ask drafts-write') expect(outcome).toMatchObject({ kind: 'stopped', failure: { code: 'engine/signing-key-locked' }, draftId: 'draft-1' })
      else expect(outcome).toMatchObject({ kind: 'sent' })
      await page.close()
      const answer = await goOn()
      expect(answer.outcomes).toEqual(point === 'before ask drafts-write' ? ['sent'] : [])
      expectOnce(from)
    }
  }, 300_000)
})
