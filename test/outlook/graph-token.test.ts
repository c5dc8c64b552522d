/** Tokens by Microsoft's own library in a browser, with an Outlook's bridge that says what a test wants. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TokenWish } from '../../src/outlook/send/graph-token.ts'
import { pagePolicy } from '../../src/gateway/security-headers.ts'
import { launchChromium } from '../e2e/support/chromium.ts'

const room = join(dirname(fileURLToPath(import.meta.url)), '../../src/outlook')
const origin = 'https://pane.test'
let browser: Browser
let page: Page
let script = ''
let asked: string[] = []
let problems: string[] = []

beforeAll(async () => {
  const entry = `import { createTokenSource } from ${JSON.stringify(join(room, 'send/graph-token.ts'))}; window.createTokenSource = createTokenSource`
  const { outputFiles } = await build({ stdin: { contents: entry, resolveDir: room, loader: 'ts' }, bundle: true, write: false, format: 'iife', target: 'es2022', logLevel: 'error' })
  script = outputFiles[0]?.text ?? ''
  browser = await launchChromium()
})
afterAll(() => browser.close())

beforeEach(async () => {
  for (const context of browser.contexts()) await context.close()
  asked = []
  problems = []
  page = await browser.newPage()
  page.on('request', request => { asked.push(request.url()) })
  page.on('console', message => { if (/policy/iu.test(message.text())) problems.push(message.text()) })
  await page.route('**/*', route => {
    const isScript = route.request().url() === `${origin}/pane.js`
    return route.request().url().startsWith(origin)
      ? route.fulfill({ contentType: isScript ? 'text/javascript' : 'text/html', headers: { 'Content-Security-Policy': pagePolicy([]) }, body: isScript ? script : '<!doctype html><script src="pane.js"></script>' })
      : route.abort()
  })
  await page.goto(`${origin}/`)
})

/** What Outlook answers to a question of the library; `null` never. */
type Says = { readonly token: string } | { readonly status: string; readonly code?: string } | null

interface Story {
  readonly bridge?: 'absent'
  readonly silent?: Says
  readonly popup?: Says
  readonly wish?: Partial<TokenWish>
  readonly abortAfter?: 'init'
  /** Prepared, and Outlook left to answer, before the token is asked for. */
  readonly isPrepared?: boolean
}

interface Told {
  readonly outcome: string
  /** What Outlook was asked by then. */
  readonly before: readonly string[]
  readonly questions: readonly { readonly method: string; readonly scope: string; readonly claims: string | null; readonly forceRefresh: boolean }[]
  readonly kept: string
}

function ask(story: Story): Promise<Told> {
  return page.evaluate(async ({ bridge, silent, popup, wish, abortAfter, isPrepared }) => {
    interface Question { readonly method: string; readonly requestId: string; readonly tokenParams?: { readonly scope: string; readonly claims?: string; readonly forceRefresh?: boolean } }
    interface Room { readonly createTokenSource: (settings: object, times: object) => ((wish: object, signal: AbortSignal) => Promise<string>) & { readonly prepare: () => void } }
    const { createTokenSource } = window as unknown as Room
    const stop = new AbortController()
    const questions: Told['questions'][number][] = []
    let listener: (text: string) => void = () => undefined
    const account = { homeAccountId: 'u.t', environment: 'login.microsoftonline.com', tenantId: 't', username: 'u', localAccountId: 'u' }
    const part = (value: object): string => btoa(JSON.stringify(value)).replace(/=+$/u, '')
    const idToken = `${part({ alg: 'none' })}.${part({ oid: 'u', tid: 't', sub: 'u', preferred_username: 'u', exp: 9_999_999_999 })}.`
    const answer = (says: Says): object | null => {
      if (says === null) return null
      if ('status' in says) return { success: false, error: { ...says, description: 'for u@contoso.co.jp' } }
      return { success: true, token: { access_token: says.token, expires_in: 3600, id_token: idToken, scope: 'Mail.Send' }, account }
    }
    if (bridge !== 'absent') {
      Object.assign(window, { nestedAppAuthBridge: {
        addEventListener: (_name: string, callback: (text: string) => void) => { listener = callback },
        postMessage: (text: string) => {
          const { method, requestId, tokenParams } = JSON.parse(text) as Question
          questions.push({ method, scope: tokenParams?.scope.split(' ').find(scope => scope.includes('Mail.')) ?? '', claims: tokenParams?.claims ?? null, forceRefresh: tokenParams?.forceRefresh === true })
          const told = method === 'GetInitContext' ? { success: true, initContext: { sdkName: 'x', sdkVersion: '1' } } : answer((method === 'GetToken' ? silent : popup) ?? null)
          if (method !== 'GetInitContext' && abortAfter === 'init') stop.abort(new Error('enough'))
          if (told !== null) setTimeout(() => listener(JSON.stringify({ messageType: 'NestedAppAuthResponse', requestId, ...told })))
        },
      } })
    }
    const source = createTokenSource({ clientId: '11111111-2222-4333-8444-555555555555', authority: 'https://login.microsoftonline.com/common', endpoint: 'https://graph.microsoft.com/v1.0', allowsStoredForm: false }, { silent: 1500, asked: 1500 })
    if (isPrepared === true) {
      source.prepare()
      for (let waited = 0; bridge !== 'absent' && questions.length === 0 && waited < 100; waited++) await new Promise(resolve => setTimeout(resolve, 50))
    }
    const before = questions.map(({ method }) => method)
    let outcome: string
    try {
      outcome = await source({ scope: 'Mail.Send', mayAsk: true, ...wish }, stop.signal)
    } catch (error) {
      outcome = (error as { code?: string }).code ?? (error as Error).message
    }
    return { outcome, before, questions, kept: JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]) }
  }, story)
}

const methods = ({ questions }: Told) => questions.map(({ method }) => method)

test('a token comes without asking anybody, with the least permission, from Outlook alone, and is kept nowhere', async () => {
  const told = await ask({ silent: { token: 'secret-token' } })
  expect(told.outcome).toBe('secret-token')
  expect(methods(told)).toEqual(['GetInitContext', 'GetToken'])
  // The library wants some claims of the identity token by itself, none of the access token.
  expect(told.questions[1]).toMatchObject({ scope: 'https://graph.microsoft.com/Mail.Send', claims: expect.not.stringContaining('access_token') as string, forceRefresh: false })
  expect(told.kept).not.toContain('secret-token')
  expect(asked.filter(url => !url.startsWith(origin))).toEqual([])
  expect(problems).toEqual([])
})

test.each<readonly [string, Story, string, readonly string[]]>([
  ['Outlook needs the user, who agrees', { silent: { status: 'USER_INTERACTION_REQUIRED', code: 'consent_required' }, popup: { token: 't2' } }, 't2', ['GetToken', 'GetTokenPopup']],
  ['Outlook needs the user and says no more', { silent: { status: 'USER_INTERACTION_REQUIRED' }, popup: { token: 't2' } }, 't2', ['GetToken', 'GetTokenPopup']],
  ['Outlook has no account at hand', { silent: { status: 'ACCOUNT_UNAVAILABLE' }, popup: { token: 't2' } }, 't2', ['GetToken', 'GetTokenPopup']],
  ['the user refuses', { silent: { status: 'USER_INTERACTION_REQUIRED' }, popup: { status: 'USER_CANCEL' } }, 'outlook/consent', ['GetToken', 'GetTokenPopup']],
  ['nobody may be asked', { silent: { status: 'USER_INTERACTION_REQUIRED' }, wish: { mayAsk: false } }, 'outlook/consent', ['GetToken']],
  ['nobody may be asked, and Outlook says no more', { silent: { status: 'USER_INTERACTION_REQUIRED', code: 'x' }, wish: { mayAsk: false } }, 'outlook/consent', ['GetToken']],
  ['there is no connection', { silent: { status: 'NO_NETWORK' } }, 'outlook/network', ['GetToken']],
  ['the registration is refused', { silent: { status: 'PERSISTENT_ERROR', code: 'invalid_client' }, popup: { status: 'PERSISTENT_ERROR', code: 'invalid_client' } }, 'outlook/token', ['GetToken', 'GetTokenPopup']],
  ['the bridge is switched off', { silent: { status: 'DISABLED' }, popup: { status: 'DISABLED' } }, 'outlook/token', ['GetToken', 'GetTokenPopup']],
  ['Outlook never answers', { silent: null }, 'outlook/token', ['GetToken']],
  ['the user never answers', { silent: { status: 'USER_INTERACTION_REQUIRED' }, popup: null }, 'outlook/token', ['GetToken', 'GetTokenPopup']],
  ['claims are wanted and nobody may be asked', { wish: { claims: '{"a":1}', mayAsk: false } }, 'outlook/consent', []],
  ['the one who waits gives up', { silent: null, abortAfter: 'init' }, 'enough', ['GetToken']],
])('when %s', async (_, story, outcome, expected) => {
  const told = await ask(story)
  expect([told.outcome, methods(told).slice(1)]).toEqual([outcome, expected])
})

test('a renewal is a new token, and claims go to the user at once', async () => {
  expect((await ask({ silent: { token: 't3' }, wish: { isRenewal: true } })).questions.at(-1)).toMatchObject({ method: 'GetToken', forceRefresh: true })
  await page.reload()
  const told = await ask({ popup: { token: 't4' }, wish: { claims: '{"access_token":{"acrs":{"value":"c1"}}}' } })
  expect([told.outcome, methods(told)]).toEqual(['t4', ['GetInitContext', 'GetTokenPopup']])
  expect(JSON.parse(told.questions.at(-1)?.claims ?? '')).toMatchObject({ access_token: { acrs: { value: 'c1' } } })
})

test('prepared, it knows Outlook before the first token and has asked for none', async () => {
  const told = await ask({ isPrepared: true, silent: { token: 't5' } })
  expect([told.before, told.outcome, methods(told)]).toEqual([['GetInitContext'], 't5', ['GetInitContext', 'GetToken']])
})

test('what fails while it is prepared is told when a token is asked for, and not before', async () => {
  const told = await ask({ isPrepared: true, bridge: 'absent' })
  expect([told.before, told.outcome]).toEqual([[], 'outlook/token'])
})

test('without Outlook’s bridge no window of another sign-in opens', async () => {
  let windows = 0
  page.on('popup', () => (windows += 1))
  const told = await ask({ bridge: 'absent' })
  expect([told.outcome, windows, asked.filter(url => !url.startsWith(origin))]).toEqual(['outlook/token', 0, []])
})
