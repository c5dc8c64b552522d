/** TNEF streams for fixtures, written by [MS-OXTNEF]. */
import { concatBytes } from '../../src/bytes/bytes.ts'
import { encodeUtf8 } from '../../src/bytes/encoding.ts'

const u16 = (value: number) => Uint8Array.of(value & 255, (value >>> 8) & 255)
const u32 = (value: number) => concatBytes([u16(value), u16(value >>> 16)])
const zeroEnded = (text: string) => encodeUtf8(`${text}\0`)
const padded = (bytes: Uint8Array) => concatBytes([bytes, new Uint8Array((4 - (bytes.length % 4)) % 4)])

const attribute = (level: 1 | 2, id: number, data: Uint8Array) =>
  concatBytes([Uint8Array.of(level), u32(id), u32(data.length), data, u16(data.reduce((sum, octet) => (sum + octet) & 0xffff, 0))])
const property = (id: number, type: number, value: Uint8Array) => concatBytes([u16(type), u16(id), u32(1), u32(value.length), padded(value)])
const properties = (...list: readonly Uint8Array[]) => concatBytes([u32(list.length), ...list])

/** IID_IMessage. */
const MESSAGE_INTERFACE = concatBytes([u32(0x00020307), u32(0), u32(0x000000c0), u32(0x46000000)])

export interface PackedFile {
  readonly name: string
  readonly mediaType?: string
  readonly contentId?: string
  /** Octets of a file, or a stream for a message inside. */
  readonly bytes?: Uint8Array
  readonly message?: Uint8Array
}

export interface Packed {
  readonly text?: string
  readonly html?: string
  readonly files?: readonly PackedFile[]
}

export function aTnefStream({ text, html, files = [] }: Packed): Uint8Array {
  const texts = [...(text === undefined ? [] : [property(0x1000, 0x1e, zeroEnded(text))]), ...(html === undefined ? [] : [property(0x1013, 0x102, encodeUtf8(html))])]
  return concatBytes([
    u32(0x223e9f78), u16(1), attribute(1, 0x00069007, concatBytes([u32(65001), u32(0)])),
    ...(texts.length === 0 ? [] : [attribute(1, 0x00069003, properties(...texts))]),
    ...files.flatMap(packedFile),
  ])
}

function packedFile({ name, mediaType, contentId, bytes, message }: PackedFile): Uint8Array[] {
  const about = [
    property(0x3707, 0x1e, zeroEnded(name)),
    ...(mediaType === undefined ? [] : [property(0x370e, 0x1e, zeroEnded(mediaType))]),
    ...(contentId === undefined ? [] : [property(0x3712, 0x1e, zeroEnded(contentId))]),
    ...(message === undefined ? [] : [property(0x3701, 0x0d, concatBytes([MESSAGE_INTERFACE, message]))]),
  ]
  return [attribute(2, 0x00069002, new Uint8Array(14)), ...(bytes ? [attribute(2, 0x0006800f, bytes)] : []), attribute(2, 0x00069005, properties(...about))]
}

/** The part that carries a stream, as Exchange sends it. */
export function aTnefPart(stream: Uint8Array, contentType = 'application/ms-tnef; name=winmail.dat'): string {
  return `Content-Type: ${contentType}\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(stream).toString('base64').replace(/.{76}/gu, '$&\r\n')}\r\n`
}
