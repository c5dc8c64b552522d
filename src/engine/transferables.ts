/** Which buffers of a request or result change hands instead of being copied. */
import type { EngineRequest, EngineResult } from './protocol.ts'

/** The message's own bytes; small things are copied. Each buffer once, and only when the view is all of it. */
export function transferablesOf(value: EngineRequest | EngineResult): ArrayBuffer[] {
  const views: Uint8Array[] = []
  if ('bytes' in value) views.push(value.bytes)
  if ('innermost' in value) views.push(value.innermost)
  return views.flatMap(view => (view.buffer instanceof ArrayBuffer && view.byteLength === view.buffer.byteLength ? [view.buffer] : []))
}
