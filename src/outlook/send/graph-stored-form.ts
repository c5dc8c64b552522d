/**
 * Messages that are too large for `sendMail`: a draft in Exchange's storage form for S/MIME, its one attachment uploaded in pieces, then sent.
 *
 * Off until a tenant has shown that such a draft leaves as S/MIME (`GraphSettings.allowsStoredForm`).
 */
import { memberOf, refusalOf, transmit } from './graph-client.ts'
import type { GraphAnswer, GraphClient } from './graph-client.ts'
import { discardDraft, draftIn, draftScope, sendDraft } from './graph-draft.ts'
import { SendError } from './sending-route.ts'
import type { SendableMessage } from './sending-route.ts'
import { outerHeader, storedForm } from './stored-form.ts'
import type { OuterHeader, StoredForm } from './stored-form.ts'
import { encodeBase64 } from '../../bytes/encoding.ts'
import type { Mailbox } from '../../mime/mailbox.ts'

/** What an upload session takes. The tenant's own limit for messages is lower (35 MB unless it was raised) and answered by the server. */
export const storedFormLimit = 150_000_000
export interface UploadSizes {
  /** Below this an attachment goes in one request, and an upload session is refused. */
  readonly least: number
  /** Octets of one piece: at most 4 MB, and a multiple of 320 KiB, which upload sessions elsewhere in Graph insist on. */
  readonly piece: number
}

export const uploadSizes: UploadSizes = { least: 3 * 1024 * 1024, piece: 3_932_160 }
const pieceTimeout = 120_000

/** Named property of Internet headers, and the properties of replies ([MS-OXPROPS]: PidTagInReplyToId, PidTagInternetReferences). */
const contentTypeProperty = 'String {00020386-0000-0000-C000-000000000046} Name Content-Type'
const property = (id: string, value: string): { readonly id: string; readonly value: string } => ({ id, value })

const graphMailbox = ({ displayName, address }: Mailbox): object => ({ emailAddress: { ...(displayName === '' ? {} : { name: displayName }), address } })

/**
 * Recipients as the draft names them.
 *
 * SECURITY: the header and the list that the copy was made for must be one: a field that cannot be read to its end would lose
 * recipients without a word, and one name more would be told what is not for them.
 */
function recipientsOf({ to, cc }: OuterHeader, { recipients, role }: SendableMessage): { readonly bcc: readonly Mailbox[] } {
  const named = new Set([...to, ...cc].map(({ address }) => address.toLowerCase()))
  const wanted = new Set(recipients.map(address => address.toLowerCase()))
  const isSurplus = [...named].some(address => !wanted.has(address))
  const unnamed = recipients.filter(address => !named.has(address.toLowerCase()))
  if (isSurplus || (role === 'main' && unnamed.length > 0)) throw new SendError('outlook/too-large-to-send', 'the header does not name the recipients one by one')
  return { bcc: unnamed.map(address => ({ displayName: '', address })) }
}

function draftOf(header: OuterHeader, form: StoredForm, message: SendableMessage): object {
  const { bcc } = recipientsOf(header, message)
  return {
    subject: header.subject,
    internetMessageId: message.messageId,
    from: graphMailbox(header.from),
    toRecipients: header.to.map(graphMailbox),
    ccRecipients: header.cc.map(graphMailbox),
    bccRecipients: bcc.map(graphMailbox),
    singleValueExtendedProperties: [
      property('String 0x001A', form.messageClass),
      ...(form.messageClass === 'IPM.Note.SMIME' ? [property(contentTypeProperty, form.contentType)] : []),
      ...(header.inReplyTo === null ? [] : [property('String 0x1042', header.inReplyTo)]),
      ...(header.references === null ? [] : [property('String 0x1039', header.references)]),
    ],
  }
}

/** Everything before `/send` sends nothing: a line that breaks there is a broken line and no more. */
async function write(client: GraphClient, path: string, body: object, expected: number, signal: AbortSignal): Promise<GraphAnswer> {
  const answer = await client.ask({ method: 'POST', path, scope: draftScope, contentType: 'application/json', body: JSON.stringify(body), mayAsk: true, silence: 'outlook/network' }, signal)
  if (answer.status !== expected) throw refusalOf(answer, 'outlook/network')
  return answer
}

async function upload(fetchIt: typeof fetch, url: string, content: Uint8Array, piece: number, signal: AbortSignal): Promise<void> {
  for (let start = 0; start < content.length; start += piece) {
    const end = Math.min(start + piece, content.length)
    // The address itself is the proof; a token sent along would be refused.
    const answer = await transmit(fetchIt, url, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/octet-stream', 'Content-Range': `bytes ${start}-${end - 1}/${content.length}` },
      body: content.slice(start, end),
    }, { timeout: pieceTimeout, silence: 'outlook/network', signal })
    if (answer.status !== (end === content.length ? 201 : 200)) throw refusalOf(answer, 'outlook/network')
  }
}

async function attach(client: GraphClient, fetchIt: typeof fetch, draft: string, form: StoredForm, { least, piece }: UploadSizes, signal: AbortSignal): Promise<void> {
  const { content, mediaType } = form
  if (content.length < least) {
    const file = { '@odata.type': '#microsoft.graph.fileAttachment', name: 'smime.p7m', contentType: mediaType, contentBytes: encodeBase64(content) }
    await write(client, `${draft}/attachments`, file, 201, signal)
    return
  }
  const item = { AttachmentItem: { attachmentType: 'file', name: 'smime.p7m', contentType: mediaType, size: content.length } }
  const session = await write(client, `${draft}/attachments/createUploadSession`, item, 201, signal)
  const url = memberOf(session.body, 'uploadUrl')
  if (typeof url !== 'string' || !url.startsWith('https://')) throw new SendError('outlook/send-refused', 'graph gave no address to upload to')
  await upload(fetchIt, url, content, piece, signal)
}

/**
 * SECURITY: a request to attach that was repeated attaches twice, and an item with two attachments is no S/MIME any more: its recipients would get
 * files. Looked at before it goes.
 */
async function requireOne(client: GraphClient, draft: string, signal: AbortSignal): Promise<void> {
  const answer = await client.ask({ method: 'GET', path: `${draft}/attachments?$select=id`, scope: draftScope, mayAsk: false, silence: 'outlook/network' }, signal)
  const found = memberOf(answer.body, 'value')
  if (answer.status !== 200) throw refusalOf(answer, 'outlook/network')
  if (!Array.isArray(found) || found.length !== 1) throw new SendError('outlook/network', 'the draft has not exactly one attachment')
}

export interface StoredFormOptions {
  /** Paths of drafts that go; this one comes to them. */
  readonly told?: Set<string>
  readonly sizes?: UploadSizes
}

/**
 * Sends a message as a draft.
 *
 * @throws SendError; `outlook/sent-unconfirmed` only after `/send` was asked. Before that the draft is taken away again.
 */
export async function sendStoredForm(client: GraphClient, fetchIt: typeof fetch, message: SendableMessage, signal: AbortSignal, { told = new Set(), sizes = uploadSizes }: StoredFormOptions = {}): Promise<void> {
  const form = storedForm(message.bytes)
  const created = await write(client, '/me/messages', draftOf(outerHeader(message.bytes), form, message), 201, signal)
  const draft = draftIn(created)
  try {
    await attach(client, fetchIt, draft, form, sizes, signal)
    await requireOne(client, draft, signal)
  } catch (error) {
    await discardDraft(client, draft)
    throw error
  }
  await sendDraft(client, draft, told, signal)
}
