/** Sending by `sendMail`, for deployments that grant nothing else; and what both ways have in common. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { TokenWish } from '../../src/outlook/send/graph-token.ts'
import { messageIdFilter } from '../../src/outlook/send/graph-draft.ts'
import { createGraphRoute, graphMimeLimit } from '../../src/outlook/send/graph-route.ts'
import type { GraphRouteOptions } from '../../src/outlook/send/graph-route.ts'
import { SendError } from '../../src/outlook/send/sending-route.ts'
import type { SendingRoute } from '../../src/outlook/send/sending-route.ts'
import { startGraphServer } from './graph-server.ts'
import type { GraphReply, GraphServer } from './graph-server.ts'
import { cms, encrypted, sendable } from './sent-messages.ts'

let server: GraphServer
let wishes: TokenWish[] = []
beforeAll(async () => { server = await startGraphServer() })
afterAll(() => server.close())
beforeEach(() => {
  server.clear()
  wishes = []
})

const never = new AbortController().signal
const message = sendable(encrypted(cms(300)))
const sentItems = '/me/mailFolders/sentitems/messages'
const found = { status: 200, body: { value: [{ id: 'sent' }] } }
const nothing = { status: 200, body: { value: [] } }
const refused = (status: number, code: string, headers: Record<string, string> = {}): GraphReply => ({ status, body: { error: { code, message: 'words' } }, headers })

function route(more: Partial<GraphRouteOptions> = {}): SendingRoute {
  return createGraphRoute({
    ports: {
      graph: { clientId: 'c', authority: 'https://login.microsoftonline.com/common', endpoint: server.endpoint, allowsStoredForm: false, sendsThroughDrafts: false },
      fetch, saveFile: () => undefined, notice: () => '',
    },
    token: wish => {
      wishes.push(wish)
      return Promise.resolve(`token-${wishes.length}`)
    },
    refusal: null, timeout: 20_000, isOnline: () => true, hasClicked: () => false,
    ...more,
  })
}

async function outcome(work: Promise<unknown>): Promise<{ readonly code: string; readonly retryAfter: number | null }> {
  try {
    await work
    return { code: 'sent', retryAfter: null }
  } catch (error) {
    if (!(error instanceof SendError)) return { code: (error as Error).message, retryAfter: null }
    return { code: error.code, retryAfter: error.retryAfter }
  }
}

test('a message goes out as base64 of exactly its octets, asked for once, by whoever has the least permission for it', async () => {
  server.answer('/me/sendMail', { status: 202 })
  await route().send(message, never)
  const [call, ...others] = server.calls
  expect(others).toEqual([])
  expect(call).toMatchObject({ method: 'POST', path: '/v1.0/me/sendMail', headers: { 'authorization': 'Bearer token-1', 'content-type': 'text/plain' } })
  expect(new Uint8Array(Buffer.from(call?.body.toString('latin1') ?? '', 'base64'))).toEqual(message.bytes)
  expect(wishes).toEqual([{ scope: 'Mail.Send', mayAsk: true }])
})

describe('what the server answers decides, and nothing is asked twice', () => {
  test.each<readonly [string, GraphReply, string, number | null]>([
    ['400 for text that is no base64', refused(400, 'ErrorMimeContentInvalidBase64String'), 'outlook/send-refused', null],
    ['400 for recipients', refused(400, 'ErrorInvalidRecipients'), 'outlook/send-refused', null],
    ['400 for its size', refused(400, 'ErrorMessageSizeExceeded'), 'outlook/too-large-to-send', null],
    ['400 for a full mailbox', refused(400, 'ErrorQuotaExceeded'), 'outlook/mailbox-full', null],
    ['a code that stands inside', { status: 400, body: { error: { code: 'BadRequest', innerError: { code: 'x', innererror: { code: 'ErrorQuotaExceeded' } } } } }, 'outlook/mailbox-full', null],
    ['403 for the sender', refused(403, 'ErrorSendAsDenied'), 'outlook/send-as-denied', null],
    ['403 without permission', refused(403, 'ErrorAccessDenied'), 'outlook/consent', null],
    ['404', refused(404, 'ErrorItemNotFound'), 'outlook/send-refused', null],
    ['413', { status: 413 }, 'outlook/too-large-to-send', null],
    ['415', refused(415, 'UnsupportedMediaType'), 'outlook/send-refused', null],
    ['429 with a time', refused(429, 'ApplicationThrottled', { 'Retry-After': '7' }), 'outlook/throttled', 7],
    ['429 without', refused(429, 'ApplicationThrottled'), 'outlook/throttled', null],
    ['429 with words for a time', refused(429, 'x', { 'Retry-After': 'soon' }), 'outlook/throttled', null],
    ['500', refused(500, 'InternalServerError'), 'outlook/sent-unconfirmed', null],
    ['502', { status: 502 }, 'outlook/sent-unconfirmed', null],
    ['503', refused(503, 'serviceNotAvailable'), 'outlook/sent-unconfirmed', null],
    ['504', { status: 504 }, 'outlook/sent-unconfirmed', null],
    ['507', refused(507, 'insufficientStorage'), 'outlook/mailbox-full', null],
    ['a line that breaks', 'cut', 'outlook/sent-unconfirmed', null],
  ])('%s', async (_, reply, code, retryAfter) => {
    server.answer('/me/sendMail', reply)
    expect(await outcome(route().send(message, never))).toEqual({ code, retryAfter })
    expect(server.callsTo('/me/sendMail')).toHaveLength(1)
  })
})

test.each([200, 201, 204])('%i is no yes: the message is looked for, and only then it was sent', async status => {
  server.answer('/me/sendMail', { status })
  server.answer(sentItems, found)
  expect(await outcome(route().send(message, never))).toMatchObject({ code: 'sent' })
  server.clear()
  server.answer('/me/sendMail', { status })
  server.answer(sentItems, nothing)
  expect(await outcome(route().send(message, never))).toMatchObject({ code: 'outlook/sent-unconfirmed' })
  expect(server.callsTo('/me/sendMail')).toHaveLength(1)
  expect(wishes.at(-1)).toEqual({ scope: 'Mail.Read', mayAsk: false })
})

test('an old token is renewed once, without a person, and the request made again: the server did nothing for the first', async () => {
  server.answer('/me/sendMail', refused(401, 'InvalidAuthenticationToken'), { status: 202 })
  expect(await outcome(route().send(message, never))).toMatchObject({ code: 'sent' })
  expect(wishes).toEqual([{ scope: 'Mail.Send', mayAsk: true }, { scope: 'Mail.Send', mayAsk: true, isRenewal: true }])
  expect(server.calls.map(call => call.headers['authorization'])).toEqual(['Bearer token-1', 'Bearer token-2'])
})

test('a second refusal of the token ends it', async () => {
  server.answer('/me/sendMail', refused(401, 'InvalidAuthenticationToken'))
  expect(await outcome(route().send(message, never))).toMatchObject({ code: 'outlook/token' })
  expect(server.callsTo('/me/sendMail')).toHaveLength(2)
})

test.each([
  ['as JSON', 403, '{&quot;access_token&quot;:1}'.replace(/&quot;/gu, '\'')],
  ['in base64', 401, Buffer.from('{"access_token":{"nbf":{"essential":true}}}').toString('base64url')],
])('claims that the server wants proven %s are handed to whoever gives tokens', async (_, status, claims) => {
  server.answer('/me/sendMail', refused(status, 'insufficient_claims', { 'WWW-Authenticate': `Bearer realm="", error="insufficient_claims", claims="${claims}"` }), { status: 202 })
  expect(await outcome(route().send(message, never))).toMatchObject({ code: 'sent' })
  const asked = claims.startsWith('{') ? claims : '{"access_token":{"nbf":{"essential":true}}}'
  expect(wishes.at(-1)).toEqual({ scope: 'Mail.Send', mayAsk: true, claims: asked })
})

test('a server that never answers may have sent it', async () => {
  server.answer('/me/sendMail', 'silent')
  expect(await outcome(route({ timeout: 50 }).send(message, never))).toMatchObject({ code: 'outlook/sent-unconfirmed' })
})

test('whoever gives up after the server was asked does not know either; before, nothing happened', async () => {
  server.answer('/me/sendMail', 'silent')
  const stop = new AbortController()
  const sending = outcome(route().send(message, stop.signal))
  while (server.calls.length === 0) await new Promise(resolve => setTimeout(resolve, 5))
  stop.abort(new Error('enough'))
  expect(await sending).toMatchObject({ code: 'outlook/sent-unconfirmed' })
  server.clear()
  expect(await outcome(route().send(message, AbortSignal.abort(new Error('enough'))))).toMatchObject({ code: 'enough' })
  expect(server.calls).toEqual([])
})

test('without a connection, and without a token, the server is not asked', async () => {
  expect(await outcome(route({ isOnline: () => false }).send(message, never))).toMatchObject({ code: 'outlook/network' })
  for (const code of ['outlook/token', 'outlook/consent', 'outlook/network'] as const) {
    expect(await outcome(route({ token: () => Promise.reject(new SendError(code, 'x')) }).send(message, never))).toMatchObject({ code })
  }
  expect(server.calls).toEqual([])
})

test('what is above the limit is not tried, and what is at the limit is', async () => {
  server.answer('/me/sendMail', { status: 202 })
  const large = { ...message, bytes: new Uint8Array(graphMimeLimit + 1) }
  expect(await outcome(route().send(large, never))).toMatchObject({ code: 'outlook/too-large-to-send' })
  expect(server.calls).toEqual([])
  expect(await outcome(route().send({ ...large, bytes: large.bytes.subarray(1) }, never))).toMatchObject({ code: 'sent' })
  expect(server.calls[0]?.body.length).toBe(4_000_000)
})

test('it is offered where Outlook gives tokens and the deployment has a registration', async () => {
  expect(route().offer()).toEqual({ isOffered: true, limit: graphMimeLimit })
  const ports = { graph: null, fetch, saveFile: () => undefined, notice: () => '' }
  for (const missing of [route({ ports }), route({ refusal: 'outlook/route-unavailable' })]) {
    expect(missing.offer()).toEqual({ isOffered: false, code: 'outlook/route-unavailable' })
    expect(await outcome(missing.send(message, never))).toMatchObject({ code: 'outlook/route-unavailable' })
    expect(await missing.wasSent('<a@b>', never)).toBeNull()
  }
  expect(server.calls).toEqual([])
})

test('Sent Items are searched for the very id, whatever characters it holds', async () => {
  server.answer(sentItems, found)
  expect(await route().wasSent(message.messageId, never)).toBe(true)
  const query = new URL(server.calls[0]?.path ?? '', 'http://x').searchParams
  expect(query.get('$filter')).toBe('internetMessageId eq \'<o\'\'hara+1@contoso.co.jp>\'')
  expect(query.get('$select')).toBe('id')
  expect(messageIdFilter('<a&b#c%d@e>')).toBe('internetMessageId%20eq%20\'%3Ca%26b%23c%25d%40e%3E\'')
})

test.each<readonly [string, GraphReply, boolean | null]>([
  ['nothing found', nothing, false], ['a refusal', refused(403, 'ErrorAccessDenied'), null], ['an error', refused(500, 'x'), null],
  ['another answer', { status: 200, body: { other: 1 } }, null], ['a line that breaks', 'cut', null], ['too many requests', refused(429, 'x'), null],
])('looking: %s', async (_, reply, expected) => {
  server.answer(sentItems, reply)
  expect(await route().wasSent('<a@b>', never)).toBe(expected)
})

test('looking asks a person only after a click', async () => {
  server.answer(sentItems, nothing)
  await route({ hasClicked: () => true }).wasSent('<a@b>', never)
  await route({ hasClicked: () => false }).wasSent('<a@b>', never)
  expect(wishes.map(wish => wish.mayAsk)).toEqual([true, false])
})

test.each<readonly [string, GraphReply, true | null]>([['one', found, true], ['none, which does not mean that it was not sent', nothing, null], ['no answer', 'cut', null]])('an item of Outlook’s own is looked for by the name that it bears: %s', async (_, reply, expected) => {
  server.answer(sentItems, reply)
  expect(await route().wasItemSent?.(message.messageId, never)).toBe(expected)
  expect(new URL(server.calls[0]?.path ?? '', 'http://x').searchParams.get('$filter')).toBe(
    'singleValueExtendedProperties/any(ep: ep/id eq \'String {00020386-0000-0000-C000-000000000046} Name x-sealpane-message\' and ep/value eq \'o\'\'hara+1\')')
})
