import { describe, expect, test } from 'vitest'
import { createOfficeComposeItem } from '../../src/outlook/compose/office-compose-item.ts'
import { asSupported } from '../../src/outlook/compose/writable-item.ts'
import { attachmentLimit } from '../../src/outlook/compose/change-attachments.ts'
import { createReplaceBodyRoute } from '../../src/outlook/send/replace-body-route.ts'
import { SendError } from '../../src/outlook/send/sending-route.ts'
import type { SendableMessage, SendingRoute } from '../../src/outlook/send/sending-route.ts'
import { storedForm } from '../../src/outlook/send/stored-form.ts'
import { clearSigned, cms, encrypted, sendable } from './sent-messages.ts'
import { file, WrittenInOutlook } from './written-item.ts'
import type { ItemContents, Misbehaviour } from './written-item.ts'

const never = new AbortController().signal
const notice = 'This message is protected.'
const people = [
  { emailAddress: 'ann@example.org', displayName: 'Ann', recipientType: 'user' },
  { emailAddress: 'LEE@example.org', displayName: 'Lee', recipientType: 'user' },
]
const contents: ItemContents = {
  to: people, cc: [{ emailAddress: 'cho@example.org', displayName: '', recipientType: 'user' }],
  html: '<html><body><p>The plan is secret.</p><img src="cid:plan.png"></body></html>', subject: 'Secret plan',
  headers: { 'x-sealpane-protection': 'demanded' },
  attachments: [file('plan.png', 'PNG', { isInline: true }), file('a.pdf', 'one'), file('a.pdf', 'two', { id: 'id:2' }), file('Minutes', '', { id: 'id:m', attachmentType: 'item', size: 9, format: 'eml', data: 'Subject: M\r\n\r\n' })],
}
const message = sendable(encrypted(cms(500)))
const members: Readonly<Record<string, readonly string[]>> = { 'team@example.org': ['lee@example.org', 'cho@example.org'] }

function routeOn(outlook: WrittenInOutlook, { timeout = 5000, sets = () => true }: { timeout?: number; sets?: (version: string) => boolean } = {}): SendingRoute {
  const item = asSupported(outlook.item, sets)
  const compose = createOfficeComposeItem(item, {
    timeout, own: null,
    expandGroup: address => members[address] === undefined
      ? Promise.reject(new SendError('outlook/group-unknown', 'x', { subject: address }))
      : Promise.resolve(members[address].map(each => ({ name: '', address: each }))),
  })
  return createReplaceBodyRoute({ item, compose, notice: () => notice, timeout, sendTimeout: timeout })
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'sent'
  } catch (error) {
    return (error as { code?: string }).code ?? (error as Error).message
  }
}

/** What a reader could see, without what Outlook's own normalising of HTML makes of it. */
const visible = ({ state }: WrittenInOutlook) => ({
  text: state.text, subject: state.subject, headers: { ...state.headers }, pictures: state.html?.match(/cid:[^"]+/gu) ?? [],
  attachments: state.attachments.map(({ name, data, format }) => `${name.replace(/\.eml$/u, '')} ${format === 'eml' ? Buffer.from(data).toString('base64') : data}`).sort(),
})

test.each([['an encrypted message', message], ['a signed one', sendable(clearSigned)]])('%s takes the place of text and attachments, and Outlook sends nothing else', async (_, made) => {
  const outlook = new WrittenInOutlook(contents)
  await routeOn(outlook).send(made, never)
  expect(outlook.sent).toEqual([{
    html: `<div>${notice}</div>`, text: notice, subject: 'こん', headers: { 'x-sealpane-protection': 'sealed', 'x-sealpane-message': 'o\'hara+1' },
    attachments: [{ name: 'smime.p7m', data: Buffer.from(storedForm(made.bytes).content).toString('base64'), isInline: false }],
  }])
  expect(JSON.stringify(outlook.sent)).not.toContain('secret')
})

test('the mark says sealed only after everything else is in place', async () => {
  const outlook = new WrittenInOutlook(contents)
  await routeOn(outlook).send(message, never)
  expect(outlook.changes).toEqual(['addFile', 'setBody', 'setSubject', 'removeFile', 'removeFile', 'removeFile', 'removeFile', 'setHeaders'])
})

test('where Outlook does not send for an add-in, the item is ready and the writer presses Send', async () => {
  const before = new WrittenInOutlook(contents)
  const route = routeOn(before, { sets: version => version !== '1.15' })
  expect(route.leavesSendToUser).toBe(true)
  await route.send(message, never)
  expect(before.sent).toEqual([])
  expect(before.state.headers['x-sealpane-protection']).toBe('sealed')
  const forbidden = new WrittenInOutlook(contents).misbehave('send', 7000)
  const other = routeOn(forbidden)
  expect(other.leavesSendToUser).toBe(false)
  await other.send(message, never)
  expect([other.leavesSendToUser, forbidden.state.headers['x-sealpane-protection']]).toEqual([true, 'sealed'])
})

describe('what is found out before anything is changed', () => {
  const native: ItemContents = { ...contents, itemClass: 'IPM.Note.SMIME' }
  const more: ItemContents = { ...contents, bcc: [{ emailAddress: 'dan@example.org', recipientType: 'user' }] }
  test.each<readonly [string, ItemContents, SendableMessage, Readonly<Record<string, Misbehaviour>>, string]>([
    ['Outlook encrypts the item itself', native, message, {}, 'outlook/native-smime'],
    ['somebody else is to get it', more, message, {}, 'outlook/recipients-changed'],
    ['somebody is to get it no longer', contents, sendable(encrypted(cms(9)), { recipients: ['ann@example.org', 'lee@example.org', 'cho@example.org', 'dan@example.org'] }), {}, 'outlook/recipients-changed'],
    ['a group cannot be seen', { ...contents, cc: [{ emailAddress: 'all@example.org', recipientType: 'distributionList' }] }, message, {}, 'outlook/group-unknown'],
    ['the message is not S/MIME', contents, sendable('From: a@b.c\r\nContent-Type: text/plain\r\n\r\nx'), {}, 'outlook/send-refused'],
    ['it is a copy for a hidden recipient', contents, { ...message, role: 'bcc' }, {}, 'outlook/route-unavailable'],
    ['it is too large for an attachment', contents, sendable(encrypted(cms(attachmentLimit + 1))), {}, 'outlook/too-large-to-send'],
    ['an attachment came empty', contents, message, { content: { value: { content: '', format: 'base64' } } }, 'outlook/attachment-no-bytes'],
  ])('%s', async (_, written, made, misbehaviour, code) => {
    const outlook = new WrittenInOutlook(written)
    const before = outlook.snapshot()
    for (const [call, kind] of Object.entries(misbehaviour)) outlook.misbehave(call, kind)
    expect(await codeOf(routeOn(outlook).send(made, never))).toBe(code)
    expect([outlook.changes, outlook.sent, outlook.snapshot()]).toEqual([[], [], before])
  })
  test('a group stands for its members', async () => {
    const outlook = new WrittenInOutlook({ ...contents, to: [people[0] as object, { emailAddress: 'team@example.org', recipientType: 'distributionList' }], cc: [] })
    expect(await codeOf(routeOn(outlook).send(message, never))).toBe('sent')
    expect(outlook.sent).toHaveLength(1)
  })
})

describe('when the item does not become what was made, it is put back and nothing is sent', () => {
  test.each<readonly [string, string, readonly Misbehaviour[], string]>([
    ['the file is refused', 'addFile', [9020], 'outlook/item-not-as-planned'],
    ['the file never comes back, as with signing of Outlook’s own', 'addFile', ['silent'], 'outlook/native-smime'],
    ['the notice is refused', 'setBody', [9020, { then: value => value }], 'outlook/item-not-as-planned'],
    ['Outlook keeps less of the notice', 'text', [{ then: value => value }, { value: 'This' }, { then: value => value }], 'outlook/item-not-as-planned'],
    ['Outlook appends the quoted original', 'text', [{ then: value => value }, { then: value => value }, { value: `${notice} From: the plan is secret` }, { then: value => value }], 'outlook/item-not-as-planned'],
    ['the subject is refused', 'setSubject', [9020, { then: value => value }], 'outlook/item-not-as-planned'],
    ['an attachment stays', 'removeFile', [9020, { then: value => value }], 'outlook/item-not-as-planned'],
    ['removing never comes back', 'removeFile', ['silent', { then: value => value }], 'outlook/item-not-as-planned'],
    ['the mark is refused', 'setHeaders', [9020, { then: value => value }], 'outlook/item-not-as-planned'],
    ['the file is kept with other octets', 'content', [...Array.from({ length: 4 }, () => ({ then: (value: unknown) => value })), { value: { content: 'AAAA', format: 'base64' } }, { then: value => value }], 'outlook/item-not-as-planned'],
    ['the file comes back in another form', 'content', [...Array.from({ length: 4 }, () => ({ then: (value: unknown) => value })), { value: { content: 'x', format: 'url' } }, { then: value => value }], 'outlook/item-not-as-planned'],
    ['somebody is added meanwhile', 'to', [{ then: value => value }, { then: value => value }, { then: value => [...(value as object[]), { emailAddress: 'eve@example.org' }] }], 'outlook/recipients-changed'],
    ['sending is refused', 'send', [9020], 'outlook/send-refused'],
  ])('%s', async (_, call, kinds, code) => {
    const outlook = new WrittenInOutlook(contents)
    const before = visible(outlook)
    outlook.misbehave(call, ...kinds)
    const timeout = kinds.includes('silent') ? 40 : 5000
    expect(await codeOf(routeOn(outlook, { timeout }).send(message, never))).toBe(code)
    expect(visible(outlook)).toEqual(before)
    expect(outlook.sent).toEqual([])
  })

  test('whoever gives up before Outlook was asked to send has the text back', async () => {
    const outlook = new WrittenInOutlook(contents)
    const before = visible(outlook)
    const stop = new AbortController()
    outlook.onCall = call => { if (call === 'setSubject') stop.abort(new Error('enough')) }
    expect(await codeOf(routeOn(outlook).send(message, stop.signal))).toBe('enough')
    expect(visible(outlook)).toEqual(before)
    expect(outlook.sent).toEqual([])
  })

  test('a text that Outlook does not take back is told as such', async () => {
    const outlook = new WrittenInOutlook(contents).misbehave('setSubject', 9020).misbehave('setBody', { then: value => value }, 9020)
    expect(await codeOf(routeOn(outlook).send(message, never))).toBe('outlook/item-not-restored')
    const gone = new WrittenInOutlook(contents).misbehave('setHeaders', 9020)
    gone.onCall = call => { if (call === 'setHeaders') gone.misbehave('addFile', 9020) }
    expect(await codeOf(routeOn(gone).send(message, never))).toBe('outlook/item-not-restored')
    expect([outlook.sent, gone.sent]).toEqual([[], []])
    // What fails keeps nothing else from coming back.
    expect([gone.state.text, gone.state.subject]).toEqual(['The plan is secret.', 'Secret plan'])
    expect(outlook.state.attachments.map(({ name }) => name).sort()).toEqual(['Minutes', 'a.pdf', 'a.pdf', 'plan.png'])
  })
})

test('silence to sending is neither yes nor no: the item stays, and nothing is asked again', async () => {
  const outlook = new WrittenInOutlook(contents).misbehave('send', 'silent')
  let asked = 0
  outlook.onCall = call => { if (call === 'send') asked += 1 }
  const route = routeOn(outlook, { timeout: 60 })
  expect(await codeOf(route.send(message, never))).toBe('outlook/sent-unconfirmed')
  expect([asked, outlook.state.headers['x-sealpane-protection'], await route.wasSent(message.messageId, never)]).toEqual([1, 'sealed', null])
})

test('it is offered for an open item, in Outlooks that know attachments', async () => {
  const outlook = new WrittenInOutlook(contents)
  expect(routeOn(outlook).offer()).toEqual({ isOffered: true, limit: attachmentLimit })
  const none = createReplaceBodyRoute({ item: null, compose: null, notice: () => notice, timeout: 9, sendTimeout: 9 })
  for (const route of [none, routeOn(outlook, { sets: version => Number(version.slice(2)) < 8 })]) {
    expect(route.offer()).toEqual({ isOffered: false, code: 'outlook/route-unavailable' })
    expect(await codeOf(route.send(message, never))).toBe('outlook/route-unavailable')
  }
  expect(await codeOf(routeOn(outlook).send(message, AbortSignal.abort(new Error('enough'))))).toBe('enough')
  expect(outlook.changes).toEqual([])
})

describe('the moment from which Outlook could send it', () => {
  test('is told before the guard would let it go, after everything else was made', async () => {
    const outlook = new WrittenInOutlook(contents)
    let then: { readonly text: string; readonly mark: string | undefined; readonly attachments: number } | null = null
    await routeOn(outlook).send(message, never, () => {
      const { text, headers, attachments } = outlook.state
      then = { text, mark: headers['x-sealpane-protection'], attachments: attachments.length }
      return Promise.resolve()
    })
    expect(then).toEqual({ text: notice, mark: 'demanded', attachments: 1 })
    expect(outlook.sent).toHaveLength(1)
  })

  test('does not come when it cannot be told: the item is put back, and nothing is sent', async () => {
    const outlook = new WrittenInOutlook(contents)
    const before = visible(outlook)
    expect(await codeOf(routeOn(outlook).send(message, never, () => Promise.reject(new Error('no room'))))).toBe('outlook/item-not-as-planned')
    expect([visible(outlook), outlook.sent]).toEqual([before, []])
  })
})

test('an item that is still being written under its name was not sent; of another one nothing is known', async () => {
  const outlook = new WrittenInOutlook({ ...contents, headers: { 'x-sealpane-message': 'o\'hara+1' } })
  expect(await routeOn(outlook).wasItemSent?.(message.messageId, never)).toBe(false)
  expect(await routeOn(outlook).wasItemSent?.('<other@contoso.co.jp>', never)).toBeNull()
  expect(await routeOn(new WrittenInOutlook(contents)).wasItemSent?.(message.messageId, never)).toBeNull()
  expect(await routeOn(outlook.misbehave('headers', 5001)).wasItemSent?.(message.messageId, never)).toBeNull()
  const closed = createReplaceBodyRoute({ item: null, compose: null, notice: () => notice, timeout: 5000, sendTimeout: 5000 })
  expect(await closed.wasItemSent?.(message.messageId, never)).toBeNull()
})

test('a refusal to send is believed only where the item can still be put back: what went is not there any more', async () => {
  const outlook = new WrittenInOutlook(contents).misbehave('send', 5001)
  outlook.onCall = call => { if (call === 'send') outlook.misbehave('attachments', 5001).misbehave('setBody', 5001) }
  expect(await codeOf(routeOn(outlook).send(message, never))).toBe('outlook/sent-unconfirmed')
  const open = new WrittenInOutlook(contents).misbehave('send', 5001)
  const before = visible(open)
  expect(await codeOf(routeOn(open).send(message, never))).toBe('outlook/send-refused')
  expect(visible(open)).toEqual(before)
})
