/**
 * The end of the wire that stands for a native Outlook (classic Windows, Mac). office.js calls objects that those programs put into the
 * page; `pane/native-bridge.ts` stands in for them and passes each call on as a window message.
 */
import type { FromNativeHost, NativeContext, ToNativeHost } from './frame-name.ts'
import { hostErrors } from './host-calls.ts'
import type { OutlookHost } from './outlook-host.ts'

const itemChanged = 46
/** Item change, command, theme. */
const knownEvents: readonly number[] = [itemChanged, 39, 9]

export class NativeWire {
  private readonly host: OutlookHost
  private readonly frame: HTMLIFrameElement
  private readonly addinOrigin: string
  private readonly listeners = new Set<number>()
  private readonly receive = (event: MessageEvent<unknown>): void => {
    if (event.source === this.frame.contentWindow && event.origin === this.addinOrigin) this.handle(event.data as ToNativeHost)
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

  context(hostInfo: string): NativeContext {
    const { profile, locale } = this.host.options
    return {
      bridge: profile.bridge === 'webkit' ? 'webkit' : 'external',
      hostInfo,
      locale,
      requirementMatrix: JSON.stringify({ Mailbox: profile.mailbox }),
      hostFullVersion: profile.hostVersion,
      solutionId: crypto.randomUUID(),
    }
  }

  /** Tells a pinned pane that another item, or none, is open. */
  tellItemChanged(): void {
    if (!this.listeners.has(itemChanged)) return
    const data = this.host.initialData()
    this.post({ native: 'event', event: itemChanged, values: [data === null ? '' : JSON.stringify(data), String(this.host.itemNumber)] })
  }

  private handle(message: ToNativeHost): void {
    switch (message.native) {
      case 'register':
        if (!knownEvents.includes(message.event)) this.host.refuse(`the event ${message.event}`)
        this.listeners.add(message.event)
        return
      case 'unregister':
        this.listeners.delete(message.event)
        return
      case 'call':
        return void this.answer(message.id, message.dispatchId, namedParameters(message.parameters))
      default:
        // Other messages of the window are not ours.
        return
    }
  }

  private async answer(id: number, dispatchId: number, parameters: Readonly<Record<string, unknown>>): Promise<void> {
    const extra = (): string => JSON.stringify({ itemNumber: this.host.itemNumber })
    try {
      const result = await this.host.call(dispatchId, parameters)
      if (result.error) return this.post({ native: 'reply', id, values: ['{}', result.errorCode, extra()] })
      // The initial data stands alone, and is absent when no item is open.
      if (dispatchId === 1) return this.post({ native: 'reply', id, values: result.data === null ? [] : [JSON.stringify(result.data), 0] })
      this.post({ native: 'reply', id, values: [JSON.stringify({ data: result.data }), 0, extra()] })
    } catch (error) {
      this.post({ native: 'reply', id, values: ['{}', hostErrors.genericFailure] })
      throw error
    }
  }

  private post(message: FromNativeHost): void {
    this.frame.contentWindow?.postMessage(message, this.addinOrigin)
  }
}

/** Native calls carry positional values and, last, JSON text with the named ones. */
function namedParameters(parameters: unknown): Readonly<Record<string, unknown>> {
  const last: unknown = Array.isArray(parameters) ? parameters.at(-1) : parameters
  if (typeof last !== 'string' || !last.startsWith('{')) return {}
  return JSON.parse(last) as Readonly<Record<string, unknown>>
}
