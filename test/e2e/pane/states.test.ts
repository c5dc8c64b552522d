/** Every state of the pane besides a plain verdict: waiting, giving up, locked, unchecked, broken input, a checker that dies. */
import { readFile } from 'node:fs/promises'
import type { Frame } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDemo, type Fault, type RunningDemo, type Visit, type VisitOptions } from '../support/demo.ts'
import { greenElements, overflowing, settled, smallTargets, violations } from './pane-probes.ts'
import { asExtra, letterWithMessage, makeStoredStates, type StoredState } from './stored-states.ts'

let demo: RunningDemo
let organisation: string
let states: readonly StoredState[]
beforeAll(async () => {
  const made = await makeStoredStates()
  organisation = made.stationery.organisation
  states = made.states
  demo = await startDemo({ extraMessages: [...asExtra(states), { id: 'carrier', bytes: await letterWithMessage(made.stationery) }] })
})
afterAll(async () => { await demo.close() })

const languages = [['en-US', 0], ['ja-JP', 1]] as const
const slow: readonly Fault[] = [
  { call: 'attachmentContent', kind: 'slow', milliseconds: 6000 },
  { call: 'asFile', kind: 'slow', milliseconds: 6000 },
]
const letter = (name: string) => readFile(new URL(`../../emulator/mailbox/${name}.eml`, import.meta.url))

async function open(options: VisitOptions): Promise<{ visit: Visit; frame: Frame }> {
  const visit = await demo.open(options)
  await visit.context.route('**/taskpane/organisation.json', route => route.fulfill({ contentType: 'application/json', body: organisation }))
  return { visit, frame: await visit.clickVerify() }
}

/** What every state has to be: readable for everybody, nothing cut off, and nothing green. */
async function expectGoodManners(frame: Frame): Promise<void> {
  await frame.waitForTimeout(250)
  expect(await violations(frame)).toEqual([])
  expect(await overflowing(frame)).toEqual([])
  expect(await smallTargets(frame)).toEqual([])
  expect(await greenElements(frame)).toEqual([])
}

describe.each(languages)('while Outlook is slow (%s)', (lang, index) => {
  it('a skeleton comes first, then the step in words and a way out, which is taken and said', async () => {
    const { visit, frame } = await open({ item: 'valid', lang, theme: index === 0 ? 'light' : 'dark', width: 320, faults: slow })
    await frame.waitForSelector('[data-phase="checking"]')
    await frame.waitForTimeout(400)
    expect(await frame.locator('.answers .sk, .answers .long').count()).toBe(4)
    expect(await frame.locator('.verdict button').count()).toBe(0)
    await expectGoodManners(frame)
    await frame.waitForSelector('.verdict button')
    expect(await frame.textContent('.verdict .body')).toBe(['Getting the message from Outlook', 'Outlook からメールを取得しています'][index])
    await expectGoodManners(frame)
    await frame.click('.verdict button')
    await frame.waitForSelector('[data-failure="engine/cancelled"]')
    expect(await frame.textContent('h1')).toBe(['Stopped', '中止しました'][index])
    expect(await frame.textContent('[data-announcement]')).toContain(['Stopped', '中止しました'][index])
    await expectGoodManners(frame)
    await frame.waitForTimeout(5000)
    expect(await settled(frame)).toBe('engine/cancelled')
    await visit.close()
  })
})

describe('what cannot be judged', () => {
  it.each(['encrypted', 'certs-only', 'no-certificate', 'unknown-algorithm'])('%s is told as it is, in both languages', async id => {
    const state = states.find(each => each.id === id)
    for (const [lang, index] of languages) {
      const { visit, frame } = await open({ item: id, lang, theme: index === 0 ? 'light' : 'dark', width: 320 })
      expect(await settled(frame)).toBe(state?.standing)
      expect(await frame.textContent('.eyebrow')).toBe(state?.eyebrow[index])
      await frame.click('.rows button.r >> nth=-1')
      expect(await frame.textContent('main')).toContain(state?.says[index])
      await expectGoodManners(frame)
      expect(visit.problems).toEqual({ console: [], pageErrors: [], foreignRequests: [], failedRequests: [] })
      await visit.close()
    }
  })

  it.each(languages)('an attached message is listed, and opened with a verdict of its own (%s)', async (lang, index) => {
    const hint = ['Open it to see its own verdict', '開くと、そのメール自身の判定を表示します'][index]
    const signed = await open({ item: 'carrier', lang })
    await settled(signed.frame)
    await signed.frame.click('.rows button.r >> nth=1')
    await signed.frame.waitForSelector('.attachments .att')
    expect(await signed.frame.textContent('.attachments')).toContain('Offer.eml')
    await signed.frame.click('.att .does button >> nth=0')
    await signed.frame.waitForSelector('.crumb')
    expect(await settled(signed.frame)).toBe('none')
    await signed.frame.click('.crumb button')
    await signed.frame.waitForSelector('.attachments .att')
    await signed.visit.close()
    const unsigned = await open({ item: 'forwarded', lang })
    await settled(unsigned.frame)
    expect(await unsigned.frame.textContent('.attached')).toContain(hint)
    await expectGoodManners(unsigned.frame)
    await unsigned.frame.click('.attached button')
    await unsigned.frame.waitForSelector('.crumb')
    expect(await settled(unsigned.frame)).toBe('attention')
    await unsigned.frame.click('.crumb button')
    await unsigned.frame.waitForSelector('.attached')
    await unsigned.visit.close()
  })
})

describe('bad input', () => {
  const truncated = async () => (await letter('opaque')).subarray(0, 3000)
  const files: readonly (readonly [name: string, bytes: () => Promise<Buffer>, expected: RegExp])[] = [
    ['picture.eml', () => Promise.resolve(Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...new Array<number>(4000).fill(7)])), /^mime\/not-a-message$/u],
    ['nothing.eml', () => Promise.resolve(Buffer.alloc(0)), /^mime\/empty$/u],
    ['cut.eml', truncated, /^(?:mime|cms|x509)\/|^invalid$/u],
    ['cut.p7m', () => Promise.resolve(Buffer.from([0x30, 0x82, 0x10, 0x00, 0x06, 0x09])), /^(?:mime|cms|x509)\//u],
    ['broken.msg', () => Promise.resolve(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0, 0])), /^mime\//u],
  ]
  it.each(files)('%s gets a coded answer, and the pane lives on', async (name, bytes, expected) => {
    for (const [lang] of languages) {
      const { visit, frame } = await open({ item: 'plain', lang, width: 320 })
      await settled(frame)
      const dropped = { name, mimeType: 'application/octet-stream', buffer: await bytes() }
      await frame.setInputFiles('input[type=file]', dropped)
      await frame.waitForSelector('[data-failure], [data-standing="invalid"]')
      expect(await settled(frame)).toMatch(expected)
      await expectGoodManners(frame)
      expect(await frame.textContent('h1')).not.toMatch(/went wrong|問題が発生/u)
      await visit.choose('altered')
      await frame.waitForSelector('[data-standing="invalid"]')
      expect(visit.problems.pageErrors).toEqual([])
      await visit.close()
    }
  })

  it('a bare CMS object dropped as a file is judged', async () => {
    const { visit, frame } = await open({ item: 'plain' })
    const base64 = (await letter('opaque')).toString('latin1').split('\r\n\r\n')[1]?.replace(/\s/gu, '') ?? ''
    await frame.setInputFiles('input[type=file]', { name: 'smime.p7m', mimeType: 'application/pkcs7-mime', buffer: Buffer.from(base64, 'base64') })
    await frame.waitForSelector('[data-standing="attention"]')
    await expectGoodManners(frame)
    await visit.close()
  })

  it.each(languages)('empty attachments by every way are told, and judged by none (%s)', async lang => {
    const faults: readonly Fault[] = [{ call: 'attachmentContent', kind: 'empty' }, { call: 'asFile', kind: 'empty' }]
    const { visit, frame } = await open({ item: 'valid', lang, faults, width: 320 })
    expect(await settled(frame)).toBe('outlook/attachment-empty')
    await frame.click('.rows button.r')
    expect(await frame.locator('.rows dd').count()).toBe(3)
    await expectGoodManners(frame)
    await visit.close()
  })

  it('a message cut off on every way is not valid, or not judged', async () => {
    const faults: readonly Fault[] = [{ call: 'attachmentContent', kind: 'truncated', octets: 3000 }, { call: 'asFile', kind: 'truncated', octets: 3200 }]
    const { visit, frame } = await open({ item: 'valid', faults })
    expect(await settled(frame)).toMatch(/^(?:invalid|mime\/|cms\/|outlook\/)/u)
    await expectGoodManners(frame)
    await visit.close()
  })

  it.each(languages)('a way that never answers ends in its time, and the next one is said and taken (%s)', async (lang, index) => {
    const faults: readonly Fault[] = [{ call: 'attachmentContent', kind: 'silent' }, { call: 'asFile', kind: 'slow', milliseconds: 2500 }]
    const { visit, frame } = await open({ item: 'altered', lang, faults })
    const next = ['Trying the next way', '別の方法で取得しています'][index] ?? ''
    await frame.waitForFunction(said => document.querySelector('.verdict .body')?.textContent.includes(said) === true, next, { timeout: 60_000 })
    await expectGoodManners(frame)
    expect(await settled(frame)).toBe('invalid')
    await visit.close()
  })
})

/** Runs in the page: every worker ends as soon as it is asked, until `workersLive` is set. */
function standInADyingWorker(): void {
  const Real = window.Worker
  class Dying {
    onerror: ((event: { message: string }) => void) | null = null
    postMessage(): void {
      setTimeout(() => this.onerror?.({ message: 'broken' }), 20)
    }
    terminate(): void {
      this.onerror = null
    }
  }
  const state = window as unknown as { workersLive?: boolean }
  window.Worker = function (...parameters: ConstructorParameters<typeof Worker>) {
    return state.workersLive === true ? new Real(...parameters) : new Dying()
  } as unknown as typeof Worker
}

describe('a checker that dies', () => {
  it.each(languages)('is told, the message is set aside, and opened again on request (%s)', async (lang, index) => {
    const again = await demo.open({ item: 'altered', lang, width: 320 })
    await again.context.addInitScript(standInADyingWorker)
    const pane = await again.clickVerify()
    expect(await settled(pane)).toBe('engine/worker-died')
    expect(await pane.textContent('.verdict button')).toBe(['Check again', 'もう一度検証'][index])
    await expectGoodManners(pane)
    await again.choose(null)
    await pane.waitForSelector('[data-phase="empty"]')
    await expectGoodManners(pane)
    await again.choose('altered')
    await pane.waitForSelector('[data-failure="engine/message-set-aside"]')
    expect(await pane.textContent('.verdict button')).toBe(['Open it anyway', 'それでも開く'][index])
    await expectGoodManners(pane)
    await pane.evaluate(() => { (window as unknown as { workersLive: boolean }).workersLive = true })
    await pane.click('.verdict button')
    await pane.waitForSelector('[data-standing="invalid"]')
    await again.close()
  })
})

describe.each(languages)('beside the messages (%s)', (lang, index) => {
  it('the About dialog is readable in light and dark, and gives the focus back', async () => {
    for (const theme of ['light', 'dark'] as const) {
      const { visit, frame } = await open({ item: 'plain', lang, theme, width: 320 })
      await settled(frame)
      await frame.click('button.more')
      await frame.click(`[role=menuitem]:has-text("${['About Sealpane', 'Sealpane について'][index] ?? ''}")`)
      await frame.waitForSelector('[role=dialog]')
      await frame.waitForTimeout(300)
      expect(await violations(frame)).toEqual([])
      expect(await overflowing(frame)).toEqual([])
      await visit.page.keyboard.press('Escape')
      await frame.waitForSelector('[role=dialog]', { state: 'detached' })
      await frame.waitForFunction(() => document.activeElement?.classList.contains('more') === true)
      await visit.close()
    }
  })

  it('forced colours keep the standings apart by their borders', async () => {
    const borders: string[] = []
    for (const item of ['valid', 'wrong-sender', 'altered']) {
      const visit = await demo.open({ item, lang, forcedColors: 'active' })
      const frame = await visit.clickVerify()
      await settled(frame)
      await frame.waitForTimeout(250)
      expect(await violations(frame)).toEqual([])
      const inks = await frame.evaluate(() => [document.body, ...document.querySelectorAll('.answers li .ic')].map(element => getComputedStyle(element).color))
      expect(new Set(inks).size, 'icons of the checks take the forced colour').toBe(1)
      borders.push(await frame.evaluate(() => getComputedStyle(document.querySelector('.verdict') as Element).borderTopStyle))
      await visit.close()
    }
    expect(borders).toEqual(['solid', 'dashed', 'double'])
  })

  it('text twice as large stays whole', async () => {
    for (const item of ['altered', 'encrypted', 'forwarded']) {
      const { visit, frame } = await open({ item, lang, width: 320 })
      await settled(frame)
      await frame.evaluate(() => { document.documentElement.style.setProperty('zoom', '2') })
      expect(await overflowing(frame), item).toEqual([])
      await visit.close()
    }
  })
})
