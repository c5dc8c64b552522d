/**
 * Runs in the pane's page right after office.js, or waits for it: adds `getAsFileAsync`, which the npm package of office.js (April 2022) lacks and the
 * CDN's has. It goes over office.js's own wire with Microsoft's number for the call, and exists exactly where Mailbox 1.14 is offered.
 * The same holds for `officeTheme`.
 */
import type { FrameName } from '../frame-name.ts'
import { dispatchIds } from '../host-calls.ts'

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
  item: object | null
  initialize(data: unknown): void
}

const inside = (): OfficeInside => (window as unknown as { OSF: OfficeInside }).OSF

function ask(dispatchId: number, done: (reply: HostReply) => void): void {
  const office = inside()
  const web = office._OfficeAppFactory.getClientEndPoint()
  if (web !== null && web !== undefined) {
    const data = { ApiParams: undefined, MethodData: { ControlId: office._OfficeAppFactory.getId(), DispatchId: dispatchId } }
    web.invoke('ExecuteMethod', (status, reply) => done(status === 0 && reply !== null ? reply : { error: true }), data)
    return
  }
  office.ClientHostController?.execute(dispatchId, null, native => {
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

function getAsFileAsync(options: { asyncContext?: unknown } | AsyncCallback, callback?: AsyncCallback): void {
  const done = typeof options === 'function' ? options : callback
  const context = typeof options === 'function' ? undefined : options.asyncContext
  ask(dispatchIds.asFile, reply => done?.(asyncResult(reply, context)))
}

function addTo(item: object | null): void {
  if (item !== null && !('getAsFileAsync' in item)) Object.defineProperty(item, 'getAsFileAsync', { value: getAsFileAsync, configurable: true })
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
    addTo(mailbox.item)
    // office.js makes a new item object whenever the pinned pane is given another message.
    const initialize = mailbox.initialize.bind(mailbox)
    mailbox.initialize = data => {
      initialize(data)
      addTo(mailbox.item)
    }
  })
}

if (typeof Office !== 'undefined') addAll()
// The pane's page asks for office.js without waiting for it.
else document.querySelector('script[src$="/office.js"]')?.addEventListener('load', addAll, { once: true })
