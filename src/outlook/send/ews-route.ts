/**
 * Sending route 2: Exchange on-premises, which takes the finished message as it is: into Drafts (`CreateItem` with MIME), from where it is
 * sent (`SendItem`).
 *
 * SECURITY (SEC-82): who carries a request, a browser or Outlook, may repeat it by itself after a broken connection. A repeated
 * `CreateItem` that sends would send twice. A repeated `SendItem` finds nothing left to send, and a repeated draft is one that nobody sends: it
 * is taken away when the message has gone.
 */
import { encodeBase64 } from '../../bytes/encoding.ts'
import { sealedName, sealedNameHeader } from '../compose/protection-mark.ts'
import { elements, envelope, envelopeLength, ewsCall, EwsUnanswered, readEwsAnswer, xmlText } from '../ews-call.ts'
import type { EwsAnswer, EwsMailbox } from '../ews-call.ts'
import type { CallOptions } from '../office-call.ts'
import { SendError } from './sending-route.ts'
import type { RouteOffer, SendableMessage, SendErrorCode, SendingRoute } from './sending-route.ts'
import { storedForm } from './stored-form.ts'

export interface EwsRouteOptions {
  readonly mailbox: EwsMailbox
  /** Whether Exchange Web Services serve this mailbox. */
  readonly isOffered: boolean
  /** Characters of one request: five million, one million in older Outlooks. */
  readonly requestLimit: number
  /** Milliseconds for one request. */
  readonly timeout: number
}

/** Answers that say: nothing was sent, and why. Whatever is not here, and is an error, is a refusal too, but for those below. */
const REFUSALS: Readonly<Record<string, SendErrorCode>> = {
  ErrorSendAsDenied: 'outlook/send-as-denied',
  ErrorQuotaExceeded: 'outlook/mailbox-full',
  ErrorDataSizeLimitExceeded: 'outlook/too-large-to-send',
  ErrorMessageSizeExceeded: 'outlook/too-large-to-send',
  ErrorServerBusy: 'outlook/throttled',
  ErrorExceededConnectionCount: 'outlook/throttled',
}

/** SECURITY: after these the message may be on its way. It is looked for, never sent again. */
const UNCERTAIN: ReadonlySet<string> = new Set([
  '', 'ErrorTimeoutExpired', 'ErrorConnectionFailed', 'ErrorInternalServerError', 'ErrorInternalServerTransientError', 'ErrorMailboxMoveInProgress',
  'ErrorMailboxStoreUnavailable',
])

/** After these the draft is not there any more, or not the one that was made: perhaps it has gone, by the same request made before. */
const GONE: ReadonlySet<string> = new Set(['ErrorItemNotFound', 'ErrorStaleObject', 'ErrorInvalidOperation', 'ErrorItemSave'])

/** What it means when nobody says yes or no: for a request that sends, `outlook/sent-unconfirmed`, else `outlook/network`. */
type Silence = 'outlook/sent-unconfirmed' | 'outlook/network'

/** What an answer means; null when the message was taken. */
export function ewsRefusal(answer: EwsAnswer | null, silence: Silence): SendError | null {
  if (answer === null) return new SendError(silence, 'exchange gave an answer that is none')
  const { outcome, code, backOff } = answer
  if (outcome === 'Success' && code === 'NoError') return null
  const message = `exchange answered ${outcome} ${code}`
  if (outcome === 'Success' || outcome === 'Warning' || UNCERTAIN.has(code)) return new SendError(silence, message)
  if (silence === 'outlook/sent-unconfirmed' && GONE.has(code)) return new SendError(silence, message)
  const known = Object.hasOwn(REFUSALS, code) ? (REFUSALS[code] as SendErrorCode) : 'outlook/send-refused'
  return new SendError(known, message, backOff === null ? {} : { retryAfter: Math.ceil(backOff / 1000) })
}

/** `t:MimeContent` has to come first; the class tells Exchange that it is S/MIME, as its other clients do. */
export function createItemRequest({ bytes }: SendableMessage): string {
  const { messageClass } = storedForm(bytes)
  return envelope('<m:CreateItem MessageDisposition="SaveOnly"><m:SavedItemFolderId><t:DistinguishedFolderId Id="drafts"/></m:SavedItemFolderId>'
    + `<m:Items><t:Message><t:MimeContent CharacterSet="UTF-8">${encodeBase64(bytes)}</t:MimeContent><t:ItemClass>${messageClass}</t:ItemClass></t:Message></m:Items></m:CreateItem>`)
}

/** A draft by its id and state: Exchange sends no other one. */
interface DraftId {
  readonly id: string
  readonly changeKey: string
}

const itemIds = ({ id, changeKey }: DraftId): string => `<m:ItemIds><t:ItemId Id="${xmlText(id)}" ChangeKey="${xmlText(changeKey)}"/></m:ItemIds>`

export function sendItemRequest(draft: DraftId): string {
  return envelope(`<m:SendItem SaveItemToFolder="true">${itemIds(draft)}<m:SavedItemFolderId><t:DistinguishedFolderId Id="sentitems"/></m:SavedItemFolderId></m:SendItem>`)
}

/** Add-ins may move items and not delete them. */
export function discardRequest(draft: DraftId): string {
  return envelope(`<m:MoveItem><m:ToFolderId><t:DistinguishedFolderId Id="deleteditems"/></m:ToFolderId>${itemIds(draft)}</m:MoveItem>`)
}

const byMessageId = { field: '<t:FieldURI FieldURI="message:InternetMessageId"/>', of: (messageId: string): string => messageId }
/** The field of sealed items, which Exchange keeps as a property named like it. */
const bySealedName = { field: `<t:ExtendedFieldURI DistinguishedPropertySetId="InternetHeaders" PropertyName="${sealedNameHeader}" PropertyType="String"/>`, of: sealedName }

/** @param most - Items told at most. */
export function findRequest(messageId: string, folder: 'sentitems' | 'drafts', { by = byMessageId, most = 1 } = {}): string {
  return envelope('<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>'
    + `<m:IndexedPageItemView MaxEntriesReturned="${most}" Offset="0" BasePoint="Beginning"/>`
    + '<m:Restriction><t:IsEqualTo>'
    + `${by.field}<t:FieldURIOrConstant><t:Constant Value="${xmlText(by.of(messageId))}"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction>`
    + `<m:ParentFolderIds><t:DistinguishedFolderId Id="${folder}"/></m:ParentFolderIds></m:FindItem>`)
}

function draftIds({ element }: EwsAnswer): readonly DraftId[] {
  return elements(element, 'types', 'ItemId').flatMap(item => {
    const [id, changeKey] = [item.getAttribute('Id') ?? '', item.getAttribute('ChangeKey') ?? '']
    return id === '' || changeKey === '' ? [] : [{ id, changeKey }]
  })
}

/** Surplus drafts of one message that are taken away at most. */
const mostSurplus = 10

class EwsRoute implements SendingRoute {
  readonly name = 'ews'
  readonly takesSeveral = true
  private readonly options: EwsRouteOptions
  /** Ids of drafts that go: one may still lie there while it leaves. */
  private readonly told = new Set<string>()

  constructor(options: EwsRouteOptions) {
    this.options = options
  }

  private get limit(): number {
    return Math.floor((this.options.requestLimit - envelopeLength) / 4) * 3
  }

  private call(signal: AbortSignal): CallOptions {
    return { timeout: this.options.timeout, signal }
  }

  offer(): RouteOffer {
    return this.options.isOffered ? { isOffered: true, limit: this.limit } : { isOffered: false, code: 'outlook/route-unavailable' }
  }

  async send(message: SendableMessage, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (!this.options.isOffered) throw new SendError('outlook/route-unavailable', 'no exchange web services here')
    if (message.bytes.length > this.limit) throw new SendError('outlook/too-large-to-send', `${message.bytes.length} octets are above the limit of a request`)
    const draft = await this.layDown(message, signal)
    // Whoever gives up now has a draft and no more.
    if (signal.aborted) await this.discard(draft)
    signal.throwIfAborted()
    const { refusal, isAnswer } = await this.sendDraft(draft, signal)
    if (refusal === null) {
      this.told.add(draft.id)
      return
    }
    // SECURITY: a no may be the answer to a repetition, after a yes that got lost. Only if the draft was certainly still there nothing went.
    if (refusal.code !== 'outlook/sent-unconfirmed' && (await this.discard(draft)) !== 'discarded' && isAnswer) {
      throw new SendError('outlook/sent-unconfirmed', 'exchange refused to send a draft that may be gone', { cause: refusal })
    }
    throw refusal
  }

  private async layDown(message: SendableMessage, signal: AbortSignal): Promise<DraftId> {
    const answer = readEwsAnswer(await this.ask(createItemRequest(message), signal, 'outlook/network'), 'CreateItemResponseMessage')
    const refusal = ewsRefusal(answer, 'outlook/network')
    if (refusal !== null) throw refusal
    const [draft] = answer === null ? [] : draftIds(answer)
    if (draft === undefined) throw new SendError('outlook/send-refused', 'exchange gave a draft without an id')
    return draft
  }

  /** `isAnswer`: Exchange itself said no; else the request was not made, or nobody knows. */
  private async sendDraft(draft: DraftId, signal: AbortSignal): Promise<{ readonly refusal: SendError | null; readonly isAnswer: boolean }> {
    try {
      const answer = await this.ask(sendItemRequest(draft), signal, 'outlook/sent-unconfirmed')
      return { refusal: ewsRefusal(readEwsAnswer(answer, 'SendItemResponseMessage'), 'outlook/sent-unconfirmed'), isAnswer: true }
    } catch (error) {
      if (error instanceof SendError) return { refusal: error, isAnswer: false }
      throw error
    }
  }

  /** Best effort. `gone`: it was not there. */
  private async discard(draft: DraftId, signal = new AbortController().signal): Promise<'gone' | 'discarded' | 'unknown'> {
    try {
      const answer = readEwsAnswer(await ewsCall(this.options.mailbox, discardRequest(draft), this.call(signal)), 'MoveItemResponseMessage')
      if (answer === null) return 'unknown'
      if (answer.outcome === 'Success' && answer.code === 'NoError') return 'discarded'
      return answer.code === 'ErrorItemNotFound' ? 'gone' : 'unknown'
    } catch (error) {
      if (!(error instanceof EwsUnanswered)) throw error
      return 'unknown'
    }
  }

  private async ask(request: string, signal: AbortSignal, silence: Silence): Promise<string> {
    try {
      return await ewsCall(this.options.mailbox, request, this.call(signal))
    } catch (error) {
      if (!(error instanceof EwsUnanswered)) throw error
      if (silence === 'outlook/network') signal.throwIfAborted()
      if (error.silence === 'unknown') throw new SendError(silence, 'exchange gave no answer', { cause: error })
      // office.js of older Outlooks throws at more than a million characters, and nothing but that and the permission.
      throw new SendError(error.isUnavailable ? 'outlook/route-unavailable' : 'outlook/too-large-to-send', 'outlook did not pass the request on', { cause: error })
    }
  }

  wasSent(messageId: string, signal: AbortSignal): Promise<boolean | null> {
    return this.look(findRequest(messageId, 'sentitems'), signal)
  }

  /** Exchange may keep no copy of the field that is looked for: what is not found was not certainly not sent. */
  async wasItemSent(messageId: string, signal: AbortSignal): Promise<true | null> {
    return (await this.look(findRequest(messageId, 'sentitems', { by: bySealedName }), signal)) === true ? true : null
  }

  private async look(request: string, signal: AbortSignal): Promise<boolean | null> {
    if (!this.options.isOffered) return null
    try {
      const answer = readEwsAnswer(await ewsCall(this.options.mailbox, request, this.call(signal)), 'FindItemResponseMessage')
      if (answer?.outcome !== 'Success' || answer.code !== 'NoError') return null
      const total = Number(elements(answer.element, 'messages', 'RootFolder')[0]?.getAttribute('TotalItemsInView') ?? Number.NaN)
      return Number.isInteger(total) ? total > 0 : null
    } catch (error) {
      if (!(error instanceof EwsUnanswered)) throw error
      return null
    }
  }

  async clearUp(messageId: string, signal: AbortSignal): Promise<void> {
    if (!this.options.isOffered) return
    try {
      const answer = readEwsAnswer(await ewsCall(this.options.mailbox, findRequest(messageId, 'drafts', { most: mostSurplus }), this.call(signal)), 'FindItemResponseMessage')
      if (answer?.outcome !== 'Success') return
      for (const draft of draftIds(answer)) if (!this.told.has(draft.id)) await this.discard(draft, signal)
    } catch {
      // They are sealed, and belong to nobody but their writer. Another look may find them.
    }
  }
}

/** Offered for mailboxes on-premises. Whether the add-in may ask shows with the first request, which then says so and sends nothing. */
export function createEwsRoute(options: EwsRouteOptions): SendingRoute {
  return new EwsRoute(options)
}
