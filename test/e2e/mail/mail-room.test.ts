/** The mail frame and the attachments in a real browser: SEC-26, 34, 41 to 50, each as what a reader would notice. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openStage, type Stage } from './stage.ts'

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

let stage: Stage
let page: Page
beforeAll(async () => {
  stage = await openStage({ network: 'proxy' })
  page = stage.page
})
afterAll(() => stage.close())

const sanitize = (html: string, options: Parameters<NonNullable<Window['stage']>['sanitize']>[1] = {}) =>
  page.evaluate(([given, how]) => window.stage?.sanitize(given, how), [html, options] as const).then(mail => mail ?? expect.fail('no stage'))

const mailFrame = async () => (await (await page.waitForSelector('iframe')).contentFrame()) ?? expect.fail('no frame')

describe('the frame', () => {
  it('has no right but to open a link, no origin, no referrer and a policy of its own', async () => {
    await page.evaluate(() => window.stage?.showAll(['<p>text</p>']))
    const attributes = await page.evaluate(() => Object.fromEntries([...document.querySelector('iframe')?.attributes ?? []].map(({ name, value }) => [name, value])))
    expect(attributes['sandbox']).toBe('allow-popups allow-popups-to-escape-sandbox')
    expect(attributes).toMatchObject({ referrerpolicy: 'no-referrer', credentialless: '', title: 'mail 0' })
    expect(attributes['csp']).toContain("default-src 'none'")
    expect(attributes['srcdoc']).toContain("content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src 'none'; form-action 'none'; base-uri 'none'\"")
    const frame = await mailFrame()
    expect(await frame.evaluate(() => self.origin)).toBe('null')
    await expect(frame.evaluate(() => parent.document.title)).rejects.toThrow(/cross-origin/u)
  })

  it('is under the pane policy and its own: styles in attributes hold, style elements and scripts do not', async () => {
    await page.evaluate(() => window.stage?.showUnclean(['<style>b{color:rgb(1,2,3)}</style><b>a</b><i style="color:rgb(1,2,3)">b</i><script>document.body.id="ran"</script>']))
    const frame = await mailFrame()
    expect(await frame.evaluate(() => ['b', 'i'].map(name => getComputedStyle(document.querySelector(name) as Element).color))).toEqual(['rgb(0, 0, 0)', 'rgb(1, 2, 3)'].map((colour, index) => (index === 0 ? 'rgb(36, 36, 36)' : colour)))
    expect(await frame.evaluate(() => document.body.id)).toBe('')
  })

  it('cannot move the pane, leave its box, take the focus or grow beyond 70 % of the pane', async () => {
    await page.setViewportSize({ width: 320, height: 1000 })
    const html = '<div style="position:fixed;inset:0;height:9999px;width:9999px">Valid</div><a href="https://a.example" autofocus tabindex=1>x</a>'.repeat(40)
    await page.evaluate(given => window.stage?.showContent({ text: null, html: given, linksAllowed: true }), html)
    await page.getByRole('button', { name: 'Taller' }).click()
    const box = await page.locator('iframe').boundingBox()
    expect(box?.height).toBe(700)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    expect(await page.evaluate(() => document.activeElement?.localName)).not.toBe('iframe')
  })

  it('is white paper in a dark pane', async () => {
    await page.evaluate(() => { document.documentElement.dataset['theme'] = 'dark' })
    await page.evaluate(() => window.stage?.showAll(['<p>text</p>']))
    const frame = await mailFrame()
    expect(await frame.evaluate(() => [getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.body).color])).toEqual(['rgb(255, 255, 255)', 'rgb(36, 36, 36)'])
    await page.evaluate(() => { delete document.documentElement.dataset['theme'] })
  })

  it('opens a link in a window that knows nothing of the pane', async () => {
    await page.evaluate(() => window.stage?.showAll(['<a href="http://clicked.canary.test/a?b">read on</a>']))
    const [opened] = await Promise.all([page.context().waitForEvent('page'), (await mailFrame()).click('a')])
    await opened.waitForLoadState()
    expect(await opened.evaluate(() => [opener === null, document.referrer])).toEqual([true, ''])
    expect(stage.requests).toContain('http://clicked.canary.test/a?b')
    await opened.close()
  })
})

describe('links', () => {
  it('say where they lead, in full and beside their text', async () => {
    const { body } = await sanitize('<a href="https://evil.example/login?x=1" title="bank.example">https://bank.example/</a>')
    expect(body).toContain('title="https://evil.example/login?x=1"')
    expect(body).toContain('[evil.example]')
    expect(body).toContain('rel="noopener noreferrer"')
  })

  it('that say it themselves are not told twice, unless they only begin alike', async () => {
    expect((await sanitize('<a href="https://a.example/b">https://a.example/b</a>')).body).not.toContain('[')
    expect((await sanitize('<a href="https://a.example/b">a.example.evil.test</a>')).body).toContain('[a.example]')
  })

  it('are text where somebody could have changed the message', async () => {
    const { body } = await sanitize('<a href="https://a.example/x">read on</a> <a href="mailto:a@b.example">write</a>', { linksAllowed: false })
    expect(body).not.toContain('href')
    expect(body).toContain('read on')
  })
})

describe('pictures', () => {
  it('that came with the message are shown by what their octets are', async () => {
    const { body, remoteImages } = await sanitize('<img src="cid:a%40b"><img src="CID:a@b">', { images: { 'a@b': PNG } })
    expect(body.match(/src="data:image\/png;base64,iVBORw0KGgo="/gu)).toHaveLength(2)
    expect(remoteImages).toBe(0)
  })

  it('that are documents in disguise are not shown', async () => {
    const svg = [...new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"><image href="http://a.canary.test"/></svg>')]
    expect((await sanitize('<img src="cid:a" alt="logo">', { images: { a: svg } })).body).toBe('logo')
  })

  it('that lie elsewhere are named and counted, beacons only counted', async () => {
    const { body, remoteImages } = await sanitize('<img src="https://pix.example/a.png" alt="Logo"><img src="//t.example/x" width=1 height=1><table background="http://b.example/x"><tr><td>x</table>')
    expect(remoteImages).toBe(3)
    expect(body).toContain('left out: pix.example')
    expect(body).not.toMatch(/t\.example|<img/u)
  })
})

describe('the text', () => {
  it('that a mail hides is taken out, and what is read, found and drawn is one text', async () => {
    const html = '<style>.k{display:none}</style><p>Hello <span class=k>SECRET</span><span style="font-size:0">SECRET<b style="font-size:12px">there</b></span></p><div style="max-height:0;overflow:hidden">SECRET</div>'
    const mail = await sanitize(html)
    expect(mail.text).toBe('Hello there')
    expect(mail.hiddenTexts).toBe(3)
    expect(mail.body).not.toContain('SECRET')
    await page.evaluate(given => window.stage?.showAll([given]), html)
    const frame = await mailFrame()
    for (const width of [320, 480, 900]) {
      await page.setViewportSize({ width, height: 800 })
      expect(await frame.evaluate(() => document.body.innerText.trim())).toBe('Hello there')
    }
  })

  it('is the same on the screen and for searching, for tables, lists and breaks', async () => {
    const html = '<h1>Title</h1><p>one<br>two</p><ul><li>a</li><li>b</li></ul><table><tr><td>1</td><td>2</td></tr></table><pre>x\n  y</pre>'
    await page.evaluate(given => window.stage?.showAll([given]), html)
    const words = (text: string) => text.split(/\s+/u).filter(Boolean)
    expect(words(await (await mailFrame()).evaluate(() => document.body.innerText))).toEqual(words((await sanitize(html)).text))
  })

  it('of Outlook keeps its style sheet, written into the elements', async () => {
    const { body } = await sanitize('<style><!-- p.MsoNormal{margin:0cm;font-family:"Calibri",sans-serif} a:link{color:#0563C1} --></style><!--[if mso]><style>p{color:red}</style><![endif]--><p class=MsoNormal>x</p>')
    expect(body).toContain('<p style="margin: 0cm; font-family: \'Calibri\', sans-serif">x</p>')
  })

  it('keeps the order of the cascade', async () => {
    const { body } = await sanitize('<style>p{color:red !important} #i{color:green} .c{color:blue;font-weight:bold} p{font-weight:normal}</style><p id=i class=c style="color:black">x</p>')
    expect(body).toContain('<p style="font-weight: bold; color: red">x</p>')
  })

  it('that looks like a header of a message stays text', async () => {
    await page.evaluate(() => window.stage?.showContent({ text: 'A: b\n\nContent-Type: text/html\n\n<b>x</b>', html: null, linksAllowed: true }))
    expect(await page.locator('.mail').textContent()).toBe('A: b\n\nContent-Type: text/html\n\n<b>x</b>')
    expect(await page.locator('.mail b').count()).toBe(0)
  })

  it('has its links as text', async () => {
    await page.evaluate(() => window.stage?.showContent({ text: 'See https://a.example/', html: null, linksAllowed: true }))
    expect(await page.locator('.mail a').count()).toBe(0)
  })
})

describe('searching', () => {
  const long = `<p>needle one</p><div style="height:3000px">x</div><p>nee<b>dle</b> two</p>`

  it('marks every place in HTML, across elements, and brings the current one into view', async () => {
    await page.evaluate(given => window.stage?.showContent({ text: null, html: given, linksAllowed: true }), long)
    await page.getByRole('searchbox').fill('NEEDLE')
    await expect.poll(() => page.locator('.find [role=status]').textContent()).toMatch(/1.* of .*2/u)
    await page.getByRole('button', { name: 'Next match' }).click()
    await expect.poll(() => page.locator('.find [role=status]').textContent()).toMatch(/2.* of .*2/u)
    await expect.poll(async () => (await mailFrame()).evaluate(() => [document.querySelectorAll('mark').length, scrollY > 2000])).toEqual([3, true])
  })

  it('marks and counts in plain text, and says when there is nothing', async () => {
    await page.evaluate(() => window.stage?.showContent({ text: 'a needle, a Needle', html: null, linksAllowed: true }, 'ja'))
    await page.getByRole('searchbox').fill('needle')
    await expect.poll(() => page.locator('.mail mark').count()).toBe(2)
    await page.getByRole('searchbox').fill('nothing')
    await expect.poll(() => page.locator('.find [role=status]').textContent()).toBe('見つかりません')
  })

  it('does not find what we added', async () => {
    expect(await page.evaluate(() => window.stage?.matches('<a href="https://needle.example">x</a> needle', 'needle'))).toBe(1)
  })

  it('and the switch between text and HTML leave the other form out of the document', async () => {
    await page.evaluate(() => window.stage?.showContent({ text: 'Only text', html: '<p>Only HTML</p>', linksAllowed: true }))
    expect(await page.locator('iframe').count()).toBe(0)
    await page.getByRole('button', { name: 'Formatted' }).click()
    expect(await page.locator('.mail').count()).toBe(0)
    expect(await (await mailFrame()).evaluate(() => document.body.innerText.trim())).toBe('Only HTML')
  })
})

describe('attachments', () => {
  const files = [
    { index: 1, name: 'offer.pdf', mediaType: 'application/pdf', size: 10 },
    { index: 2, name: 'page\u202elmth.exe', mediaType: 'text/html', size: 10 },
    { index: 3, name: 'page.svg', mediaType: 'image/svg+xml', size: 10 },
    { index: 5, name: '', mediaType: 'message/rfc822', size: 10 },
    { index: 6, name: 'link.txt', mediaType: 'message/external-body; access-type=URL; URL="http://ext.canary.test/"', size: 10 },
  ]
  beforeEach(() => page.evaluate(given => window.stage?.showAttachments({ files: given, encrypted: true, broken: [3] }), files))

  it('are saved as octets under their cleaned name, never opened, and their address dies', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /Save .*offer\.pdf/u }).click()])
    expect(download.suggestedFilename()).toBe('offer.pdf')
    const made = await page.evaluate(() => window.stage?.downloads().at(-1))
    expect(made?.type).toBe('application/octet-stream')
    expect(page.url()).toBe('http://pane.test/')
  })

  it('that can run a program or disguise their type are named as what they are', async () => {
    const row = page.locator('.att').nth(1)
    expect(await row.locator('.n').textContent()).toBe('pagelmth.exe')
    expect(await row.locator('[data-code]').evaluateAll(notes => notes.map(note => note.getAttribute('data-code')))).toEqual(['taskpane/attachment-runs', 'taskpane/attachment-name-cleaned'])
    expect(await page.locator('.att').nth(0).locator('[data-code]').count()).toBe(0)
  })

  it('that cannot be read say so', async () => {
    await page.getByRole('button', { name: /Save .*page\.svg/u }).click()
    await expect.poll(() => page.locator('[data-code="taskpane/attachment-unreadable"]').count()).toBe(1)
  })

  it('are no links: nothing to click in the middle, to drag or to fetch', async () => {
    expect(await page.locator('[data-area=attachments] :is(a, img, iframe, [draggable=true])').count()).toBe(0)
    expect(stage.requests.filter(request => request.includes('ext.canary'))).toEqual([])
  })

  it('that are messages can be opened as documents of their own', async () => {
    await page.getByRole('button', { name: 'Open' }).click()
    expect(await page.title()).toBe('opened 5')
  })

  it('are saved together, and the message as .eml, after one question only', async () => {
    await page.getByRole('button', { name: 'Save message as .eml' }).click()
    await page.getByText('Save without encryption?').waitFor()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByText('Save without encryption?').waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Save message as .eml')
    await page.getByRole('button', { name: 'Save message as .eml' }).click()
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save', exact: true }).click()])
    expect(download.suggestedFilename()).toBe('message.eml')
    await page.getByText('Save without encryption?').waitFor({ state: 'detached' })
    const names: string[] = []
    page.on('download', each => names.push(each.suggestedFilename()))
    await page.getByRole('button', { name: 'Save all' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect.poll(() => names.length).toBe(4)
    expect(names.sort()).toEqual(['link.txt', 'message-6.eml', 'offer.pdf', 'pagelmth.exe'])
  })

  it('cannot be fetched any more once the keys are locked', async () => {
    await page.evaluate(() => { window.stage?.lock() })
    const alive = await page.evaluate(async () => Promise.all((window.stage?.downloads() ?? []).map(({ address }) => fetch(address).then(() => true, () => false))))
    expect(alive.length).toBeGreaterThan(0)
    expect(alive).not.toContain(true)
    const before = alive.length
    await page.getByRole('button', { name: /Save .*offer\.pdf/u }).click()
    await page.waitForTimeout(200)
    expect(await page.evaluate(() => window.stage?.downloads().length)).toBe(before)
  })
})
