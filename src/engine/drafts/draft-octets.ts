/** A message as octets to be sealed: its fields as JSON, then the attachments one after the other, copied once. */
import { decodeUtf8, encodeUtf8 } from '../../bytes/encoding.ts'
import type { OutgoingMessage } from '../../mime/outgoing-message.ts'

type Fields = Omit<OutgoingMessage, 'attachments'> & {
  readonly attachments: readonly { readonly name: string; readonly mediaType: string; readonly contentId: string | null; readonly length: number }[]
}

/** Octets of the length that stands in front. */
const LENGTH = 4

export function writeDraftOctets(message: OutgoingMessage): Uint8Array {
  const attachments = message.attachments.map(({ name, mediaType, contentId, content }) => ({ name, mediaType, contentId, length: content.length }))
  const fields = encodeUtf8(JSON.stringify({ ...message, attachments } satisfies Fields))
  const octets = new Uint8Array(message.attachments.reduce((sum, { content }) => sum + content.length, LENGTH + fields.length))
  new DataView(octets.buffer).setUint32(0, fields.length)
  octets.set(fields, LENGTH)
  let offset = LENGTH + fields.length
  for (const { content } of message.attachments) {
    octets.set(content, offset)
    offset += content.length
  }
  return octets
}

/**
 * The message again; its attachments are views on `octets`. For octets that this file wrote and that were authenticated since:
 * lengths are checked, the fields' own shapes are not.
 *
 * @returns undefined when the lengths do not add up.
 */
export function readDraftOctets(octets: Uint8Array): OutgoingMessage | undefined {
  if (octets.length < LENGTH) return undefined
  const length = new DataView(octets.buffer, octets.byteOffset, octets.byteLength).getUint32(0)
  let offset = LENGTH + length
  if (offset > octets.length) return undefined
  const fields = JSON.parse(decodeUtf8(octets.subarray(LENGTH, offset))) as Fields
  const attachments = fields.attachments.map(({ length: size, ...named }) => {
    const content = octets.subarray(offset, offset + size)
    offset += size
    return { ...named, content }
  })
  return offset === octets.length ? { ...fields, attachments } : undefined
}
