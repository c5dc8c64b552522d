/**
 * Where Outlook runs an add-in's handler when a message is sent. Outlook on the web loads the add-in's page out of sight; classic Outlook and
 * the Mac run its script alone, without a page: the worker here stands for that, with a small stand-in for the part of office.js they bring.
 */
import { openPane } from '../pane-frame.ts'
import type { OutlookHost } from '../outlook-host.ts'

/** What a handler passes to `event.completed`. */
export interface Completed {
  readonly allowEvent?: boolean
  readonly errorMessage?: string
  readonly errorMessageMarkdown?: string
  readonly commandId?: string
  readonly cancelLabel?: string
  readonly sendModeOverride?: string
}

export interface Launch {
  readonly functionName: string
  readonly pageAddress: string | null
  readonly scriptAddress: string | null
}

/** Rejects when the handler cannot be run: no script, no such function, an exception while loading. Never settles when it never completes. */
export interface RunningLaunch {
  readonly completed: Promise<Completed>
  close(): void
}

export function launchInPage(host: OutlookHost, address: string, functionName: string): RunningLaunch {
  const place = document.createElement('div')
  place.hidden = true
  document.body.append(place)
  const frame = openPane(host, address, place, 'launch event')
  return {
    completed: frame.launch(functionName, { source: { id: crypto.randomUUID() }, type: 'olkMessageSending' }).then(told => told as Completed),
    close: () => {
      frame.close()
      place.remove()
    },
  }
}

interface FromRuntime {
  readonly kind: 'call' | 'completed' | 'failed'
  readonly id?: number
  readonly dispatchId?: number
  readonly parameters?: Readonly<Record<string, unknown>>
  readonly value?: Completed
  readonly reason?: string
}

export function launchInScript(host: OutlookHost, address: string, functionName: string): RunningLaunch {
  const worker = new Worker('/emulator/launch-runtime.js')
  const { locale, profile, reader } = host.options
  const completed = new Promise<Completed>((resolve, reject) => {
    worker.addEventListener('error', event => reject(new Error(event.message)))
    worker.addEventListener('message', ({ data }: MessageEvent<FromRuntime>) => {
      if (data.kind === 'completed') return resolve(data.value ?? {})
      if (data.kind === 'failed') return reject(new Error(data.reason ?? 'the script failed'))
      void host.call(data.dispatchId ?? 0, data.parameters ?? {}).then(
        result => worker.postMessage({ kind: 'reply', id: data.id, result }),
        () => worker.postMessage({ kind: 'reply', id: data.id, result: { error: true, errorCode: 5001 } }),
      )
    })
    worker.postMessage({ kind: 'launch', address: new URL(address, location.href).href, functionName, locale, mailbox: profile.mailbox, platform: profile.platform, reader, settings: host.settings })
  })
  return { completed, close: () => worker.terminate() }
}
