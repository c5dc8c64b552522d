/**
 * A realm without a page, as classic Outlook's script-only runtime is: no document, no storage, no cryptography. The add-in's script runs in it
 * and finds an `Office` with the members that a handler of a message being sent may use; every call goes to the emulated Outlook.
 *
 * What the real runtime has was gathered from Microsoft's documentation and users' reports; its engine is not this browser's.
 */
import { hostCalls } from '../host-calls.ts'
import type { CallName, HostAnswer } from '../host-calls.ts'

interface Launch {
  readonly kind: 'launch'
  readonly address: string
  readonly functionName: string
  readonly locale: string
  readonly mailbox: string
  readonly platform: string
  readonly reader: { readonly name: string; readonly address: string }
  readonly settings: Readonly<Record<string, string>>
}
type ToRuntime = Launch | { readonly kind: 'reply'; readonly id: number; readonly result: HostAnswer }

type Callback = (result: object) => void
type Handler = (event: object) => void

const realm = globalThis as unknown as Record<string, unknown> & { importScripts(address: string): void }
const post = (message: object): void => postMessage(message)
const waiting = new Map<number, (result: HostAnswer) => void>()
const handlers = new Map<string, Handler>()
let lastId = 0

/** As reported of the real runtime. */
const absent = ['crypto', 'indexedDB', 'caches', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'localStorage', 'sessionStorage', 'navigator', 'BroadcastChannel', 'URLSearchParams']

function ask(name: CallName, parameters: object, callback: Callback | undefined, format: (data: unknown) => unknown = data => data): void {
  const id = (lastId += 1)
  waiting.set(id, result => {
    if (result.error) return callback?.({ status: 'failed', value: undefined, error: { code: result.errorCode, name: 'Error', message: `Outlook answered ${result.errorCode}` } })
    callback?.({ status: 'succeeded', value: format(result.data) })
  })
  post({ kind: 'call', id, dispatchId: hostCalls[name].id, parameters })
}

/** The last argument that is a function; options may stand before it. */
const callbackOf = (given: readonly unknown[]): Callback | undefined => given.find((value): value is Callback => typeof value === 'function')

const kinds = ['file', 'item', 'cloud']
const coercionOf = (given: unknown): number => (given === 'html' ? 3 : 0)
interface WirePerson {
  readonly name: string
  readonly address: string
}
const person = ({ name, address }: WirePerson) => ({ displayName: name, emailAddress: address })
const recipients = (field: number) => ({
  getAsync: (...given: unknown[]) => ask('recipients', { recipientField: field }, callbackOf(given), data => (data as WirePerson[]).map(person)),
})

const item = {
  itemType: 'message',
  to: recipients(0), cc: recipients(1), bcc: recipients(2),
  from: { getAsync: (...given: unknown[]) => ask('from', {}, callbackOf(given), data => person(data as WirePerson)) },
  subject: { getAsync: (...given: unknown[]) => ask('subject', {}, callbackOf(given)) },
  body: {
    getAsync: (coercion: unknown, ...given: unknown[]) => ask('body', { coercionType: coercionOf(coercion) }, callbackOf(given)),
    getTypeAsync: (...given: unknown[]) => ask('bodyType', {}, callbackOf(given)),
  },
  internetHeaders: {
    getAsync: (names: unknown, ...given: unknown[]) => ask('internetHeaders', { internetHeaderKeys: names }, callbackOf(given)),
    setAsync: (pairs: unknown, ...given: unknown[]) => ask('setInternetHeaders', { internetHeaderNameValuePairs: pairs }, callbackOf(given)),
    removeAsync: (names: unknown, ...given: unknown[]) => ask('removeInternetHeaders', { internetHeaderKeys: names }, callbackOf(given)),
  },
  getAttachmentsAsync: (...given: unknown[]) =>
    ask('attachments', {}, callbackOf(given), data => (data as { attachmentType: number }[]).map(each => ({ ...each, attachmentType: kinds[each.attachmentType] }))),
  getAttachmentContentAsync: (id: unknown, ...given: unknown[]) => ask('attachmentContent', { id }, callbackOf(given)),
  getItemClassAsync: (...given: unknown[]) => ask('itemClass', {}, callbackOf(given)),
  getComposeTypeAsync: (...given: unknown[]) => ask('composeType', {}, callbackOf(given)),
}

function settingsOf(kept: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  // Native clients keep all of them under one name.
  const raw = kept['SettingsKey'] === undefined ? kept : (JSON.parse(kept['SettingsKey']) as Readonly<Record<string, string>>)
  return Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, JSON.parse(value) as unknown]))
}

function officeOf({ locale, mailbox, platform, reader, settings }: Launch): object {
  const kept = settingsOf(settings)
  const isSetSupported = (set: string, version = '1.1'): boolean => set.toLowerCase() === 'mailbox' && Number(version.split('.')[1]) <= Number(mailbox.split('.')[1])
  return {
    actions: { associate: (name: string, handler: Handler) => void handlers.set(name.toLowerCase(), handler) },
    context: {
      displayLanguage: locale, contentLanguage: locale, platform: platform === 'Win32' ? 'PC' : platform, host: 'Outlook', requirements: { isSetSupported },
      roamingSettings: { get: (name: string) => kept[name] },
      mailbox: { item, userProfile: { displayName: reader.name, emailAddress: reader.address } },
    },
    AsyncResultStatus: { Succeeded: 'succeeded', Failed: 'failed' },
    CoercionType: { Text: 'text', Html: 'html' },
    MailboxEnums: { AttachmentType: { File: 'file', Item: 'item', Cloud: 'cloud' } },
  }
}

/** The add-in's addresses name the server it is deployed on; here everything lies on one. */
function sameServer(given: typeof fetch, address: string): typeof fetch {
  const origin = new URL(address).origin
  return ((target: string, init?: RequestInit) => {
    const { pathname, search } = new URL(target)
    return given(`${origin}${pathname}${search}`, init)
  }) as typeof fetch
}

function launch(message: Launch): void {
  const fetchThere = sameServer(fetch.bind(globalThis), message.address)
  for (const name of [...absent, 'location']) Object.defineProperty(realm, name, { value: undefined, configurable: true })
  Object.defineProperty(realm, 'fetch', { value: fetchThere, configurable: true })
  Object.defineProperty(realm, 'Office', { value: officeOf(message), configurable: true })
  try {
    realm.importScripts(message.address)
    const handler = handlers.get(message.functionName.toLowerCase())
    if (handler === undefined) throw new Error(`the script associates nothing with ${message.functionName}`)
    handler({ type: 'OnMessageSend', source: { id: 'event' }, completed: (value: unknown) => post({ kind: 'completed', value: value ?? {} }) })
  } catch (error) {
    post({ kind: 'failed', reason: error instanceof Error ? error.message : 'the script failed' })
  }
}

addEventListener('message', ({ data }: MessageEvent<ToRuntime>) => {
  if (data.kind === 'launch') return launch(data)
  waiting.get(data.id)?.(data.result)
  waiting.delete(data.id)
})
