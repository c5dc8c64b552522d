/** The mail program's side of nested app authentication: it signs the add-in in with the reader's own account, and asks the reader once. */
import { isBridgeCall } from '../frame-name.ts'
import type { BridgeReply } from '../frame-name.ts'
import type { GraphFault } from '../server/mail/graph-faults.ts'
import { element } from './element.ts'
import type { MailClient, TokenAnswer } from './mail-client.ts'
import type { Strings } from './strings.ts'

/** What a test may make of the sign-in. */
export interface SignInHabits {
  /** `ask` shows the question once; `given` was answered long ago. */
  readonly consent: 'ask' | 'given'
  /** Without a window: works where it may, always wants one, fails, or never answers. */
  readonly silent: 'works' | 'interaction' | 'error' | 'offline' | 'never'
  /** With a window: shows it, is closed by the reader at once, fails, or never answers. */
  readonly popup: 'asks' | 'cancelled' | 'error' | 'never'
  /** What Graph does to whoever holds one of these tokens. */
  readonly graphFaults: readonly GraphFault[]
}

export const usualSignIn: SignInHabits = { consent: 'ask', silent: 'works', popup: 'asks', graphFaults: [] }

interface Envelope {
  readonly method: 'GetInitContext' | 'GetToken' | 'GetTokenPopup'
  readonly requestId: string
  readonly tokenParams?: { readonly clientId: string; readonly scope: string; readonly claims?: string }
}

const tenant = '5a1d0c3e-0000-4000-8000-000000000001'

const base64url = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text))).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')

export class SignIn {
  /** Asked by add-ins, newest last. */
  readonly asked: { readonly method: Envelope['method']; readonly scopes: readonly string[]; readonly claims: string | null }[] = []
  private readonly client: MailClient
  private readonly reader: { readonly name: string; readonly address: string }
  private readonly habits: SignInHabits
  private readonly words: () => Strings

  constructor(client: MailClient, reader: { readonly name: string; readonly address: string }, habits: SignInHabits, words: () => Strings) {
    this.client = client
    this.reader = reader
    this.habits = habits
    this.words = words
  }

  /** Answers the frames of this page. `isOurs` says whether a window is a pane that was given a bridge. */
  listen(isOurs: (source: MessageEventSource) => boolean): void {
    addEventListener('message', (event: MessageEvent<unknown>) => {
      const { source, data, origin } = event
      if (source === null || !isBridgeCall(data) || !isOurs(source)) return
      const envelope = JSON.parse(data.text) as Envelope
      void this.answer(envelope).then(told => {
        if (told === null) return
        const text = JSON.stringify({ messageType: 'NestedAppAuthResponse', requestId: envelope.requestId, ...told })
        source.postMessage({ bridge: 'reply', text } satisfies BridgeReply, { targetOrigin: origin })
      })
    })
  }

  private async answer({ method, tokenParams }: Envelope): Promise<object | null> {
    const scopes = (tokenParams?.scope ?? '').split(' ').filter(scope => scope !== '').map(scope => scope.replace(/^https:\/\/[^/]+\//, ''))
    this.asked.push({ method, scopes, claims: tokenParams?.claims ?? null })
    if (method === 'GetInitContext') return { success: true, initContext: { sdkName: 'demo', sdkVersion: '1.0', capabilities: { queryAccount: false } } }
    const named = scopes.filter(scope => !['openid', 'profile', 'offline_access'].includes(scope))
    const clientId = tokenParams?.clientId ?? ''
    const failed = method === 'GetToken' ? await this.beforeSilent() : await this.beforePopup(named)
    if (failed !== 'go') return failed
    const agrees = method === 'GetTokenPopup' || this.habits.consent === 'given'
    const told = await this.client.token({ clientId, scopes: named, faults: this.habits.graphFaults }, agrees)
    return told === 'consent' ? refusal('USER_INTERACTION_REQUIRED', 'consent_required') : this.granted(told, clientId, named)
  }

  private async beforeSilent(): Promise<object | null | 'go'> {
    switch (this.habits.silent) {
      case 'never':
        return new Promise(() => undefined)
      case 'interaction':
        return refusal('USER_INTERACTION_REQUIRED', 'interaction_required')
      case 'offline':
        return refusal('NO_NETWORK', 'no_network')
      case 'error':
        return refusal('PERSISTENT_ERROR', 'invalid_client')
      case 'works':
        return 'go'
    }
  }

  private async beforePopup(scopes: readonly string[]): Promise<object | null | 'go'> {
    switch (this.habits.popup) {
      case 'never':
        return new Promise(() => undefined)
      case 'error':
        return refusal('PERSISTENT_ERROR', 'invalid_client')
      case 'cancelled':
        return refusal('USER_CANCEL', 'user_cancel')
      case 'asks':
        return (await this.ask(scopes)) ? 'go' : refusal('USER_CANCEL', 'user_cancel')
    }
  }

  /** The window in which the reader agrees. */
  private ask(scopes: readonly string[]): Promise<boolean> {
    const words = this.words()
    const allow = element('button', { type: 'button', id: 'sign-in-allow' }, words.allow)
    const refuse = element('button', { type: 'button', id: 'sign-in-refuse' }, words.refuse)
    const dialog = element('dialog', { 'aria-labelledby': 'sign-in-title', 'id': 'sign-in' }, element('h2', { id: 'sign-in-title' }, words.signInTitle),
      element('p', {}, this.reader.address), element('p', {}, words.signInText.replace('{app}', 'Sealpane').replace('{scopes}', scopes.join(', '))), allow, ' ', refuse)
    document.body.append(dialog)
    dialog.showModal()
    return new Promise(resolve => {
      let agreed = false
      allow.addEventListener('click', () => {
        agreed = true
        dialog.close()
      })
      refuse.addEventListener('click', () => dialog.close())
      dialog.addEventListener('close', () => {
        dialog.remove()
        resolve(agreed)
      })
    })
  }

  private granted({ accessToken, expiresIn }: Exclude<TokenAnswer, 'consent'>, clientId: string, scopes: readonly string[]): object {
    const { address, name } = this.reader
    const now = Math.floor(Date.now() / 1000)
    const account = { homeAccountId: `${address}.${tenant}`, environment: 'login.microsoftonline.com', tenantId: tenant, username: address, localAccountId: address, name }
    const claims = { aud: clientId, iss: `https://login.microsoftonline.com/${tenant}/v2.0`, iat: now, nbf: now, exp: now + expiresIn, name, oid: address, sub: address, tid: tenant, preferred_username: address, ver: '2.0' }
    const idToken = `${base64url('{"alg":"none","typ":"JWT"}')}.${base64url(JSON.stringify(claims))}.`
    return { success: true, token: { access_token: accessToken, expires_in: expiresIn, id_token: idToken, scope: scopes.join(' '), properties: null }, account }
  }
}

const refusal = (status: string, code: string): object => ({ success: false, error: { status, code, description: `the demo's sign-in: ${code}` } })
