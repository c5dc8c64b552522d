/** office.js in a browser talks to its host by window messages that hold JSON text. This is the host's end of that wire. */
import { requirementMatrix } from './client-profiles.ts'
import type { OutlookHost } from './outlook-host.ts'
import { UnimplementedCall } from './host-calls.ts'
import type { HostAnswer } from './host-calls.ts'
import type { DraftEvent } from './frame-name.ts'

/** One message in either direction, as far as both sides read it. */
export interface WireMessage {
  readonly _messageType: number
  readonly _actionName: string
  readonly _conversationId: string
  readonly _correlationId: number
  readonly _data?: unknown
  readonly _actionType?: number
}

const messageTypes = { request: 0, response: 1 } as const
const actionTypes = { invoke: 0, register: 1, unregister: 2 } as const
const responseTypes = { calling: 0, eventing: 1 } as const

const itemChanged = 'olkItemSelectedChanged'
const commandInvoked = 'appCommandInvoked'
/** office.js's number for an add-in that has done with a command or launch event. */
const commandCompleted = 94
const draftEvents = { recipients: 'olkRecipientsChanged', attachments: 'olkAttachmentsChanged' } as const
const knownEvents: readonly string[] = [itemChanged, commandInvoked, 'officeThemeChanged', 'olkInfobarClicked', ...Object.values(draftEvents)]

interface ExecuteData {
  readonly ApiParams?: Readonly<Record<string, unknown>> | null
  readonly MethodData: { readonly DispatchId: number }
}

/** Calls that all of Office has: their values by position. */
interface CommonData {
  readonly DdaMethod: { readonly DispatchId: number }
  readonly 0?: string
  readonly 1?: number
  readonly 2?: string
}

export class WebWire {
  readonly conversationId = `conversation-${crypto.randomUUID()}`
  readonly controlId = crypto.randomUUID()
  private readonly host: OutlookHost
  private readonly frame: HTMLIFrameElement
  private readonly addinOrigin: string
  private readonly listeners = new Map<string, WireMessage>()
  /** Commands that the page has not answered yet. */
  private readonly commands = new Map<string, { readonly resolve: (completed: unknown) => void; readonly reject: (error: Error) => void }>()
  private ready: () => void = () => undefined
  /** office.js takes no command before it has registered for them. */
  private readonly takesCommands = new Promise<void>(resolve => (this.ready = resolve))
  private readonly receive = (event: MessageEvent<unknown>): void => {
    if (event.source === this.frame.contentWindow && event.origin === this.addinOrigin) this.handle(event.data)
  }

  constructor(host: OutlookHost, frame: HTMLIFrameElement, addinOrigin: string) {
    this.host = host
    this.frame = frame
    this.addinOrigin = addinOrigin
    addEventListener('message', this.receive)
  }

  close(): void {
    removeEventListener('message', this.receive)
  }

  /** Tells a pinned pane that another item, or none, is open. */
  tellItemChanged(): void {
    const registration = this.listeners.get(itemChanged)
    if (registration !== undefined) this.post(registration, this.host.initialData() ?? '', 0, responseTypes.eventing)
  }

  /** Tells of recipients or attachments that changed in the open draft. */
  tellDraftChanged(change: DraftEvent, details: Readonly<Record<string, unknown>>): void {
    const registration = this.listeners.get(draftEvents[change])
    if (registration !== undefined) this.post(registration, [JSON.stringify(details)], 0, responseTypes.eventing)
  }

  /** Has the page run one of its functions. Gives what it passes to `event.completed`. */
  async launch(functionName: string, event: object): Promise<unknown> {
    await this.takesCommands
    const registration = this.listeners.get(commandInvoked)
    if (registration === undefined) throw new Error('the page takes no commands any more')
    const id = crypto.randomUUID()
    return new Promise((resolve, reject) => {
      this.commands.set(id, { resolve, reject })
      this.post(registration, [id, functionName, JSON.stringify(event)], 0, responseTypes.eventing)
    })
  }

  private completed(message: WireMessage, data: CommonData): void {
    const { 0: id = '', 1: status, 2: told = '{}' } = data
    const command = this.commands.get(id)
    this.commands.delete(id)
    this.post(message, { Error: 0, Version: 1 })
    if (status !== 0) command?.reject(new Error(`the function ended with ${status ?? 'nothing'}`))
    else command?.resolve((JSON.parse(told) as { completedContext?: unknown }).completedContext ?? {})
  }

  private handle(data: unknown): void {
    if (typeof data !== 'string') return
    const message = JSON.parse(data) as WireMessage
    if (message._messageType !== messageTypes.request) return
    switch (message._actionType) {
      case actionTypes.register:
        if (!knownEvents.includes(message._actionName)) this.host.refuse(`the event ${message._actionName}`)
        this.listeners.set(message._actionName, message)
        if (message._actionName === commandInvoked) this.ready()
        return this.post(message, { Error: 0 })
      case actionTypes.unregister:
        this.listeners.delete(message._actionName)
        return this.post(message, { Error: 0 })
      default:
        return this.invoke(message)
    }
  }

  private invoke(message: WireMessage): void {
    switch (message._actionName) {
      case 'ContextActivationManager_getAppContextAsync':
        return this.post(message, this.appContext())
      case 'ContextActivationManager_notifyHost':
        return
      case 'GetInitialData':
        return void this.answer(message, 1, {}, true)
      case 'ExecuteMethod': {
        const { ApiParams, MethodData } = message._data as ExecuteData
        return void this.answer(message, MethodData.DispatchId, ApiParams ?? {}, false)
      }
      case 'executeMethod': {
        const data = message._data as CommonData
        if (data.DdaMethod.DispatchId === commandCompleted) return this.completed(message, data)
        this.post(message, {}, -2)
        return this.host.refuse(`the common call ${data.DdaMethod.DispatchId}`)
      }
      default:
        // Answered too, so that the add-in sees a failure and not a silence that would be mistaken for a slow host.
        this.post(message, {}, -2)
        return this.host.refuse(`the action ${message._actionName} with ${JSON.stringify(message._data).slice(0, 200)}`)
    }
  }

  private async answer(message: WireMessage, dispatchId: number, parameters: Readonly<Record<string, unknown>>, bare: boolean): Promise<void> {
    try {
      const result = await this.host.call(dispatchId, parameters)
      this.post(message, bare && !result.error ? result.data : wireAnswer(result))
    } catch (error) {
      this.post(message, { error: true, errorCode: 5000 }, error instanceof UnimplementedCall ? 0 : -2)
      throw error
    }
  }

  private post(request: WireMessage, data: unknown, errorCode = 0, responseType: number = responseTypes.calling): void {
    const message = {
      _messageType: messageTypes.response,
      _actionName: request._actionName,
      _conversationId: request._conversationId,
      _correlationId: request._correlationId,
      _data: data,
      _errorCode: errorCode,
      _responseType: responseType,
      _origin: location.origin,
      _serializerVersion: 1,
    }
    this.frame.contentWindow?.postMessage(JSON.stringify(message), this.addinOrigin)
  }

  private appContext(): Readonly<Record<string, unknown>> {
    const { profile, locale } = this.host.options
    return {
      _id: this.controlId,
      _appName: profile.appName,
      _appVersion: profile.fileVersion,
      _appMinorVersion: 1,
      _appUILocale: locale,
      _dataLocale: locale,
      _docUrl: location.href,
      _clientMode: 0,
      _settings: this.host.settings,
      _reason: 'documentOpened',
      _osfControlType: 0,
      _eToken: '',
      _correlationId: this.controlId,
      _appInstanceId: this.controlId,
      _requirementMatrix: requirementMatrix(profile),
      _hostFullVersion: profile.hostVersion,
      _featureGates: {},
      _addinName: 'add-in',
    }
  }
}

/** Older calls have their fields beside `data`, and their reader would take `error` for an answer of the newer kind. */
function wireAnswer(result: HostAnswer): Readonly<Record<string, unknown>> {
  if (result.error || result.beside === undefined) return result
  return result.beside
}
