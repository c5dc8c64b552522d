/** Byte sequences as views: nothing here copies unless its name says so. */

/** A part of a larger byte sequence, as offsets into it. `end` is exclusive. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** The bytes of a range, as a view on `bytes`: no copy. */
export function viewOf(bytes: Uint8Array, range: ByteRange): Uint8Array {
  return bytes.subarray(range.start, range.end)
}

/** A new array holding all parts one after the other. A single part is returned as it is, not copied. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts
  if (parts.length === 1 && only) return only
  const joined = new Uint8Array(lengthOf(parts))
  concatInto(joined, parts)
  return joined
}

/** Writes all parts one after the other. @returns the offset behind the last one. @throws RangeError when there is no room. */
export function concatInto(target: Uint8Array, parts: readonly Uint8Array[], start = 0): number {
  let offset = start
  for (const part of parts) {
    target.set(part, offset)
    offset += part.length
  }
  return offset
}

/** Octets of all parts together. */
export function lengthOf(parts: readonly { readonly length: number }[]): number {
  let length = 0
  for (const part of parts) length += part.length
  return length
}

/** Compares contents. Not constant-time: use it for public values only (certificates, digests of mail, names). */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** Lexicographic order of octets, a shorter prefix first: the order DER gives a SET OF (X.690 11.6). */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** True when `bytes` holds `prefix` at `offset`. */
export function startsWithAt(bytes: Uint8Array, prefix: Uint8Array, offset: number): boolean {
  if (offset + prefix.length > bytes.length) return false
  for (let i = 0; i < prefix.length; i++) if (bytes[offset + i] !== prefix[i]) return false
  return true
}
