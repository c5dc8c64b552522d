/** Sending route 1: Microsoft Graph, which takes the finished message as it is: into Drafts, from where it is sent, or by `sendMail`. */
import { encodeBase64 } from '../../bytes/encoding.ts'
import { sealedName, sealedNameHeader } from '../compose/protection-mark.ts'
import { createGraphClient, memberOf, refusalOf } from './graph-client.ts'
import type { GraphClient } from './graph-client.ts'
import { discardSurplus, draftScope, messageIdFilter, sendThroughDraft } from './graph-draft.ts'
import { sendStoredForm, storedFormLimit, uploadSizes } from './graph-stored-form.ts'
import type { UploadSizes } from './graph-stored-form.ts'
import type { GraphScope, TokenSource } from './graph-token.ts'
import type { SendPorts } from './send-ports.ts'
import { SendError } from './sending-route.ts'
import type { RouteOffer, SendableMessage, SendingRoute } from './sending-route.ts'

/**
 * Octets of a message whose base64 is a request of 4 MB, the documented limit for S/MIME. Read as four million, the smaller of the two
 * meanings: what is above goes another way instead of being refused.
 */
export const graphMimeLimit = 3_000_000

export interface GraphRouteOptions {
  readonly ports: SendPorts
  readonly token: TokenSource
  /** Null when nothing stands against Graph in this mailbox. */
  readonly refusal: 'outlook/route-unavailable' | null
  readonly timeout?: number
  readonly isOnline?: () => boolean
  /** Whether a person has just clicked, so that a question would not come out of nowhere. */
  readonly hasClicked?: () => boolean
  /** Microsoft's unless given: octets of a message that still goes as MIME, and of what is uploaded. */
  readonly sizes?: UploadSizes & { readonly mime: number }
}

/** Messages that bear a name in the field of sealed items, which Exchange keeps as a property named like it. */
function sealedNameFilter(name: string): string {
  const property = `String {00020386-0000-0000-C000-000000000046} Name ${sealedNameHeader}`
  return encodeURIComponent(`singleValueExtendedProperties/any(ep: ep/id eq '${property}' and ep/value eq '${name.replace(/'/gu, "''")}')`)
}

/** Whether Sent Items holds it. @throws SendError when the server does not say. */
async function isInSentItems(client: GraphClient, filter: string, { scope, mayAsk }: { readonly scope: GraphScope; readonly mayAsk: boolean }, signal: AbortSignal): Promise<boolean> {
  const path = `/me/mailFolders/sentitems/messages?$filter=${filter}&$select=id`
  const answer = await client.ask({ method: 'GET', path, scope, mayAsk, silence: 'outlook/network' }, signal)
  const found = memberOf(answer.body, 'value')
  if (answer.status !== 200 || !Array.isArray(found)) throw refusalOf(answer, 'outlook/network')
  return found.length > 0
}

class GraphRoute implements SendingRoute {
  readonly name = 'graph'
  readonly takesSeveral = true
  private readonly options: GraphRouteOptions
  private readonly client: GraphClient | null
  private readonly sizes: UploadSizes & { readonly mime: number }
  /** Drafts that go. */
  private readonly told = new Set<string>()

  constructor(options: GraphRouteOptions) {
    this.options = options
    this.sizes = options.sizes ?? { ...uploadSizes, mime: graphMimeLimit }
    const { ports, token, timeout, isOnline } = options
    this.client = ports.graph === null ? null : createGraphClient({
      settings: ports.graph, fetch: ports.fetch, token,
      ...(timeout === undefined ? {} : { timeout }),
      ...(isOnline === undefined ? {} : { isOnline }),
    })
  }

  private get allowsStoredForm(): boolean {
    return this.options.ports.graph?.allowsStoredForm === true
  }

  private get sendsThroughDrafts(): boolean {
    return this.options.ports.graph?.sendsThroughDrafts !== false
  }

  offer(): RouteOffer {
    if (this.client === null || this.options.refusal !== null) return { isOffered: false, code: 'outlook/route-unavailable' }
    return { isOffered: true, limit: this.allowsStoredForm ? storedFormLimit : this.sizes.mime }
  }

  prepare(): void {
    if (this.client !== null && this.options.refusal === null) this.options.token.prepare?.()
  }

  async send(message: SendableMessage, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.client === null || this.options.refusal !== null) throw new SendError('outlook/route-unavailable', 'no graph here')
    if (message.bytes.length > this.sizes.mime) {
      if (!this.allowsStoredForm) throw new SendError('outlook/too-large-to-send', `${message.bytes.length} octets are above the limit of a message as MIME`)
      return sendStoredForm(this.client, this.options.ports.fetch, message, signal, { told: this.told, sizes: this.sizes })
    }
    if (this.sendsThroughDrafts) return sendThroughDraft(this.client, message, this.told, signal)
    const body = encodeBase64(message.bytes)
    const answer = await this.client.ask({ method: 'POST', path: '/me/sendMail', scope: 'Mail.Send', contentType: 'text/plain', body, mayAsk: true, silence: 'outlook/sent-unconfirmed' }, signal)
    if (answer.status === 202) return
    if (answer.status >= 300) throw refusalOf(answer, 'outlook/sent-unconfirmed')
    // QUIRK: above some two megabytes Graph has been seen to answer 200 and send nothing. Only 202 is a yes.
    if (await this.wasSent(message.messageId, signal) === true) return
    throw new SendError('outlook/sent-unconfirmed', `graph answered ${answer.status} to sendMail`)
  }

  wasSent(messageId: string, signal: AbortSignal): Promise<boolean | null> {
    return this.look(messageIdFilter(messageId), signal)
  }

  /** Exchange may keep no copy of the field that is looked for: what is not found was not certainly not sent. */
  async wasItemSent(messageId: string, signal: AbortSignal): Promise<true | null> {
    return (await this.look(sealedNameFilter(sealedName(messageId)), signal)) === true ? true : null
  }

  private async look(filter: string, signal: AbortSignal): Promise<boolean | null> {
    if (this.client === null || this.options.refusal !== null) return null
    try {
      return await isInSentItems(this.client, filter, { scope: this.sendsThroughDrafts ? draftScope : 'Mail.Read', mayAsk: (this.options.hasClicked ?? hasClicked)() }, signal)
    } catch (error) {
      if (!(error instanceof SendError)) throw error
      return null
    }
  }

  async clearUp(messageId: string, signal: AbortSignal): Promise<void> {
    if (this.client === null || this.options.refusal !== null || !(this.sendsThroughDrafts || this.allowsStoredForm)) return
    await discardSurplus(this.client, messageId, this.told, signal)
  }
}

/** Where the browser does not tell, nobody is asked. */
function hasClicked(): boolean {
  return (navigator as { readonly userActivation?: { readonly isActive: boolean } }).userActivation?.isActive === true
}

/** Offered when the deployment named its registration and Outlook hands out tokens; every request says who asks, and nothing is sent twice. */
export function createGraphRoute(options: GraphRouteOptions): SendingRoute {
  return new GraphRoute(options)
}
