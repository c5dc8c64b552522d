/**
 * Runs in the pane's page right after office.js, or waits for it: adds what the npm package of office.js (April 2022) lacks and the CDN's has,
 * `getAsFileAsync` on a message that is read and `sendAsync`, `closeAsync`, `getItemClassAsync` and `inReplyTo` on one that is written. They go
 * over office.js's own wire with Microsoft's numbers, and exist exactly where the requirement set is offered that brought them. The same
 * holds for `officeTheme`.
 */
import type { FrameName } from '../frame-name.ts'
import { hostCalls } from '../host-calls.ts'
import type { CallName } from '../host-calls.ts'

interface HostReply {
  readonly error?: boolean
  readonly errorCode?: number
  readonly data?: unknown
}

interface NativeData {
  toArray(): readonly unknown[]
}

/** The inner parts of office.js that the call needs. */
interface OfficeInside {
  readonly _OfficeAppFactory: {
    getId(): string
    getClientEndPoint(): { invoke(action: string, done: (status: number, reply: HostReply | null) => void, data: unknown): void } | null | undefined
  }
  readonly ClientHostController?: { execute(id: number, parameters: unknown, done: (data: NativeData, status: number) => void): void }
  readonly DDA: {
    readonly ErrorCodeManager: { getErrorArgs(code: number): { name: string; message: string } }
    readonly AsyncResult: new (init: Record<string, unknown>, error?: Record<string, unknown>) => unknown
    readonly AsyncResultEnum: {
      readonly Properties: { readonly Value: string; readonly Context: string }
      readonly ErrorProperties: { readonly Name: string; readonly Message: string; readonly Code: string }
    }
  }
}

interface MailboxInside {
  item: object | null | undefined
  initialize(data: unknown): void
  getInitialDataProp(name: string): unknown
}

const inside = (): OfficeInside => (window as unknown as { OSF: OfficeInside }).OSF

function ask(dispatchId: number, parameters: object | undefined, done: (reply: HostReply) => void): void {
  const office = inside()
  const web = office._OfficeAppFactory.getClientEndPoint()
  if (web !== null && web !== undefined) {
    const data = { ApiParams: parameters, MethodData: { ControlId: office._OfficeAppFactory.getId(), DispatchId: dispatchId } }
    web.invoke('ExecuteMethod', (status, reply) => done(status === 0 && reply !== null ? reply : { error: true }), data)
    return
  }
  office.ClientHostController?.execute(dispatchId, parameters === undefined ? null : [JSON.stringify(parameters)], native => {
    const [text, errorCode] = native.toArray()
    const failed = typeof errorCode === 'number' && errorCode !== 0
    done(failed ? { error: true, errorCode } : (JSON.parse(String(text)) as HostReply))
  })
}

function asyncResult(reply: HostReply, context: unknown): unknown {
  const { AsyncResult, AsyncResultEnum, ErrorCodeManager } = inside().DDA
  const { Value, Context } = AsyncResultEnum.Properties
  if (reply.error !== true) return new AsyncResult({ [Value]: reply.data, [Context]: context })
  const code = reply.errorCode ?? 5001
  const { name, message } = ErrorCodeManager.getErrorArgs(code)
  const { Name, Message, Code } = AsyncResultEnum.ErrorProperties
  return new AsyncResult({ [Value]: undefined, [Context]: context }, { [Name]: name, [Message]: message, [Code]: code })
}

type AsyncCallback = (result: unknown) => void

interface CallOptions {
  readonly asyncContext?: unknown
  readonly [name: string]: unknown
}

/** A member that calls the host, with options first or the callback alone. `named` are the options that go over the wire. */
function member(name: CallName, named: readonly string[] = []) {
  return (first?: CallOptions | AsyncCallback, second?: AsyncCallback): void => {
    const options = typeof first === 'object' ? first : {}
    const done = typeof first === 'function' ? first : second
    const parameters = named.length === 0 ? undefined : Object.fromEntries(named.map(key => [key, options[key]]))
    ask(hostCalls[name].id, parameters, reply => done?.(asyncResult(reply, options.asyncContext)))
  }
}

/** What each requirement set brought that the npm package does not know, by the surface it stands on. */
const additions = {
  read: { getAsFileAsync: member('asFile') },
  compose: { getItemClassAsync: member('itemClass'), closeAsync: member('closeAsync', ['discardItem']), sendAsync: member('send') },
} as const

const setsOf: Readonly<Record<string, string>> = { getAsFileAsync: '1.14', getItemClassAsync: '1.14', closeAsync: '1.14', sendAsync: '1.15' }

function addTo(mailbox: MailboxInside): void {
  const { item } = mailbox
  if (item === null || item === undefined) return
  const isCompose = 'saveAsync' in item
  for (const [name, value] of Object.entries(isCompose ? additions.compose : additions.read)) {
    const isOffered = Office.context.requirements.isSetSupported('Mailbox', setsOf[name])
    if (isOffered && !(name in item)) Object.defineProperty(item, name, { value, configurable: true })
  }
  if (isCompose && Office.context.requirements.isSetSupported('Mailbox', '1.14')) {
    Object.defineProperty(item, 'inReplyTo', { get: () => mailbox.getInitialDataProp('inReplyTo'), configurable: true })
  }
}

const themes = {
  light: { bodyBackgroundColor: '#ffffff', bodyForegroundColor: '#242424', controlBackgroundColor: '#f5f5f5', controlForegroundColor: '#242424' },
  dark: { bodyBackgroundColor: '#1f1f1f', bodyForegroundColor: '#f5f5f5', controlBackgroundColor: '#292929', controlForegroundColor: '#f5f5f5' },
} as const

function addTheme(): void {
  if (!window.name.startsWith('{') || 'officeTheme' in Office.context) return
  const { theme } = JSON.parse(window.name) as FrameName
  Object.defineProperty(Office.context, 'officeTheme', { value: themes[theme], configurable: true })
}

function addAll(): void {
  void Office.onReady(() => {
    if (!Office.context.requirements.isSetSupported('Mailbox', '1.14')) return
    addTheme()
    const mailbox = Office.context.mailbox as unknown as MailboxInside
    addTo(mailbox)
    // office.js makes a new item object whenever the pinned pane is given another message.
    const initialize = mailbox.initialize.bind(mailbox)
    mailbox.initialize = data => {
      initialize(data)
      addTo(mailbox)
    }
  })
}

if (typeof Office !== 'undefined') addAll()
// The pane's page asks for office.js without waiting for it.
else document.querySelector('script[src$="/office.js"]')?.addEventListener('load', addAll, { once: true })
