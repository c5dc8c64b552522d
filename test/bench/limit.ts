/**
 * LIMIT: what an operation cannot avoid, as whole-buffer calls of the same process. Verifying a clear-signed message cannot
 * avoid SHA-256 of its content; an opaque one has to be decoded from base64 before that.
 */
import type { Operation } from './options.ts'

interface NativeBase64 {
  setFromBase64(text: string, options: { readonly lastChunkHandling: 'stop-before-partial' }): { readonly read: number; readonly written: number }
}

const CHUNK = 256 * 1024

/** The fastest decoder the platform has itself: `Buffer` in Node, `setFromBase64` on chunks of text in a browser. */
function decodeNatively(text: Uint8Array): Uint8Array {
  if (typeof Buffer !== 'undefined') return Buffer.from(Buffer.from(text.buffer, text.byteOffset, text.length).toString('latin1'), 'base64')
  const decoder = new TextDecoder('latin1')
  const decoded = new Uint8Array(Math.ceil((text.length * 3) / 4))
  let out = 0
  for (let at = 0; at < text.length; ) {
    const target = decoded.subarray(out) as unknown as NativeBase64
    const { read, written } = target.setFromBase64(decoder.decode(text.subarray(at, at + CHUNK)), { lastChunkHandling: 'stop-before-partial' })
    out += written
    if (read === 0) break
    at += read
  }
  return decoded.subarray(0, out)
}

/** Milliseconds for the unavoidable part of `operation`. `body` is the signed content, or its base64 text for an opaque message. */
export async function limitOf(operation: Operation, body: Uint8Array): Promise<number> {
  const began = performance.now()
  const content = operation === 'verify-detached' ? body : decodeNatively(body)
  await crypto.subtle.digest('SHA-256', content as Uint8Array<ArrayBuffer>)
  return performance.now() - began
}
