/** Writing in Outlook, protecting and sending from the pane, and reading it in the other mailbox: everything real but Outlook and Exchange. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Identity } from '../../emulator/server/identity.ts'
import { startDemo, type RunningDemo, type Visit } from '../support/demo.ts'
import { demoIdentity, importKey } from '../support/keys.ts'
import { ended, HANAKO, protectBoth, send, writerAtWork, YUKI } from '../support/writing.ts'
import { settled } from './pane-probes.ts'

let demo: RunningDemo
let identity: Identity
beforeAll(async () => {
  identity = await demoIdentity()
  demo = await startDemo({ identity })
})
afterAll(async () => { await demo.close() })

const noProblems = { console: [], pageErrors: [], foreignRequests: [], failedRequests: [] }
const given = { signIn: { consent: 'given' } } as const

/** The newest message in Yuki's inbox, opened with Yuki's key. */
async function readByYuki(lang: 'en-US' | 'ja-JP' = 'en-US'): Promise<{ readonly visit: Visit; readonly standing: string; readonly text: string }> {
  const inbox = demo.mail.store.inFolder(mailboxOf(YUKI), 'inbox')
  const visit = await demo.open({ mailbox: YUKI, item: inbox.at(-1)?.id ?? '', lang })
  const frame = await visit.clickVerify()
  await settled(frame)
  await importKey(frame, identity)
  await frame.click('#tab-message')
  await frame.waitForSelector('.mail-head')
  const standing = await settled(frame)
  return { visit, standing, text: (await frame.textContent('main')) ?? '' }
}

function mailboxOf(address: string) {
  const found = demo.mail.store.mailbox(address)
  if (found === null) throw new Error(`no mailbox ${address}`)
  return found
}

describe('a message that is signed and encrypted', () => {
  it.each([['en-US'], ['ja-JP']] as const)('goes through Microsoft 365 and is read in the other mailbox (%s)', async lang => {
    const { visit, frame } = await writerAtWork(demo, identity, { lang, ...given })
    await protectBoth(frame)
    expect(await frame.getAttribute('.foot', 'data-route')).toBe('graph')
    await send(frame)
    expect(await ended(frame)).toMatch(/^(?:sent|closed)$/u)
    await visit.page.waitForFunction(() => window.outlookEmulator?.draft === null)
    expect(visit.problems).toEqual(noProblems)
    expect(await visit.unimplemented()).toEqual([])
    await visit.close()
    const read = await readByYuki(lang)
    expect(read.standing).toBe('valid')
    expect(read.text).toContain('Canary 7481-osprey')
    expect(read.text).toContain(HANAKO)
    await read.visit.close()
    const sent = demo.mail.store.inFolder(mailboxOf(HANAKO), 'sentitems').at(-1)?.mime?.toString('latin1') ?? ''
    expect(sent).toMatch(/application\/pkcs7-mime/iu)
    expect(sent).not.toContain('osprey')
  })
})
