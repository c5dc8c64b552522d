/** Requests to Microsoft Graph: who asks, what the answer means, and what is known when there is none. */
import { SendError } from './sending-route.ts'
import type { SendErrorCode } from './sending-route.ts'
import type { GraphScope, TokenSource } from './graph-token.ts'
import type { GraphSettings } from './send-ports.ts'

export interface GraphRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Behind the endpoint, with its query, encoded. */
  readonly path: string
  readonly scope: GraphScope
  readonly contentType?: string
  readonly body?: string
  /** Whether the user may be asked for consent. */
  readonly mayAsk: boolean
  /** What it means when no answer comes: `outlook/sent-unconfirmed` for a request that sends, `outlook/network` for any other. */
  readonly silence: 'outlook/sent-unconfirmed' | 'outlook/network'
}

export interface GraphAnswer {
  readonly status: number
  /** The JSON of the answer; null when there is none. */
  readonly body: unknown
  readonly headers: Headers
}

export interface GraphClient {
  /** One request, with renewed proof at most once for each kind of refusal. Any status is an answer. @throws SendError. */
  ask(request: GraphRequest, signal: AbortSignal): Promise<GraphAnswer>
}

/** Milliseconds in which a request of 4 MB passes over a slow line. */
const usualTimeout = 120_000

/** A member of plain data, whatever it is; undefined when it is not there. */
export function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
}

/**
 * All codes of an error, outermost first: `error.code`, then those of `innerError`, which is spelled in two ways (and may itself
 * have one inside).
 */
export function graphCodes(body: unknown): readonly string[] {
  const codes: string[] = []
  let level = memberOf(body, 'error')
  for (let depth = 0; depth < 8 && level !== undefined; depth++) {
    const code = memberOf(level, 'code')
    if (typeof code === 'string') codes.push(code)
    level = memberOf(level, 'innerError') ?? memberOf(level, 'innererror')
  }
  return codes
}

const CODES: Readonly<Record<string, SendErrorCode>> = {
  ErrorSendAsDenied: 'outlook/send-as-denied',
  ErrorQuotaExceeded: 'outlook/mailbox-full',
  ErrorMessageSizeExceeded: 'outlook/too-large-to-send',
  ErrorDataSizeLimitExceeded: 'outlook/too-large-to-send',
  ErrorInvalidRecipients: 'outlook/send-refused',
  ApplicationThrottled: 'outlook/throttled',
  ErrorExceededMessageLimit: 'outlook/throttled',
}

function retryAfter(headers: Headers): number | undefined {
  const seconds = Number(headers.get('Retry-After') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : undefined
}

/**
 * What a refusal means. Branches on codes and the status, never on a message.
 *
 * SECURITY: a 5xx to a request that sends is neither yes nor no; 429 and the other 4xx say that nothing was done.
 */
export function refusalOf({ status, body, headers }: GraphAnswer, silence: GraphRequest['silence']): SendError {
  const codes = graphCodes(body)
  const message = `graph answered ${status} ${codes.join(' ')}`.trim()
  const known = codes.map(code => (Object.hasOwn(CODES, code) ? CODES[code] : undefined)).find(code => code !== undefined)
  const seconds = retryAfter(headers)
  if (status === 429) return new SendError('outlook/throttled', message, seconds === undefined ? {} : { retryAfter: seconds })
  if (status === 413) return new SendError('outlook/too-large-to-send', message)
  if (status >= 400 && status < 500) {
    if (known !== undefined) return new SendError(known, message, seconds === undefined ? {} : { retryAfter: seconds })
    if (status === 401) return new SendError('outlook/token', message)
    if (status === 403) return new SendError('outlook/consent', message)
    return new SendError('outlook/send-refused', message)
  }
  if (status === 507) return new SendError('outlook/mailbox-full', message)
  if (silence === 'outlook/network' && status >= 500) return new SendError('outlook/send-refused', message)
  return new SendError(silence, message)
}

/** The claims that a refusal asks for, taken from `WWW-Authenticate` where the browser shows it. */
function claimsOf({ status, headers }: GraphAnswer): string | undefined {
  if (status !== 401 && status !== 403) return undefined
  const challenge = headers.get('WWW-Authenticate') ?? ''
  const raw = /\bclaims="([^"]+)"/iu.exec(challenge)?.[1]
  if (raw === undefined) return undefined
  // QUIRK: the claims come as base64 from some servers and as JSON from others.
  if (raw.startsWith('{')) return raw
  try {
    return atob(raw.replace(/-/gu, '+').replace(/_/gu, '/'))
  } catch {
    return undefined
  }
}

export interface GraphClientOptions {
  readonly settings: GraphSettings
  readonly fetch: typeof fetch
  readonly token: TokenSource
  readonly timeout?: number
  /** False when the browser knows that there is no connection. It may not know. */
  readonly isOnline?: () => boolean
}

export function createGraphClient({ settings, fetch: fetchIt, token, timeout = usualTimeout, isOnline = () => navigator.onLine }: GraphClientOptions): GraphClient {
  async function once(request: GraphRequest, accessToken: string, signal: AbortSignal): Promise<GraphAnswer> {
    signal.throwIfAborted()
    if (!isOnline()) throw new SendError('outlook/network', 'no connection')
    return transmit(fetchIt, `${settings.endpoint.replace(/\/+$/u, '')}${request.path}`, {
      method: request.method,
      headers: { Authorization: `Bearer ${accessToken}`, ...(request.contentType === undefined ? {} : { 'Content-Type': request.contentType }) },
      ...(request.body === undefined ? {} : { body: request.body }),
    }, { timeout, silence: request.silence, signal })
  }
  return {
    async ask(request, signal) {
      const { scope, mayAsk } = request
      let answer = await once(request, await token({ scope, mayAsk }, signal), signal)
      const wanted = claimsOf(answer)
      if (wanted !== undefined) {
        answer = await once(request, await token({ scope, mayAsk, claims: wanted }, signal), signal)
      } else if (answer.status === 401) {
        answer = await once(request, await token({ scope, mayAsk, isRenewal: true }, signal), signal)
      }
      return answer
    },
  }
}

export interface TransmitOptions {
  readonly timeout: number
  readonly silence: GraphRequest['silence']
  readonly signal: AbortSignal
}

/**
 * One request over the network. Gives any answer that comes whole.
 *
 * SECURITY: a line that breaks does not tell whether the request went before it did, and a person who gives up does not call it back;
 * both are what `silence` says.
 *
 * @throws SendError; the signal's reason when it was aborted and nothing could have been sent.
 */
export async function transmit(fetchIt: typeof fetch, url: string, request: RequestInit, { timeout, silence, signal }: TransmitOptions): Promise<GraphAnswer> {
  const stop = new AbortController()
  const abort = (): void => stop.abort()
  const timer = setTimeout(abort, timeout)
  signal.addEventListener('abort', abort, { once: true })
  try {
    const response = await fetchIt(url, { ...request, credentials: 'omit', cache: 'no-store', redirect: 'error', referrerPolicy: 'no-referrer', signal: stop.signal })
    const { status, headers } = response
    return { status, headers, body: parseJson(await textOf(response, status)) }
  } catch (error) {
    if (silence === 'outlook/network') signal.throwIfAborted()
    throw new SendError(silence, 'no answer from the server', { cause: error })
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
}

/** Of an answer whose status has come already, the text adds only reasons. */
async function textOf(response: Response, status: number): Promise<string> {
  try {
    return await response.text()
  } catch (error) {
    if (status >= 200 && status < 300 && status !== 202) throw error
    return ''
  }
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? null : (JSON.parse(text) as unknown)
  } catch {
    return null
  }
}
