/** The outlook room's part for writing, in a pane of the emulator: real office.js, the real sign-in library, the real policy of the page. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Frame } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { MailboxHost, WritingHost } from '../../src/outlook/mailbox-host.ts'
import type { SendableMessage, SendingRouteName } from '../../src/outlook/send/sending-route.ts'
import { storedForm } from '../../src/outlook/send/stored-form.ts'
import { manifestWith } from '../emulator/compose-probe.ts'
import { sealedNotices } from '../../src/outlook/compose/sealed-notice.ts'
import { startDemo } from './support/demo.ts'
import type { Problems, RunningDemo, Visit, VisitOptions } from './support/demo.ts'

const room = join(dirname(fileURLToPath(import.meta.url)), '../../src/outlook')

/** What the pane's composition root hands in. A registration of its own for each visit: nobody agreed to anything before. */
const entry = `
  import { createOfficeHost } from ${JSON.stringify(join(room, 'office-host.ts'))}
  window.saved = []
  window.connected = createOfficeHost({ callTimeout: 3000 }).then(async host => {
    const graph = { clientId: crypto.randomUUID(), authority: 'https://login.microsoftonline.com/common', endpoint: location.origin + '/graph/v1.0', allowsStoredForm: true }
    const request = (...input) => fetch(...input)
    window.writingHost = await host.writing({ graph, fetch: request, saveFile: (name, bytes) => window.saved.push([name, bytes.length]), notice: () => ${JSON.stringify(sealedNotices.en)} })
    window.mailboxHost = host
  })
`
const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Room</title>
<script src="https://appsforoffice.microsoft.com/lib/1/hosted/office.js"></script>
<script type="module" src="room.js"></script></head><body></body></html>`

declare global {
  interface Window {
    connected: Promise<void>
    mailboxHost: MailboxHost
    writingHost: WritingHost
    saved: [string, number][]
  }
}

const folder = mkdtempSync(join(tmpdir(), 'outlook-writing-'))
let demo: RunningDemo
let chunks: readonly string[] = []

beforeAll(async () => {
  writeFileSync(join(folder, 'taskpane.html'), page)
  const { metafile } = await build({ stdin: { contents: entry, resolveDir: folder, loader: 'js' }, bundle: true, splitting: true, metafile: true, format: 'esm', target: 'es2022', outdir: folder, entryNames: 'room', logLevel: 'error', nodePaths: [join(room, '../../node_modules')] })
  chunks = Object.entries(metafile.outputs).filter(([, { inputs }]) => Object.keys(inputs).some(name => name.includes('msal-browser'))).map(([name]) => name)
  demo = await startDemo({ paneFolder: folder })
})
afterAll(async () => {
  await demo.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  for (const mailbox of demo.mail.store.mailboxes) {
    mailbox.messages.length = 0
    mailbox.draftVersions.length = 0
  }
  demo.mail.graphFaults.length = 0
  demo.mail.graph.calls.length = 0
})

const me = 'yuki.mori@contoso.co.jp'
const other = 'hanako.sato@contoso.co.jp'

function made(length: number, messageId = `<${length}.0f@contoso.co.jp>`): SendableMessage {
  const cms = Buffer.from(Uint8Array.from({ length }, (_, at) => (at === 0 ? 0x30 : (at * 31) % 251))).toString('base64').replace(/.{64}/gu, '$&\r\n')
  const text = [
    `From: Yuki Mori <${me}>`, `To: Hanako Sato <${other}>`, 'Subject: ...', 'Date: Thu, 26 Nov 2026 10:00:00 +0000', `Message-ID: ${messageId}`, 'MIME-Version: 1.0',
    'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"', 'Content-Transfer-Encoding: base64', '', cms, '',
  ].join('\r\n')
  return { bytes: new Uint8Array(Buffer.from(text)), messageId, recipients: [other], role: 'main' }
}

interface Room {
  readonly visit: Visit
  readonly pane: Frame
}

async function enter(options: VisitOptions = {}): Promise<Room> {
  const visit = await demo.open({ compose: 'new', open: true, manifest: manifestWith('ReadWriteMailbox'), ...options, habits: { autosave: 0, ...options.habits } })
  const pane = await visit.pane()
  await pane.waitForFunction(() => (window as Partial<Window>).connected !== undefined)
  await pane.evaluate(() => window.connected)
  return { visit, pane }
}

/** Sends by one route of the page and tells how it ended. */
function send(pane: Frame, name: SendingRouteName, { bytes, ...rest }: SendableMessage): Promise<string> {
  const text = Buffer.from(bytes).toString('base64')
  const work = pane.evaluate(async ({ name: asked, text: base64, rest: more }) => {
    const route = window.writingHost.routes.find(each => each.name === asked)
    try {
      await route?.send({ ...more, bytes: Uint8Array.from(atob(base64), character => character.charCodeAt(0)) }, new AbortController().signal)
      return 'sent'
    } catch (error) {
      return (error as { code?: string }).code ?? String(error)
    }
  }, { name, text, rest })
  // Outlook closes the window that it has sent, and the pane with it.
  return name === 'replace' ? work.catch((error: unknown) => String(error).includes('detached') ? 'gone' : String(error)) : work
}

const wasSent = (pane: Frame, name: SendingRouteName, messageId: string): Promise<boolean | null | undefined> =>
  pane.evaluate(({ name: asked, id }) => window.writingHost.routes.find(each => each.name === asked)?.wasSent(id, new AbortController().signal), { name, id: messageId })

const inbox = (address: string) => demo.mail.store.mailbox(address)?.messages.filter(message => message.folder === 'inbox') ?? []
const sentItems = () => demo.mail.store.mailbox(me)?.messages.filter(message => message.folder === 'sentitems') ?? []

const full = {
  to: [{ name: 'Hanako Sato', address: other, kind: 2 as const }],
  subject: '見積書', body: '<p>The <b>plan</b> is secret.</p><img src="cid:plan.png@01DC">',
  attachments: [
    { id: 'a1', name: 'plan.png', contentType: 'image/png', kind: 0 as const, isInline: true, contentId: 'plan.png@01DC', content: 'PNG-octets', size: 10, url: null },
    { id: 'a2', name: '資料.pdf', contentType: 'application/pdf', kind: 0 as const, isInline: false, contentId: null, content: '%PDF-\xe3\xff', size: 7, url: null },
    { id: 'a3', name: 'Minutes', contentType: 'message/rfc822', kind: 1 as const, isInline: false, contentId: null, content: 'Subject: Minutes\r\n\r\nwords', size: 40, url: null },
  ],
}

const read = (pane: Frame) => pane.evaluate(async () => {
  try {
    const item = await window.writingHost.item?.read(new AbortController().signal)
    return item === undefined ? 'none' : { ...item, attachments: item.attachments.map(({ content, ...rest }) => ({ ...rest, content: String.fromCharCode(...content) })) }
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
})

/** What went wrong, without the pictures that the emulator's own editor cannot show, and its mail program's question whether somebody agreed before. */
function ours({ problems }: Visit): Problems {
  return {
    ...problems,
    console: problems.console.filter(text => !text.includes("'cid:") && !text.includes('a status of 403')),
    foreignRequests: problems.foreignRequests.filter(url => !url.startsWith('cid:')),
    failedRequests: problems.failedRequests.filter(request => !request.includes('/mail/token')),
  }
}

describe('the item', () => {
  test.each(['web', 'classic', 'mac'] as const)('is read whole in the %s Outlook', async profile => {
    const { visit, pane } = await enter({ profile, draft: full })
    expect(await read(pane)).toMatchObject({
      from: { name: 'Yuki Mori', address: me }, sender: null, subject: '見積書',
      addressees: [{ field: 'to', kind: 'person', name: 'Hanako Sato', address: other }],
      html: expect.stringContaining('cid:plan.png@01DC') as string, text: expect.stringContaining('The plan is secret.') as string,
      attachments: [
        { name: 'plan.png', mediaType: 'image/png', contentId: 'plan.png@01DC', content: 'PNG-octets' },
        { name: '資料.pdf', mediaType: 'application/pdf', contentId: null, content: '%PDF-\xe3\xff' },
        { name: 'Minutes.eml', mediaType: 'message/rfc822', contentId: null, content: 'Subject: Minutes\r\n\r\nwords' },
      ],
    })
    expect(ours(visit)).toEqual({ console: [], pageErrors: [], foreignRequests: [], failedRequests: [] })
    expect(await visit.unimplemented()).toEqual([])
    await visit.close()
  })

  test.each([
    ['emptied by a filter', { habits: { emptiedAttachments: ['資料.pdf'] } }, 'outlook/attachment-no-bytes'],
    ['without an answer', { faults: [{ call: 'attachments', kind: 'silent' }] }, 'outlook/route-timeout'],
  ] as const)('is not read %s', async (_, options, code) => {
    const { visit, pane } = await enter({ draft: full, ...options })
    expect(await read(pane)).toBe(code)
    await visit.close()
  })

  test('is read whole on-premises, where Outlook lists no attachments, from the server’s copy', async () => {
    const { visit, pane } = await enter({ profile: 'onprem', draft: { ...full, inReplyTo: '<b@example.org>', references: ['<a@example.org>', '<b@example.org>'] } })
    expect(await read(pane)).toMatchObject({
      from: { address: me }, subject: '見積書', html: expect.stringContaining('cid:plan.png@01DC') as string,
      inReplyTo: '<b@example.org>', references: ['<a@example.org>', '<b@example.org>'],
      attachments: [
        { name: 'plan.png', mediaType: 'image/png', contentId: 'plan.png@01DC', content: 'PNG-octets' },
        { name: '資料.pdf', mediaType: 'application/pdf', contentId: null, content: '%PDF-\xe3\xff' },
        { mediaType: 'message/rfc822', contentId: null, content: expect.stringContaining('Subject: Minutes') as string },
      ],
    })
    expect(await pane.evaluate(() => window.writingHost.routes.filter(route => route.offer().isOffered).map(({ name }) => name))).toEqual(['ews', 'file'])
    expect(await visit.unimplemented()).toEqual([])
    await visit.close()
  })

  test('is not read on-premises without the permission to ask the server', async () => {
    const { visit, pane } = await enter({ profile: 'onprem', draft: full, manifest: manifestWith('ReadWriteItem') })
    expect(await read(pane)).toBe('outlook/refused')
    await visit.close()
  })

  test('tells of recipients that change, bears the guard’s mark, and closes without a trace', async () => {
    const { visit, pane } = await enter({ draft: full })
    await pane.evaluate(() => {
      Object.assign(window, { heard: 0 })
      window.writingHost.item?.onAddresseesChanged(() => Object.assign(window, { heard: (window as unknown as { heard: number }).heard + 1 }))
    })
    await visit.page.fill('#compose-to', `${other}; new@example.test`)
    await visit.page.locator('#compose-to').blur()
    await pane.waitForFunction(() => (window as unknown as { heard: number }).heard > 0)
    await pane.evaluate(() => window.writingHost.item?.demandProtection({ sign: true, encrypt: true }, new AbortController().signal))
    expect(await visit.page.evaluate(() => window.outlookEmulator?.draft?.content.internetHeaders)).toEqual({ 'x-sealpane-protection': 'demanded' })
    const draftsBefore = demo.mail.store.mailbox(me)?.messages.length
    const closed = pane.evaluate(() => window.writingHost.item?.closeAndDiscard(new AbortController().signal)).catch(() => 'gone')
    await visit.page.waitForFunction(() => window.outlookEmulator?.draft === null)
    expect([true, 'gone']).toContain(await closed)
    expect(demo.mail.store.mailbox(me)?.messages.length).toBe(draftsBefore)
    await visit.close()
  })
})

describe('by Microsoft Graph', () => {
  test('a message goes out after the reader agreed once, arrives as it was made, and is found again', async () => {
    const { visit, pane } = await enter()
    const message = made(2000)
    const sending = send(pane, 'graph', message)
    await visit.page.click('#sign-in-allow')
    expect(await sending).toBe('sent')
    const [arrived, ...more] = inbox(other)
    expect(more).toEqual([])
    expect(arrived?.mime?.toString('latin1')).toContain(Buffer.from(message.bytes).toString('latin1').slice(-400))
    expect(sentItems()).toHaveLength(1)
    expect(await send(pane, 'graph', made(1999))).toBe('sent')
    const asked = await visit.page.evaluate(() => window.outlookEmulator?.signIn.asked.map(({ method, scopes }) => `${method} ${scopes.filter(scope => scope.startsWith('Mail')).join()}`))
    expect(asked?.slice(0, 3)).toEqual(['GetInitContext ', 'GetToken Mail.ReadWrite,Mail.Send', 'GetTokenPopup Mail.ReadWrite,Mail.Send'])
    expect(asked?.slice(3).filter(call => call !== 'GetToken Mail.ReadWrite,Mail.Send')).toEqual([])
    // The library came in a part of its own, asked nobody for anything, and left no token behind.
    expect(chunks.length).toBeGreaterThan(0)
    expect(chunks.some(name => name.endsWith('/room.js'))).toBe(false)
    expect(ours(visit)).toEqual({ console: [], pageErrors: [], foreignRequests: [], failedRequests: [] })
    expect(await visit.unimplemented()).toEqual([])
    const kept = await pane.evaluate(() => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]))
    expect(kept).not.toMatch(/secret|accesstoken|idtoken/iu)
    await visit.close()
  })

  test('Sent Items are looked into where the reader agreed to reading too', async () => {
    const { visit, pane } = await enter({ signIn: { consent: 'given' } })
    expect(await send(pane, 'graph', made(500, '<o\'hara+1@contoso.co.jp>'))).toBe('sent')
    expect([await wasSent(pane, 'graph', '<o\'hara+1@contoso.co.jp>'), await wasSent(pane, 'graph', '<other@contoso.co.jp>')]).toEqual([true, false])
    await visit.close()
  })

  test.each([
    ['the reader refuses', { popup: 'cancelled' }, 'outlook/consent'],
    ['the sign-in fails', { silent: 'error', popup: 'error' }, 'outlook/token'],
    ['there is no connection', { silent: 'offline' }, 'outlook/network'],
  ] as const)('when %s, nothing is sent', async (_, signIn, code) => {
    const { visit, pane } = await enter({ signIn })
    expect(await send(pane, 'graph', made(500))).toBe(code)
    expect(demo.mail.graph.calls).toEqual([])
    await visit.close()
  })

  test.each([
    ['a token that is too old', { kind: 'status', status: 401, code: 'InvalidAuthenticationToken', times: 1 }, 'sent', 1],
    ['proof that is not enough', { kind: 'status', status: 403, code: 'insufficient_claims', claims: '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}', times: 1 }, 'sent', 1],
    ['too many requests', { kind: 'status', status: 429, retryAfter: 9 }, 'outlook/throttled', 0],
    ['too much', { kind: 'status', status: 413 }, 'outlook/too-large-to-send', 0],
    ['an error before it sent', { kind: 'status', status: 500 }, 'outlook/sent-unconfirmed', 0],
    ['an error after it sent', { kind: 'fails-after' }, 'outlook/sent-unconfirmed', 1],
    ['a line that breaks before', { kind: 'cut' }, 'outlook/sent-unconfirmed', 0],
    ['a line that breaks after, which the browser may answer with the same request again', { kind: 'cut-after' }, 'outlook/sent-unconfirmed', 1],
    ['the same request twice', { kind: 'repeated' }, 'outlook/sent-unconfirmed', 1],
  ] as const)('%s: the message goes at most once, and what is told is what is known', async (_, fault, code, arrived) => {
    const { visit, pane } = await enter({ signIn: { consent: 'given' } })
    demo.mail.graphFaults.push({ call: 'sendDraft', ...fault })
    const message = made(700)
    const sending = send(pane, 'graph', message)
    if ('claims' in fault) await visit.page.click('#sign-in-allow')
    expect(await sending).toBe(code)
    expect(inbox(other)).toHaveLength(arrived)
    const asked = demo.mail.graph.calls.filter(({ call }) => call === 'sendDraft').length
    if (fault.kind === 'cut' || fault.kind === 'cut-after') expect(asked).toBeGreaterThan(0)
    else expect(asked).toBe('times' in fault ? 2 : 1)
    expect(await wasSent(pane, 'graph', message.messageId)).toBe(arrived === 1)
    if ('claims' in fault) {
      const claims = await visit.page.evaluate(() => window.outlookEmulator?.signIn.asked.find(({ method }) => method === 'GetTokenPopup')?.claims)
      expect(JSON.parse(claims ?? '')).toMatchObject(JSON.parse(fault.claims) as object)
    }
    await visit.close()
  })

  test('200 with nothing sent is no yes', async () => {
    const { visit, pane } = await enter({ signIn: { consent: 'given', graphFaults: [{ call: 'createDraft', kind: 'accepted-without-sending' }] } })
    expect(await send(pane, 'graph', made(2_000_000))).toBe('outlook/network')
    expect(inbox(other)).toEqual([])
    await visit.close()
  })

  test('a message of nine megabytes goes as a draft in Exchange’s form, and arrives as S/MIME with the same octets', async () => {
    const { visit, pane } = await enter({ signIn: { consent: 'given' } })
    const message = made(9_000_000)
    expect(await send(pane, 'graph', message)).toBe('sent')
    const arrived = inbox(other)[0]?.mime
    expect(arrived).toBeDefined()
    const form = storedForm(new Uint8Array(arrived ?? Buffer.alloc(0)))
    expect(form.messageClass).toBe('IPM.Note.SMIME')
    expect(Buffer.from(form.content).equals(Buffer.from(storedForm(message.bytes).content))).toBe(true)
    expect(demo.mail.graph.calls.map(({ call }) => call)).toEqual(['createDraft', 'createUploadSession', 'upload', 'upload', 'upload', 'listAttachments', 'sendDraft'])
    expect(await wasSent(pane, 'graph', message.messageId)).toBe(true)
    expect(demo.mail.store.mailbox(me)?.messages.filter(({ folder: place }) => place === 'drafts')).toEqual([])
    expect(visit.problems.console).toEqual([])
    await visit.close()
  })
})

describe('by Exchange Web Services', () => {
  test('a message goes out, arrives as it was made, and is found again', async () => {
    const { visit, pane } = await enter({ profile: 'onprem' })
    const message = made(3000, '<a&\'b@contoso.co.jp>')
    expect(await send(pane, 'ews', message)).toBe('sent')
    expect(inbox(other)[0]?.mime?.toString('latin1')).toContain(Buffer.from(message.bytes).toString('latin1').slice(-400))
    expect([await wasSent(pane, 'ews', message.messageId), await wasSent(pane, 'ews', '<x@y>')]).toEqual([true, false])
    expect(await visit.unimplemented()).toEqual([])
    await visit.close()
  })

  test('without the permission nothing is asked, and the next way can be taken', async () => {
    const { visit, pane } = await enter({ profile: 'onprem', manifest: manifestWith('ReadWriteItem') })
    expect(await send(pane, 'ews', made(300))).toBe('outlook/route-unavailable')
    expect(await send(pane, 'file', made(300, '<0fab@contoso.co.jp>'))).toBe('sent')
    expect(await pane.evaluate(() => window.saved)).toEqual([['message-0fab.eml', made(300, '<0fab@contoso.co.jp>').bytes.length]])
    await visit.close()
  })

  test('a list tells its members', async () => {
    const { visit, pane } = await enter({ profile: 'onprem' })
    const members = (address: string) => pane.evaluate(async asked => {
      try {
        return await window.writingHost.item?.expandGroup(asked, new AbortController().signal)
      } catch (error) {
        return (error as { code?: string }).code
      }
    }, address)
    const list = demo.mail.store.lists[0]?.address ?? ''
    expect(await members(list)).toEqual(expect.arrayContaining([expect.objectContaining({ address: other })]) as unknown[])
    expect(await members('nobody@contoso.co.jp')).toBe('outlook/group-unknown')
    await visit.close()
  })
})

describe('by the open item', () => {
  const sealed = (address: string): string => inbox(address)[0]?.mime?.toString('latin1') ?? ''

  test.each(['web', 'classic'] as const)('the %s Outlook sends a notice and the S/MIME part, and nothing of what was written', async profile => {
    const { visit, pane } = await enter({ profile, draft: full })
    const message = made(4000)
    expect(await pane.evaluate(() => window.writingHost.routes[2]?.leavesSendToUser)).toBe(false)
    expect(['sent', 'gone']).toContain(await send(pane, 'replace', message))
    await visit.page.waitForFunction(() => window.outlookEmulator?.draft === null)
    expect(inbox(other)).toHaveLength(1)
    const parts = sealed(other)
    expect(parts).toMatch(/name="?smime\.p7m/u)
    expect(parts.replace(/\s+/gu, '')).toContain(Buffer.from(storedForm(message.bytes).content).toString('base64').slice(0, 3000))
    expect(parts).not.toMatch(/secret|plan\.png|Minutes/u)
    expect(ours(visit).console).toEqual([])
    expect(await visit.unimplemented()).toEqual([])
    await visit.close()
  })

  test('where Outlook does not send for an add-in, the writer’s own Send does', async () => {
    const { visit, pane } = await enter({ profile: 'mac', draft: full })
    expect(await pane.evaluate(() => window.writingHost.routes[2]?.leavesSendToUser)).toBe(true)
    expect(await send(pane, 'replace', made(400))).toBe('sent')
    expect(inbox(other)).toEqual([])
    await visit.page.click('#send')
    await visit.page.waitForFunction(() => window.outlookEmulator?.draft === null)
    expect(sealed(other)).not.toContain('secret')
    expect(inbox(other)).toHaveLength(1)
    await visit.close()
  })

  const content = (visit: Visit) => visit.page.evaluate(() => {
    const { body, subject, attachments, internetHeaders } = window.outlookEmulator?.draft?.content ?? { body: '', subject: '', attachments: [], internetHeaders: {} }
    return { body: body.replace(/<[^>]*>/gu, '').trim(), pictures: body.match(/cid:[^"]*/gu), subject, attachments: attachments.map(({ name, content: octets }) => `${name.replace(/\.eml$/u, '')} ${octets}`).sort(), internetHeaders }
  })

  test.each([
    ['adding a file never comes back', { faults: [{ call: 'addAttachment', kind: 'silent' }] }, 'outlook/native-smime'],
    ['Outlook’s own S/MIME is on', { habits: { nativeSmime: true } }, 'outlook/native-smime'],
    ['Outlook keeps only the beginning of the notice', { habits: { truncatesBodyAt: 150 }, draft: { ...full, bodyType: 'text', body: 'Secret.', attachments: full.attachments.slice(1) } }, 'outlook/item-not-as-planned'],
    ['Outlook refuses the mark', { faults: [{ call: 'setInternetHeaders', kind: 'error', errorCode: 9020 }] }, 'outlook/item-not-as-planned'],
    ['Outlook refuses to take attachments off', { faults: [{ call: 'removeAttachment', kind: 'error', errorCode: 9020 }] }, 'outlook/item-not-as-planned'],
  ] as const)('when %s, everything is as it was and nothing was sent', async (_, options, code) => {
    const { visit, pane } = await enter({ draft: { ...full, body: '<p>Secret.</p><img src="cid:plan.png@01DC">' }, ...options })
    const before = await content(visit)
    const told = await send(pane, 'replace', made(400))
    expect(inbox(other)).toEqual([])
    // Taking off what was added is refused as well there; that is told, and the words are back.
    if ('faults' in options && options.faults[0].call === 'removeAttachment') {
      expect(told).toBe('outlook/item-not-restored')
      expect(await content(visit)).toMatchObject({ body: before.body, subject: before.subject, internetHeaders: {} })
    } else {
      expect(told).toBe(code)
      expect(await content(visit)).toEqual(before)
    }
    await visit.close()
  })
})
