import { build } from 'esbuild'
import type { Frame } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningDemo, VisitOptions } from '../e2e/support/demo.ts'
import { storeMessage } from './stored-message.ts'
import { callItem, draft, probeIn as open, startProbeDemo, value } from './compose-probe.ts'

let demo: RunningDemo
let msal: string

beforeAll(async () => {
  demo = await startProbeDemo()
  const made = await build({ stdin: { contents: 'export { createNestablePublicClientApplication } from "@azure/msal-browser"', resolveDir: import.meta.dirname }, bundle: true, write: false, format: 'iife', globalName: 'msal', logLevel: 'error' })
  msal = made.outputFiles[0]?.text ?? ''
})
afterAll(() => demo.close())

const yuki = 'yuki.mori@contoso.co.jp'
const hanako = 'hanako.sato@contoso.co.jp'
const toHanako = { ...draft, to: [{ name: '佐藤 花子', address: hanako, kind: 2 }], cc: [] } as const
const probeIn = (options: VisitOptions = {}) => open(demo, { draft: toHanako, ...options })
const mailboxOf = (address: string) => {
  const found = demo.mail.store.mailbox(address)
  if (found === null) throw new Error(`no mailbox ${address}`)
  return found
}
const inbox = (address: string) => demo.mail.store.inFolder(mailboxOf(address), 'inbox')
const versions = () => mailboxOf(yuki).draftVersions

test('Outlook saves by itself what is written, every version stays on the server, and discarding takes the draft away', async () => {
  const before = versions().length
  const { visit, pane } = await probeIn({ habits: { autosave: 100 } })
  await expect.poll(() => versions().length).toBe(before + 1)
  await value(pane, 'subject.setAsync', 'second version')
  await expect.poll(() => versions().at(-1)?.content.subject).toBe('second version')
  const id = await value(pane, 'getItemIdAsync')
  expect(versions().slice(before).every(({ itemId }) => itemId === id)).toBe(true)
  await pane.evaluate(() => (Office.context.mailbox.item as unknown as { closeAsync(options: object): void }).closeAsync({ discardItem: true }))
  await visit.page.waitForSelector('#compose', { state: 'detached' })
  await expect.poll(() => demo.mail.store.find(mailboxOf(yuki), String(id))).toBeNull()
  expect(versions().at(-1)?.content.subject).toBe('second version')
  await visit.close()
})

test('without autosave nothing of a message is on the server until somebody saves it', async () => {
  const before = versions().length
  const { visit, pane } = await probeIn()
  expect(await callItem(pane, 'getItemIdAsync')).toMatchObject({ status: 'failed', code: 9046 })
  expect(versions()).toHaveLength(before)
  expect(await value(pane, 'saveAsync')).toMatch(/^AAMk/)
  expect(versions()).toHaveLength(before + 1)
  await visit.close()
})

test.each(['web', 'classic'] as const)('sendAsync in the %s Outlook sends like the button: an ordinary message in the other inbox, and the window closes', async profile => {
  const before = inbox(hanako).length
  const { visit, pane } = await probeIn({ profile })
  await value(pane, 'addFileAttachmentFromBase64Async', btoa('octets'), 'smime.p7m')
  await value(pane, 'internetHeaders.setAsync', { 'x-test': 'kept' })
  await pane.evaluate(() => (Office.context.mailbox.item as Office.MessageCompose).sendAsync())
  await expect.poll(() => inbox(hanako).length).toBe(before + 1)
  await visit.page.waitForSelector('#pane iframe', { state: 'detached' })
  const arrived = storeMessage('x', inbox(hanako).at(-1)?.mime ?? Buffer.alloc(0))
  expect(arrived).toMatchObject({ form: 'ordinary', subject: '見積書', itemClass: 'IPM.Note', text: expect.stringContaining('Please find the offer attached.') as string })
  expect(arrived.attachments).toMatchObject([{ name: 'smime.p7m', content: 'octets' }])
  expect(arrived.headerText).toContain('x-test: kept')
  expect(arrived.headerText).not.toMatch(/^Bcc:/im)
  await visit.close()
})

test('with autosave on, a message that was sent leaves no draft behind, and one that the server refuses stays in its window', async () => {
  const drafts = () => demo.mail.store.inFolder(mailboxOf(yuki), 'drafts').length
  const before = [drafts(), inbox(hanako).length]
  const { visit, pane } = await probeIn({ habits: { autosave: 20 } })
  for (let turn = 0; turn < 5; turn += 1) await value(pane, 'subject.setAsync', `turn ${turn}`)
  await pane.evaluate(() => (Office.context.mailbox.item as Office.MessageCompose).sendAsync())
  await visit.page.waitForSelector('#compose', { state: 'detached' })
  // One more look of the autosave finds nothing to save.
  await visit.page.evaluate(() => window.outlookEmulator?.writing.autosave())
  expect([drafts(), inbox(hanako).length]).toEqual([before[0], (before[1] ?? 0) + 1])
  await visit.close()
  const refused = await probeIn({ draft: { ...toHanako, from: { name: 'Somebody else', address: 'else@contoso.co.jp' } } })
  expect(await callItem(refused.pane, 'sendAsync')).toMatchObject({ status: 'failed' })
  expect(await refused.visit.page.inputValue('#compose-subject')).toBe('見積書')
  expect(inbox(hanako)).toHaveLength((before[1] ?? 0) + 1)
  await refused.visit.close()
})

test('a message that was sent is in Sent items, and one click opens the mailbox of whoever got it', async () => {
  const visit = await demo.open({ compose: 'new', draft: { ...toHanako, subject: 'For the other mailbox' }, habits: { autosave: 0 } })
  await visit.page.click('#send')
  await visit.page.waitForSelector('#compose', { state: 'detached' })
  await visit.page.click('[data-folder="sentitems"]')
  await visit.page.click('#list li:first-child button')
  expect(await visit.page.textContent('#reading h2')).toBe('For the other mailbox')
  await visit.page.click('#open-other')
  await visit.page.waitForFunction(() => window.outlookEmulator !== undefined && location.search.includes('hanako'))
  expect(await visit.page.inputValue('#mailbox')).toBe(hanako)
  expect(await visit.page.textContent('#list li:first-child .subject')).toBe('For the other mailbox')
  expect(visit.problems).toEqual({ console: [], pageErrors: [], foreignRequests: [], failedRequests: [] })
  await visit.close()
})

test('a reply starts with whom, what and where it belongs; the quoted original may come only when it leaves', async () => {
  const reply = await probeIn({ compose: 'reply:valid', draft: {} })
  expect(await value(reply.pane, 'to.getAsync')).toMatchObject([{ emailAddress: 'kenji.tanaka@contoso.co.jp' }])
  expect(await value(reply.pane, 'subject.getAsync')).toBe('Re: Delivery of order 4711')
  expect(await value(reply.pane, 'body.getAsync', 'text')).toContain('the goods of order 4711')
  expect(await value(reply.pane, 'getComposeTypeAsync')).toMatchObject({ composeType: 'reply' })
  expect(await reply.pane.evaluate(() => (Office.context.mailbox.item as Office.MessageCompose).inReplyTo)).toMatch(/^<.*@.*>$/)
  await reply.visit.close()

  const late = await probeIn({ compose: 'reply:valid', draft: { to: toHanako.to }, habits: { quotesLate: true } })
  await value(late.pane, 'body.setAsync', 'Only this')
  expect(await value(late.pane, 'body.getAsync', 'text')).toBe('Only this')
  const before = inbox(hanako).length
  await late.visit.page.click('#send')
  await expect.poll(() => inbox(hanako).length).toBe(before + 1)
  const { text } = storeMessage('x', inbox(hanako).at(-1)?.mime ?? Buffer.alloc(0))
  expect(text).toMatch(/^Only this[\s\S]*the goods of order 4711/)
  await late.visit.close()
})

test('an add-in on a message that is read opens a window for a reply and one for a new message', async () => {
  const visit = await demo.open({ item: 'valid', open: true, habits: { autosave: 0 } })
  const pane = await visit.pane()
  await pane.evaluate(() => window.officeReady)
  await pane.evaluate(() => (Office.context.mailbox.item as Office.MessageRead).displayReplyForm('<p>From the add-in</p>'))
  await visit.page.waitForSelector('#compose')
  expect(await visit.page.inputValue('#compose-subject')).toBe('Re: Delivery of order 4711')
  expect(await visit.page.innerText('#compose-body')).toBe('From the add-in')
  await visit.page.click('#discard')
  await visit.page.waitForSelector('#compose', { state: 'detached' })
  const again = await visit.clickVerify()
  await again.evaluate(() => window.officeReady)
  await again.evaluate(address => Office.context.mailbox.displayNewMessageForm({ toRecipients: [address], subject: 'New' }), hanako)
  await visit.page.waitForSelector('#compose')
  expect([await visit.page.inputValue('#compose-to'), await visit.page.inputValue('#compose-subject')]).toEqual([hanako, 'New'])
  await visit.close()
})

const makeEwsRequest = (pane: Frame, body: string) => pane.evaluate(
  xml => new Promise<{ status: string; value: unknown }>(resolve => Office.context.mailbox.makeEwsRequestAsync(xml, result => resolve({ status: String(result.status), value: result.value }))), body)
const expandList = '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><m:ExpandDL xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages">' +
  '<m:Mailbox><t:EmailAddress xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types">project@contoso.co.jp</t:EmailAddress></m:Mailbox></m:ExpandDL></s:Body></s:Envelope>'

test('Exchange Web Services answer an on-premises add-in, and no add-in in the cloud', async () => {
  const onprem = await probeIn({ profile: 'onprem' })
  expect(await makeEwsRequest(onprem.pane, expandList)).toMatchObject({ status: 'succeeded', value: expect.stringContaining('team@contoso.co.jp') as string })
  expect(await makeEwsRequest(onprem.pane, expandList.replaceAll('ExpandDL', 'FindPeople'))).toMatchObject({ status: 'failed' })
  // office.js from npm throws at the caller above a million characters.
  await expect(makeEwsRequest(onprem.pane, 'x'.repeat(1_000_001))).rejects.toThrow()
  await onprem.visit.close()
  for (const profile of ['web', 'classic', 'mac'] as const) {
    const cloud = await probeIn({ profile })
    expect(await makeEwsRequest(cloud.pane, expandList)).toMatchObject({ status: 'failed' })
    await cloud.visit.close()
  }
})

interface Signed {
  readonly token: string | null
  readonly error: string | null
}

/** Signs in with Microsoft's own library: without a window, or with one. */
async function signIn(pane: Frame, kind: 'acquireTokenSilent' | 'acquireTokenPopup', scopes: readonly string[]): Promise<Signed> {
  if (!(await pane.evaluate(() => 'msal' in window))) await pane.evaluate(`${msal}\nwindow.msal = msal`)
  return pane.evaluate(async ({ kind: call, scopes: asked }) => {
    type Client = Record<string, (request: object) => Promise<{ accessToken: string }>>
    const library = (window as unknown as { msal: { createNestablePublicClientApplication: (options: object) => Promise<Client> } }).msal
    const client = await library.createNestablePublicClientApplication({ auth: { clientId: '7d3b1f0e-5ea1-4000-9a7e-5ea19a7e0001', authority: 'https://login.microsoftonline.com/common' } })
    try {
      return { token: (await client[call]?.({ scopes: asked }))?.accessToken ?? null, error: null }
    } catch (error) {
      return { token: null, error: (error as { errorCode?: string }).errorCode ?? String(error) }
    }
  }, { kind, scopes })
}

test.each(['web', 'classic', 'mac'] as const)('nested app authentication in the %s Outlook: the reader agrees once, and Graph takes the token', async profile => {
  const { visit, pane } = await probeIn({ profile, mailbox: profile === 'mac' ? hanako : yuki })
  expect(await pane.evaluate(() => Office.context.requirements.isSetSupported('NestedAppAuth', '1.1'))).toBe(true)
  const scope = profile === 'classic' ? 'Mail.ReadWrite' : 'Mail.Read'
  expect(await signIn(pane, 'acquireTokenSilent', [scope])).toMatchObject({ token: null })
  const asked = signIn(pane, 'acquireTokenPopup', [scope])
  await visit.page.waitForSelector('#sign-in')
  expect(await visit.page.textContent('#sign-in')).toContain(scope)
  await visit.page.click('#sign-in-allow')
  const { token } = await asked
  const status = await pane.evaluate(async bearer => (await fetch('/graph/v1.0/me/messages', { headers: { Authorization: `Bearer ${bearer}` } })).status, token)
  expect(status).toBe(200)
  expect((await signIn(pane, 'acquireTokenSilent', [scope])).token).not.toBeNull()
  await visit.close()
})

test('a sign-in that is refused, closed, cut off or not possible is an error of Microsoft\'s library', async () => {
  const refused = await probeIn()
  const asked = signIn(refused.pane, 'acquireTokenPopup', ['Mail.Send'])
  await refused.visit.page.click('#sign-in-refuse')
  expect(await asked).toMatchObject({ token: null, error: 'user_canceled' })
  await refused.visit.close()
  for (const [habits, kind] of [[{ silent: 'offline' }, 'acquireTokenSilent'], [{ silent: 'error' }, 'acquireTokenSilent'], [{ silent: 'interaction', consent: 'given' }, 'acquireTokenSilent'], [{ popup: 'error' }, 'acquireTokenPopup']] as const) {
    const { visit, pane } = await probeIn({ signIn: habits })
    const told = await signIn(pane, kind, ['Mail.Send'])
    expect(told.token).toBeNull()
    expect(told.error).not.toBeNull()
    await visit.close()
  }
})

test('each visit brings its own faults of Graph', async () => {
  const { visit, pane } = await probeIn({ signIn: { consent: 'given', graphFaults: [{ call: 'findMessages', kind: 'status', status: 429, retryAfter: 3, times: 1 }] } })
  const { token } = await signIn(pane, 'acquireTokenSilent', ['Mail.Read'])
  const look = () => pane.evaluate(async bearer => {
    const { status, headers } = await fetch('/graph/v1.0/me/messages', { headers: { Authorization: `Bearer ${bearer}` } })
    return [status, headers.get('Retry-After')]
  }, token)
  expect([await look(), await look()]).toEqual([[429, '3'], [200, null]])
  await visit.close()
})
