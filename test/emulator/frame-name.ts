/** What a pane's frame is told in `window.name` before any script runs. office.js reads its own keys, our stand-ins read `native`. */

/** What a native Outlook answers without waiting: the context of the add-in. */
export interface NativeContext {
  readonly bridge: 'external' | 'webkit'
  readonly hostInfo: string
  readonly locale: string
  readonly requirementMatrix: string
  readonly hostFullVersion: string
  readonly solutionId: string
  /** The add-in's roaming settings, each value JSON. */
  readonly settings: Readonly<Record<string, string>>
}

export interface FrameName {
  readonly hostInfo: string
  readonly native: NativeContext | null
  readonly theme: 'light' | 'dark'
  /** Whether there is a bridge for nested app authentication. */
  readonly nestedAppAuth: boolean
}

/** From the pane to the page that stands for a native Outlook. */
export type ToNativeHost =
  | { readonly native: 'call'; readonly id: number; readonly dispatchId: number; readonly parameters: unknown }
  | { readonly native: 'register'; readonly event: number }
  | { readonly native: 'unregister'; readonly event: number }
  | { readonly native: 'settings'; readonly settings: Readonly<Record<string, string>> }

export type FromNativeHost =
  | { readonly native: 'reply'; readonly id: number; readonly values: readonly (string | number)[] }
  | { readonly native: 'event'; readonly event: number; readonly values: readonly (string | number)[] }

/** What a pane is told of a draft's changes. */
export type DraftEvent = 'recipients' | 'attachments'

/** Nested app authentication: the library's JSON text, to the mail program and back. */
export interface BridgeCall {
  readonly bridge: 'call'
  readonly text: string
}
export interface BridgeReply {
  readonly bridge: 'reply'
  readonly text: string
}

const isBridge = (data: unknown, kind: string): boolean => typeof data === 'object' && data !== null && 'bridge' in data && data.bridge === kind

export const isBridgeCall = (data: unknown): data is BridgeCall => isBridge(data, 'call')
export const isBridgeReply = (data: unknown): data is BridgeReply => isBridge(data, 'reply')
