/**
 * Sending by a draft: the finished message is put into Drafts as it is, then that one draft is told to go. Asked for twice, it goes once.
 *
 * SECURITY (SEC-82): browsers repeat a request by themselves, a POST too, when a connection that was used before breaks before any
 * answer; nobody above them learns of it. A repeated `sendMail` sends twice. A repeated `/send` finds nothing left to send, and a
 * repeated draft is one that nobody tells to go.
 */
import { encodeBase64 } from '../../bytes/encoding.ts'
import { graphCodes, memberOf, refusalOf } from './graph-client.ts'
import type { GraphAnswer, GraphClient } from './graph-client.ts'
import { SendError } from './sending-route.ts'
import type { SendableMessage } from './sending-route.ts'

/**
 * Sends a message through Drafts.
 *
 * @throws SendError; `outlook/sent-unconfirmed` only after `/send` was asked. After a plain no the draft is taken away again.
 */
export async function sendThroughDraft(client: GraphClient, message: SendableMessage, signal: AbortSignal): Promise<void> {
  const body = encodeBase64(message.bytes)
  const created = await client.ask({ method: 'POST', path: '/me/messages', scope: 'Mail.ReadWrite', contentType: 'text/plain', body, mayAsk: true, silence: 'outlook/network' }, signal)
  if (created.status !== 201) throw refusalOf(created, 'outlook/network')
  await sendDraft(client, draftIn(created), signal)
}

/** Path of the draft that was made. @throws SendError `outlook/send-refused` when the answer names none. */
export function draftIn({ body }: GraphAnswer): string {
  const id = memberOf(body, 'id')
  if (typeof id !== 'string' || id === '') throw new SendError('outlook/send-refused', 'graph gave a draft without an id')
  return `/me/messages/${encodeURIComponent(id)}`
}

/**
 * Tells a draft to go. One that is not there any more has perhaps gone already, by the same request sent before.
 *
 * @throws SendError.
 */
export async function sendDraft(client: GraphClient, draft: string, signal: AbortSignal): Promise<void> {
  const sent = await client.ask({ method: 'POST', path: `${draft}/send`, scope: 'Mail.Send', body: '', mayAsk: true, silence: 'outlook/sent-unconfirmed' }, signal)
  if (sent.status === 202) return
  const isGone = sent.status === 404 || graphCodes(sent.body).includes('ErrorItemNotFound')
  if (sent.status < 300 || isGone) throw new SendError('outlook/sent-unconfirmed', `graph answered ${sent.status} to send`)
  const refusal = refusalOf(sent, 'outlook/sent-unconfirmed')
  if (refusal.code !== 'outlook/sent-unconfirmed') await discardDraft(client, draft)
  throw refusal
}

/** Best effort: an unfinished draft is of no use to anybody. It holds only what was already made for its recipients. */
export async function discardDraft(client: GraphClient, draft: string): Promise<void> {
  try {
    await client.ask({ method: 'DELETE', path: draft, scope: 'Mail.ReadWrite', mayAsk: false, silence: 'outlook/network' }, new AbortController().signal)
  } catch (error) {
    if (!(error instanceof SendError)) throw error
  }
}
