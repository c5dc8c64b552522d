/** Where an asker puts a message that an engine is to make into another one in the same buffer (`isRoomAround`). */
import { base64LinesLength } from '../bytes/base64-lines.ts'

/** More than header, boundaries, certificates and recipients of most messages. Where it is not enough there is a second buffer. */
const AROUND = 128 * 1024

/** An array for a message of `length` octets, with room for what signing or encrypting it puts in front of it and behind it. */
export function roomForMaking(kind: 'sign' | 'encrypt', length: number): Uint8Array {
  const front = kind === 'encrypt' ? base64LinesLength(length) - length + AROUND : AROUND
  return new Uint8Array(new ArrayBuffer(front + length + AROUND), front, length)
}
