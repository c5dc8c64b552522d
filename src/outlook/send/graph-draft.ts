/**
 * Sending by a draft: the finished message is put into Drafts as it is, then that one draft is told to go. Asked for twice, it goes once.
 *
 * SECURITY (SEC-82): browsers repeat a request by themselves, a POST too, when a connection that was used before breaks before any
 * answer; nobody above them learns of it. A repeated `sendMail` sends twice. A repeated `/send` finds nothing left to send, and a
 * repeated draft is one that nobody tells to go: it is taken away when the message has gone.
 */
import { encodeBase64 } from '../../bytes/encoding.ts'
import { graphCodes, memberOf, refusalOf } from './graph-client.ts'
import type { GraphAnswer, GraphClient } from './graph-client.ts'
import { SendError } from './sending-route.ts'
import type { SendableMessage } from './sending-route.ts'

/** What a draft takes, from being made to having gone. */
export const draftScope = 'Mail.ReadWrite Mail.Send'

/**
 * Sends a message through Drafts.
 *
 * @param told - Paths of drafts that go; this one comes to them.
 * @throws SendError; `outlook/sent-unconfirmed` only after `/send` was asked. After a plain no the draft is taken away again.
 */
export async function sendThroughDraft(client: GraphClient, message: SendableMessage, told: Set<string>, signal: AbortSignal): Promise<void> {
  const body = encodeBase64(message.bytes)
  const created = await client.ask({ method: 'POST', path: '/me/messages', scope: draftScope, contentType: 'text/plain', body, mayAsk: true, silence: 'outlook/network' }, signal)
  if (created.status !== 201) throw refusalOf(created, 'outlook/network')
  await sendDraft(client, draftIn(created), told, signal)
}

/** Path of the draft that was made. @throws SendError `outlook/send-refused` when the answer names none. */
export function draftIn({ body }: GraphAnswer): string {
  const id = memberOf(body, 'id')
  if (typeof id !== 'string' || id === '') throw new SendError('outlook/send-refused', 'graph gave a draft without an id')
  return draftPath(id)
}

const draftPath = (id: string): string => `/me/messages/${encodeURIComponent(id)}`

const isGone = ({ status, body }: GraphAnswer): boolean => status === 404 || graphCodes(body).includes('ErrorItemNotFound')

/**
 * Tells a draft to go. One that is not there any more has perhaps gone already, by the same request sent before.
 *
 * SECURITY: a no may be the answer to a repetition, after a yes that got lost. So the draft is taken away, and only if it was certainly
 * still there nothing went.
 *
 * @throws SendError; the signal's reason when it was aborted before: then the draft is taken away too.
 */
export async function sendDraft(client: GraphClient, draft: string, told: Set<string>, signal: AbortSignal): Promise<void> {
  const sent = await tellToGo(client, draft, signal)
  if (sent.status === 202) {
    told.add(draft)
    return
  }
  if (sent.status < 300 || isGone(sent)) throw new SendError('outlook/sent-unconfirmed', `graph answered ${sent.status} to send`)
  const refusal = refusalOf(sent, 'outlook/sent-unconfirmed')
  if (refusal.code !== 'outlook/sent-unconfirmed' && (await discardDraft(client, draft)) !== 'discarded') {
    throw new SendError('outlook/sent-unconfirmed', 'graph refused to send a draft that may be gone', { cause: refusal })
  }
  throw refusal
}

async function tellToGo(client: GraphClient, draft: string, signal: AbortSignal): Promise<GraphAnswer> {
  try {
    return await client.ask({ method: 'POST', path: `${draft}/send`, scope: draftScope, body: '', mayAsk: true, silence: 'outlook/sent-unconfirmed' }, signal)
  } catch (error) {
    // No token, no connection, or given up before the request was made.
    if (!(error instanceof SendError) || error.code !== 'outlook/sent-unconfirmed') await discardDraft(client, draft)
    throw error
  }
}

/** Best effort: an unfinished draft is of no use to anybody. It holds only what was already made for its recipients. `gone`: it was not there. */
export async function discardDraft(client: GraphClient, draft: string, signal = new AbortController().signal): Promise<'gone' | 'discarded' | 'unknown'> {
  try {
    const answer = await client.ask({ method: 'DELETE', path: draft, scope: draftScope, mayAsk: false, silence: 'outlook/network' }, signal)
    return isGone(answer) ? 'gone' : answer.status === 204 ? 'discarded' : 'unknown'
  } catch (error) {
    if (!(error instanceof SendError)) throw error
    return 'unknown'
  }
}

/** A filter that holds the id as one string: quotes doubled, then all of it percent-encoded. */
export function messageIdFilter(messageId: string): string {
  return encodeURIComponent(`internetMessageId eq '${messageId.replace(/'/gu, "''")}'`)
}

/**
 * Drafts of this message that nobody told to go: a repeated request made them, or a line that broke before the first could be told.
 *
 * @param told - Paths of drafts that go: one may still lie there while it leaves.
 */
export async function discardSurplus(client: GraphClient, messageId: string, told: ReadonlySet<string>, signal: AbortSignal): Promise<void> {
  try {
    const path = `/me/mailFolders/drafts/messages?$filter=${messageIdFilter(messageId)}&$select=id`
    const { status, body } = await client.ask({ method: 'GET', path, scope: draftScope, mayAsk: false, silence: 'outlook/network' }, signal)
    const found = memberOf(body, 'value')
    if (status !== 200 || !Array.isArray(found)) return
    for (const entry of found as readonly unknown[]) {
      const id = memberOf(entry, 'id')
      if (typeof id === 'string' && id !== '' && !told.has(draftPath(id))) await discardDraft(client, draftPath(id), signal)
    }
  } catch {
    // They are sealed, and belong to nobody but their writer. Another look may find them.
  }
}
