/** Which buffers of a request or result change hands instead of being copied. */
import type { EngineRequest, EngineResult } from './protocol.ts'

/** The message's own bytes, when the view is all of its buffer; small things are copied. */
export function transferablesOf(request: EngineRequest): ArrayBuffer[] {
  if (!('bytes' in request)) return []
  const { buffer, byteLength } = request.bytes
  return buffer instanceof ArrayBuffer && byteLength === buffer.byteLength ? [buffer] : []
}

/**
 * The buffer behind the innermost octets, even when they are a view on part of it: copying a view copies all of its buffer,
 * and the worker keeps no part of a message once it has answered.
 */
export function resultTransferables(result: EngineResult): ArrayBuffer[] {
  if (!('innermost' in result)) return []
  const { buffer } = result.innermost
  return buffer instanceof ArrayBuffer ? [buffer] : []
}
