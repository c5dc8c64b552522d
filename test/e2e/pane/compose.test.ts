/** Writing in Outlook, protecting and sending from the pane, and reading it in the other mailbox: everything real but Outlook and Exchange. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createInProcessEngine } from '../../../src/engine/in-process.ts'
import type { Identity } from '../../emulator/server/identity.ts'
import { startDemo, type RunningDemo, type Visit } from '../support/demo.ts'
import { demoIdentity, importKey, keyFile } from '../support/keys.ts'
import { ended, HANAKO, protectBoth, send, toYuki, writerAtWork, YUKI } from '../support/writing.ts'
import { settled, violations } from './pane-probes.ts'

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

describe('without Microsoft 365', () => {
  it('goes through the Exchange server of the house, and is read in the other mailbox', async () => {
    const { visit, frame } = await writerAtWork(demo, identity, { profile: 'onprem' })
    await protectBoth(frame)
    expect(await frame.getAttribute('.foot', 'data-route')).toBe('ews')
    await send(frame)
    expect(await ended(frame)).toMatch(/^(?:sent|closed)$/u)
    expect(visit.problems).toEqual(noProblems)
    await visit.close()
    const read = await readByYuki()
    expect(read.standing).toBe('valid')
    expect(read.text).toContain('7481-osprey')
    await read.visit.close()
  })

  it('is put into the item and sent by Outlook, with the notice for a body', async () => {
    const plain = await startDemo({ identity, organisation: { graph: null } })
    const { visit, frame } = await writerAtWork(plain, identity)
    await protectBoth(frame)
    expect(await frame.getAttribute('.foot', 'data-route')).toBe('replace')
    await send(frame)
    expect(await ended(frame)).toMatch(/^(?:sent|closed|told-outlook)$/u)
    if ((await visit.page.evaluate(() => window.outlookEmulator?.draft ?? null)) !== null) await visit.page.click('#send')
    await visit.page.waitForFunction(() => window.outlookEmulator?.draft === null)
    await visit.close()
    const inbox = plain.mail.store.inFolder(plain.mail.store.mailbox(YUKI) ?? neverNull(), 'inbox')
    const mime = inbox.at(-1)?.mime?.toString('latin1') ?? ''
    expect(mime).toContain('smime.p7m')
    expect(mime).not.toContain('osprey')
    await plain.close()
  })
})

function neverNull(): never {
  throw new Error('no such mailbox')
}

describe('what keeps a message here', () => {
  it('a recipient without a certificate is told in three places, and signed only is a click away', async () => {
    const to = [...(toYuki.to ?? []), { name: 'Li Wei', address: 'li.wei@northwind.example', kind: 3 as const }]
    const { visit, frame } = await writerAtWork(demo, identity, given, { ...toYuki, to })
    await protectBoth(frame)
    expect(await frame.getAttribute('[data-address="li.wei@northwind.example"]', 'data-problem')).toBe('smime/recipient-no-certificate')
    expect(await frame.textContent('[data-notice="recipients-missing"]')).toContain('1')
    expect(await frame.getAttribute('.foot', 'data-why')).toBe('whyMissingOne')
    expect(await frame.getAttribute('[data-send]', 'aria-disabled')).toBe('true')
    await frame.click('[data-send]', { force: true })
    expect(await frame.locator('[data-step]').count()).toBe(0)
    await frame.click('[data-notice="recipients-missing"] button')
    expect(await frame.getAttribute('[data-switch="encrypt"]', 'aria-checked')).toBe('false')
    await frame.waitForSelector('[data-send][aria-disabled="false"]')
    await visit.close()
  })

  it('a refusal of the server is one sentence with what to do, and the words are untouched', async () => {
    const { visit, frame } = await writerAtWork(demo, identity, { signIn: { consent: 'given', popup: 'cancelled', silent: 'interaction' } })
    await protectBoth(frame)
    await send(frame)
    expect(await ended(frame)).toMatch(/^outlook\/(?:consent|token)$/u)
    expect(await frame.getAttribute('[data-failure]', 'role')).toBe('alert')
    expect(await visit.page.evaluate(() => window.outlookEmulator?.draft?.content.body)).toContain('osprey')
    expect(await violations(frame)).toEqual([])
    await visit.close()
  })
})

describe('the protected editor', () => {
  it('takes the words out of Outlook, keeps them, and sends them from here', async () => {
    const { visit, frame } = await writerAtWork(demo, identity, given)
    await frame.click('[data-notice="draft-in-clear"] button')
    await frame.waitForSelector('[data-editor] textarea')
    await frame.waitForSelector('[data-kept="saved"]')
    expect(await frame.inputValue('[data-editor] textarea')).toContain('Canary 7481-osprey')
    expect(await visit.page.evaluate(() => window.outlookEmulator?.draft?.content.body)).not.toContain('osprey')
    await frame.fill('[data-editor] textarea', 'Dear Yuki, canary 9120-heron.')
    await protectBoth(frame)
    await send(frame)
    expect(await ended(frame)).toMatch(/^(?:sent|closed)$/u)
    await visit.close()
    const read = await readByYuki()
    expect(read.text).toContain('9120-heron')
    await read.visit.close()
    const onServer = JSON.stringify(mailboxOf(HANAKO).draftVersions)
    expect(onServer).not.toContain('heron')
  })

  it('offers back what was being written when the pane was closed', async () => {
    const { visit, frame } = await writerAtWork(demo, identity, given)
    await frame.click('[data-notice="draft-in-clear"] button')
    await frame.waitForSelector('[data-kept="saved"]')
    await frame.fill('[data-editor] textarea', 'Unfinished plover.')
    await frame.waitForSelector('[data-kept="saved"]')
    await frame.waitForTimeout(1500)
    await visit.choose('greeting')
    await visit.page.click('#verify')
    const again = await visit.pane()
    await again.waitForSelector('[data-recovered="not-sent"]', { timeout: 20_000 })
    expect(await again.textContent('[data-recovered]')).toContain('Offer for the Osaka branch')
    await again.click('[data-recovered] button >> nth=0')
    await again.waitForSelector('[data-editor] textarea')
    expect(await again.inputValue('[data-editor] textarea')).toBe('Unfinished plover.')
    await again.click('[data-discard]')
    await again.click('[data-question="discard"] button >> nth=1')
    await again.waitForSelector('[data-editor]', { state: 'detached' })
    expect(await again.locator('[data-recovered]').count()).toBe(0)
    await visit.close()
  })
})

describe('what is signed (SEC-84)', () => {
  it('is the preview: foreign styles, hidden text and pictures from elsewhere are in neither', async () => {
    const body = [
      '<style>.a{display:none} @media (min-width: 1px){.b{color:red}}</style>',
      '<p>I agree to <b>nothing</b>.</p><p class="a">I agree to everything.</p><p style="font-size:0">and more</p>',
      '<p class="b" onclick="alert(1)">Seen. <a href="https://contoso.example/terms">terms</a></p><img src="https://tracker.example/x.png" alt="logo">',
    ].join('')
    const { visit, frame } = await writerAtWork(demo, identity, { ...given, habits: { normalisesHtml: false } }, { ...toYuki, body })
    await protectBoth(frame)
    await frame.click('[data-area="content"] button.r')
    await frame.waitForSelector('[data-left-out]')
    const preview = (await frame.getAttribute('[data-preview] iframe', 'srcdoc')) ?? ''
    await send(frame)
    expect(await ended(frame)).toMatch(/^(?:sent|closed)$/u)
    await visit.page.waitForFunction(() => window.outlookEmulator?.draft === null)
    await visit.close()
    const { html, text } = await openedByYuki()
    expect(text).toContain('I agree to nothing.')
    for (const sent of [html, text, preview]) {
      expect(sent).toContain('nothing')
      expect(sent).not.toMatch(/everything|and more|<style|onclick|tracker\.example|class="a"/u)
    }
    expect(html).toContain('href="https://contoso.example/terms"')
    expect(html).not.toMatch(/sealpane-note|target=|\[contoso\.example\]/u)
  })
})

/** What Yuki's newest message says, decrypted by the engine outside of any pane. */
async function openedByYuki(): Promise<{ readonly html: string; readonly text: string }> {
  const mime = demo.mail.store.inFolder(mailboxOf(YUKI), 'inbox').at(-1)?.mime ?? Buffer.alloc(0)
  const { buffer } = await keyFile(identity, 'yuki-mori')
  const result = await createInProcessEngine().ask({
    kind: 'open', bytes: new Uint8Array(mime), form: 'message', content: null, host: null, at: new Date().toISOString(), extraCertificates: [], revocation: 'if-available', crls: [], ocspResponses: [],
    keyFiles: [{ bytes: new Uint8Array(buffer), passphrase: identity.keys.password }],
  })
  const of = (mediaType: string) => result.parts.find(part => part.mediaType === mediaType)?.text ?? ''
  return { html: of('text/html'), text: of('text/plain') }
}

describe('a lost answer', () => {
  const inYukisInbox = () => demo.mail.store.inFolder(mailboxOf(YUKI), 'inbox').length

  it('of a message that went is found in Sent Items, and nothing is sent twice', async () => {
    const { visit, frame } = await writerAtWork(demo, identity, { signIn: { consent: 'given', graphFaults: [{ call: 'sendDraft', kind: 'fails-after', times: 1 }] } })
    const before = inYukisInbox()
    await protectBoth(frame)
    await send(frame)
    expect(await ended(frame)).toMatch(/^(?:sent|closed)$/u)
    expect(inYukisInbox() - before).toBe(1)
    await visit.close()
  })

  it('of a message that did not go is "perhaps sent"; it is looked for, and never sent again by itself', async () => {
    const { visit, frame } = await writerAtWork(demo, identity, { signIn: { consent: 'given', graphFaults: [{ call: 'sendDraft', kind: 'status', status: 500, times: 1 }] } })
    const before = inYukisInbox()
    await protectBoth(frame)
    await send(frame)
    expect(await ended(frame)).toBe('outlook/sent-unconfirmed')
    expect(inYukisInbox() - before).toBe(0)
    await frame.click('[data-failure] button')
    await frame.waitForSelector('[data-notice="cannot-look"] button', { timeout: 40_000 })
    expect(inYukisInbox() - before).toBe(0)
    await visit.close()
  })
})

describe('an answer to an encrypted message', () => {
  it('goes back encrypted, quote and all, and is read by its first author', async () => {
    const visit = await demo.open({ item: 'encrypted-japanese', lang: 'ja-JP', ...given })
    const frame = await visit.clickVerify()
    await settled(frame)
    await importKey(frame, identity)
    await frame.click('#tab-message')
    await frame.click('[data-answer="reply"]')
    await frame.waitForSelector('[data-editor] [data-quote]', { timeout: 20_000 })
    await frame.fill('[data-editor] textarea', 'ありがとうございます。雲雀 5520')
    await protectBoth(frame)
    await send(frame)
    expect(await ended(frame)).toBe('sent')
    await frame.click('[data-leave]')
    await frame.waitForSelector('.mail-head')
    expect(visit.problems).toEqual(noProblems)
    await visit.close()
    const mime = demo.mail.store.inFolder(mailboxOf(HANAKO), 'inbox').at(-1)?.mime?.toString('latin1') ?? ''
    expect(mime).toMatch(/^In-Reply-To: <[^>]+>/imu)
    expect(mime).toMatch(/application\/pkcs7-mime/iu)
  })

  it('starts encrypted, quotes what was seen, and drops the quote with the encryption', async () => {
    const visit = await demo.open({ item: 'signed-encrypted', ...given })
    const frame = await visit.clickVerify()
    await settled(frame)
    await importKey(frame, identity)
    await frame.click('#tab-message')
    await frame.click('[data-answer="reply"]')
    await frame.waitForSelector('[data-editor] [data-quote]', { timeout: 20_000 })
    expect(await frame.getAttribute('[data-switch="encrypt"]', 'aria-checked')).toBe('true')
    expect(await frame.textContent('[data-quote]')).toMatch(/^.+\n>/u)
    await frame.click('[data-switch="encrypt"]')
    await frame.click('[data-question="reply-unprotect"] button >> nth=0')
    expect(await frame.getAttribute('[data-switch="encrypt"]', 'aria-checked')).toBe('true')
    await frame.click('[data-switch="encrypt"]')
    await frame.click('[data-question="reply-unprotect"] button >> nth=1')
    await frame.waitForSelector('[data-quote]', { state: 'detached' })
    expect(await frame.getAttribute('[data-switch="encrypt"]', 'aria-checked')).toBe('false')
    expect(visit.problems).toEqual(noProblems)
    await visit.close()
  })
})
