import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningDemo } from '../e2e/support/demo.ts'
import { callItem, draft, manifestWith, probeIn as open, profiles, startProbeDemo, value } from './compose-probe.ts'
import type { VisitOptions } from '../e2e/support/demo.ts'

let demo: RunningDemo

beforeAll(async () => {
  demo = await startProbeDemo()
})
afterAll(() => demo.close())

const probeIn = (options: VisitOptions = {}) => open(demo, options)

test.each(profiles)('the %s Outlook gives recipients, subject and body of the message that is being written', async profile => {
  const { visit, pane } = await probeIn({ profile })
  expect(await value(pane, 'to.getAsync')).toEqual([{ displayName: 'Kenji Tanaka', emailAddress: 'kenji.tanaka@contoso.co.jp', recipientType: 'user' }])
  expect(await value(pane, 'cc.getAsync')).toMatchObject([{ recipientType: 'distributionList' }])
  expect(await value(pane, 'bcc.getAsync')).toMatchObject([{ emailAddress: 'maria.keller@litware.example', recipientType: 'externalUser' }])
  expect(await value(pane, 'subject.getAsync')).toBe('見積書')
  expect(await value(pane, 'body.getAsync', 'text')).toBe('Please find the offer attached.\r\nYuki')
  expect(await value(pane, 'body.getAsync', 'html')).toContain('<p>Please find the <b>offer</b> attached.</p>')
  expect(await value(pane, 'body.getTypeAsync')).toBe('html')
  expect(visit.problems).toEqual({ console: [], pageErrors: [], foreignRequests: [], failedRequests: [] })
  expect(await visit.unimplemented()).toEqual([])
  await visit.close()
})

test.each(profiles)('the %s Outlook takes recipients, subject and body from the add-in and shows them', async profile => {
  const { visit, pane } = await probeIn({ profile })
  await value(pane, 'to.setAsync', ['new@example.test', { displayName: 'Äbc', emailAddress: 'abc@example.test' }])
  await value(pane, 'to.addAsync', [{ displayName: 'Third', emailAddress: 'third@example.test' }])
  await value(pane, 'subject.setAsync', 'Other subject')
  await value(pane, 'body.setAsync', '<p onclick="x()">Sealed</p><script>bad()</script>', { coercionType: 'html' })
  expect(await visit.page.inputValue('#compose-to')).toBe('new@example.test; Äbc <abc@example.test>; Third <third@example.test>')
  expect(await visit.page.inputValue('#compose-subject')).toBe('Other subject')
  expect(await visit.page.innerHTML('#compose-body')).toBe('<p>Sealed</p>')
  await value(pane, 'body.setAsync', 'a < b\nnext')
  expect(await value(pane, 'body.getAsync', 'text')).toBe('a < b\r\nnext')
  await visit.close()
})

test.each(['web', 'classic', 'mac'] as const)('files of the %s Outlook: added, listed, read and taken away again', async profile => {
  const { visit, pane } = await probeIn({ profile, draft: { ...draft, attachments: [
    { id: 'a0', name: 'offer.pdf', contentType: 'application/pdf', kind: 0, isInline: false, contentId: null, content: 'PDF', size: 300, url: null },
    { id: 'a1', name: 'Letter.eml', contentType: 'message/rfc822', kind: 1, isInline: false, contentId: null, content: 'Subject: x\r\n\r\ny', size: 200, url: null },
    { id: 'a2', name: 'plan.docx', contentType: 'x', kind: 2, isInline: false, contentId: null, content: '', size: 5000, url: 'https://cloud.contoso.test/plan.docx' },
    { id: 'a3', name: 'logo.png', contentType: 'image/png', kind: 0, isInline: true, contentId: 'logo@contoso', content: 'PNG', size: 100, url: null },
  ] } })
  const added = await value(pane, 'addFileAttachmentFromBase64Async', btoa('CMS'), 'smime.p7m')
  const listed = (await value(pane, 'getAttachmentsAsync')) as readonly { id: string; name: string }[]
  expect(listed).toMatchObject([
    { attachmentType: 'file', name: 'offer.pdf', isInline: false }, { attachmentType: 'item' }, { attachmentType: 'cloud', url: 'https://cloud.contoso.test/plan.docx' },
    { isInline: true, contentId: 'logo@contoso' }, { id: added, name: 'smime.p7m', attachmentType: 'file' },
  ])
  expect(await value(pane, 'getAttachmentContentAsync', 'a0')).toEqual({ content: btoa('PDF'), format: 'base64' })
  expect(await value(pane, 'getAttachmentContentAsync', 'a1')).toEqual({ content: 'Subject: x\r\n\r\ny', format: 'eml' })
  expect(await value(pane, 'getAttachmentContentAsync', 'a2')).toMatchObject({ format: 'url' })
  expect(await value(pane, 'getAttachmentContentAsync', added)).toEqual({ content: btoa('CMS'), format: 'base64' })
  await value(pane, 'removeAttachmentAsync', 'a0')
  expect(await callItem(pane, 'removeAttachmentAsync', 'a0')).toMatchObject({ status: 'failed', code: 9008 })
  expect(await callItem(pane, 'getAttachmentContentAsync', 'a0')).toMatchObject({ status: 'failed', code: 9003 })
  expect(await visit.page.locator('#files li').allTextContents()).toEqual(['Letter.eml×', 'plan.docx×', 'logo.png×', 'smime.p7m×'])
  await visit.close()
})

test.each(['web', 'classic', 'mac'] as const)('the %s Outlook keeps header fields, properties and session data of the item', async profile => {
  const { visit, pane } = await probeIn({ profile })
  await value(pane, 'internetHeaders.setAsync', { 'X-Sealpane': 'demanded', 'x-other': '1' })
  expect(await value(pane, 'internetHeaders.getAsync', ['x-sealpane', 'x-absent'])).toEqual({ 'x-sealpane': 'demanded' })
  expect(await callItem(pane, 'internetHeaders.setAsync', { 'Content-Type': 'text/plain' })).toMatchObject({ status: 'failed', code: 9031 })
  await value(pane, 'internetHeaders.removeAsync', ['X-Sealpane'])
  expect(await value(pane, 'internetHeaders.getAsync', ['x-sealpane'])).toEqual({})
  await value(pane, 'sessionData.setAsync', 'key', 'value')
  expect(await value(pane, 'sessionData.getAsync', 'key')).toBe('value')
  expect(await callItem(pane, 'sessionData.getAsync', 'absent')).toMatchObject({ status: 'failed', code: 9050 })
  expect(await value(pane, 'getComposeTypeAsync')).toEqual({ composeType: 'newMail', coercionType: 'html' })
  expect(await value(pane, 'from.getAsync')).toMatchObject({ emailAddress: 'yuki.mori@contoso.co.jp' })
  expect(await value(pane, 'isClientSignatureEnabledAsync')).toBe(false)
  expect(await value(pane, 'getItemClassAsync')).toBe('IPM.Note')
  const kept = await pane.evaluate(() => new Promise<unknown>(resolve => Office.context.mailbox.item?.loadCustomPropertiesAsync(loaded => {
    loaded.value.set('sealpane', 'yes')
    loaded.value.saveAsync(() => Office.context.mailbox.item?.loadCustomPropertiesAsync(again => resolve(again.value.get('sealpane'))))
  })))
  expect(kept).toBe('yes')
  await value(pane, 'notificationMessages.addAsync', 'k', { type: 'errorMessage', message: 'Look' })
  expect(await callItem(pane, 'notificationMessages.addAsync', 'k', { type: 'errorMessage', message: 'Look' })).toMatchObject({ code: 9023 })
  expect(await value(pane, 'notificationMessages.getAllAsync')).toMatchObject([{ key: 'k', message: 'Look' }])
  expect(await visit.unimplemented()).toEqual([])
  await visit.close()
})

test('an on-premises Outlook has nothing that came after Mailbox 1.5', async () => {
  const { visit, pane } = await probeIn({ profile: 'onprem' })
  for (const path of ['from.getAsync', 'getAttachmentsAsync', 'getItemIdAsync']) expect(await callItem(pane, path)).toMatchObject({ status: 'failed' })
  const absent = await pane.evaluate(() => ['sendAsync', 'closeAsync', 'getItemClassAsync', 'inReplyTo'].filter(name => name in (Office.context.mailbox.item ?? {})))
  expect(absent).toEqual([])
  expect(await pane.evaluate(() => Office.context.requirements.isSetSupported('NestedAppAuth', '1.1'))).toBe(false)
  await visit.close()
})

test.each([['web', ['closeAsync', 'getItemClassAsync', 'inReplyTo', 'sendAsync']], ['classic', ['closeAsync', 'getItemClassAsync', 'inReplyTo', 'sendAsync']],
  ['mac', ['closeAsync', 'getItemClassAsync', 'inReplyTo']]] as const)('the %s Outlook has what its set brought', async (profile, expected) => {
  const { visit, pane } = await probeIn({ profile })
  const found = await pane.evaluate(() => ['closeAsync', 'getItemClassAsync', 'inReplyTo', 'sendAsync'].filter(name => name in (Office.context.mailbox.item ?? {})))
  expect(found).toEqual(expected)
  await visit.close()
})

test.each(['web', 'classic', 'mac', 'onprem'] as const)('the %s Outlook tells of recipients that changed, whoever changed them', async profile => {
  const { visit, pane } = await probeIn({ profile })
  await pane.evaluate(() => new Promise<void>(resolve => {
    const changes: unknown[] = []
    Object.assign(window, { changes })
    Office.context.mailbox.item?.addHandlerAsync(Office.EventType.RecipientsChanged, (event: Office.RecipientsChangedEventArgs) => changes.push(event.changedRecipientFields), () => resolve())
  }))
  await value(pane, 'cc.addAsync', ['added@example.test'])
  await visit.page.fill('#compose-to', 'typed@example.test; Somebody <else@example.test>')
  await visit.page.locator('#compose-to').blur()
  await pane.waitForFunction(() => (window as unknown as { changes: unknown[] }).changes.length === 2)
  expect(await pane.evaluate(() => (window as unknown as { changes: unknown[] }).changes)).toMatchObject([{ cc: true, to: false }, { to: true, cc: false }])
  expect(await value(pane, 'to.getAsync')).toMatchObject([{ emailAddress: 'typed@example.test' }, { displayName: 'Somebody', emailAddress: 'else@example.test' }])
  await visit.close()
})

test.each(['web', 'classic', 'mac'] as const)('roaming settings are kept on the server, for the next %s Outlook as well', async profile => {
  const { visit, pane } = await probeIn({ profile })
  const name = `policy-${profile}`
  await pane.evaluate(key => new Promise<void>(resolve => {
    Office.context.roamingSettings.set(key, { sign: 'always' })
    Office.context.roamingSettings.saveAsync(() => resolve())
  }), name)
  await expect.poll(() => JSON.stringify(demo.mail.store.mailbox('yuki.mori@contoso.co.jp')?.settings)).toContain(name)
  await visit.close()
  const again = await probeIn({ profile })
  expect(await again.pane.evaluate(key => Office.context.roamingSettings.get(key) as unknown, name)).toEqual({ sign: 'always' })
  await again.visit.close()
})

test('permissions are kept by office.js and by the host behind it', async () => {
  const read = await probeIn({ manifest: manifestWith('ReadItem') })
  await expect(callItem(read.pane, 'body.setAsync', 'x')).rejects.toThrow(/Elevated permission/)
  expect(await callItem(read.pane, 'closeAsync', { discardItem: true })).toMatchObject({ status: 'failed', code: 7000 })
  expect(await value(read.pane, 'subject.getAsync')).toBe('見積書')
  await read.visit.close()
  const write = await probeIn({ manifest: manifestWith('ReadWriteItem') })
  expect(await callItem(write.pane, 'sendAsync')).toMatchObject({ status: 'failed', code: 7000 })
  await value(write.pane, 'body.setAsync', 'x')
  await write.visit.close()
})

test('what goes wrong with reading and writing can be switched on call by call', async () => {
  const { visit, pane } = await probeIn({ faults: [
    { call: 'setBody', kind: 'empty' }, { call: 'body', kind: 'truncated', octets: 40 }, { call: 'subject', kind: 'error', errorCode: 5001 },
    { call: 'recipients', kind: 'silent' }, { call: 'setSubject', kind: 'silent-after' },
  ] })
  await value(pane, 'body.setAsync', 'other')
  expect(await visit.page.innerText('#compose-body')).toContain('Please find')
  expect(await value(pane, 'body.getAsync', 'html')).toHaveLength(40)
  expect(await callItem(pane, 'subject.getAsync')).toMatchObject({ status: 'failed', code: 5001 })
  await pane.evaluate(() => {
    Office.context.mailbox.item?.to.getAsync(() => Object.assign(window, { heard: true }))
    Office.context.mailbox.item?.subject.setAsync('done', () => Object.assign(window, { heard: true }))
  })
  await expect.poll(() => visit.calls().then(calls => calls.filter(({ outcome }) => outcome === 'silent').map(({ name }) => name))).toEqual(['recipients', 'setSubject'])
  expect(await visit.page.inputValue('#compose-subject')).toBe('done')
  expect(await pane.evaluate(() => 'heard' in window)).toBe(false)
  await visit.close()
})

test('habits: native S/MIME, a body that is cut, emptied files, limits on files', async () => {
  const native = await probeIn({ habits: { nativeSmime: true } })
  await native.pane.evaluate(() => Office.context.mailbox.item?.addFileAttachmentFromBase64Async('AAAA', 'x', () => Object.assign(window, { heard: true })))
  await expect.poll(() => native.visit.calls()).toContainEqual({ name: 'addAttachment', outcome: 'silent' })
  expect(await native.pane.evaluate(() => 'heard' in window)).toBe(false)
  await native.visit.close()

  const cut = await probeIn({ habits: { truncatesBodyAt: 10, attachmentCount: 1, attachmentOctets: 20 } })
  await value(cut.pane, 'body.setAsync', '0123456789abcdef')
  expect(await value(cut.pane, 'body.getAsync', 'text')).toBe('0123456789')
  expect(await callItem(cut.pane, 'addFileAttachmentFromBase64Async', btoa('x'.repeat(21)), 'big')).toMatchObject({ code: 9000 })
  await value(cut.pane, 'addFileAttachmentFromBase64Async', btoa('x'.repeat(20)), 'fits')
  expect(await callItem(cut.pane, 'addFileAttachmentFromBase64Async', btoa('x'), 'second')).toMatchObject({ code: 9001 })
  await cut.visit.close()

  const emptied = await probeIn({ habits: { emptiedAttachments: ['plan.pdf'] } })
  const id = await value(emptied.pane, 'addFileAttachmentFromBase64Async', btoa('PDF'), 'plan.pdf')
  const [listed] = (await value(emptied.pane, 'getAttachmentsAsync')) as readonly { size: number }[]
  expect(listed?.size).toBeGreaterThan(0)
  expect(await value(emptied.pane, 'getAttachmentContentAsync', id)).toEqual({ content: '', format: 'base64' })
  await emptied.visit.close()
})

test('HTML comes back written anew, unless that habit is switched off', async () => {
  const html = "<P STYLE='color:red' onclick=x()>A<BR>B<!--c--></P>"
  for (const [normalisesHtml, expected] of [[true, '<p style="color:red">A<br>B</p>'], [false, html]] as const) {
    const { visit, pane } = await probeIn({ habits: { normalisesHtml } })
    await value(pane, 'body.setAsync', html, { coercionType: 'html' })
    expect(await value(pane, 'body.getAsync', 'html')).toContain(`<body dir="ltr">${expected}</body>`)
    await visit.close()
  }
})
