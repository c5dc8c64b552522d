/** Exchange Web Services through Outlook (`makeEwsRequestAsync`): what is asked, and how an answer is read. For mailboxes on-premises. */
import type { CallOptions, CallResult } from './office-call.ts'
import { officeCall } from './office-call.ts'
import { OutlookError } from './mailbox-host.ts'

export interface EwsMailbox {
  makeEwsRequestAsync?(data: string, callback: (result: CallResult<string>) => void): void
}

const NS = {
  soap: 'http://schemas.xmlsoap.org/soap/envelope/',
  messages: 'http://schemas.microsoft.com/exchange/services/2006/messages',
  types: 'http://schemas.microsoft.com/exchange/services/2006/types',
  errors: 'http://schemas.microsoft.com/exchange/services/2006/errors',
} as const

export type EwsNamespace = keyof typeof NS

/** Characters around a request's own part; used to keep below the limits of the call. */
export const envelopeLength = 1000

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&apos;' }

/** Text for content or an attribute. Characters that XML 1.0 has no form for are left out. */
export function xmlText(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are what is taken out
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '').replace(/[&<>"']/gu, character => ENTITIES[character] as string)
}

/** A whole request around its operation, whose prefixes are `m:` and `t:`. */
export function envelope(operation: string): string {
  // Certificates and contact shapes need 2010_SP2 at least; everything that is still supported understands this one.
  return `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${NS.soap}" xmlns:m="${NS.messages}" xmlns:t="${NS.types}">`
    + `<soap:Header><t:RequestServerVersion Version="Exchange2013_SP1"/></soap:Header><soap:Body>${operation}</soap:Body></soap:Envelope>`
}

/** Elements of that name anywhere below, by namespace and never by prefix. */
export function elements(within: Document | Element, namespace: EwsNamespace, name: string): readonly Element[] {
  return [...within.getElementsByTagNameNS(NS[namespace], name)]
}

export function textOf(within: Document | Element, namespace: EwsNamespace, name: string): string | null {
  return elements(within, namespace, name)[0]?.textContent.trim() ?? null
}

/** What the server answered: one response message, or a fault instead of any. */
export interface EwsAnswer {
  /** `Success`, `Warning`, `Error`; `Fault` when the request as a whole failed. */
  readonly outcome: 'Success' | 'Warning' | 'Error' | 'Fault'
  /** `NoError` or Exchange's name of what is wrong; empty when it gave none. */
  readonly code: string
  /** Milliseconds that a busy server asks for. */
  readonly backOff: number | null
  /** The response message's element, or the fault's. */
  readonly element: Element
}

function backOffOf(element: Element): number | null {
  const value = elements(element, 'types', 'Value').find(entry => entry.getAttribute('Name') === 'BackOffMilliseconds')
  const milliseconds = Number(value?.textContent ?? Number.NaN)
  return Number.isFinite(milliseconds) && milliseconds >= 0 ? milliseconds : null
}

/** The local part of a QName in a text. */
const localPart = (text: string): string => text.slice(text.indexOf(':') + 1)

/**
 * Reads an answer.
 *
 * @param message name of the response message's element, for example `CreateItemResponseMessage`.
 * @returns null for what is no such answer: no XML, another document, more than one message.
 */
export function readEwsAnswer(xml: string, message: string): EwsAnswer | null {
  const document = new DOMParser().parseFromString(xml, 'text/xml')
  const root = document.documentElement
  if (root.localName !== 'Envelope' || root.namespaceURI !== NS.soap) return null
  const fault = elements(root, 'soap', 'Fault')[0]
  if (fault !== undefined) {
    const code = textOf(fault, 'errors', 'ResponseCode') ?? localPart([...fault.children].find(child => child.localName === 'faultcode')?.textContent.trim() ?? '')
    return { outcome: 'Fault', code, backOff: backOffOf(fault), element: fault }
  }
  const found = elements(root, 'messages', message)
  const [element] = found
  if (element === undefined || found.length !== 1) return null
  const outcome = element.getAttribute('ResponseClass')
  if (outcome !== 'Success' && outcome !== 'Warning' && outcome !== 'Error') return null
  return { outcome, code: textOf(element, 'messages', 'ResponseCode') ?? '', backOff: backOffOf(element), element }
}

/** How a request ended that brought no answer. */
export type EwsSilence =
  /** It never left: no such call, no permission, too long for this Outlook. */
  | 'not-asked'
  /** It left, or may have. */
  | 'unknown'

export class EwsUnanswered extends Error {
  readonly silence: EwsSilence
  /** True when Outlook lacks the call or the permission for it. */
  readonly isUnavailable: boolean

  constructor(silence: EwsSilence, isUnavailable: boolean, cause: unknown) {
    super('exchange gave no answer', { cause })
    this.name = 'EwsUnanswered'
    this.silence = silence
    this.isUnavailable = isUnavailable
  }
}

/**
 * Makes one request and gives the text of the answer.
 *
 * @throws EwsUnanswered. What office.js throws at its caller never left; what it calls back with, and silence, tell nothing.
 * @throws the signal's reason when it was aborted before the request was made.
 */
export async function ewsCall(mailbox: EwsMailbox, request: string, options: CallOptions): Promise<string> {
  options.signal.throwIfAborted()
  if (mailbox.makeEwsRequestAsync === undefined) throw new EwsUnanswered('not-asked', true, null)
  try {
    const answer = await officeCall<unknown>('makeEwsRequestAsync', callback => mailbox.makeEwsRequestAsync?.(request, callback), options)
    if (typeof answer !== 'string') throw new EwsUnanswered('unknown', false, null)
    return answer
  } catch (error) {
    if (error instanceof EwsUnanswered) throw error
    // Whoever gave up meanwhile does not call a request back.
    if (error instanceof OutlookError && error.code === 'outlook/permission') throw new EwsUnanswered('not-asked', true, error)
    // `officeCall` keeps what was thrown at it as the cause; a failed answer has none.
    const wasThrown = error instanceof OutlookError && error.code === 'outlook/refused' && error.cause !== undefined
    throw new EwsUnanswered(wasThrown ? 'not-asked' : 'unknown', false, error)
  }
}
