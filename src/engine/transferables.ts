/** Which buffers of a request or result change hands instead of being copied. */
import type { EngineRequest, EngineResult } from './protocol.ts'

/**
 * The message's own bytes, when the view is all of its buffer. Small things are copied: a key file is asked about again when
 * its password was mistyped.
 */
export function transferablesOf(request: EngineRequest): ArrayBuffer[] {
  const octets = request.kind === 'open' ? request.bytes : request.kind === 'extract-part' ? request.entity : undefined
  if (!octets) return []
  const { buffer, byteLength } = octets
  return buffer instanceof ArrayBuffer && byteLength === buffer.byteLength ? [buffer] : []
}

/**
 * The buffer behind the innermost octets, even when they are a view on part of it: copying a view copies all of its buffer,
 * and the worker keeps no part of a message once it has answered. Of made messages all copies.
 */
export function resultTransferables(result: EngineResult): ArrayBuffer[] {
  if (result.kind === 'compose') return result.copies.flatMap(({ bytes: { buffer } }) => (buffer instanceof ArrayBuffer ? [buffer] : []))
  const octets = 'innermost' in result ? result.innermost : 'bytes' in result ? result.bytes : undefined
  if (!octets) return []
  const { buffer } = octets
  return buffer instanceof ArrayBuffer ? [buffer] : []
}
