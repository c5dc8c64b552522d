/**
 * Runs in the engine's own worker, after the production engine was loaded there: LIMIT has to be measured in the same
 * process as the engine. Everything that is no question about LIMIT goes to the engine untouched.
 */
import { limitOf } from './limit.ts'
import type { Operation } from './options.ts'

interface Scope {
  onmessage: ((event: MessageEvent<unknown>) => void) | null
  postMessage(message: unknown): void
  gc?: () => void
}

const scope = globalThis as unknown as Scope
const engine = scope.onmessage

scope.onmessage = event => {
  const question = event.data as { readonly type: string; readonly operation: Operation; readonly body: Uint8Array }
  if (question.type === 'gc') {
    scope.gc?.()
    scope.postMessage({ type: 'gc-done' })
  } else if (question.type === 'limit') {
    void limitOf(question.operation, question.body).then(ms => scope.postMessage({ type: 'limit', ms }))
  } else engine?.call(globalThis, event)
}
