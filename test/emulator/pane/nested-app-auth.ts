/** `window.nestedAppAuthBridge` as msal-browser calls it: JSON text to the mail program and back. */
import type { FrameName } from '../frame-name.ts'
import { isBridgeReply } from '../frame-name.ts'
import type { BridgeCall } from '../frame-name.ts'

type Listener = (response: string) => void

/** Installs the bridge where the frame was told that there is one. */
export function installNestedAppAuth(frameName: string): void {
  if (!frameName.startsWith('{')) return
  if ((JSON.parse(frameName) as Partial<FrameName>).nestedAppAuth !== true) return
  const listeners = new Set<Listener>()
  addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.source !== parent || !isBridgeReply(event.data)) return
    for (const listener of listeners) listener(event.data.text)
  })
  const bridge = {
    addEventListener: (kind: string, listener: Listener) => {
      if (kind === 'message') listeners.add(listener)
    },
    removeEventListener: (_kind: string, listener: Listener) => listeners.delete(listener),
    postMessage: (text: string) => parent.postMessage({ bridge: 'call', text } satisfies BridgeCall, '*'),
  }
  Object.defineProperty(window, 'nestedAppAuthBridge', { value: bridge, configurable: true })
}
