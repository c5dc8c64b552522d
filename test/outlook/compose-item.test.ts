import { beforeAll, describe, expect, test } from 'vitest'
import type { ComposeItem } from '../../src/outlook/compose/compose-item.ts'
import { createOfficeComposeItem } from '../../src/outlook/compose/office-compose-item.ts'
import { asSupported, isWritableItem } from '../../src/outlook/compose/writable-item.ts'
import type { WritableItem } from '../../src/outlook/compose/writable-item.ts'
import { SendError } from '../../src/outlook/send/sending-route.ts'
import { ann, file, WrittenInOutlook, yuki } from './written-item.ts'
import type { ItemContents, Misbehaviour } from './written-item.ts'

// The one name of Office.js that this part says outside of the item itself.
beforeAll(() => { Object.assign(globalThis, { Office: { EventType: { RecipientsChanged: 'olkRecipientsChanged' } } }) })

const never = new AbortController().signal
const own = { name: 'Yuki Mori', address: 'yuki@contoso.co.jp' }

function composeOn(item: WritableItem, timeout = 2000): ComposeItem {
  return createOfficeComposeItem(item, { timeout, own, expandGroup: address => Promise.reject(new SendError('outlook/group-unknown', 'x', { subject: address })) })
}

async function failure(work: Promise<unknown>): Promise<{ readonly code: string; readonly subject: string | null }> {
  try {
    await work
    return { code: 'done', subject: null }
  } catch (error) {
    return { code: (error as { code?: string }).code ?? (error as Error).message, subject: error instanceof SendError ? error.subject : null }
  }
}

const picture = file('image001.png', 'PNG', { isInline: true })
const full: ItemContents = {
  to: [ann, { emailAddress: 'list@contoso.co.jp', displayName: 'All', recipientType: 'distributionList' }],
  cc: [{ emailAddress: 'bare@example.org', displayName: 'bare@example.org', recipientType: 'externalUser' }],
  bcc: [{ emailAddress: 'odd@example.org', displayName: '', recipientType: 'other' }],
  subject: 'Plans', html: '<html><body><p>Hello</p><img src="cid:image001.png@01DC"></body></html>',
  attachments: [
    picture, file('report.PDF', '%PDF'), file('notes', 'x'),
    file('Minutes', '', { id: 'id:m', attachmentType: 'item', size: 900, format: 'eml', data: 'Subject: Minutes\r\n\r\nこんにちは' }),
    file('Meeting', '', { id: 'id:c', attachmentType: 'item', size: 90, format: 'iCalendar', data: 'BEGIN:VCALENDAR' }),
  ],
  inReplyTo: '<b@example.org>', headers: { References: '<a@example.org> <b@example.org>' },
}

test('everything that was written is read: text, pictures, files, attached items, recipients, what it answers', async () => {
  const read = await composeOn(new WrittenInOutlook(full).item).read(never)
  expect({ ...read, attachments: read.attachments.map(({ content, ...rest }) => ({ ...rest, content: Buffer.from(content).toString() })) }).toEqual({
    from: own, sender: null,
    addressees: [
      { field: 'to', kind: 'person', name: 'Ann', address: 'ann@example.org' },
      { field: 'to', kind: 'group', name: 'All', address: 'list@contoso.co.jp' },
      { field: 'cc', kind: 'person', name: '', address: 'bare@example.org' },
      { field: 'bcc', kind: 'unknown', name: '', address: 'odd@example.org' },
    ],
    subject: 'Plans', html: full.html, text: 'Hello',
    attachments: [
      { name: 'image001.png', mediaType: 'image/png', contentId: 'image001.png@01DC', content: 'PNG' },
      { name: 'report.PDF', mediaType: 'application/pdf', contentId: null, content: '%PDF' },
      { name: 'notes', mediaType: 'application/octet-stream', contentId: null, content: 'x' },
      { name: 'Minutes.eml', mediaType: 'message/rfc822', contentId: null, content: 'Subject: Minutes\r\n\r\nこんにちは' },
      { name: 'Meeting.ics', mediaType: 'text/calendar', contentId: null, content: 'BEGIN:VCALENDAR' },
    ],
    inReplyTo: '<b@example.org>', references: ['<a@example.org>', '<b@example.org>'], importance: 'normal',
  })
})

test('a message of text alone has no HTML', async () => {
  expect(await composeOn(new WrittenInOutlook({ html: null, text: 'Just words' }).item).read(never)).toMatchObject({ html: null, text: 'Just words' })
})

test.each([
  ['an alias', { emailAddress: 'Info@contoso.co.jp', displayName: 'Contoso' }, { from: { name: 'Contoso', address: 'Info@contoso.co.jp' }, sender: own }],
  ['the mailbox itself in other letters', { emailAddress: 'YUKI@contoso.co.jp', displayName: 'Yuki Mori' }, { sender: null }],
])('From as %s is told apart from the mailbox', async (_, from, expected) => {
  expect(await composeOn(new WrittenInOutlook({ from }).item).read(never)).toMatchObject(expected)
})

test('an Outlook that has no From writes as its mailbox', async () => {
  const { item } = new WrittenInOutlook()
  expect(await composeOn(asSupported(item, version => version !== '1.7')).read(never)).toMatchObject({ from: own, sender: null })
})

test('a picture is found by its content id, by its name where there is none, and is a file when the text does not show it', async () => {
  const shows = (html: string, more: object) => composeOn(new WrittenInOutlook({ html, text: 'x', attachments: [{ ...picture, ...more }] }).item).read(never)
  const ids = async (html: string, more: object = {}) => (await shows(html, more)).attachments.map(({ contentId }) => contentId)
  expect(await ids('<img src="cid:Logo%40x">', { contentId: '<logo@x>' })).toEqual(['Logo@x'])
  expect(await ids('<td background=\'cid:image001.png\'>')).toEqual(['image001.png'])
  expect(await ids('<p style="background:url(cid:image001.png@9)">')).toEqual(['image001.png@9'])
  expect(await ids('<p>cid:image001.png</p>')).toEqual([null])
})

const cloud = file('Budget.xlsx', '', { attachmentType: 'cloud', size: 100 })
const many = (count: number) => Array.from({ length: count }, (_, at) => ({ emailAddress: `p${at}@example.org`, displayName: `P${at}`, recipientType: 'user' }))

/** SEC-80: what is not complete is not sent. Each with what is told of it, and nothing of the item changed. */
const faults: readonly (readonly [string, ItemContents, Record<string, readonly Misbehaviour[]>, string, string | null])[] = [
  ['an attachment came empty', { attachments: [file('a.pdf', 'text')] }, { content: [{ value: { content: '', format: 'base64' } }] }, 'outlook/attachment-no-bytes', 'a.pdf'],
  ['an attachment is empty and says so', { attachments: [file('a.pdf', '')] }, {}, 'outlook/attachment-no-bytes', 'a.pdf'],
  ['half of an attachment came', { attachments: [file('a.pdf', 'text', { size: 40 })] }, {}, 'outlook/attachment-no-bytes', 'a.pdf'],
  ['the second of two attachments came empty', { attachments: [file('a.pdf', 'text'), file('b.pdf', '', { size: 9 })] }, {}, 'outlook/attachment-no-bytes', 'b.pdf'],
  ['an attachment lies in the cloud', { attachments: [cloud] }, {}, 'outlook/attachment-no-bytes', 'Budget.xlsx'],
  ['an attachment came as an address', { attachments: [file('a.pdf', 'x')] }, { content: [{ value: { content: 'https://x/', format: 'url' } }] }, 'outlook/attachment-no-bytes', 'a.pdf'],
  ['an attachment has no id', { attachments: [file('a.pdf', 'x', { id: '' })] }, {}, 'outlook/attachment-no-bytes', 'a.pdf'],
  ['an attached message came empty', { attachments: [file('M', '', { attachmentType: 'item', size: 9, format: 'eml', data: ' ' })] }, {}, 'outlook/attachment-no-bytes', 'M'],
  ['an attached appointment came empty', { attachments: [file('C', '', { attachmentType: 'item', size: 9, format: 'iCalendar', data: '' })] }, {}, 'outlook/attachment-no-bytes', 'C'],
  ['a picture of the text is not listed', { html: '<img src="cid:logo">', attachments: [] }, {}, 'outlook/attachment-no-bytes', 'logo'],
  ['a picture is listed with the id of none', { html: '<img src="cid:logo">', attachments: [{ ...picture, contentId: 'other' }] }, {}, 'outlook/attachment-no-bytes', 'logo'],
  ['an attachment is no base64', { attachments: [file('a.pdf', 'x')] }, { content: [{ value: { content: '%%%%', format: 'base64' } }] }, 'outlook/refused', null],
  ['an attachment never comes', { attachments: [file('a.pdf', 'x')] }, { content: ['silent'] }, 'outlook/route-timeout', null],
  ['an attachment is refused', { attachments: [file('a.pdf', 'x')] }, { content: [9042] }, 'outlook/refused', null],
  ['the list of attachments never comes', {}, { attachments: ['silent'] }, 'outlook/route-timeout', null],
  ['the list of attachments is refused', {}, { attachments: [7000] }, 'outlook/permission', null],
  ['the text never comes', {}, { text: ['silent'] }, 'outlook/route-timeout', null],
  ['the text is refused', {}, { text: [9020] }, 'outlook/refused', null],
  ['the HTML never comes', {}, { html: ['silent'] }, 'outlook/route-timeout', null],
  ['the HTML is refused', {}, { html: [9020] }, 'outlook/refused', null],
  ['the HTML may not be read', {}, { html: ['throws'] }, 'outlook/permission', null],
  ['the HTML comes shorter the second time', { html: '<p>Hello there</p>' }, { html: [{ value: '<p>Hello there</p>' }, { value: '<p>Hello</p>' }] }, 'outlook/body-truncated', null],
  ['the HTML comes empty beside its text', { html: '<p>Hello</p>' }, { html: [{ value: '' }] }, 'outlook/body-truncated', null],
  ['the HTML comes as nothing', {}, { html: [{ value: undefined }] }, 'outlook/body-truncated', null],
  ['the HTML ends within its document', { html: '<html><body><p>Hello' }, {}, 'outlook/body-truncated', null],
  ['the HTML ends within a tag', { html: '<p>Hello</p><img src="x' }, {}, 'outlook/body-truncated', null],
  ['the HTML is as long as Outlook gives', { html: `<p>${'a'.repeat(999_993)}</p>`, text: 'a' }, {}, 'outlook/body-truncated', null],
  ['the text is as long as Outlook gives', { html: null, text: 'a'.repeat(1_000_000) }, {}, 'outlook/body-truncated', null],
  ['the text comes as nothing', {}, { text: [{ value: null }] }, 'outlook/body-truncated', null],
  ['a text comes shorter the second time', { html: null, text: 'Hello' }, { text: [{ value: 'Hello' }, { value: 'Hell' }] }, 'outlook/body-truncated', null],
  ['the form of the body never comes', {}, { bodyType: ['silent'] }, 'outlook/route-timeout', null],
  ['To never comes', {}, { to: ['silent'] }, 'outlook/route-timeout', null],
  ['Cc is refused', {}, { cc: [9020] }, 'outlook/refused', null],
  ['Bcc comes as nothing', {}, { bcc: [{ value: undefined }] }, 'outlook/refused', null],
  ['somebody is added to To meanwhile', {}, { to: [{ value: [ann] }, { value: [ann, yuki] }] }, 'outlook/recipients-changed', null],
  ['somebody moves from Cc to Bcc meanwhile', { to: [], cc: [ann] }, { cc: [{ value: [ann] }, { value: [] }], bcc: [{ value: [] }, { value: [ann] }] }, 'outlook/recipients-changed', null],
  ['nobody is to get it', { to: [] }, {}, 'outlook/no-recipients', null],
  ['a contact group has no address', { to: [ann, { displayName: 'Friends', emailAddress: '', recipientType: 'distributionList' }] }, {}, 'outlook/group-unknown', 'Friends'],
  ['a name is not resolved', { to: [{ displayName: 'ann', emailAddress: 'ann', recipientType: 'other' }] }, {}, 'outlook/group-unknown', 'ann'],
  ['a field has as many recipients as Outlook tells', { to: many(500) }, {}, 'outlook/too-large-to-send', null],
  ['From never comes', {}, { from: ['silent'] }, 'outlook/route-timeout', null],
  ['From has no address', {}, { from: [{ value: { displayName: 'Y', emailAddress: '' } }] }, 'outlook/refused', null],
  ['the subject never comes', {}, { subject: ['silent'] }, 'outlook/route-timeout', null],
  ['the subject comes as nothing', {}, { subject: [{ value: undefined }] }, 'outlook/refused', null],
  ['Outlook encrypts the item itself', { itemClass: 'IPM.Note.SMIME' }, {}, 'outlook/native-smime', null],
  ['Outlook signs the item itself', { itemClass: 'IPM.Note.SMIME.MultipartSigned' }, {}, 'outlook/native-smime', null],
  ['another item is open meanwhile', {}, { html: [9030] }, 'outlook/item-changed', null],
]

describe('an item that is not read whole is not sent', () => {
  test.each(faults)('when %s', async (_, contents, misbehaviour, code, subject) => {
    const outlook = new WrittenInOutlook(contents)
    const before = outlook.snapshot()
    for (const [call, kinds] of Object.entries(misbehaviour)) outlook.misbehave(call, ...kinds)
    const isSilent = Object.values(misbehaviour).flat().includes('silent')
    expect(await failure(composeOn(outlook.item, isSilent ? 30 : 5000).read(never))).toEqual({ code, subject })
    expect(outlook.changes).toEqual([])
    expect(outlook.snapshot()).toBe(before)
  })
  test('each fault alone is what stops it: without one, the same item is read', async () => {
    for (const [, contents, misbehaviour] of faults.filter(([, , kinds]) => Object.keys(kinds).length > 0)) {
      const harmless = { ...contents, attachments: (contents.attachments ?? []).filter(({ data }) => data !== '') }
      expect(await failure(composeOn(new WrittenInOutlook(harmless).item).read(never)), JSON.stringify(misbehaviour)).toEqual({ code: 'done', subject: null })
    }
  })
  test('499 recipients, and text just below the limit, are read', async () => {
    const read = await composeOn(new WrittenInOutlook({ to: many(499), html: null, text: 'a'.repeat(999_999) }).item).read(never)
    expect([read.addressees.length, read.text.length]).toEqual([499, 999_999])
  })
})

test('an Outlook that cannot list attachments does not say that there are none', async () => {
  const { item } = new WrittenInOutlook()
  expect(await failure(composeOn(asSupported(item, version => Number(version.slice(2)) < 8)).read(never))).toEqual({ code: 'outlook/route-unavailable', subject: null })
})

test.each<readonly [string, ItemContents, object]>([
  ['nowhere', {}, { inReplyTo: null, references: [] }],
  ['by the header alone', { headers: { 'in-reply-to': '<x@y>', 'references': '<w@y>\r\n <x@y>' } }, { inReplyTo: '<x@y>', references: ['<w@y>', '<x@y>'] }],
  ['by the item alone', { inReplyTo: '<x@y>' }, { inReplyTo: '<x@y>', references: ['<x@y>'] }],
  ['in words that are no id', { inReplyTo: 'x', headers: { References: 'none' } }, { inReplyTo: null, references: [] }],
])('what it answers is told %s', async (_, contents, expected) => {
  expect(await composeOn(new WrittenInOutlook(contents).item).read(never)).toMatchObject(expected)
})

test('an Outlook that refuses the header of the draft keeps no message from being sent', async () => {
  const outlook = new WrittenInOutlook({ inReplyTo: '<x@y>' }).misbehave('headers', 9020)
  expect(await composeOn(outlook.item).read(never)).toMatchObject({ references: ['<x@y>'] })
})

test.each([
  [{ composeType: 'newMail' }, 'new'], [{ composeType: 'reply', coercionType: 'html' }, 'reply'], [{ composeType: 'forward' }, 'forward'], ['forward', 'forward'], [{}, 'new'],
])('the kind of writing %j is %s', async (composeType, expected) => {
  expect(await composeOn(new WrittenInOutlook({ composeType }).item).composeType(never)).toBe(expected)
})

test('before Outlook told the kind, a conversation tells an answer from a new message', async () => {
  const old = (conversationId: string | null) => composeOn(asSupported({ ...new WrittenInOutlook().item, conversationId }, version => version !== '1.10')).composeType(never)
  expect([await old('AAQ'), await old(''), await old(null)]).toEqual(['reply', 'new', 'new'])
})

test('changes of the recipients are told until nobody listens', async () => {
  const outlook = new WrittenInOutlook()
  let told = 0
  const compose = composeOn(outlook.item)
  const stop = compose.onAddresseesChanged(() => (told += 1))
  compose.onAddresseesChanged(() => undefined)
  await Promise.resolve()
  outlook.changeRecipients()
  stop()
  outlook.changeRecipients()
  expect(told).toBe(1)
})

test('the mark for the send guard is set and taken away', async () => {
  const outlook = new WrittenInOutlook({ headers: { 'x-other': 'stays' } })
  expect(await composeOn(outlook.item).demandedProtection(never)).toEqual({ sign: false, encrypt: false })
  for (const [demanded, mark] of [[{ sign: true, encrypt: false }, 'demanded-sign'], [{ sign: false, encrypt: true }, 'demanded-encrypt'], [{ sign: true, encrypt: true }, 'demanded']] as const) {
    await composeOn(outlook.item).demandProtection(demanded, never)
    expect(outlook.state.headers).toEqual({ 'x-other': 'stays', 'x-sealpane-protection': mark })
    expect(await composeOn(outlook.item).demandedProtection(never)).toEqual(demanded)
  }
  await composeOn(outlook.item).demandProtection({ sign: false, encrypt: false }, never)
  expect(outlook.state.headers).toEqual({ 'x-other': 'stays' })
  expect(await failure(composeOn(asSupported(outlook.item, () => false)).demandProtection({ sign: true, encrypt: true }, never))).toMatchObject({ code: 'outlook/route-unavailable' })
})

test('the text gives way to a notice and comes back, and a body that Outlook shortens is noticed either way', async () => {
  const outlook = new WrittenInOutlook({ html: '<p>Hello  there</p>' })
  const compose = composeOn(outlook.item)
  const read = await compose.read(never)
  await compose.clearBody('Written elsewhere.', never)
  expect(outlook.state.text).toBe('Written elsewhere.')
  await compose.restoreBody(read, never)
  expect(outlook.state).toMatchObject({ text: 'Hello  there', html: '<html><body><p>Hello  there</p></body></html>' })
  outlook.misbehave('text', { then: text => String(text).slice(0, 5) })
  expect(await failure(compose.restoreBody(read, never))).toMatchObject({ code: 'outlook/body-truncated' })
  expect(await failure(compose.clearBody('Written elsewhere.', never))).toMatchObject({ code: 'outlook/body-truncated' })
  expect(await failure(compose.clearBody('a'.repeat(1_000_001), never))).toMatchObject({ code: 'outlook/body-truncated' })
})

test('the window is closed where Outlook can, and where it cannot the user is told', async () => {
  const outlook = new WrittenInOutlook()
  expect(await composeOn(outlook.item).closeAndDiscard(never)).toBe(true)
  expect(outlook.closed).toBe(true)
  expect(await composeOn(new WrittenInOutlook().misbehave('close', 5001).item).closeAndDiscard(never)).toBe(false)
  expect(await composeOn(new WrittenInOutlook().misbehave('close', 'silent').item, 20).closeAndDiscard(never)).toBe(false)
  expect(await composeOn(asSupported(outlook.item, version => version !== '1.14')).closeAndDiscard(never)).toBe(false)
})

test('reading can be given up', async () => {
  const stop = new AbortController()
  const reading = failure(composeOn(new WrittenInOutlook().misbehave('html', 'silent').item, 60_000).read(stop.signal))
  stop.abort(new Error('enough'))
  expect(await reading).toMatchObject({ code: 'enough' })
})

test('an item that is read, an appointment and nothing are not written', () => {
  expect(isWritableItem(new WrittenInOutlook().item)).toBe(true)
  for (const other of [null, undefined, { subject: 'S', to: [], body: {} }, { subject: { getAsync: () => undefined }, requiredAttendees: {}, body: {} }]) expect(isWritableItem(other)).toBe(false)
})
