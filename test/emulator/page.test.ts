import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDemo } from '../e2e/support/demo.ts'
import type { RunningDemo } from '../e2e/support/demo.ts'

const probe = join(dirname(fileURLToPath(import.meta.url)), 'probe')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let demo: RunningDemo

beforeAll(async () => {
  demo = await startDemo({ paneFolder: probe })
})
afterAll(() => demo.close())

test('the ribbon shows the manifest\'s button in the language of Outlook, and the button opens the pane', async () => {
  for (const [lang, label] of [['en-US', 'Verify signature'], ['ja-JP', '署名を検証']] as const) {
    const visit = await demo.open({ item: 'valid', lang })
    expect(await visit.page.textContent('#verify')).toBe(label)
    expect(await visit.page.locator('#pane').isVisible()).toBe(false)
    const pane = await visit.clickVerify()
    await pane.evaluate(() => window.officeReady)
    expect(await visit.page.evaluate(() => document.querySelector('#pane iframe')?.clientWidth)).toBe(320)
    await visit.close()
  }
})

test('the pane is given the width that is asked for, within Outlook\'s limits, and the keyboard moves its edge', async () => {
  const visit = await demo.open({ open: true, width: 100 })
  const width = () => visit.page.evaluate(() => document.querySelector('#pane iframe')?.clientWidth)
  expect(await width()).toBe(270)
  await visit.page.focus('#pane .grip')
  for (let presses = 0; presses < 30; presses += 1) await visit.page.keyboard.press('ArrowLeft')
  expect(await width()).toBe(450)
  await visit.close()
})

test('another mail program is another Outlook: the pane is loaded anew and told so', async () => {
  const visit = await demo.open({ open: true })
  await visit.page.selectOption('#profile', 'classic')
  const pane = await visit.pane()
  await pane.evaluate(() => window.officeReady)
  expect(await pane.evaluate(() => window.officeInfo.platform)).toBe('PC')
  await visit.close()
})

test('a letter cannot bring markup into the page', async () => {
  const visit = await demo.open({ item: 'attachments' })
  expect(await visit.page.textContent('#reading pre')).toContain('Devices marked with')
  expect(await visit.page.locator('#reading b, #reading img, #reading script').count()).toBe(0)
  await visit.close()
})

test('with nothing selected the page says so and the button waits', async () => {
  const visit = await demo.open({ item: '' })
  expect(await visit.page.textContent('#reading')).toBe('No message is selected.')
  expect(await visit.page.isDisabled('#verify')).toBe(true)
  await visit.close()
})

test.each([['light', undefined], ['dark', undefined], ['light', 'new'], ['dark', 'reply:valid']] as const)('the page is readable for everybody (%s, %s)', async (theme, compose) => {
  const visit = await demo.open({ theme, open: true, ...(compose === undefined ? {} : { compose }) })
  await visit.page.evaluate(axe)
  const violations = await visit.page.evaluate(async () => {
    const { axe: checker } = window as unknown as { axe: { run(options: object): Promise<{ violations: { id: string }[] }> } }
    return (await checker.run({ iframes: false })).violations.map(({ id }) => id)
  })
  expect(violations).toEqual([])
  await visit.close()
})

test.each([['en-US', 'Draft saved to the server at'], ['ja-JP', '下書きをサーバーに保存しました']] as const)(
  'a new message is written, saved by itself and thrown away (%s)',
  async (lang, saved) => {
    const visit = await demo.open({ lang, habits: { autosave: 100 } })
    await visit.page.click('#new-mail')
    await visit.page.fill('#compose-to', 'hanako.sato@contoso.co.jp')
    await visit.page.fill('#compose-subject', 'Written by hand')
    await visit.page.setInputFiles('#attach', { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('text') })
    await visit.page.click('#compose-body')
    await visit.page.keyboard.type('<b>no markup</b>')
    await expect.poll(() => visit.page.textContent('#saved')).toContain(saved)
    await expect.poll(() => demo.mail.store.mailbox('yuki.mori@contoso.co.jp')?.draftVersions.at(-1)?.content.body).toContain('no markup')
    await visit.page.click('[data-folder="drafts"]')
    await expect.poll(() => visit.page.textContent('#list .subject')).toBe('Written by hand')
    expect(await visit.page.locator('#compose-body b').count()).toBe(0)
    await visit.page.click('#discard')
    await visit.page.waitForSelector('#compose', { state: 'detached' })
    await expect.poll(() => visit.page.locator('#list .subject').count()).toBe(0)
    expect(visit.problems).toEqual({ console: [], pageErrors: [], foreignRequests: [], failedRequests: [] })
    await visit.close()
  },
)

test('another mailbox is chosen at the top, with its own letters and nobody else\'s', async () => {
  const visit = await demo.open({})
  await visit.page.selectOption('#mailbox', 'hanako.sato@contoso.co.jp')
  await visit.page.waitForFunction(() => window.outlookEmulator !== undefined && location.search.includes('hanako'))
  expect(await visit.page.locator('[data-message="valid"]').count()).toBe(0)
  expect(await visit.page.evaluate(() => window.outlookEmulator?.host.options.reader.address)).toBe('hanako.sato@contoso.co.jp')
  await visit.close()
})

test('a page that is not named may not frame the pane', async () => {
  const visit = await demo.open({})
  await visit.page.goto('about:blank')
  await visit.page.setContent(`<iframe src="${demo.address}/taskpane/taskpane.html"></iframe>`)
  await expect.poll(() => visit.page.frames()[1]?.url()).toMatch(/^chrome-error:/)
  await visit.close()
})
