/** Sending route 2: Exchange on-premises, which takes the finished message as it is (`CreateItem` with MIME). */
import { encodeBase64 } from '../../bytes/encoding.ts'
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

/** What an answer to `CreateItem` means; null when the message was taken. */
export function createItemOutcome(answer: EwsAnswer | null): SendError | null {
  if (answer === null) return new SendError('outlook/sent-unconfirmed', 'exchange gave an answer that is none')
  const { outcome, code, backOff } = answer
  if (outcome === 'Success' && code === 'NoError') return null
  const message = `exchange answered ${outcome} ${code}`
  if (outcome === 'Success' || outcome === 'Warning' || UNCERTAIN.has(code)) return new SendError('outlook/sent-unconfirmed', message)
  const known = Object.hasOwn(REFUSALS, code) ? (REFUSALS[code] as SendErrorCode) : 'outlook/send-refused'
  return new SendError(known, message, backOff === null ? {} : { retryAfter: Math.ceil(backOff / 1000) })
}

/** `t:MimeContent` has to come first; the class tells Exchange that it is S/MIME, as its other clients do. */
export function createItemRequest({ bytes }: SendableMessage): string {
  const { messageClass } = storedForm(bytes)
  return envelope('<m:CreateItem MessageDisposition="SendAndSaveCopy"><m:SavedItemFolderId><t:DistinguishedFolderId Id="sentitems"/></m:SavedItemFolderId>'
    + `<m:Items><t:Message><t:MimeContent CharacterSet="UTF-8">${encodeBase64(bytes)}</t:MimeContent><t:ItemClass>${messageClass}</t:ItemClass></t:Message></m:Items></m:CreateItem>`)
}

export function findSentRequest(messageId: string): string {
  return envelope('<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>'
    + '<m:IndexedPageItemView MaxEntriesReturned="1" Offset="0" BasePoint="Beginning"/>'
    + '<m:Restriction><t:IsEqualTo><t:FieldURI FieldURI="message:InternetMessageId"/>'
    + `<t:FieldURIOrConstant><t:Constant Value="${xmlText(messageId)}"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction>`
    + '<m:ParentFolderIds><t:DistinguishedFolderId Id="sentitems"/></m:ParentFolderIds></m:FindItem>')
}

class EwsRoute implements SendingRoute {
  readonly name = 'ews'
  readonly takesSeveral = true
  private readonly options: EwsRouteOptions

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
    const request = createItemRequest(message)
    const refusal = createItemOutcome(readEwsAnswer(await this.ask(request, signal), 'CreateItemResponseMessage'))
    if (refusal !== null) throw refusal
  }

  private async ask(request: string, signal: AbortSignal): Promise<string> {
    try {
      return await ewsCall(this.options.mailbox, request, this.call(signal))
    } catch (error) {
      if (!(error instanceof EwsUnanswered)) throw error
      if (error.silence === 'unknown') throw new SendError('outlook/sent-unconfirmed', 'exchange gave no answer', { cause: error })
      // office.js of older Outlooks throws at more than a million characters, and nothing but that and the permission.
      throw new SendError(error.isUnavailable ? 'outlook/route-unavailable' : 'outlook/too-large-to-send', 'outlook did not pass the request on', { cause: error })
    }
  }

  async wasSent(messageId: string, signal: AbortSignal): Promise<boolean | null> {
    if (!this.options.isOffered) return null
    try {
      const answer = readEwsAnswer(await ewsCall(this.options.mailbox, findSentRequest(messageId), this.call(signal)), 'FindItemResponseMessage')
      if (answer?.outcome !== 'Success' || answer.code !== 'NoError') return null
      const total = Number(elements(answer.element, 'messages', 'RootFolder')[0]?.getAttribute('TotalItemsInView') ?? Number.NaN)
      return Number.isInteger(total) ? total > 0 : null
    } catch (error) {
      if (!(error instanceof EwsUnanswered)) throw error
      return null
    }
  }
}

/** Offered for mailboxes on-premises. Whether the add-in may ask shows with the first request, which then says so and sends nothing. */
export function createEwsRoute(options: EwsRouteOptions): SendingRoute {
  return new EwsRoute(options)
}
