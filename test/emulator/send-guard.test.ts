import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningDemo, Visit, VisitOptions } from '../e2e/support/demo.ts'
import { manifestWith, startProbeDemo } from './compose-probe.ts'

let demo: RunningDemo

beforeAll(async () => {
  demo = await startProbeDemo()
})
afterAll(() => demo.close())

const guard = (mode: string, functionName = 'onMessageSend', runtime = '<Runtime resid="h"><Override type="javascript" resid="s"/></Runtime>'): string =>
  manifestWith('ReadWriteMailbox', `<Runtimes>${runtime}</Runtimes><ExtensionPoint xsi:type="LaunchEvent"><LaunchEvent Type="OnMessageSend" FunctionName="${functionName}" SendMode="${mode}"/></ExtensionPoint>`)

const hanako = 'hanako.sato@contoso.co.jp'
const inbox = () => demo.mail.store.mailbox(hanako)?.messages.length ?? 0

async function writing(subject: string, options: VisitOptions): Promise<Visit> {
  const draft = { to: [{ name: 'Hanako', address: hanako, kind: 2 }], subject, body: '<p>Hello</p>' } as const
  return demo.open({ compose: 'new', draft, habits: { autosave: 0 }, ...options })
}

const answers = (visit: Visit) => visit.page.evaluate(() => window.outlookEmulator?.writing.guard.map(({ answer }) => answer))

test.each(['web', 'classic', 'mac'] as const)('the %s Outlook sends what the handler allows', async profile => {
  const before = inbox()
  const visit = await writing('good', { profile, manifest: guard('Block') })
  await visit.page.click('#send')
  await expect.poll(inbox).toBe(before + 1)
  await visit.page.waitForSelector('#compose', { state: 'detached' })
  expect(await answers(visit)).toEqual(['allowed'])
  expect(visit.problems).toEqual({ console: [], pageErrors: [], foreignRequests: [], failedRequests: [] })
  await visit.close()
})

test.each(['web', 'classic', 'mac'] as const)('the %s Outlook keeps back what the handler does not allow, and says its words', async profile => {
  const before = inbox()
  const visit = await writing('bad', { profile, manifest: guard('SoftBlock') })
  await visit.page.click('#send')
  await visit.page.waitForSelector('#send-refused')
  expect(await visit.page.textContent('#refused-text')).toBe('Not with this subject: bad')
  expect(await visit.page.locator('#send-anyway').count()).toBe(0)
  await visit.page.click('#dont-send')
  expect([inbox(), await visit.page.locator('#compose').count()]).toEqual([before, 1])
  await visit.close()
})

test('with PromptUser the writer may send anyway', async () => {
  const before = inbox()
  const visit = await writing('bad', { manifest: guard('PromptUser') })
  await visit.page.click('#send')
  await visit.page.click('#send-anyway')
  await expect.poll(inbox).toBe(before + 1)
  await visit.close()
})

test.each([['Block', 0], ['SoftBlock', 1], ['PromptUser', 1]] as const)('a handler that cannot be run: %s', async (mode, sent) => {
  for (const [profile, runtime] of [['web', '<Runtime resid="none"/>'], ['classic', '<Runtime resid="h"><Override type="javascript" resid="none"/></Runtime>']] as const) {
    const before = inbox()
    const visit = await writing('good', { profile, manifest: guard(mode, 'onMessageSend', runtime), habits: { autosave: 0, sendTimeLimit: 2500 } })
    await visit.page.click('#send')
    if (profile === 'web') {
      // A page without office.js never says that it is ready: Outlook waits until its time is over.
      await visit.page.waitForSelector('#send-refused')
      expect(inbox()).toBe(before)
    } else if (sent === 1) {
      await expect.poll(inbox).toBe(before + 1)
    } else {
      await visit.page.waitForSelector('#send-refused')
      expect(await visit.page.textContent('#refused-text')).toContain('not available')
      expect(inbox()).toBe(before)
    }
    await visit.close()
  }
})

test.each(['web', 'classic'] as const)('the %s Outlook waits no longer than its limit for a handler that never completes', async profile => {
  const before = inbox()
  const visit = await writing('never', { profile, manifest: guard('Block'), habits: { autosave: 0, sendTimeLimit: 1500 } })
  await visit.page.click('#send')
  await visit.page.waitForSelector('#send-refused')
  expect([await answers(visit), inbox()]).toEqual([['late'], before])
  await visit.close()
})

test('a function that the script does not give its name to blocks', async () => {
  const visit = await writing('good', { profile: 'classic', manifest: guard('Block', 'onSomethingElse') })
  await visit.page.click('#send')
  await visit.page.waitForSelector('#send-refused')
  expect(await answers(visit)).toEqual(['unavailable'])
  await visit.close()
})

test('the script-only realm of classic Outlook has no page, no storage and no cryptography', async () => {
  const visit = await writing('realm', { profile: 'classic', manifest: guard('Block') })
  await visit.page.click('#send')
  await visit.page.waitForSelector('#send-refused')
  expect(await visit.page.textContent('#refused-text')).toBe('has ')
  await visit.close()
})

test('the button that the handler names opens the pane', async () => {
  const visit = await writing('button', { manifest: guard('Block') })
  await visit.page.click('#send')
  expect(await visit.page.textContent('#open-addin')).toBe('Open the probe')
  await visit.page.click('#open-addin')
  await visit.page.waitForSelector('#pane iframe')
  await visit.close()
})

test('an on-premises Outlook knows no such event and sends', async () => {
  const before = inbox()
  const visit = await writing('bad', { profile: 'onprem', manifest: guard('Block') })
  await visit.page.click('#send')
  await expect.poll(inbox).toBe(before + 1)
  expect(await answers(visit)).toEqual([])
  await visit.close()
})
