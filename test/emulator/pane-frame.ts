/** Opens an add-in's page in a frame as one Outlook or another would. */
import type { DraftEvent, FrameName } from './frame-name.ts'
import { NativeWire } from './native-wire.ts'
import type { OutlookHost } from './outlook-host.ts'
import { WebWire } from './web-wire.ts'

export interface PaneFrame {
  readonly element: HTMLIFrameElement
  tellItemChanged(): void
  tellDraftChanged(change: DraftEvent, details: Readonly<Record<string, unknown>>): void
  /** Runs a function of the page, as Outlook on the web does at a launch event. */
  launch(functionName: string, event: object): Promise<unknown>
  close(): void
}

/**
 * Loads `address` into a new frame inside `parent`, with the host information and the wire of the host's profile.
 *
 * The host's page and the add-in must be https and, unless the host is one of Microsoft's, share their host name: office.js
 * sends nothing otherwise.
 */
export function openPane(host: OutlookHost, address: string, parent: HTMLElement, title: string): PaneFrame {
  const url = new URL(address, location.href)
  const { profile, locale, theme } = host.options
  const element = document.createElement('iframe')
  element.title = title
  const hostInfo = ['Outlook', profile.platform, profile.fileVersion, locale.toLowerCase(), crypto.randomUUID(), '', 'disableLogging', '0'].join('$')
  const wire = profile.bridge === 'post-message' ? new WebWire(host, element, url.origin) : new NativeWire(host, element, url.origin)
  if (wire instanceof WebWire) {
    const xdmInfo = [wire.conversationId, wire.controlId, location.href.replace(/[#?].*$/, '')].join('|')
    const name = { baseFrameName: wire.conversationId, hostInfo, xdmInfo, serializerVersion: 1, flights: '[]', native: null, theme, nestedAppAuth: profile.nestedAppAuth }
    element.name = JSON.stringify(name)
    url.searchParams.set('_host_Info', hostInfo)
  } else {
    element.name = JSON.stringify({ hostInfo, native: wire.context(hostInfo), theme, nestedAppAuth: profile.nestedAppAuth } satisfies FrameName)
  }
  element.src = url.href
  parent.append(element)
  return {
    element,
    tellItemChanged: () => wire.tellItemChanged(),
    tellDraftChanged: (change, details) => wire.tellDraftChanged(change, details),
    launch: (functionName, event) =>
      wire instanceof WebWire ? wire.launch(functionName, event) : Promise.reject(new Error('a native Outlook runs no page at a launch event')),
    close: () => {
      wire.close()
      element.remove()
    },
  }
}
