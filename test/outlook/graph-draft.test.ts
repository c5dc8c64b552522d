/** Sending through Drafts: against laid-out answers, and against the emulated Exchange behind a browser that repeats its requests. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createGraphRoute } from '../../src/outlook/send/graph-route.ts'
import { SendError, type SendingRoute } from '../../src/outlook/send/sending-route.ts'
import { ask, hanako, inboxOf, letter, mailService, sentOf, yuki } from '../emulator/server/mail-fixture.ts'
import type { MailService } from '../emulator/server/mail/mail-service.ts'
import { type GraphReply, type GraphServer, startGraphServer } from './graph-server.ts'
import { cms, encrypted, sendable } from './sent-messages.ts'

let server: GraphServer
let scopes: string[] = []
beforeAll(async () => { server = await startGraphServer() })
afterAll(() => server.close())
beforeEach(() => {
  server.clear()
  scopes = []
})

const never = new AbortController().signal
const message = sendable(encrypted(cms(300)))
const draft = '/me/messages/d1'
/** Drafts are the way where nobody said otherwise. */
const graphAt = (endpoint: string, isByMail: boolean) => ({ clientId: 'c', authority: 'a', endpoint, allowsStoredForm: false, ...(isByMail ? { sendsThroughDrafts: false } : {}) })

function route(endpoint = server.endpoint, fetchIt: typeof fetch = fetch, isByMail = false, token = 'token'): SendingRoute {
  return createGraphRoute({
    ports: { graph: graphAt(endpoint, isByMail), fetch: fetchIt, saveFile: () => undefined, notice: () => '' },
    token: ({ scope }) => {
      scopes.push(scope)
      return Promise.resolve(token)
    },
    refusal: null, isOnline: () => true, hasClicked: () => false,
  })
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(() => 'sent', (error: unknown) => (error instanceof SendError ? error.code : String(error)))
const shape = () => server.calls.map(({ method, path }) => `${method} ${path.replace('/v1.0', '')}`)

test('the finished message is put into Drafts octet for octet, then told to go', async () => {
  server.answer(`${draft}/send`, { status: 202 })
  server.answer('/me/messages', { status: 201, body: { id: 'd1' } })
  await route().send(message, never)
  expect(shape()).toEqual(['POST /me/messages', `POST ${draft}/send`])
  expect(new Uint8Array(Buffer.from(server.calls[0]?.body.toString('latin1') ?? '', 'base64'))).toEqual(message.bytes)
  // A person is asked once for all of it.
  expect(new Set(scopes)).toEqual(new Set(['Mail.ReadWrite Mail.Send']))
})

test.each<readonly [string, string, GraphReply, string, boolean]>([
  ['the draft is refused', '/me/messages', { status: 413 }, 'outlook/too-large-to-send', false],
  ['the line breaks at the draft', '/me/messages', 'cut', 'outlook/network', false],
  ['the draft is answered with another success', '/me/messages', { status: 200, body: {} }, 'outlook/network', false],
  ['the draft comes without an id', '/me/messages', { status: 201, body: {} }, 'outlook/send-refused', false],
  ['sending is refused', `${draft}/send`, { status: 403, body: { error: { code: 'ErrorSendAsDenied' } } }, 'outlook/send-as-denied', true],
  ['the draft has gone', `${draft}/send`, { status: 404, body: { error: { code: 'ErrorItemNotFound' } } }, 'outlook/sent-unconfirmed', false],
  ['the line breaks at sending', `${draft}/send`, 'cut', 'outlook/sent-unconfirmed', false],
  ['sending fails', `${draft}/send`, { status: 503 }, 'outlook/sent-unconfirmed', false],
])('when %s', async (_, path, reply, code, isDiscarded) => {
  server.answer(path, reply)
  server.answer(`${draft}/send`, { status: 202 })
  server.answer('/me/messages', { status: 201, body: { id: 'd1' } })
  server.answer(draft, { status: 204 })
  expect(await codeOf(route().send(message, never))).toBe(code)
  expect(shape().includes(`DELETE ${draft}`)).toBe(isDiscarded)
})

test('a no is believed only where the draft was still there: it may answer a repetition whose first request was heard', async () => {
  server.answer('/me/messages', { status: 201, body: { id: 'd1' } })
  server.answer(`${draft}/send`, { status: 429, headers: { 'Retry-After': '3' } })
  server.answer(draft, { status: 204 }, { status: 404 }, { status: 429 })
  expect(await codeOf(route().send(message, never))).toBe('outlook/throttled')
  expect(await codeOf(route().send(message, never))).toBe('outlook/sent-unconfirmed')
  expect(await codeOf(route().send(message, never)), 'nobody could look').toBe('outlook/sent-unconfirmed')
  expect(server.callsTo(`${draft}/send`)).toHaveLength(3)
})

test('whoever gives up after the draft was made leaves none', async () => {
  server.answer('/me/messages', { status: 201, body: { id: 'd1' } })
  server.answer(draft, { status: 204 })
  const stop = new AbortController()
  const stopping: typeof fetch = async (...given) => {
    const answer = await fetch(...given)
    const text = await answer.text()
    if (answer.status === 201) stop.abort(new Error('enough'))
    return new Response(answer.status === 204 ? null : text, { status: answer.status })
  }
  expect(await codeOf(route(server.endpoint, stopping).send(message, stop.signal))).toBe('Error: enough')
  expect(shape()).toEqual(['POST /me/messages', `DELETE ${draft}`])
})

test('what was told to go is not taken away while it leaves', async () => {
  server.answer(`${draft}/send`, { status: 202 })
  server.answer('/me/messages', { status: 201, body: { id: 'd1' } })
  server.answer('/me/mailFolders/drafts/messages', { status: 200, body: { value: [{ id: 'd1' }, { id: 'd2' }, { other: 1 }] } })
  const graph = route()
  await graph.send(message, never)
  await graph.clearUp?.(message.messageId, never)
  expect(shape().filter(call => call.startsWith('DELETE'))).toEqual(['DELETE /me/messages/d2'])
})

test.each<readonly [string, GraphReply]>([['a refusal', { status: 403 }], ['a broken line', 'cut'], ['another answer', { status: 200, body: { value: 1 } }]])('clearing up ends with %s, and nobody is troubled', async (_, reply) => {
  server.answer('/me/mailFolders/drafts/messages', reply)
  await route().clearUp?.(message.messageId, never)
  expect(server.calls).toHaveLength(1)
  await route(server.endpoint, fetch, true).clearUp?.(message.messageId, never)
  expect(server.calls).toHaveLength(1)
})

describe('a browser that repeats a POST whose answer it did not get', () => {
  /** Each POST reaches the Exchange twice, and only the second answer comes back. */
  function repeating(service: MailService): typeof fetch {
    return async (input, init) => {
      const { pathname, search } = new URL(input as string)
      const request = { method: init?.method ?? 'GET', body: (init?.body ?? '') as string, headers: Object.fromEntries(Object.entries((init?.headers ?? {}) as Record<string, string>).map(([name, value]) => [name.toLowerCase(), value])) }
      if (request.method === 'POST') await ask(service, pathname + search, request)
      const { status, body, headers } = await ask(service, pathname + search, request)
      return new Response(status === 202 || status === 204 ? null : new Uint8Array(Buffer.from(body)), { status, headers: { ...headers } })
    }
  }
  const written = sendable(letter(), { recipients: [hanako], messageId: '<one@contoso.co.jp>' })
  const draftsOf = (service: MailService) => service.store.mailboxes.flatMap(mailbox => service.store.inFolder(mailbox, 'drafts'))
  const tokenOf = (service: MailService) => service.tokens.issue({ address: yuki, clientId: 'client', scopes: ['Mail.Send', 'Mail.ReadWrite', 'Mail.Read'], faults: [] })

  test('sends it once through Drafts, and finds it in Sent Items', async () => {
    const service = mailService()
    const graph = route('https://localhost/graph/v1.0', repeating(service), false, tokenOf(service))
    expect(await codeOf(graph.send(written, never))).toBe('outlook/sent-unconfirmed')
    expect([inboxOf(service, hanako).length, sentOf(service, yuki).length]).toEqual([1, 1])
    expect(await graph.wasSent('<one@contoso.co.jp>', never)).toBe(true)
    // The draft was made twice too. One went, the other one is taken away and never sent.
    expect(draftsOf(service)).toHaveLength(1)
    await graph.clearUp?.('<other@contoso.co.jp>', never)
    expect(draftsOf(service)).toHaveLength(1)
    await graph.clearUp?.('<one@contoso.co.jp>', never)
    expect([draftsOf(service).length, inboxOf(service, hanako).length, sentOf(service, yuki).length]).toEqual([0, 1, 1])
  })

  test('sends it twice by sendMail, which is why there is the other way', async () => {
    const service = mailService()
    const graph = route('https://localhost/graph/v1.0', repeating(service), true, tokenOf(service))
    expect(await codeOf(graph.send(written, never))).toBe('sent')
    expect(inboxOf(service, hanako)).toHaveLength(2)
  })
})
