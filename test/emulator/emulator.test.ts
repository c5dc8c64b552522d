import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Frame } from 'playwright-core'
import { startDemo } from '../e2e/support/demo.ts'
import type { ProfileId, RunningDemo, Visit, VisitOptions } from '../e2e/support/demo.ts'

const probe = join(dirname(fileURLToPath(import.meta.url)), 'probe')
let demo: RunningDemo

beforeAll(async () => {
  demo = await startDemo({ paneFolder: probe })
})
afterAll(() => demo.close())

declare global {
  interface Window {
    officeReady: Promise<void>
    officeInfo: { host: string; platform: string }
    itemsSeen: (string | null)[]
  }
}

/** Opens the probe in one Outlook and waits until office.js is ready. */
async function probeIn(options: VisitOptions): Promise<{ visit: Visit; pane: Frame }> {
  const visit = await demo.open({ item: 'valid', open: true, ...options })
  const pane = await visit.pane()
  await pane.evaluate(() => window.officeReady)
  return { visit, pane }
}

interface Told {
  readonly status: string
  readonly value: unknown
  readonly code: number | undefined
}

/** Calls `getAttachmentContentAsync` for the first attachment. */
const readAttachment = (pane: Frame): Promise<Told> =>
  pane.evaluate(
    () =>
      new Promise<Told>(resolve => {
        const item = Office.context.mailbox.item as Office.MessageRead
        item.getAttachmentContentAsync(item.attachments[0]?.id ?? '', result =>
          resolve({ status: String(result.status), value: result.value, code: (result.error as Office.Error | undefined)?.code }),
        )
      }),
  )

const readFile = (pane: Frame): Promise<Told> =>
  pane.evaluate(
    () =>
      new Promise<Told>(resolve => {
        const item = Office.context.mailbox.item as Office.MessageRead
        item.getAsFileAsync(result =>
          resolve({ status: String(result.status), value: result.value, code: (result.error as Office.Error | undefined)?.code }),
        )
      }),
  )

const itemFacts = (pane: Frame) =>
  pane.evaluate(() => {
    const item = Office.context.mailbox.item as Office.MessageRead
    return {
      platform: window.officeInfo.platform,
      subject: item.subject,
      from: item.from.emailAddress,
      itemClass: item.itemClass,
      attachments: item.attachments.map(({ name, size, attachmentType }) => ({ name, hasSize: size > 0, attachmentType })),
      asFile: typeof item.getAsFileAsync,
      has18: Office.context.requirements.isSetSupported('Mailbox', '1.8'),
      has114: Office.context.requirements.isSetSupported('Mailbox', '1.14'),
    }
  })

const expected: Record<ProfileId, Partial<Awaited<ReturnType<typeof itemFacts>>>> = {
  web: {
    platform: 'OfficeOnline',
    itemClass: 'IPM.Note.SMIME.MultipartSigned',
    attachments: [{ name: 'smime.p7m', hasSize: true, attachmentType: 'file' }],
    asFile: 'function',
    has114: true,
  },
  classic: { platform: 'PC', itemClass: 'IPM.Note', asFile: 'function', has114: true },
  mac: { platform: 'Mac', itemClass: 'IPM.Note.SMIME.MultipartSigned', attachments: [], asFile: 'function', has114: true },
  onprem: { platform: 'OfficeOnline', asFile: 'undefined', has18: false, has114: false },
}

test.each(Object.keys(expected) as ProfileId[])('office.js boots in the %s Outlook and tells what that Outlook tells', async profile => {
  const { visit, pane } = await probeIn({ profile })
  const facts = await itemFacts(pane)
  expect(facts).toMatchObject({ subject: 'Delivery of order 4711', from: 'kenji.tanaka@contoso.co.jp', ...expected[profile] })
  expect(visit.problems).toEqual({ console: [], pageErrors: [], foreignRequests: [], failedRequests: [] })
  expect(await visit.unimplemented()).toEqual([])
  await visit.close()
})

test('the one attachment of a clear-signed item is the whole multipart/signed entity, header first', async () => {
  const { visit, pane } = await probeIn({})
  const { status, value } = await readAttachment(pane)
  expect(status).toBe('succeeded')
  const { content, format } = value as { content: string; format: string }
  expect(format).toBe('base64')
  const text = atob(content)
  expect(text).toMatch(/^Content-Type: multipart\/signed;/)
  expect(text).toContain('the goods of order 4711')
  expect(text).toMatch(/--=_delivery_4711--\r\n$/)
  await visit.close()
})

test('the one attachment of an opaque item is the CMS itself', async () => {
  const { visit, pane } = await probeIn({ item: 'opaque' })
  const { value } = await readAttachment(pane)
  expect(atob((value as { content: string }).content).charCodeAt(0)).toBe(0x30)
  await visit.close()
})

test('a forwarded message is an attached item of an ordinary message', async () => {
  const { visit, pane } = await probeIn({ item: 'forwarded' })
  const facts = await itemFacts(pane)
  expect(facts.itemClass).toBe('IPM.Note')
  expect(facts.attachments).toMatchObject([{ attachmentType: 'item', name: 'Delivery of order 4711.eml' }])
  const { value } = await readAttachment(pane)
  expect(value).toMatchObject({ format: 'eml', content: expect.stringContaining('multipart/signed') as string })
  await visit.close()
})

test.each(['web', 'classic', 'mac'] as const)('the %s Outlook gives the whole message as a file', async profile => {
  const { visit, pane } = await probeIn({ profile })
  const { status, value } = await readFile(pane)
  expect(status).toBe('succeeded')
  expect(atob(String(value))).toMatch(/^Received: [\s\S]*Subject: Delivery of order 4711/)
  await visit.close()
})

test('classic Outlook lists attachments whose content cannot be had', async () => {
  const { visit, pane } = await probeIn({ profile: 'classic', item: 'attachments' })
  const ids = await pane.evaluate(() => (Office.context.mailbox.item as Office.MessageRead).attachments.map(({ id, size }) => ({ id, size })))
  expect(ids).toEqual([{ id: '', size: 0 }])
  // office.js refuses the empty id itself, by throwing at the caller.
  await expect(readAttachment(pane)).rejects.toThrow(/Sys.ArgumentNullException/)
  await visit.close()
})

test.each(['web', 'classic', 'mac'] as const)('a pinned pane in the %s Outlook follows the open item, and learns that none is open', async profile => {
  const { visit, pane } = await probeIn({ profile })
  await visit.choose('plain')
  await pane.waitForFunction(() => window.itemsSeen.length === 1)
  await visit.choose(null)
  await pane.waitForFunction(() => window.itemsSeen.length === 2)
  await visit.choose('opaque')
  await pane.waitForFunction(() => window.itemsSeen.length === 3)
  expect(await pane.evaluate(() => window.itemsSeen)).toEqual(['Canteen closed on Friday', null, 'Contract approved'])
  // The whole file is still to be had from the new item.
  expect((await readFile(pane)).status).toBe('succeeded')
  await visit.close()
})

test('a pane that is not pinned closes when another message is chosen', async () => {
  const { visit } = await probeIn({ pin: false })
  await visit.choose('plain')
  expect(await visit.page.locator('#pane iframe').count()).toBe(0)
  await visit.close()
})

test('a call that is overtaken by another item fails with the number that Outlook has for it', async () => {
  const { visit, pane } = await probeIn({ faults: [{ call: 'asFile', kind: 'slow', milliseconds: 400 }] })
  const pending = readFile(pane)
  await visit.page.waitForTimeout(100)
  await visit.choose('plain')
  expect(await pending).toMatchObject({ status: 'failed', code: 9030 })
  await visit.close()
})

test.each(['web', 'classic', 'mac'] as const)('a call that the emulator does not know is loud in the %s Outlook', async profile => {
  const { visit, pane } = await probeIn({ profile })
  const told = await pane.evaluate(
    () => new Promise<string>(resolve => Office.context.mailbox.item?.categories.getAsync(result => resolve(String(result.status)))),
  )
  expect(told).toBe('failed')
  expect(await visit.unimplemented()).toHaveLength(1)
  expect(visit.problems.pageErrors.join()).toMatch(/does not implement call 157/)
  await visit.close()
})

test('faults make a call fail, bring nothing, bring less, or never come back', async () => {
  const error = await probeIn({ faults: [{ call: 'attachmentContent', kind: 'error', errorCode: 9020 }] })
  expect(await readAttachment(error.pane)).toMatchObject({ status: 'failed', code: 9020 })
  await error.visit.close()

  const empty = await probeIn({ faults: [{ call: 'attachmentContent', kind: 'empty' }] })
  expect(await readAttachment(empty.pane)).toMatchObject({ status: 'succeeded', value: { content: '', format: 'base64' } })
  await empty.visit.close()

  const cut = await probeIn({ faults: [{ call: 'asFile', kind: 'truncated', octets: 30 }] })
  expect(atob(String((await readFile(cut.pane)).value))).toHaveLength(30)
  await cut.visit.close()

  const silent = await probeIn({ faults: [{ call: 'asFile', kind: 'silent' }] })
  const first = await Promise.race([readFile(silent.pane), silent.visit.page.waitForTimeout(700).then(() => 'nothing')])
  expect(first).toBe('nothing')
  expect(await silent.visit.calls()).toContainEqual({ name: 'asFile', outcome: 'silent' })
  await silent.visit.close()
})

test.each(['web', 'classic'] as const)('the language and the appearance of the %s Outlook reach the add-in', async profile => {
  const { visit, pane } = await probeIn({ profile, lang: 'ja-JP', theme: 'dark', item: 'japanese' })
  const told = await pane.evaluate(() => ({
    language: Office.context.displayLanguage,
    ground: (Office.context.officeTheme as Office.OfficeTheme | undefined)?.bodyBackgroundColor,
    subject: Office.context.mailbox.item?.subject as unknown as string,
  }))
  expect(told).toEqual({ language: 'ja-JP', ground: '#1f1f1f', subject: '【コントソ】十一月分ご請求書のご案内' })
  await visit.close()
})
