/**
 * The pane itself is closed, or its worker ends, in the middle of a send: the production build in a real browser with its real database, beside the
 * emulated Outlook and Exchange (SEC-82). What it waits for is named by what it asks: the worker, or Graph.
 */
import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Identity } from '../../emulator/server/identity.ts'
import { startDemo, type RunningDemo, type Visit } from '../support/demo.ts'
import { demoIdentity } from '../support/keys.ts'
import { ended, HANAKO, protectBoth, send, toYuki, writerAtWork, YUKI } from '../support/writing.ts'

declare global {
  interface Window {
    passedPoints?: string[]
    isStruck?: boolean
  }
}

let demo: RunningDemo
let identity: Identity
beforeAll(async () => {
  identity = await demoIdentity()
  demo = await startDemo({ identity })
})
afterAll(async () => { await demo.close() })

const QUARTER = 15 * 60_000
const CANARY = 'osprey'

const inFolder = ({ mail: { store } }: RunningDemo, address: string, folder: 'inbox' | 'drafts') => {
  const mailbox = store.mailbox(address)
  return mailbox === null ? [] : store.inFolder(mailbox, folder)
}

interface Strike {
  /** The how-many-th of these is struck. */
  readonly point: string
  readonly nth: number
  readonly fault: 'tab' | 'worker'
}

/** From now on the pane stops where the strike says, for ever, or goes on without its worker. */
async function arm(frame: Frame, strike: Strike): Promise<void> {
  await frame.evaluate(({ point, nth, fault }) => {
    const top = window.parent
    const passed: string[] = (top.passedPoints = [])
    const reached = (name: string): boolean => {
      passed.push(name)
      return name === point && passed.filter(each => each === name).length === nth
    }
    const stop = (): void => { top.isStruck = true }
    // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called as a method below
    const post = Worker.prototype.postMessage as (this: Worker, message: unknown, transfer: Transferable[]) => void
    Worker.prototype.postMessage = function (this: Worker, message: unknown, transfer: Transferable[] = []): void {
      const isHere = reached(`ask ${(message as { readonly request?: { readonly kind: string } }).request?.kind ?? ''}`)
      if (isHere) stop()
      if (isHere && fault === 'tab') return
      if (isHere) this.terminate()
      post.call(this, message, transfer)
    } as typeof Worker.prototype.postMessage
    const ask = window.fetch.bind(window)
    window.fetch = async (...given) => {
      const [input, init] = given
      const name = `${init?.method ?? 'GET'} ${new URL(input instanceof Request ? input.url : input, location.href).pathname.replace(/^.*\/v1\.0\/me\/|AAMk[^/]*/gu, '')}`
      if (reached(`before ${name}`)) {
        stop()
        return new Promise<Response>(() => undefined)
      }
      const answer = await ask(...given)
      if (reached(`after ${name}`)) {
        stop()
        return new Promise<Response>(() => undefined)
      }
      return answer
    }
  }, strike)
}

async function passed(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => window.passedPoints ?? [])
}

/** Another tab, a quarter of an hour later: what it offers back goes. How it ended. */
async function comeBack(visit: Visit, address: string): Promise<string> {
  const page = await visit.context.newPage()
  await page.clock.setFixedTime(Date.now() + QUARTER)
  await page.goto(address)
  await page.waitForFunction(() => window.outlookEmulator !== undefined)
  await page.click('#verify')
  const frame = await (await page.locator('#pane iframe').elementHandle()).contentFrame()
  if (frame === null) throw new Error('the pane has no frame')
  await frame.waitForSelector('[data-recovered="not-sent"], [data-notice="found-sent"]', { timeout: 40_000 })
  if ((await frame.locator('[data-notice="found-sent"]').count()) > 0) return 'found'
  await frame.click('[data-recovered] button >> nth=0')
  await frame.waitForSelector('[data-editor] textarea', { timeout: 20_000 })
  await protectBoth(frame)
  await send(frame)
  await frame.waitForSelector('[data-end], [data-failure]', { timeout: 40_000 })
  return (await frame.getAttribute('[data-end]', 'data-end')) ?? 'stopped'
}

async function struckSend(to: RunningDemo, route: 'graph' | 'replace', strike: Strike): Promise<void> {
  const before = inFolder(to, YUKI, 'inbox').length
  const { visit, frame } = await writerAtWork(to, identity, { signIn: { consent: 'given' }, habits: { autosave: 0 } }, toYuki)
  await protectBoth(frame)
  expect(await frame.getAttribute('.foot', 'data-route')).toBe(route)
  await arm(frame, strike)
  const address = visit.page.url()
  await send(frame)
  await visit.page.waitForFunction(() => window.isStruck === true, undefined, { timeout: 40_000 })
  // Outlook closes the window of what went, and the pane with it.
  const isOver = strike.fault === 'worker' && /^(?:sent|closed)$/u.test(await ended(frame))
  await visit.page.close()
  const how = isOver ? 'sent' : await comeBack(visit, address)
  const after = inFolder(to, YUKI, 'inbox').slice(before)
  expect([strike.point, how, after.length]).toEqual([strike.point, expect.stringMatching(/^(?:found|sent)$/u), 1])
  for (const { mime } of [...after, ...inFolder(to, HANAKO, 'drafts')]) expect(mime?.toString('latin1') ?? '').not.toContain(CANARY)
  await visit.close()
}

describe('a pane that sends through Drafts', () => {
  it.each<[string, Strike]>([
    ['is closed while the message is made', { point: 'ask compose', nth: 1, fault: 'tab' }],
    ['loses its worker while it records', { point: 'ask drafts-advance', nth: 1, fault: 'worker' }],
    ['is closed after the draft was made', { point: 'after POST messages', nth: 1, fault: 'tab' }],
    ['is closed before it hears that the draft goes', { point: 'after POST messages//send', nth: 1, fault: 'tab' }],
  ])('%s', async (_, strike) => struckSend(demo, 'graph', strike))
})

describe('a pane whose message Outlook sends itself', () => {
  it('is closed before Outlook is told: nothing went, and the words are offered back', async () => {
    const plain = await startDemo({ identity, organisation: { graph: null } })
    const before = inFolder(plain, YUKI, 'inbox').length
    const { visit, frame } = await writerAtWork(plain, identity, { habits: { autosave: 0 } }, toYuki)
    await protectBoth(frame)
    expect(await frame.getAttribute('.foot', 'data-route')).toBe('replace')
    // Made, about to change the item, about to be one that Outlook could send.
    await arm(frame, { point: 'ask drafts-advance', nth: 3, fault: 'tab' })
    const address = visit.page.url()
    await send(frame)
    await visit.page.waitForFunction(() => window.isStruck === true, undefined, { timeout: 40_000 })
    expect(await passed(visit.page)).toContain('ask compose')
    expect(await visit.page.evaluate(() => window.outlookEmulator?.draft?.content.internetHeaders)).not.toHaveProperty('x-sealpane-message')
    await visit.page.close()
    const page = await visit.context.newPage()
    await page.goto(address)
    await page.click('#verify')
    const again = await (await page.locator('#pane iframe').elementHandle()).contentFrame()
    await again?.waitForSelector('[data-recovered="not-sent"]', { timeout: 40_000 })
    expect(inFolder(plain, YUKI, 'inbox')).toHaveLength(before)
    await visit.close()
    await plain.close()
  })
})
