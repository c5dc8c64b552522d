import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TokenWish } from '../../src/outlook/send/graph-token.ts'
import { createGraphRoute, graphMimeLimit } from '../../src/outlook/send/graph-route.ts'
import { storedFormLimit } from '../../src/outlook/send/graph-stored-form.ts'
import { createGraphClient } from '../../src/outlook/send/graph-client.ts'
import { sendStoredForm } from '../../src/outlook/send/graph-stored-form.ts'
import { outerHeader, storedForm } from '../../src/outlook/send/stored-form.ts'
import { SendError } from '../../src/outlook/send/sending-route.ts'
import type { SendableMessage, SendingRoute } from '../../src/outlook/send/sending-route.ts'
import { startGraphServer } from './graph-server.ts'
import type { GraphServer } from './graph-server.ts'
import { clearSigned, cms, encrypted, sendable, signedBody } from './sent-messages.ts'

let server: GraphServer
let wishes: TokenWish[] = []
beforeAll(async () => { server = await startGraphServer() })
afterAll(() => server.close())
beforeEach(() => {
  server.clear()
  wishes = []
})

const never = new AbortController().signal
const content = cms(9_000_000)
const large = sendable(encrypted(content))
const draft = '/me/messages/d%2F1'

/** The upload host speaks https; the test's server stands in for it on the same socket. */
const plainFetch: typeof fetch = (url, init) => fetch((typeof url === 'string' ? url : (url as URL).href).replace('https://', 'http://'), init)
const uploadUrl = () => `${server.endpoint.replace('http://', 'https://')}/upload?authtoken=secret`
const token = (wish: TokenWish) => {
  wishes.push(wish)
  return Promise.resolve('t')
}
const settings = (allowsStoredForm: boolean) => ({ clientId: 'c', authority: 'a', endpoint: server.endpoint, allowsStoredForm, sendsThroughDrafts: false })

function route(allowsStoredForm = true): SendingRoute {
  return createGraphRoute({ ports: { graph: settings(allowsStoredForm), fetch: plainFetch, saveFile: () => undefined, notice: () => '' }, token, refusal: null, isOnline: () => true, hasClicked: () => false })
}

function tenant(): void {
  server.answer('/me/messages', { status: 201, body: { id: 'd/1', isDraft: true } })
  server.answer(`${draft}/attachments/createUploadSession`, { status: 201, body: { uploadUrl: uploadUrl(), nextExpectedRanges: ['0-'] } })
  server.answer('/upload', { status: 200, body: {} }, { status: 200, body: {} }, { status: 201 })
  server.answer(`${draft}/attachments`, { status: 201, body: { id: 'a' } })
  server.answer(`${draft}/attachments?`, { status: 200, body: { value: [{ id: 'a' }] } })
  server.answer(`${draft}/send`, { status: 202 })
  server.answer(draft, { status: 204 })
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'sent'
  } catch (error) {
    return error instanceof SendError ? error.code : (error as Error).message
  }
}

const shape = () => server.calls.map(call => `${call.method} ${call.path.replace('/v1.0', '').replace(/\?.*$/u, '')}`)

test('a large message becomes a draft in the form that Exchange stores, is uploaded in order, and sent', async () => {
  tenant()
  await route().send(large, never)
  expect(shape()).toEqual([
    'POST /me/messages', `POST ${draft}/attachments/createUploadSession`, 'PUT /upload', 'PUT /upload', 'PUT /upload', `GET ${draft}/attachments`, `POST ${draft}/send`,
  ])
  expect(JSON.parse(server.calls[0]?.body.toString() ?? '')).toEqual({
    subject: 'こん', internetMessageId: large.messageId,
    from: { emailAddress: { name: 'Yuki Mori', address: 'yuki@contoso.co.jp' } },
    toRecipients: [{ emailAddress: { name: 'Ann', address: 'ann@example.org' } }, { emailAddress: { name: 'Lee, B.', address: 'lee@example.org' } }],
    ccRecipients: [{ emailAddress: { address: 'cho@example.org' } }], bccRecipients: [],
    singleValueExtendedProperties: [
      { id: 'String 0x001A', value: 'IPM.Note.SMIME' },
      { id: 'String {00020386-0000-0000-C000-000000000046} Name Content-Type', value: 'application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"' },
      { id: 'String 0x1042', value: '<before@example.org>' },
      { id: 'String 0x1039', value: '<first@example.org> <before@example.org>' },
    ],
  })
  expect(JSON.parse(server.calls[1]?.body.toString() ?? '')).toEqual({ AttachmentItem: { attachmentType: 'file', name: 'smime.p7m', contentType: 'application/pkcs7-mime', size: content.length } })
  const pieces = server.callsTo('/upload')
  expect(pieces.map(call => call.headers['content-range'])).toEqual(['bytes 0-3932159/9000000', 'bytes 3932160-7864319/9000000', 'bytes 7864320-8999999/9000000'])
  expect(pieces.every(call => call.headers['authorization'] === undefined && call.body.length <= 4_000_000)).toBe(true)
  expect(Buffer.concat(pieces.map(call => call.body)).equals(Buffer.from(content))).toBe(true)
  expect(wishes.map(wish => wish.scope)).toEqual(Array<string>(4).fill('Mail.ReadWrite Mail.Send'))
})

test('the switch decides: without it a large message is too large, and a small one never goes this way', async () => {
  tenant()
  expect(route(false).offer()).toEqual({ isOffered: true, limit: graphMimeLimit })
  expect(await codeOf(route(false).send(large, never))).toBe('outlook/too-large-to-send')
  expect(server.calls).toEqual([])
  expect(route().offer()).toEqual({ isOffered: true, limit: storedFormLimit })
  server.answer('/me/sendMail', { status: 202 })
  await route().send(sendable(encrypted(cms(100))), never)
  expect(shape()).toEqual(['POST /me/sendMail'])
})

const send = (message: SendableMessage) => sendStoredForm(createGraphClient({ settings: settings(true), fetch: plainFetch, token, isOnline: () => true }), plainFetch, message, never)

test('a signed message is stored as its whole entity, and below three megabytes attached in one request', async () => {
  tenant()
  await send(sendable(clearSigned))
  expect(shape()).toEqual(['POST /me/messages', `POST ${draft}/attachments`, `GET ${draft}/attachments`, `POST ${draft}/send`])
  const made = JSON.parse(server.calls[0]?.body.toString() ?? '') as { singleValueExtendedProperties: { value: string }[] }
  expect(made.singleValueExtendedProperties[0]?.value).toBe('IPM.Note.SMIME.MultipartSigned')
  const file = JSON.parse(server.calls[1]?.body.toString() ?? '') as { contentType: string; contentBytes: string }
  expect(file.contentType).toBe('multipart/signed')
  expect(Buffer.from(file.contentBytes, 'base64').toString()).toBe(`Content-Type: multipart/signed; protocol="application/pkcs7-signature";\r\n micalg=sha-256; boundary=b\r\n\r\n${signedBody}`)
})

test.each([
  ['the draft is refused', '/me/messages', { status: 403, body: { error: { code: 'ErrorAccessDenied' } } }, 'outlook/consent', false],
  ['the draft comes without an id', '/me/messages', { status: 201, body: {} }, 'outlook/send-refused', false],
  ['the line breaks at the draft', '/me/messages', 'cut', 'outlook/network', false],
  ['the draft fails', '/me/messages', { status: 500 }, 'outlook/send-refused', false],
  ['the session is refused', `${draft}/attachments/createUploadSession`, { status: 400, body: { error: { code: 'ErrorMessageSizeExceeded' } } }, 'outlook/too-large-to-send', true],
  ['the session has no address', `${draft}/attachments/createUploadSession`, { status: 201, body: {} }, 'outlook/send-refused', true],
  ['the session leads elsewhere in clear', `${draft}/attachments/createUploadSession`, { status: 201, body: { uploadUrl: 'http://example.org/' } }, 'outlook/send-refused', true],
  ['a piece is refused', '/upload', { status: 429, headers: { 'Retry-After': '3' } }, 'outlook/throttled', true],
  ['the line breaks at a piece', '/upload', 'cut', 'outlook/network', true],
  ['a repeated request has attached it twice', `${draft}/attachments?`, { status: 200, body: { value: [{ id: 'a' }, { id: 'b' }] } }, 'outlook/network', true],
  ['nobody says what is attached', `${draft}/attachments?`, { status: 503 }, 'outlook/send-refused', true],
  ['sending is refused', `${draft}/send`, { status: 403, body: { error: { code: 'ErrorSendAsDenied' } } }, 'outlook/send-as-denied', true],
  ['the line breaks at sending', `${draft}/send`, 'cut', 'outlook/sent-unconfirmed', false],
  ['sending fails', `${draft}/send`, { status: 503 }, 'outlook/sent-unconfirmed', false],
  ['sending is answered with another success', `${draft}/send`, { status: 200 }, 'outlook/sent-unconfirmed', false],
] as const)('when %s, the draft goes again unless it may have been sent', async (_, path, reply, code, isDiscarded) => {
  // What is laid out first of one path counts.
  server.answer(path, reply)
  tenant()
  expect(await codeOf(route().send(large, never))).toBe(code)
  expect(shape().includes(`DELETE ${draft}`)).toBe(isDiscarded)
  expect(server.callsTo(`${draft}/send`).length).toBe(path.endsWith('/send') ? 1 : 0)
})

test('a hidden recipient is named to nobody else, and a list that does not match sends nothing', async () => {
  tenant()
  await send(sendable(clearSigned, { recipients: ['ann@example.org', 'lee@example.org', 'cho@example.org', 'hidden@example.org'], role: 'bcc' }))
  expect(JSON.parse(server.calls[0]?.body.toString() ?? '')).toMatchObject({ bccRecipients: [{ emailAddress: { address: 'hidden@example.org' } }] })
  server.clear()
  for (const recipients of [['ann@example.org'], ['ann@example.org', 'lee@example.org', 'cho@example.org', 'dan@example.org']]) {
    expect(await codeOf(send(sendable(clearSigned, { recipients })))).toBe('outlook/too-large-to-send')
  }
  expect(server.calls).toEqual([])
})

test('what is not S/MIME has no stored form', () => {
  const plain = new TextEncoder().encode('From: a@b.c\r\nContent-Type: text/plain\r\n\r\nwords')
  expect(() => storedForm(plain)).toThrow(expect.objectContaining({ code: 'outlook/send-refused' }) as Error)
  expect(() => storedForm(new Uint8Array())).toThrow(expect.objectContaining({ code: 'outlook/send-refused' }) as Error)
  expect(() => outerHeader(new TextEncoder().encode('To: a@b.c\r\n\r\n'))).toThrow(expect.objectContaining({ code: 'outlook/send-refused' }) as Error)
})
