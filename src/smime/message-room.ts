/**
 * Room around a message that is to be made into another one: where there is, the answer is written where the message lies. Fresh memory for
 * a second message of 25 MB costs more than its signature.
 */

/**
 * The buffer of a content in one piece, when `front` octets fit before it and `back` behind it; undefined when not.
 *
 * @param content - SECURITY: nobody may need what else lies in its buffer.
 */
export function bufferAround(content: readonly Uint8Array[], front: number, back: number): Uint8Array | undefined {
  const [only] = content
  if (!only || content.length > 1 || only.byteOffset < front) return undefined
  const whole = new Uint8Array(only.buffer)
  return only.byteOffset + only.length + back <= whole.length ? whole : undefined
}

/**
 * The same for an answer that begins at the start of the buffer and grows faster than the content is read: it never reaches what is unread when
 * it ends, with a line to spare, before the content does.
 */
export function bufferBefore(content: readonly Uint8Array[], length: number): Uint8Array | undefined {
  const [only] = content
  if (!only || content.length > 1 || length + LINE > only.byteOffset + only.length) return undefined
  return new Uint8Array(only.buffer, 0, length)
}

const LINE = 66
