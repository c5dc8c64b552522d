/** The objects that a native Outlook puts into an add-in's page. They pass every call on to the emulator's page. */
import type { FrameName, FromNativeHost, NativeContext, ToNativeHost } from '../frame-name.ts'

type Values = readonly (string | number)[]
type Answered = (values: Values) => void

/** Calls to the parent window and their answers. */
class ParentLine {
  private lastId = 0
  private readonly waiting = new Map<number, Answered>()
  private readonly listeners = new Map<number, Answered>()

  constructor() {
    addEventListener('message', (event: MessageEvent<FromNativeHost>) => {
      if (event.source !== parent) return
      if (event.data.native === 'event') this.listeners.get(event.data.event)?.(event.data.values)
      if (event.data.native !== 'reply') return
      this.waiting.get(event.data.id)?.(event.data.values)
      this.waiting.delete(event.data.id)
    })
  }

  call(dispatchId: number, parameters: unknown, answered: Answered): void {
    const id = (this.lastId += 1)
    this.waiting.set(id, answered)
    this.post({ native: 'call', id, dispatchId, parameters })
  }

  register(event: number, listener: Answered): void {
    this.listeners.set(event, listener)
    this.post({ native: 'register', event })
  }

  unregister(event: number): void {
    this.listeners.delete(event)
    this.post({ native: 'unregister', event })
  }

  saveSettings(keys: readonly string[], values: readonly string[]): void {
    this.post({ native: 'settings', settings: Object.fromEntries(keys.map((key, index) => [key, values[index] ?? ''])) })
  }

  private post(message: ToNativeHost): void {
    parent.postMessage(message, '*')
  }
}

const safeArray = (values: Values) => ({ toArray: () => values, getItem: (index: number) => values[index] })
const soon = (action: () => void): void => void setTimeout(action, 0)

/** Colours as classic Outlook tells them: numbers. */
const officeThemes = {
  light: { bodyBackgroundColor: 0xffffff, bodyForegroundColor: 0x242424, controlBackgroundColor: 0xf5f5f5, controlForegroundColor: 0x242424 },
  dark: { bodyBackgroundColor: 0x1f1f1f, bodyForegroundColor: 0xf5f5f5, controlBackgroundColor: 0x292929, controlForegroundColor: 0xf5f5f5 },
} as const

/** `window.external` as outlook-win32 calls it. */
function installExternal(line: ParentLine, context: NativeContext, theme: FrameName['theme']): void {
  const facts: Readonly<Record<string, unknown>> = {
    GetAppType: 8, GetSolutionRef: context.solutionId, GetAppVersionMajor: 16, GetAppVersionMinor: 2, GetAppUILocale: context.locale,
    GetAppDataLocale: context.locale, GetDocUrl: '', GetAppCapabilities: 0, GetActivationMode: 2, GetControlIntegrationLevel: 0,
    GetSolutionToken: '', GetSupportedMatrix: context.requirementMatrix, GetHostFullVersion: context.hostFullVersion,
    GetOfficeThemeInfo: JSON.stringify(officeThemes[theme]),
    GetSettings: {
      Read: (keys: string[], values: string[]) => {
        for (const [key, value] of Object.entries(context.settings)) {
          keys.push(key)
          values.push(value)
        }
      },
      Write: (keys: readonly string[], values: readonly string[]) => line.saveSettings(keys, values),
    },
  }
  const getters = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, () => value]))
  const external = {
    GetHostInfo: () => context.hostInfo,
    GetLoggingAllowed: () => false,
    GetContext: () => getters,
    Execute: (dispatchId: number, parameters: unknown, answered: (data: unknown, status: number) => void) =>
      line.call(dispatchId, parameters, values => answered(safeArray(values), 0)),
    RegisterEvent: (event: number, _target: string, handler: (event: number, data: unknown) => void, answered: (status: unknown) => void) => {
      line.register(event, values => handler(event, safeArray(values)))
      soon(() => answered(safeArray([0])))
    },
    UnregisterEvent: (event: number, _target: string, answered: (status: unknown) => void) => {
      line.unregister(event)
      soon(() => answered(safeArray([0])))
    },
  }
  Object.defineProperty(window, 'external', { value: external, configurable: true, writable: true })
}

interface WebkitMessage {
  readonly methodId: number
  readonly params: { readonly id: number; readonly apiArgs?: unknown; readonly keys?: readonly string[]; readonly values?: readonly string[] }
  readonly callbackId?: string
}

interface ScriptMessenger {
  agaveHostCallback(callbackId: string, payload: unknown): void
  agaveHostEventCallback(callbackId: string, payload: unknown): void
}

const methods = { execute: 1, registerEvent: 2, unregisterEvent: 3, writeSettings: 4, getContext: 5 } as const

/** `window.webkit.messageHandlers.Agave` as outlook-mac calls it. */
function installWebkit(line: ParentLine, context: NativeContext): void {
  const messenger = (): ScriptMessenger =>
    (window as unknown as { OSF: { ScriptMessaging: { GetScriptMessenger(): ScriptMessenger } } }).OSF.ScriptMessaging.GetScriptMessenger()
  const reply = (callbackId: string | undefined, payload: unknown): void => {
    if (callbackId !== undefined) soon(() => messenger().agaveHostCallback(callbackId, payload))
  }
  const postMessage = (text: string): void => {
    const { methodId, params, callbackId } = JSON.parse(text) as WebkitMessage
    switch (methodId) {
      case methods.getContext:
        return reply(callbackId, webkitContext(context))
      case methods.execute:
        // office.js hands the callback what stands here from the last to the first: data, then status.
        return line.call(params.id, params.apiArgs, values => reply(callbackId, [0, values]))
      case methods.registerEvent:
        line.register(params.id, values => messenger().agaveHostEventCallback(callbackId ?? '', [values, params.id]))
        return reply(callbackId, [0])
      case methods.unregisterEvent:
        line.unregister(params.id)
        return reply(callbackId, [0])
      case methods.writeSettings:
        line.saveSettings(params.keys ?? [], params.values ?? [])
        return reply(callbackId, [0])
      default:
        throw new Error(`the Outlook emulator does not implement WebKit method ${methodId}`)
    }
  }
  Object.defineProperty(window, 'webkit', { value: { messageHandlers: { Agave: { postMessage } } }, configurable: true })
}

/** In the order of office.js's AppContextProperties. */
function webkitContext(context: NativeContext): readonly unknown[] {
  const { locale, solutionId, requirementMatrix, hostFullVersion, settings } = context
  return [[Object.keys(settings), Object.values(settings)], solutionId, 8, 16, 0, 0, 0, 0, locale, locale, 0, '', 2, 0, '', 0, solutionId, solutionId, false, false, requirementMatrix, '', hostFullVersion, 0]
}

/** Reads what the frame was told and installs the bridge of its client; does nothing for Outlook in a browser. */
export function installNativeBridge(frameName: string): void {
  if (!frameName.startsWith('{')) return
  const { native, theme } = JSON.parse(frameName) as Partial<FrameName>
  if (native === null || native === undefined || theme === undefined) return
  const line = new ParentLine()
  if (native.bridge === 'external') installExternal(line, native, theme)
  else installWebkit(line, native)
  if (native.bridge === 'webkit') Object.defineProperty(window, 'external', { value: { GetHostInfo: () => native.hostInfo }, configurable: true, writable: true })
}
