/**
 * The worker's entry: messages in, engine, messages out. It has no network (its policy forbids every connection), no
 * Office.js and no document; a mail that kills it kills nothing else.
 */
import { builtInAnchorIndex } from './anchors/built-in-trust.ts'
import { createInProcessEngine, describeError } from './in-process.ts'
import { createLazyKeyStore } from './key-store/lazy-key-store.ts'
import type { FromWorker, ToWorker } from './protocol.ts'
import { resultTransferables } from './transferables.ts'
import { warmUp } from './warm-up.ts'
import { createLazyWritingDoor } from './writing/lazy-writing-door.ts'

interface WorkerScope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null
  postMessage(message: FromWorker, transfer?: Transferable[]): void
}

const scope = globalThis as unknown as WorkerScope
const keyStore = createLazyKeyStore(async () => (await import(/* webpackChunkName: "keys" */ './key-store/worker-key-store.ts')).createWorkerKeyStore())
const engine = createInProcessEngine({
  ownsBytes: true,
  keyStore,
  writing: createLazyWritingDoor(async () => (await import(/* webpackChunkName: "writing" */ './writing/worker-writing-door.ts')).createWorkerWritingDoor(keyStore)),
})
const running = new Map<number, AbortController>()

const post = (message: FromWorker, transfer: Transferable[] = []) => {
  scope.postMessage(message, transfer)
}

scope.onmessage = event => {
  const message = event.data
  if (message.type === 'cancel') {
    running.get(message.id)?.abort()
    return
  }
  const { id, request } = message
  const controller = new AbortController()
  running.set(id, controller)
  engine
    .ask(request, {
      signal: controller.signal,
      onProgress: step => {
        post({ type: 'progress', id, step })
      },
    })
    .then(result => {
      post({ type: 'answer', id, result }, resultTransferables(result))
    })
    .catch((error: unknown) => {
      post({ type: 'error', id, ...describeError(error) })
    })
    .finally(() => {
      running.delete(id)
    })
}

post({ type: 'ready' })
// The pane starts the worker before it knows a message: by the time of the first question the built-in anchors are indexed, and the engine is warm.
setTimeout(() => {
  builtInAnchorIndex()
  warmUp().catch(() => undefined)
}, 0)
