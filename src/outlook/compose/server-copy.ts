/**
 * What only the server knows of the open item in Outlooks that list no attachments (before Mailbox 1.8, on-premises): the draft is saved
 * and its MIME read by Exchange Web Services.
 */
import { decodeBody, parseEntity, readFileName } from '../../mime/entity.ts'
import type { MimeEntity } from '../../mime/entity.ts'
import { fieldValues } from '../../mime/header-field.ts'
import type { OutgoingAttachment } from '../../mime/outgoing-message.ts'
import { decodeContent } from '../base64-content.ts'
import { envelope, ewsCall, EwsUnanswered, readEwsAnswer, textOf, xmlText } from '../ews-call.ts'
import type { EwsMailbox } from '../ews-call.ts'
import { OutlookError } from '../mailbox-host.ts'
import type { CallOptions } from '../office-call.ts'
import { SendError } from '../send/sending-route.ts'
import { requireShown, shownAs, shownContentIds } from './read-attachments.ts'
import { replyFieldsOf } from './reply-fields.ts'
import type { ReplyFields } from './reply-fields.ts'
import { lateCall } from './writable-item.ts'
import type { WritableItem } from './writable-item.ts'

export interface ServerCopy extends ReplyFields {
  readonly attachments: readonly OutgoingAttachment[]
  readonly importance: 'low' | 'normal' | 'high'
}

async function mimeOf(mailbox: EwsMailbox, id: string, options: CallOptions): Promise<Uint8Array> {
  const request = envelope('<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:IncludeMimeContent>true</t:IncludeMimeContent></m:ItemShape>'
    + `<m:ItemIds><t:ItemId Id="${xmlText(id)}"/></m:ItemIds></m:GetItem>`)
  try {
    const answer = readEwsAnswer(await ewsCall(mailbox, request, options), 'GetItemResponseMessage')
    const content = answer?.outcome === 'Success' && answer.code === 'NoError' ? textOf(answer.element, 'types', 'MimeContent') : null
    if (content === null || content === '') throw new OutlookError('outlook/refused', `exchange answered ${answer?.code ?? 'nothing'}`)
    return await decodeContent(content, options.signal)
  } catch (error) {
    if (!(error instanceof EwsUnanswered)) throw error
    // Also when the draft is larger than an answer may be.
    throw new OutlookError('outlook/refused', 'exchange did not hand over the draft', { cause: error })
  }
}

/** Parts that are not the text: with a name, or of another type than text, or a second of one type. */
function attachedParts(message: MimeEntity): readonly MimeEntity[] {
  const attached: MimeEntity[] = []
  const bodies = new Set<string>()
  const visit = (entity: MimeEntity): void => {
    const { value } = entity.contentType
    if (value.startsWith('multipart/')) {
      entity.children.forEach(visit)
      return
    }
    const isBody = /^text\/(?:plain|html)$/u.test(value) && entity.disposition.value !== 'attachment' && readFileName(entity) === undefined && !bodies.has(value)
    if (isBody) bodies.add(value)
    else attached.push(entity)
  }
  visit(message)
  return attached
}

function attachmentOf(entity: MimeEntity, shown: readonly string[]): OutgoingAttachment {
  const mediaType = entity.contentType.value
  const name = readFileName(entity) ?? (mediaType === 'message/rfc822' ? 'message.eml' : 'attachment')
  const { bytes } = decodeBody(entity)
  // Outlook's own wrapping hides what is inside.
  if (bytes.length === 0 || mediaType === 'application/ms-tnef') throw new SendError('outlook/attachment-no-bytes', 'an attachment came without its content', { subject: name })
  const contentId = fieldValues(entity.fields, 'content-id')[0]?.trim() ?? ''
  return { name, mediaType, content: bytes.slice(), contentId: shownAs({ name, contentId, isInline: contentId !== '' }, shown) }
}

function importanceOf(message: MimeEntity): ServerCopy['importance'] {
  const word = fieldValues(message.fields, 'importance')[0]?.trim().toLowerCase()
  return word === 'high' || word === 'low' ? word : 'normal'
}

/**
 * Saves the draft and reads what the server made of it.
 *
 * QUIRK: saving puts the text on the server. It is there anyway: Outlook saves what is written in its own window.
 *
 * @param html the body that shows the pictures among the attachments.
 * @throws SendError `outlook/attachment-no-bytes`; OutlookError `outlook/refused` when the server does not hand over the draft, or half of it.
 */
export async function readServerCopy(item: WritableItem, mailbox: EwsMailbox, html: string | null, options: CallOptions): Promise<ServerCopy> {
  const id = await lateCall<unknown>('saveAsync', item.saveAsync !== undefined, callback => item.saveAsync?.(callback), options)
  if (typeof id !== 'string' || id === '') throw new OutlookError('outlook/refused', 'the saved draft has no id')
  const message = parsed(await mimeOf(mailbox, id, options))
  const shown = shownContentIds(html)
  const attachments = attachedParts(message).map(entity => attachmentOf(entity, shown))
  requireShown(shown, attachments)
  const field = (name: string): string => fieldValues(message.fields, name)[0] ?? ''
  return { attachments, importance: importanceOf(message), ...replyFieldsOf(field('in-reply-to'), field('references')) }
}

function parsed(mime: Uint8Array): MimeEntity {
  let message: MimeEntity
  try {
    message = parseEntity(mime)
  } catch (error) {
    throw new OutlookError('outlook/refused', 'exchange gave a draft that cannot be read', { cause: error })
  }
  const isCut = (entity: MimeEntity): boolean => entity.defects.includes('mime/close-delimiter-missing') || entity.children.some(isCut)
  if (isCut(message)) throw new OutlookError('outlook/refused', 'exchange gave half of the draft')
  return message
}
