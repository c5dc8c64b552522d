/** Decompressing CompressedData (RFC 3274 section 2; RFC 1950), stopped before it grows beyond what is safe (SEC-76). */
import { concatBytes } from '../bytes/bytes.ts'

/** @property freeOctets - Below it no ratio counts: a short text of blanks compresses like a bomb and harms nobody. */
export const DECOMPRESSION_LIMITS = { octets: 100 * 1024 * 1024, ratio: 100, freeOctets: 1024 * 1024 } as const

export type Decompressed =
  | { readonly outcome: 'content'; readonly bytes: Uint8Array }
  | { readonly outcome: 'too-much' }
  /** No zlib data, cut short, or altered. */
  | { readonly outcome: 'malformed' }

/** Handed to the platform at a time: what a piece of this size may grow to is seen before the next one follows. */
const PIECE = 64 * 1024

/**
 * Undoes zlib compression. Nothing beyond the limit is kept, and the rest of the input is not looked at.
 *
 * SECURITY: a piece can grow 1032 times (RFC 1951 has no symbol that does more), so at most some 66 MiB are made at once.
 */
export async function decompress(compressed: Uint8Array): Promise<Decompressed> {
  const { octets, ratio, freeOctets } = DECOMPRESSION_LIMITS
  const limit = Math.min(octets, Math.max(freeOctets, compressed.length * ratio))
  const reader = piecesOf(compressed).pipeThrough(new DecompressionStream('deflate')).getReader()
  const parts: Uint8Array[] = []
  let length = 0
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.length
      if (length > limit) {
        await reader.cancel()
        return { outcome: 'too-much' }
      }
      parts.push(next.value)
    }
  } catch {
    return { outcome: 'malformed' }
  }
  return { outcome: 'content', bytes: concatBytes(parts) }
}

function piecesOf(bytes: Uint8Array): ReadableStream<Uint8Array<ArrayBuffer>> {
  let offset = 0
  return new ReadableStream({
    pull(controller) {
      if (offset >= bytes.length) return controller.close()
      controller.enqueue(bytes.slice(offset, offset + PIECE))
      offset += PIECE
    },
  })
}
