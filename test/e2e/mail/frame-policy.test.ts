/** Which policy a frame's document is under, by how it is made: what the choice in MailFrame.tsx rests on. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pagePolicy } from '../../../src/gateway/security-headers.ts'
import { FRAME_POLICY } from '../../../src/taskpane/mail/frame-document.ts'
import { launchChromium } from '../support/chromium.ts'

const COLOUR = 'rgb(1, 2, 3)'
const MAIL = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${FRAME_POLICY}"><style>b{color:${COLOUR}}</style><b>element</b><i style="color:${COLOUR}">attribute</i>`

const withoutAttributes = pagePolicy([]).replace(/; style-src-attr[^;]*/u, '')
const framing = (policy: string) => policy.replace("frame-src 'self'", "frame-src 'self' blob: data:")
const POLICIES = {
  'the pane': pagePolicy([]),
  'the pane without styles in attributes': withoutAttributes,
  'a pane that frames anything, without styles in attributes': framing(withoutAttributes),
  'a pane that frames anything': framing(pagePolicy([])),
} as const
type PolicyName = keyof typeof POLICIES
type Making = 'srcdoc' | 'blob' | 'data'

let server: Server
let browser: Browser
beforeAll(async () => {
  server = createServer((request, response) => {
    const name = decodeURIComponent((request.url ?? '/').slice(1))
    response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Security-Policy': name in POLICIES ? POLICIES[name as PolicyName] : "default-src 'none'" })
    response.end('<!doctype html><body></body>')
  })
  await new Promise<void>(resolve => { server.listen(0, '127.0.0.1', resolve) })
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  server.closeAllConnections()
  server.close()
})

/** Which of the two styles took effect in a sandboxed frame; null when the frame was refused. */
async function stylesOf(policy: PolicyName, making: Making): Promise<{ element: boolean; attribute: boolean } | null> {
  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${encodeURIComponent(policy)}`)
  await page.evaluate(([mail, how]) => new Promise(resolve => {
    const frame = document.createElement('iframe')
    frame.setAttribute('sandbox', '')
    if (how === 'srcdoc') frame.srcdoc = mail
    else frame.src = how === 'blob' ? URL.createObjectURL(new Blob([mail], { type: 'text/html' })) : `data:text/html,${encodeURIComponent(mail)}`
    frame.addEventListener('load', resolve)
    setTimeout(resolve, 1000)
    document.body.append(frame)
  }), [MAIL, making] as const)
  const colours = await page.frames()[1]?.evaluate(() => ['b', 'i'].map(name => document.querySelector(name)).map(found => (found ? getComputedStyle(found).color : null)))
  await page.close()
  return typeof colours?.[0] !== 'string' ? null : { element: colours[0] === COLOUR, attribute: colours[1] === COLOUR }
}

describe('a mail in a frame', () => {
  it.each(['srcdoc', 'blob', 'data'] as const)('made as %s is under the policy of the page besides its own, so its styles need the consent of both', async making => {
    expect(await stylesOf('a pane that frames anything, without styles in attributes', making)).toEqual({ element: false, attribute: false })
    expect(await stylesOf('a pane that frames anything', making)).toEqual({ element: false, attribute: true })
  })

  it('made as srcdoc has styles in attributes and nowhere else under the policy of the pane', async () => {
    expect(await stylesOf('the pane', 'srcdoc')).toEqual({ element: false, attribute: true })
    expect(await stylesOf('the pane without styles in attributes', 'srcdoc')).toEqual({ element: false, attribute: false })
  })

  it.each(['blob', 'data'] as const)('from a %s address is not framed by the pane at all', async making => {
    expect(await stylesOf('the pane', making)).toBeNull()
  })
})
