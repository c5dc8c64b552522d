/** Answers the calls of an add-in about a message that is being written. */
import type { ClientProfile } from '../client-profiles.ts'
import { includesSet } from '../client-profiles.ts'
import { answer, failure, hostErrors } from '../host-calls.ts'
import type { CallName, Fault, HostAnswer } from '../host-calls.ts'
import { toBase64 } from '../stored-message.ts'
import { attachmentDetails, recipientFields } from './compose-draft.ts'
import type { ComposeDraft, DraftRecipient, RecipientField, RecipientKind } from './compose-draft.ts'
import { longestBody, longestSessionData, mostRecipients } from './habits.ts'
import type { ComposeHabits } from './habits.ts'
import { htmlOfText, normalisedBody, outlookDocument, textOfHtml } from './outlook-html.ts'

type Parameters = Readonly<Record<string, unknown>>

export interface ComposeContext {
  readonly profile: ClientProfile
  readonly habits: ComposeHabits
  /** What the directory says of an address. */
  readonly kindOf: (address: string) => RecipientKind
  readonly faults: readonly Fault[]
}

/** office.js's numbers for the two forms of a body. */
const coercions = { text: 0, html: 3 } as const

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function cut(content: string, faults: readonly Fault[]): string {
  if (faults.some(({ kind }) => kind === 'empty')) return ''
  const shortened = faults.find(fault => fault.kind === 'truncated')
  return shortened === undefined ? content : content.slice(0, shortened.octets)
}

const wireRecipient = ({ name, address, kind }: DraftRecipient) => ({ name, address, recipientType: kind })

function bodyOf(draft: ComposeDraft, coercion: unknown, faults: readonly Fault[]): HostAnswer {
  const { body, bodyType } = draft.content
  if (coercion === coercions.html) return answer(cut(outlookDocument(bodyType === 'html' ? body : htmlOfText(body)), faults))
  return answer(cut(bodyType === 'html' ? textOfHtml(body) : body, faults))
}

function setBody(draft: ComposeDraft, data: string, coercion: unknown, { habits, faults }: ComposeContext): HostAnswer {
  if (data.length > longestBody) return failure(hostErrors.invalidParameterValue)
  if (faults.some(({ kind }) => kind === 'empty')) return answer(undefined)
  const kept = cut(habits.truncatesBodyAt === null ? data : data.slice(0, habits.truncatesBodyAt), faults)
  const { bodyType } = draft.content
  if (bodyType === 'text') draft.change({ body: coercion === coercions.html ? textOfHtml(kept) : kept })
  else if (coercion === coercions.html) draft.change({ body: habits.normalisesHtml ? normalisedBody(kept) : kept })
  else draft.change({ body: htmlOfText(kept) })
  return answer(undefined)
}

interface WireRecipient {
  readonly name?: string | null
  readonly address: string
}

function writeRecipients(draft: ComposeDraft, parameters: Parameters, isAdding: boolean, context: ComposeContext): HostAnswer {
  const field = recipientFields[Number(parameters['recipientField'])]
  if (field === undefined) return failure(hostErrors.invalidParameterValue)
  const given = (parameters['recipientArray'] as readonly WireRecipient[]).map(({ name, address }): DraftRecipient => ({
    name: name ?? address, address, kind: context.kindOf(address),
  }))
  const all = isAdding ? [...draft.content[field], ...given] : given
  if (all.length > mostRecipients) return failure(hostErrors.numberOfRecipientsExceeded)
  if (!context.faults.some(({ kind }) => kind === 'empty')) draft.setRecipients(field, all)
  return answer(undefined)
}

function recipients(draft: ComposeDraft, field: RecipientField | undefined, faults: readonly Fault[]): HostAnswer {
  if (field === undefined) return failure(hostErrors.invalidParameterValue)
  return answer(faults.some(({ kind }) => kind === 'empty') ? [] : draft.content[field].map(wireRecipient))
}

function addAttachment(draft: ComposeDraft, parameters: Parameters, { habits, faults }: ComposeContext): HostAnswer {
  let content: string
  try {
    content = atob(text(parameters['base64String']))
  } catch {
    return failure(hostErrors.invalidParameterValue)
  }
  const { attachments } = draft.content
  if (attachments.length >= habits.attachmentCount) return failure(hostErrors.numberOfAttachmentsExceeded)
  const octets = attachments.reduce((sum, attachment) => sum + attachment.content.length, content.length)
  if (octets > habits.attachmentOctets) return failure(hostErrors.attachmentSizeExceeded)
  const name = text(parameters['name'])
  const isInline = parameters['isInline'] === true
  const kept = cut(content, faults)
  const id = draft.attach({
    name, isInline, content: kept, contentType: typeOf(name), kind: 0, contentId: isInline ? name : null, size: listedSize(kept.length), url: null,
  })
  return answer(id)
}

/** Exchange counts more than the file's octets. */
export const listedSize = (octets: number): number => octets + 134

const types: Readonly<Record<string, string>> = {
  pdf: 'application/pdf', png: 'image/png', jpg: 'image/jpeg', gif: 'image/gif', txt: 'text/plain', html: 'text/html', csv: 'text/csv', p7m: 'application/pkcs7-mime',
  p7s: 'application/pkcs7-signature', eml: 'message/rfc822', ics: 'text/calendar', zip: 'application/zip',
}

export const typeOf = (name: string): string => types[/\.([^.]+)$/.exec(name.toLowerCase())?.[1] ?? ''] ?? 'application/octet-stream'

function attachmentContent(draft: ComposeDraft, id: unknown, { habits, faults }: ComposeContext): HostAnswer {
  const found = draft.content.attachments.find(attachment => attachment.id === id)
  if (found === undefined) return failure(hostErrors.invalidAttachmentId)
  if (found.kind === 2) return answer({ content: found.url ?? '', format: 'url' })
  const content = habits.emptiedAttachments.includes(found.name) ? '' : cut(found.content, faults)
  const wrong = faults.find(fault => fault.kind === 'wrong-format')
  if (wrong !== undefined) return answer({ content: toBase64(content), format: wrong.format })
  if (found.kind === 1) return answer({ content, format: found.contentType === 'text/calendar' ? 'iCalendar' : 'eml' })
  return answer({ content: toBase64(content), format: 'base64' })
}

/** QUIRK: Outlook writes the names of header fields in lower case (office-js issue 3544). */
function setHeaders(draft: ComposeDraft, pairs: unknown, faults: readonly Fault[]): HostAnswer {
  if (typeof pairs !== 'object' || pairs === null) return failure(hostErrors.invalidParameterValue)
  const added = Object.entries(pairs as Readonly<Record<string, string>>).map(([name, value]): [string, string] => [name.toLowerCase(), value])
  if (added.some(([name]) => !name.startsWith('x-'))) return failure(hostErrors.invalidParameterValue)
  const internetHeaders = { ...draft.content.internetHeaders, ...Object.fromEntries(added) }
  if (JSON.stringify(internetHeaders).length > 256 * 1024) return failure(hostErrors.invalidParameterValue)
  if (!faults.some(({ kind }) => kind === 'empty')) draft.change({ internetHeaders })
  return answer(undefined)
}

/** In a draft, only what an add-in set is to be had: Outlook's own fields are not made before it is sent. */
function headers(draft: ComposeDraft, names: unknown, faults: readonly Fault[]): HostAnswer {
  const asked = Array.isArray(names) ? names.map(name => String(name)) : []
  const found = asked.flatMap((name): [string, string][] => {
    const value = draft.content.internetHeaders[name.toLowerCase()]
    return value === undefined ? [] : [[name, value]]
  })
  return answer(faults.some(({ kind }) => kind === 'empty') ? {} : Object.fromEntries(found))
}

function sessionCall(draft: ComposeDraft, name: CallName, parameters: Parameters, profile: ClientProfile): HostAnswer {
  const key = text(parameters['name'])
  const data = draft.sessionData
  switch (name) {
    case 'setSessionData': {
      const all = JSON.stringify({ ...data, [key]: text(parameters['value']) })
      const longest = includesSet(profile.mailbox, '1.16') ? longestSessionData.since116 : longestSessionData.before116
      if (all.length > longest) return failure(hostErrors.sessionDataTooLong)
      data[key] = text(parameters['value'])
      return answer(undefined)
    }
    case 'sessionData':
      return key in data ? answer(data[key]) : failure(hostErrors.keyNotFound)
    case 'allSessionData':
      return answer({ ...data })
    case 'clearSessionData':
      for (const each of Object.keys(data)) Reflect.deleteProperty(data, each)
      return answer(undefined)
    default:
      if (!(key in data)) return failure(hostErrors.keyNotFound)
      Reflect.deleteProperty(data, key)
      return answer(undefined)
  }
}

/** Answers a call that concerns the item alone, or null for one that needs more: saving, sending, closing. */
export function answerComposeCall(draft: ComposeDraft, name: CallName, parameters: Parameters, context: ComposeContext): HostAnswer | null {
  const { faults, profile } = context
  switch (name) {
    case 'body':
      return bodyOf(draft, parameters['coercionType'], faults)
    case 'bodyType':
      return answer(draft.content.bodyType)
    case 'setBody':
      return setBody(draft, text(parameters['data']), parameters['coercionType'], context)
    case 'subject':
      return answer(cut(draft.content.subject, faults))
    case 'setSubject':
      if (!faults.some(({ kind }) => kind === 'empty')) draft.change({ subject: text(parameters['subject']) })
      return answer(undefined)
    case 'recipients':
      return recipients(draft, recipientFields[Number(parameters['recipientField'])], faults)
    case 'setRecipients':
      return writeRecipients(draft, parameters, false, context)
    case 'addRecipients':
      return writeRecipients(draft, parameters, true, context)
    case 'from':
      return answer({ ...draft.content.from, recipientType: 2 })
    case 'attachments':
      return answer(faults.some(({ kind }) => kind === 'empty') ? [] : draft.content.attachments.map(attachmentDetails))
    case 'addAttachment':
      return addAttachment(draft, parameters, context)
    case 'removeAttachment':
      return draft.detach(text(parameters['attachmentIndex'])) ? answer(undefined) : failure(hostErrors.attachmentToDeleteDoesNotExist)
    case 'attachmentContent':
      return attachmentContent(draft, parameters['id'], context)
    case 'internetHeaders':
      return headers(draft, parameters['internetHeaderKeys'], faults)
    case 'setInternetHeaders':
      return setHeaders(draft, parameters['internetHeaderNameValuePairs'], faults)
    case 'removeInternetHeaders': {
      const gone = new Set((parameters['internetHeaderKeys'] as readonly string[]).map(key => key.toLowerCase()))
      draft.change({ internetHeaders: Object.fromEntries(Object.entries(draft.content.internetHeaders).filter(([key]) => !gone.has(key))) })
      return answer(undefined)
    }
    case 'itemId':
      return draft.itemId === null ? failure(hostErrors.itemNotSaved) : answer(draft.itemId)
    case 'composeType':
      return answer({ composeType: draft.content.composeType, coercionType: draft.content.bodyType })
    case 'isClientSignatureEnabled':
      return answer(false)
    case 'disableClientSignature':
      return answer(undefined)
    case 'itemClass':
      return answer('IPM.Note')
    case 'setSessionData':
    case 'sessionData':
    case 'allSessionData':
    case 'clearSessionData':
    case 'removeSessionData':
      return sessionCall(draft, name, parameters, profile)
    default:
      return null
  }
}
