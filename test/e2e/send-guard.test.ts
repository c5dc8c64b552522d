/** The send guard as it is built, in the emulated Outlooks: the hidden page of the web, and the script alone in classic Outlook and on the Mac. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDemo } from './support/demo.ts'
import type { RunningDemo, Visit, VisitOptions } from './support/demo.ts'

const isBuilt = existsSync(join(import.meta.dirname, '../../dist/commands/commands.js'))
const hanako = 'hanako.sato@contoso.co.jp'
const profiles = ['web', 'classic', 'mac'] as const

const received = (demo: RunningDemo): number => demo.mail.store.mailbox(hanako)?.messages.length ?? 0

const write = (demo: RunningDemo, options: VisitOptions, headers: Readonly<Record<string, string>> = {}): Promise<Visit> =>
  demo.open({ compose: 'new', guard: true, habits: { autosave: 0 }, ...options, draft: {
    to: [{ name: 'Hanako', address: hanako, kind: 2 }], subject: 'Budget', body: '<p>Secret words</p>', internetHeaders: headers,
  } })

async function refusal(visit: Visit): Promise<string> {
  await visit.page.click('#send')
  await visit.page.waitForSelector('#send-refused')
  return (await visit.page.textContent('#refused-text')) ?? ''
}

describe.skipIf(!isBuilt)(`the built send guard${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  let free: RunningDemo
  let strict: RunningDemo
  beforeAll(async () => {
    free = await startDemo()
    strict = await startDemo({ organisation: { compose: { encrypt: 'always' } } })
  })
  afterAll(async () => {
    await free.close()
    await strict.close()
  })

  it.each(profiles)('lets an ordinary message go in the %s Outlook where nobody demands protection', async profile => {
    const before = received(free)
    const visit = await write(free, { profile })
    await visit.page.click('#send')
    await expect.poll(() => received(free)).toBe(before + 1)
    expect(visit.problems).toEqual({ console: [], pageErrors: [], foreignRequests: [], failedRequests: [] })
    await visit.close()
  })

  it.each(profiles)('keeps it back in the %s Outlook where the organisation demands protection, in both languages', async profile => {
    const before = received(strict)
    for (const [lang, words] of [['en-US', /wasn’t sent\. Your organisation asks/], ['ja-JP', /組織の設定により/]] as const) {
      const visit = await write(strict, { profile, lang })
      expect(await refusal(visit)).toMatch(words)
      expect(await visit.page.locator('#send-anyway').count()).toBe(0)
      await visit.close()
    }
    expect(received(strict)).toBe(before)
  })

  it.each(profiles)('keeps it back in the %s Outlook where the writer asked for protection, and opens the pane', async profile => {
    const before = received(free)
    const visit = await write(free, { profile }, { 'x-sealpane-protection': 'demanded' })
    expect(await refusal(visit)).toContain('You asked for it to be signed or encrypted')
    await visit.page.click('#open-addin')
    await visit.page.waitForSelector('#pane iframe')
    expect(received(free)).toBe(before)
    await visit.close()
  })

  it.each([['internetHeaders', 'silent'], ['internetHeaders', 'error']] as const)('keeps everything back when Outlook does not let it look: %s %s', async (call, kind) => {
    const before = received(free)
    const visit = await write(free, { profile: 'classic', faults: [kind === 'silent' ? { call, kind } : { call, kind, errorCode: 5001 }] })
    expect(await refusal(visit)).toContain('didn’t let Sealpane check')
    expect(received(free)).toBe(before)
    await visit.close()
  })

  it.each(['attachments', 'body'] as const)('keeps a sealed item back when %s cannot be read', async call => {
    const before = received(free)
    const visit = await write(free, { profile: 'web', faults: [{ call, kind: 'error', errorCode: 5001 }] }, { 'x-sealpane-protection': 'sealed' })
    expect(await refusal(visit)).toContain('didn’t let Sealpane check')
    expect(received(free)).toBe(before)
    await visit.close()
  })

  it('keeps back an item that says it is sealed and is not', async () => {
    const visit = await write(free, { profile: 'classic' }, { 'x-sealpane-protection': 'sealed' })
    expect(await refusal(visit)).toContain('changed after it was protected')
    await visit.close()
  })
})
