/** The built send guard in the emulated Outlooks: real office.js in a hidden page, and the script alone in classic Outlook's realm (SEC-81). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusal } from '../../src/commands/guard-sentences.ts'
import type { Complaint } from '../../src/commands/send-guard.ts'
import { protectionHeader } from '../../src/outlook/compose/protection-mark.ts'
import { sealedNotices } from '../../src/outlook/compose/sealed-notice.ts'
import type { DraftContent } from '../emulator/compose/compose-draft.ts'
import { type RunningDemo, startDemo, type Visit, type VisitOptions } from './support/demo.ts'

const hanako = 'hanako.sato@contoso.co.jp'
const profiles = ['web', 'classic', 'mac'] as const

let demo: RunningDemo

const inbox = () => demo.mail.store.mailbox(hanako)?.messages.length ?? 0
const marked = (mark: string) => ({ internetHeaders: { [protectionHeader]: mark } })
const part = {
  id: 'part', name: 'smime.p7m', contentType: 'application/pkcs7-mime', kind: 0, isInline: false, contentId: null, content: '0\x80sealed', size: 2048, url: null,
} as const
const sealed: Partial<DraftContent> = { ...marked('sealed'), bodyType: 'text', body: sealedNotices.en, attachments: [part] }

async function sending(content: Partial<DraftContent>, options: VisitOptions = {}): Promise<Visit> {
  const draft = { to: [{ name: 'Hanako', address: hanako, kind: 2 }], subject: 'Budget', body: '<p>The secret</p>', ...content } as const
  const visit = await demo.open({ compose: 'new', draft, guard: true, habits: { autosave: 0 }, ...options })
  await visit.page.click('#send')
  return visit
}

async function expectSent(visit: Visit, before: number): Promise<void> {
  await expect.poll(inbox, { timeout: 60_000 }).toBe(before + 1)
  await visit.page.waitForSelector('#compose', { state: 'detached' })
  expect(await visit.unimplemented()).toEqual([])
  expect(visit.problems).toEqual({ console: [], pageErrors: [], foreignRequests: [], failedRequests: [] })
  await visit.close()
}

async function expectRefused(visit: Visit, before: number, complaint: Complaint, language = 'en'): Promise<void> {
  await visit.page.waitForSelector('#send-refused', { timeout: 60_000 })
  expect(await visit.page.textContent('#refused-text')).toBe(refusal(complaint, language).errorMessage)
  expect(await visit.page.locator('#send-anyway').count()).toBe(0)
  expect(inbox()).toBe(before)
}

describe.each(profiles)('the %s Outlook, of an organisation that demands nothing,', profile => {
  beforeAll(async () => {
    demo = await startDemo()
  })
  afterAll(() => demo.close())

  it('sends a message that nobody wanted protected', async () => {
    const before = inbox()
    await expectSent(await sending({}, { profile }), before)
  })

  it('keeps one that its writer wanted protected, and offers the pane', async () => {
    const before = inbox()
    const visit = await sending(marked('demanded'), { profile })
    await expectRefused(visit, before, 'demanded')
    expect(await visit.page.textContent('#open-addin')).toBe('Open Sealpane')
    await visit.page.click('#open-addin')
    const pane = await visit.pane()
    expect(new URL(pane.url()).pathname).toBe('/taskpane/taskpane.html')
    await visit.close()
  })

  it('sends one that is sealed, and keeps it with one more word', async () => {
    const before = inbox()
    await expectSent(await sending(sealed, { profile }), before)
    const visit = await sending({ ...sealed, body: `${sealedNotices.en}\n\n> The secret` }, { profile })
    await expectRefused(visit, before + 1, 'changed')
    await visit.close()
  })
})

describe.each(profiles)('the %s Outlook, of an organisation that demands encryption,', profile => {
  beforeAll(async () => {
    demo = await startDemo({ organisation: { compose: { encrypt: 'always' } } })
  })
  afterAll(() => demo.close())

  it('keeps what is not sealed, in Japanese', async () => {
    const before = inbox()
    const visit = await sending({}, { profile, lang: 'ja-JP' })
    await expectRefused(visit, before, 'organisation', 'ja')
    await visit.close()
  })

  it('sends what is sealed', async () => {
    const before = inbox()
    await expectSent(await sending(sealed, { profile }), before)
  })
})

describe('an organisation whose file nobody understands', () => {
  beforeAll(async () => {
    demo = await startDemo({ organisation: { compose: { encrypt: 'perhaps' } } })
  })
  afterAll(() => demo.close())

  it.each(profiles)('lets nothing go unsealed from the %s Outlook', async profile => {
    const before = inbox()
    const visit = await sending({}, { profile })
    await expectRefused(visit, before, 'policy-unknown')
    await visit.close()
  })
})
