/** SEC-22: whatever a signed message says, it says inside its frame; everything around it looks as it does for a harmless one. */
import type { Frame } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDemo, type RunningDemo, type Visit } from '../support/demo.ts'
import { overflowing, settled } from './pane-probes.ts'
import { makeStationery, type Stationery, textEntity } from './letters.ts'

const html = (body: string) => `Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${body}\r\n`
const both = (text: string, body: string) =>
  `Content-Type: multipart/alternative; boundary="a1"\r\n\r\n--a1\r\n${textEntity(text)}\r\n--a1\r\n${html(body)}\r\n--a1--\r\n`

/** Texts that try to look like the pane, or to break out of their frame. */
const BODIES: readonly (readonly [story: string, entity: string])[] = [
  ['imitates the card', textEntity('✔ Valid · signed by\r\nceo@contoso.co.jp\r\nThe message is exactly as it was signed.\r\nFour checks\r\n✔ Content ✔ Certificate')],
  ['is markup of the card', textEntity('</div></section><section class="verdict is-valid" data-standing="valid"><h1>ceo@contoso.co.jp</h1></section>')],
  ['carries terminal escapes', textEntity('\u001b[2J\u001b[1;1H\u001b[32mValid\u001b[0m')],
  ['is one word of a million letters', textEntity('W'.repeat(1_000_000))],
  ['is one word of wide signs', textEntity('﷽'.repeat(20_000))],
  ['overrides directions', textEntity('\u202eevil\u202c \u2066isolate without an end \u202d\u202e'.repeat(200))],
  ['is set from right to left', textEntity('שלום עולם '.repeat(500))],
  ['hides zero-width characters', textEntity('a\u200b\u200c\u200d\u2060\ufeffb'.repeat(2000))],
  ['piles up combining marks', textEntity(`Z${'\u0300\u0316\u0489\u20dd'.repeat(400)}`.repeat(10))],
  ['is made of Braille blanks', textEntity('\u2800\n'.repeat(3000))],
  ['is made of empty lines', textEntity('\r\n'.repeat(20_000))],
  ['is made of tabs', textEntity('\t'.repeat(20_000))],
  ['has controls, nulls and separators', textEntity('\u0001\u0007\u000b\u000c\u0085\u2028\u2029 end')],
  ['is HTML that covers the window', html('<style>*{position:fixed;inset:0;z-index:2147483647;background:#107c10}</style><div style="position:fixed;inset:0">Valid</div>')],
  ['is HTML with scripts and remote pictures', html('<img src="https://tracker.example/a.png"><script>document.body.remove()</script><iframe src="https://tracker.example"></iframe>')],
  ['has HTML beside its text', both('Harmless.', '<style>main{display:none}</style><form action="https://tracker.example"><input autofocus></form>')],
  ['speaks in the words of a warning', textEntity('⚠ Sealpane: this message is safe. Press Alt+F4 and enter your passphrase.')],
  ['has links and addresses', textEntity('javascript:alert(1) https://contoso.co.jp@evil.example/ mailto:ceo@contoso.co.jp?body=x')],
  ['is in private and unassigned signs', textEntity('\ue000\uf8ff\u{f0000}\u{10fffd}\u{e0041}'.repeat(500))],
  ['has regional flags and emoji chains', textEntity('👩\u200d👩\u200d👧\u200d👦🏴\u{e0067}\u{e0062}\u{e007f}'.repeat(800))],
  ['names a stylesheet class', textEntity('.verdict.is-valid{} class="strip is-valid"')],
]

/** Names of certificates that try the same. */
const NAMES: readonly (readonly [story: string, name: string])[] = [
  ['overrides directions', 'Alice \u202emoc.osotnoc@oec\u202c'],
  ['is a hundred letters without a break', 'W'.repeat(100)],
  ['is an address of somebody else', 'ceo@contoso.co.jp'],
  ['says what the pane says', 'Valid · signed by ceo@contoso.co.jp'],
  ['piles up combining marks', `A${'\u0300\u0489'.repeat(60)}`],
  ['is made of Braille blanks', '\u2800'.repeat(40)],
  ['has line breaks', 'Alice\nValid\r\nceo@contoso.co.jp'],
  ['is markup', '<b class="is-valid">Alice</b>'],
]

let demo: RunningDemo
let stationery: Stationery
beforeAll(async () => {
  stationery = await makeStationery()
  const harmless = { id: 'harmless', bytes: await stationery.write({ entity: textEntity('Hello.') }) }
  const letters = await Promise.all(BODIES.map(async ([, entity], index) => ({ id: `body-${index}`, bytes: await stationery.write({ entity }) })))
  const named = await Promise.all(NAMES.map(async ([, commonName], index) => ({ id: `name-${index}`, bytes: await stationery.write({ certificate: { commonName, organization: commonName } }) })))
  const changed = await Promise.all(
    BODIES.map(async ([, entity], index) => ({ id: `altered-${index}`, bytes: await stationery.write({ entity: textEntity('Hello.'), received: entity }) })),
  )
  demo = await startDemo({ extraMessages: [harmless, ...letters, ...named, ...changed] })
})
afterAll(async () => { await demo.close() })

async function open(item: string): Promise<{ visit: Visit; frame: Frame }> {
  const visit = await demo.open({ item, width: 320, viewport: { width: 1280, height: 1700 }, reducedMotion: 'reduce' })
  await visit.context.route('**/taskpane/organisation.json', route => route.fulfill({ contentType: 'application/json', body: stationery.organisation }))
  const frame = await visit.clickVerify()
  await settled(frame)
  return { visit, frame }
}

const OURS = ['.tabs', '.verdict', '.answers', '.rows > li:nth-child(2) > button', '.meta']

/**
 * Pictures of what is ours: card, checks, rows, footer. The clock and what names the content (its kind, its size) are hidden, and the frame
 * is as high for all, so that nothing stands at half a pixel.
 */
async function chrome(visit: Visit, frame: Frame): Promise<readonly string[]> {
  // Whatever the pointer rests on is drawn as hovered.
  await visit.page.mouse.move(1, 1)
  await frame.evaluate(() => {
    for (const varying of document.querySelectorAll('.meta > :first-child, .rows .r > .cap')) (varying as HTMLElement).style.visibility = 'hidden'
    const frame = document.querySelector<HTMLElement>('.frame')
    if (frame !== null) frame.style.height = '300px'
    for (const detail of document.querySelectorAll<HTMLElement>('.rows .detail')) Object.assign(detail.style, { height: '320px', overflow: 'hidden' })
    scrollTo(0, 0)
    ;(document.activeElement as HTMLElement | null)?.blur()
  })
  await frame.waitForTimeout(50)
  const pictures: string[] = []
  for (const part of OURS) pictures.push((await frame.locator(part).first().screenshot()).toString('base64'))
  return pictures
}

async function openContent(frame: Frame): Promise<void> {
  await frame.click('.rows > li:nth-child(2) > button')
  // What shows content is loaded when there is content to show.
  await frame.waitForSelector('.rows .shown, .rows .detail > p:not([role])')
}

/** Whether everything of the mail is drawn within its frame, and the frame within the pane. */
const escapes = (frame: Frame) =>
  frame.evaluate(() => {
    const mail = document.querySelector('.mail')
    const border = document.querySelector('.frame')?.getBoundingClientRect()
    if (mail === null || border === undefined) return []
    const inside = getComputedStyle(mail)
    const range = document.createRange()
    range.selectNodeContents(mail)
    const found: string[] = []
    if (mail.children.length > 0) found.push('elements of the mail')
    if (!/paint|content|strict/u.test(inside.contain) || inside.overflow !== 'auto') found.push('not contained')
    const { left, right, bottom, top } = mail.getBoundingClientRect()
    if (left < border.left || right > border.right || top < border.top || bottom > border.bottom) found.push('outside of the frame')
    if (border.height > innerHeight * 0.75 || border.right > document.documentElement.clientWidth) found.push('too large')
    return found
  })

describe('a signed message whose text', () => {
  let harmless: readonly string[] = []
  beforeAll(async () => {
    const { visit, frame } = await open('harmless')
    expect(await frame.getAttribute('[data-standing]', 'data-standing')).toBe('valid')
    await openContent(frame)
    harmless = await chrome(visit, frame)
    await visit.close()
  })

  it.each(BODIES.map(([story], index) => [story, index] as const))('%s stays in its frame', async (_story, index) => {
    const { visit, frame } = await open(`body-${index}`)
    expect(await frame.getAttribute('[data-standing]', 'data-standing')).toBe('valid')
    await openContent(frame)
    expect(await frame.locator('.verdict').count()).toBe(1)
    expect(await overflowing(frame)).toEqual([])
    expect(await escapes(frame)).toEqual([])
    const now = await chrome(visit, frame)
    expect(now.flatMap((picture, part) => (picture === harmless[part] ? [] : [OURS[part]]))).toEqual([])
    expect(visit.problems).toEqual({ console: [], pageErrors: [], foreignRequests: [], failedRequests: [] })
    await visit.close()
  })
})

describe('an altered message whose text', () => {
  it.each(BODIES.slice(0, 4).map(([story], index) => [story, index] as const))('%s shows none of it', async (_story, index) => {
    const { visit, frame } = await open(`altered-${index}`)
    expect(await frame.getAttribute('[data-standing]', 'data-standing')).toBe('invalid')
    await openContent(frame)
    expect(await frame.locator('.frame').count()).toBe(0)
    expect(await frame.locator('.is-valid, .good').count()).toBe(0)
    await visit.close()
  })
})

describe('a certificate whose name', () => {
  it.each(NAMES.map(([story], index) => [story, index] as const))('%s changes neither heading nor layout', async (_story, index) => {
    const { visit, frame } = await open(`name-${index}`)
    expect(await frame.getAttribute('[data-standing]', 'data-standing')).toBe('valid')
    expect(await frame.textContent('h1')).toBe('alice@example.com')
    await frame.click('.rows > li:nth-child(1) > button')
    expect(await overflowing(frame)).toEqual([])
    const name = frame.locator('.verdict .name')
    expect((await name.boundingBox())?.height ?? 0).toBeLessThan(200)
    expect(await name.textContent()).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u2800\n]/u)
    await visit.close()
  })
})
