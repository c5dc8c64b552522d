/** An Outlook and an engine that answer what a test tells them to. */
import { EngineError, type SmimeEngine } from '../../src/engine/engine.ts'
import type { KeyStoreStatus, StoredKey } from '../../src/engine/key-protocol.ts'
import type { EngineRequest, OpenResult, ResultOf } from '../../src/engine/protocol.ts'
import { type MailboxHost, type OpenItem, OutlookError, type ReadingRoute } from '../../src/outlook/mailbox-host.ts'
import { AT, certificate } from './verdicts.ts'

export const item: OpenItem = { key: '1', mode: 'read', subject: 'Hello', fromAddress: null, date: null, itemClass: 'IPM.Note' }

/** What a route does: hands over this byte, or fails with this error. */
export type RouteScript = Partial<Record<ReadingRoute, number | OutlookError>>

export interface FakeHost extends MailboxHost {
  readonly asked: ReadingRoute[]
  open(next: OpenItem | null): void
}

export function fakeHost(script: RouteScript): FakeHost {
  const asked: ReadingRoute[] = []
  const listeners = new Set<() => void>()
  let current: OpenItem | null = item
  return {
    asked,
    open: next => {
      current = next
      for (const listener of listeners) listener()
    },
    currentItem: () => current,
    readingRoutes: () => Object.keys(script) as ReadingRoute[],
    read: route => {
      asked.push(route)
      const planned = script[route]
      if (planned instanceof OutlookError || planned === undefined) return Promise.reject(planned ?? new OutlookError('outlook/route-unavailable', 'none'))
      return Promise.resolve({ route, bytes: new Uint8Array([planned]), form: 'auto', host: { fromAddress: null, subject: null, date: null } })
    },
    writing: () => Promise.resolve({ item: null, routes: [], ownAddress: null, newMessage: null }),
    onItemChanged: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    displayLanguage: () => 'en-US',
    theme: () => ({ dark: null }),
  }
}

export interface FakeEngine extends SmimeEngine {
  readonly requests: EngineRequest[]
}

/** Answers by the first byte of what it is asked about. */
export function fakeEngine(answers: Readonly<Record<number, OpenResult | Error>>): FakeEngine {
  const requests: EngineRequest[] = []
  return {
    requests,
    ask: <R extends EngineRequest>(request: R, options: { signal?: AbortSignal } = {}): Promise<ResultOf<R>> => {
      requests.push(request)
      if (options.signal?.aborted === true) return Promise.reject(new EngineError('engine/cancelled', 'aborted'))
      if (request.kind !== 'open') return Promise.resolve({ kind: request.kind, anchors: 1 } as unknown as ResultOf<R>)
      const answer = answers[request.bytes[0] ?? -1]
      if (answer === undefined || answer instanceof Error) return Promise.reject(answer ?? new Error('not planned'))
      return Promise.resolve(answer as ResultOf<R>)
    },
    close: () => undefined,
  }
}

/** A key as the store tells of it. */
export function aKey(over: Partial<StoredKey> = {}): StoredKey {
  return {
    id: 'key-1',
    uses: ['signing', 'encryption'],
    certificate: certificate(),
    addresses: ['yuki.mori@contoso.co.jp'],
    state: 'current',
    addedAt: AT,
    backup: { kind: 'made', at: AT },
    ...over,
  }
}

/** An empty store, unless told otherwise. */
export function aStatus(over: Partial<KeyStoreStatus> = {}): KeyStoreStatus {
  return {
    kind: 'keys-status',
    lock: 'empty',
    keys: [],
    locksAt: null,
    wrongTries: 0,
    waitUntil: null,
    storage: 'persistent',
    loss: null,
    lockAfterMinutes: 15,
    ...over,
  }
}
