import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDemo, type RunningDemo, type Visit, type VisitOptions } from '../support/demo.ts'
import { launchChromium } from '../support/chromium.ts'
import { greenElements, overflowing, settled, smallTargets, violations } from './pane-probes.ts'

let demo: RunningDemo
beforeAll(async () => { demo = await startDemo() })
afterAll(async () => { await demo.close() })

const letter = (name: string) => readFile(new URL(`../../emulator/mailbox/${name}.eml`, import.meta.url))
const noProblems = { console: [], pageErrors: [], foreignRequests: [], failedRequests: [] }

async function check(options: VisitOptions): Promise<{ visit: Visit; frame: Awaited<ReturnType<Visit['clickVerify']>> }> {
  const visit = await demo.open(options)
  const frame = await visit.clickVerify()
  await settled(frame)
  return { visit, frame }
}

describe('for everyone', () => {
  it.each([
    ['valid', 'en-US', 'light'],
    ['valid', 'ja-JP', 'dark'],
    ['altered', 'ja-JP', 'light'],
    ['altered', 'en-US', 'dark'],
    ['wrong-sender', 'en-US', 'light'],
    ['two-signers', 'ja-JP', 'dark'],
    ['plain', 'en-US', 'dark'],
  ] as const)('%s has no accessibility fault (%s, %s), closed and opened', async (item, lang, theme) => {
    const { visit, frame } = await check({ item, lang, theme })
    await frame.waitForTimeout(300)
    expect(await violations(frame)).toEqual([])
    for (const row of await frame.locator('.rows button.r').all()) {
      await row.click()
      await frame.waitForTimeout(250)
      expect(await violations(frame)).toEqual([])
    }
    await visit.close()
  })

  it.each([270, 320, 450])('nothing scrolls sideways at %i px, in both languages', async width => {
    for (const lang of ['en-US', 'ja-JP'] as const) {
      for (const item of ['wrong-sender', 'two-signers', 'plain', 'attachments']) {
        const { visit, frame } = await check({ item, lang, width })
        for (const row of await frame.locator('.rows button.r').all()) {
          await row.click()
          expect(await overflowing(frame), `${item} ${lang}`).toEqual([])
          expect(await smallTargets(frame), `${item} ${lang}`).toEqual([])
        }
        await visit.close()
      }
    }
  })

  it('the keyboard reaches everything: arrows in the tabs, F6 between areas, Esc out of a dialog', async () => {
    const { visit, frame } = await check({ item: 'valid' })
    const focused = () => frame.evaluate(() => document.activeElement?.id ?? '')
    await frame.focus('#tab-message')
    for (const tab of ['tab-keys', 'tab-trust', 'tab-message']) {
      await visit.page.keyboard.press('ArrowRight')
      expect(await focused()).toBe(tab)
      expect(await frame.getAttribute(`#${tab}`, 'aria-selected')).toBe('true')
    }
    await visit.page.keyboard.press('ArrowLeft')
    expect(await focused()).toBe('tab-trust')
    await visit.page.keyboard.press('Home')
    expect(await focused()).toBe('tab-message')
    const area = () => frame.evaluate(() => document.activeElement?.closest('[data-area]')?.getAttribute('data-area'))
    const seen: (string | null | undefined)[] = []
    for (let step = 0; step < 4; step += 1) {
      await visit.page.keyboard.press('F6')
      seen.push(await area())
    }
    expect(seen).toEqual(['verdict', 'checks', 'content', 'footer'])
    await frame.click('.rows button.r >> nth=0')
    await frame.click('.path .actions button >> nth=0')
    await frame.waitForSelector('[role=dialog]')
    await visit.page.keyboard.press('Escape')
    await frame.waitForSelector('[role=dialog]', { state: 'detached' })
    expect(visit.problems).toEqual(noProblems)
    await visit.close()
  })

  it('the language can be chosen and stays', async () => {
    const { visit, frame } = await check({ item: 'valid' })
    await frame.click('button.more')
    await frame.click('[role=menuitemradio]:has-text("日本語")')
    await frame.waitForSelector('#tab-message:text-is("メール")')
    await frame.evaluate(() => { location.reload() }).catch(() => undefined)
    const again = await visit.pane()
    await settled(again)
    expect(await again.textContent('#tab-message')).toBe('メール')
    expect(visit.problems).toEqual(noProblems)
    await visit.close()
  })
})

describe('in a pinned pane', () => {
  it('another message replaces the verdict, and none leaves none', async () => {
    const { visit, frame } = await check({ item: 'valid', pin: true })
    await visit.choose('altered')
    await frame.waitForSelector('[data-standing="invalid"]')
    expect(await greenElements(frame)).toEqual([])
    await visit.choose(null)
    await frame.waitForSelector('[data-phase="empty"]')
    await visit.close()
  })

  it('a strip of the verdict stays while its text is read', async () => {
    const { visit, frame } = await check({ item: 'valid', viewport: { width: 1280, height: 520 } })
    await frame.click('.rows button.r >> nth=1')
    await frame.evaluate(() => { scrollTo(0, document.documentElement.scrollHeight) })
    await frame.waitForSelector('.strip > div')
    expect(await frame.textContent('.strip .addr')).toContain('@')
    await visit.close()
  })
})

describe('without Outlook', () => {
  it('the page takes dropped files, and asks for what a .p7s was made over', async () => {
    const browser = await launchChromium()
    const page = await (await browser.newContext({ ignoreHTTPSErrors: true, locale: 'ja-JP' })).newPage()
    await page.goto(`${demo.address}/taskpane/taskpane.html`)
    await page.waitForSelector('.drop', { timeout: 15_000 })
    await page.setInputFiles('input[type=file]', { name: 'altered.eml', mimeType: 'message/rfc822', buffer: await letter('altered') })
    await page.waitForSelector('[data-standing="invalid"]')
    await page.setInputFiles('input[type=file]', { name: 'nothing.eml', mimeType: 'message/rfc822', buffer: Buffer.alloc(0) })
    await page.waitForSelector('[data-failure="mime/empty"]')
    const text = (await letter('valid')).toString('latin1')
    const boundary = /boundary="?([^";\r\n]+)/u.exec(text)?.[1] ?? ''
    const [, content = '', signature = ''] = text.split(`--${boundary}\r\n`)
    const base64 = signature.slice(signature.indexOf('\r\n\r\n')).replace(/--[^]*$/u, '').replace(/\s/gu, '')
    await page.setInputFiles('input[type=file]', { name: 'smime.p7s', mimeType: 'application/pkcs7-signature', buffer: Buffer.from(base64, 'base64') })
    await page.waitForSelector('[data-failure="mime/needs-content"]')
    await page.setInputFiles('input[type=file]', { name: 'content.txt', mimeType: 'text/plain', buffer: Buffer.from(content.replace(/\r\n$/u, ''), 'latin1') })
    await page.waitForSelector('[data-standing]:not([data-standing="invalid"])')
    await browser.close()
  })

  it('an Outlook with the Internet Explorer engine gets a notice in both languages', async () => {
    const browser = await launchChromium()
    const userAgent = 'Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko'
    const page = await (await browser.newContext({ ignoreHTTPSErrors: true, userAgent })).newPage()
    await page.goto(`${demo.address}/taskpane/taskpane.html`)
    const notice = await page.textContent('#too-old')
    expect(notice).toContain('This Outlook is too old for the pane')
    expect(notice).toContain('この Outlook では作業ウィンドウを使えません')
    await browser.close()
  })
})
