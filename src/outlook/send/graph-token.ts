/**
 * Tokens for Microsoft Graph from the Outlook around the pane (nested app authentication). Outlook hands out nothing that outlives the
 * session; ours are kept in memory alone.
 */
import type { IPublicClientApplication } from '@azure/msal-browser'
import { SendError } from './sending-route.ts'
import type { GraphSettings } from './send-ports.ts'

/**
 * `Mail.Send` sends, `Mail.Read` looks into Sent Items, `Mail.ReadWrite` makes a draft and looks. What a draft takes to go is asked for at once,
 * so that a person is asked once; its names stand apart by a space.
 */
export type GraphScope = 'Mail.Send' | 'Mail.Read' | 'Mail.ReadWrite Mail.Send'

export interface TokenWish {
  readonly scope: GraphScope
  /** A new one instead of the one at hand: the server refused that. */
  readonly isRenewal?: boolean
  /** What the server wants proven, as it said (`insufficient_claims`); always asks the user. */
  readonly claims?: string
  /** Whether the user may be asked. Without, what cannot be had silently is `outlook/consent`. */
  readonly mayAsk: boolean
}

/** Gives an access token. @throws SendError `outlook/token`, `outlook/consent`, `outlook/network`; nothing was sent in any of them. */
export interface TokenSource {
  (wish: TokenWish, signal: AbortSignal): Promise<string>
  /** Loads the library and has it find Outlook's bridge. No token is asked for, and no failure is told: the first token tries again. */
  readonly prepare?: () => void
}

export interface TokenTimes {
  /** For Outlook to answer by itself, in milliseconds. */
  readonly silent: number
  /** For a person to answer. */
  readonly asked: number
}

const usualTimes: TokenTimes = { silent: 20_000, asked: 300_000 }

/** The bridge that Outlook lays into the page, under the names that the library looks for. */
declare global {
  interface Window {
    nestedAppAuthBridge?: unknown
    __initializeNestedAppAuth?: unknown
  }
}

/** The code of one of the library's errors, null for anything else. Its classes are not loaded here. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('errorCode' in error) || typeof error.errorCode !== 'string') return null
  // Outlook may leave out the code and say only that a person is needed.
  return error.errorCode === '' && error.name === 'InteractionRequiredAuthError' ? 'interaction_required' : error.errorCode
}

const offline = /network|no_network|timed?_?out|endpoint_?resolution/iu
const refusedByPerson = /user_?cancel|access_denied|consent|interaction_required|login_required|popup_window/iu

/** A library's words are for its log: they may name accounts. */
function errorOf(error: unknown): SendError {
  const code = codeOf(error) ?? 'unknown'
  if (offline.test(code)) return new SendError('outlook/network', `no token: ${code}`)
  if (refusedByPerson.test(code)) return new SendError('outlook/consent', `no token: ${code}`)
  if (error instanceof Error && error.name === 'InteractionRequiredAuthError') return new SendError('outlook/consent', `no token: ${code}`)
  return new SendError('outlook/token', `no token: ${code}`)
}

function within<Value>(work: Promise<Value>, timeout: number, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    }
    const abort = (): void => {
      end()
      reject(signal.reason as Error)
    }
    const timer = setTimeout(() => {
      end()
      reject(new SendError('outlook/token', `outlook gave no token in ${timeout} ms`))
    }, timeout)
    signal.addEventListener('abort', abort, { once: true })
    work.finally(end).then(resolve, reject)
  })
}

async function startClient({ clientId, authority }: GraphSettings): Promise<IPublicClientApplication> {
  // QUIRK: without a bridge the library would quietly become an ordinary one and open a window that this registration cannot answer.
  if (window.nestedAppAuthBridge === undefined && typeof window.__initializeNestedAppAuth !== 'function') {
    throw new SendError('outlook/token', 'outlook laid no bridge for nested app authentication')
  }
  const { createNestablePublicClientApplication } = await import(/* webpackChunkName: "msal" */ '@azure/msal-browser')
  // SECURITY: no token is written into the browser's storage, which other pages of this origin could read.
  return createNestablePublicClientApplication({ auth: { clientId, authority }, cache: { cacheLocation: 'memoryStorage' } })
}

/** A source for one registration; the library is loaded, and Outlook asked, when the first token is, unless it was prepared before. */
export function createTokenSource(settings: GraphSettings, times: TokenTimes = usualTimes): TokenSource {
  let client: Promise<IPublicClientApplication> | null = null
  const ready = async (signal: AbortSignal): Promise<IPublicClientApplication> => {
    client ??= startClient(settings)
    try {
      return await within(client, times.silent, signal)
    } catch (error) {
      client = null
      throw error
    }
  }
  const give: TokenSource = async ({ scope, isRenewal, claims, mayAsk }, signal) => {
    const scopes = scope.split(' ').map(name => `${new URL(settings.endpoint).origin}/${name}`)
    try {
      const app = await ready(signal)
      if (claims === undefined) {
        try {
          const silent = { scopes, ...(isRenewal === true ? { forceRefresh: true } : {}) }
          return (await within(app.acquireTokenSilent(silent), times.silent, signal)).accessToken
        } catch (error) {
          if (!mayAsk || codeOf(error) === null || errorOf(error).code === 'outlook/network') throw error
        }
      }
      if (!mayAsk) throw new SendError('outlook/consent', 'the user would have to be asked')
      return (await within(app.acquireTokenPopup({ scopes, ...(claims === undefined ? {} : { claims }) }), times.asked, signal)).accessToken
    } catch (error) {
      if (error instanceof SendError || error === signal.reason) throw error
      throw errorOf(error)
    }
  }
  return Object.assign(give, { prepare: () => void ready(new AbortController().signal).catch(() => undefined) })
}
