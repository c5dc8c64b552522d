/** Writing DER (X.690): the few types that requests and key files are made of. Lengths are definite and minimal. */
import { compareBytes, concatBytes } from '../bytes/bytes.ts'

/** One element with its identifier octet, its length and its content. */
export function writeElement(identifier: number, content: Uint8Array): Uint8Array {
  const { length } = content
  const sizeOctets = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x1_0000 ? 2 : length < 0x100_0000 ? 3 : 4
  const start = 2 + sizeOctets
  const element = new Uint8Array(start + length)
  element[0] = identifier
  element[1] = sizeOctets === 0 ? length : 0x80 | sizeOctets
  for (let at = start - 1, rest = length; at > 1; at--, rest = Math.floor(rest / 256)) element[at] = rest % 256
  element.set(content, start)
  return element
}

export const writeSequence = (...members: readonly Uint8Array[]): Uint8Array => writeElement(0x30, concatBytes(members))

/** SET OF: members in the order of their octets (X.690 section 11.6). */
export const writeSetOf = (...members: readonly Uint8Array[]): Uint8Array => writeElement(0x31, concatBytes([...members].sort(compareBytes)))

export const writeOctetString = (content: Uint8Array): Uint8Array => writeElement(0x04, content)

/** Whole octets, unless `unused` bits at the end do not count; they have to be zero. */
export const writeBitString = (content: Uint8Array, unused = 0): Uint8Array => writeElement(0x03, concatBytes([Uint8Array.of(unused), content]))

export const writeNull = (): Uint8Array => Uint8Array.of(0x05, 0x00)

/** BMPString: UTF-16, big endian. */
export function writeBmpString(text: string): Uint8Array {
  return writeElement(0x1e, Uint8Array.from({ length: text.length * 2 }, (_, index) => (text.charCodeAt(index >> 1) >> (index % 2 === 0 ? 8 : 0)) & 0xff))
}

/** [tag] EXPLICIT, or IMPLICIT around members. */
export const writeContext = (tag: number, ...members: readonly Uint8Array[]): Uint8Array => writeElement(0xa0 | tag, concatBytes(members))

/** [tag] IMPLICIT of a primitive type. */
export const writeContextPrimitive = (tag: number, content: Uint8Array): Uint8Array => writeElement(0x80 | tag, content)

/** A number from zero on. */
export function writeInteger(value: number): Uint8Array {
  const octets: number[] = []
  for (let rest = value; rest > 0 || octets.length === 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256)
  if ((octets[0] as number) >= 0x80) octets.unshift(0)
  return writeElement(0x02, Uint8Array.from(octets))
}

/** Identifiers that were written before: every message has the same few. */
const WRITTEN = new Map<string, Uint8Array>()

/** From the dotted form; arcs below 2^53. The octets are for reading only. */
export function writeObjectIdentifier(dotted: string): Uint8Array {
  const known = WRITTEN.get(dotted)
  if (known) return known
  const written = encodeObjectIdentifier(dotted)
  if (WRITTEN.size < 500) WRITTEN.set(dotted, written)
  return written
}

function encodeObjectIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const octets = [first * 40 + second, ...rest].flatMap(arc => {
    const groups = [arc % 128]
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) groups.unshift((left % 128) | 0x80)
    return groups
  })
  return writeElement(0x06, Uint8Array.from(octets))
}

export const writeAlgorithm = (dotted: string, ...parameters: readonly Uint8Array[]): Uint8Array =>
  writeSequence(writeObjectIdentifier(dotted), ...parameters)
