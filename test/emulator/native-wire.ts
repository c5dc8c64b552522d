/**
 * The end of the wire that stands for a native Outlook (classic Windows, Mac). office.js calls objects that those programs put into the
 * page; `pane/native-bridge.ts` stands in for them and passes each call on as a window message.
 */
import { requirementMatrix } from './client-profiles.ts'
import type { DraftEvent, FromNativeHost, NativeContext, ToNativeHost } from './frame-name.ts'
import { hostCalls, hostErrors } from './host-calls.ts'
import type { OutlookHost } from './outlook-host.ts'

const itemChanged = 46
const draftEvents = { recipients: 47, attachments: 50 } as const
/** Item change, command, theme, a click on a notice, what changed in a draft. */
const knownEvents: readonly number[] = [itemChanged, 39, 9, 52, ...Object.values(draftEvents)]

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
      requirementMatrix: requirementMatrix(profile),
      settings: this.host.settings,
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

  /** Tells of recipients or attachments that changed in the open draft. */
  tellDraftChanged(change: DraftEvent, details: Readonly<Record<string, unknown>>): void {
    if (this.listeners.has(draftEvents[change])) this.post({ native: 'event', event: draftEvents[change], values: [JSON.stringify(details)] })
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
      case 'settings':
        return void this.host.call(hostCalls.saveRoamingSettings.id, message.settings)
      case 'call':
        return void this.answer(message.id, message.dispatchId, namedParameters(message.dispatchId, message.parameters))
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
      this.post({ native: 'reply', id, values: [JSON.stringify(result.beside ?? { data: result.data }), 0, extra()] })
    } catch (error) {
      this.post({ native: 'reply', id, values: ['{}', hostErrors.genericFailure] })
      throw error
    }
  }

  private post(message: FromNativeHost): void {
    this.frame.contentWindow?.postMessage(message, this.addinOrigin)
  }
}

/** The order in which native calls carry their values, by Microsoft's number; the names are those of the web. */
const positions: Readonly<Record<number, readonly string[]>> = {
  4: ['customProperties'],
  5: ['body'],
  10: ['htmlBody'], 11: ['htmlBody'], 183: ['htmlBody'], 184: ['htmlBody'],
  30: ['htmlBody', 'attachments'], 31: ['htmlBody', 'attachments'], 181: ['htmlBody', 'attachments'], 182: ['htmlBody', 'attachments'],
  44: ['toRecipients', 'ccRecipients', 'bccRecipients', 'subject', 'htmlBody', 'attachments'],
  178: ['toRecipients', 'ccRecipients', 'bccRecipients', 'subject', 'htmlBody', 'attachments'],
  38: ['data', 'coercionType'],
  37: ['coercionType'],
  17: ['subject'],
  15: ['recipientField'],
  21: ['recipientField', 'recipientArray'], 22: ['recipientField', 'recipientArray'],
  148: ['base64String', 'name', 'isInline'],
  20: ['attachmentIndex'],
  33: ['key', 'type', 'persistent', 'message', 'icon'], 35: ['key', 'type', 'persistent', 'message', 'icon'],
  36: ['key'],
}

/** Recipients come in pairs of address and name; those of a new message as one text with semicolons. */
function nativeValue(name: string, value: unknown): unknown {
  if (name === 'recipientArray') return (value as readonly (readonly [string, string])[]).map(([address, shown]) => ({ address, name: shown }))
  if (name.endsWith('Recipients')) return typeof value === 'string' && value !== '' ? value.split(';') : []
  return value
}

/** Native calls carry positional values and, last, JSON text with more of them by name. */
function namedParameters(dispatchId: number, parameters: unknown): Readonly<Record<string, unknown>> {
  const values: readonly unknown[] = Array.isArray(parameters) ? parameters : parameters === null || parameters === undefined ? [] : [parameters]
  const names = positions[dispatchId] ?? []
  const positional = names.map((name, index): [string, unknown] => [name, nativeValue(name, values[index])])
  const last = values.length > names.length ? values.at(-1) : undefined
  const named = typeof last === 'string' && last.startsWith('{') ? (JSON.parse(last) as Readonly<Record<string, unknown>>) : {}
  return { ...Object.fromEntries(positional), ...named }
}
