/** WBXML as ActiveSync speaks it ([MS-ASWBXML]): no attributes, no string table, text inline, octets as opaque data. */
import { nameOfTag, tagNamed } from './code-pages.ts'

export interface Element {
  /** `AirSync:SyncKey`. */
  readonly name: string
  readonly children: readonly Element[]
  /** Text as its octets, or opaque data; null when there is none. */
  readonly value: Uint8Array | null
  /** Opaque data may hold any octet; text ends at a zero. */
  readonly isOpaque: boolean
}

/** An element of other elements, of text, or of opaque octets. */
export function element(name: string, ...content: readonly Element[] | readonly [string] | readonly [Uint8Array]): Element {
  const [first] = content
  if (typeof first === 'string') return { name, children: [], value: new TextEncoder().encode(first), isOpaque: false }
  if (first instanceof Uint8Array) return { name, children: [], value: first, isOpaque: true }
  return { name, children: content as readonly Element[], value: null, isOpaque: false }
}

/** Version 1.3, public identifier unknown, UTF-8, an empty string table. */
const HEADER = Uint8Array.of(0x03, 0x01, 0x6a, 0x00)

const SWITCH_PAGE = 0x00
const END = 0x01
const STR_I = 0x03
const OPAQUE = 0xc3
const HAS_CONTENT = 0x40
const HAS_ATTRIBUTES = 0x80

/** @throws Error for text with a zero in it, and for a tag that no code page has. */
export function encodeWbxml(root: Element): Uint8Array {
  const pieces: Uint8Array[] = [HEADER]
  let page = 0
  const write = ({ name, children, value, isOpaque }: Element): void => {
    const tag = tagNamed(name)
    if (tag.page !== page) pieces.push(Uint8Array.of(SWITCH_PAGE, tag.page))
    page = tag.page
    const isEmpty = children.length === 0 && value === null
    pieces.push(Uint8Array.of(isEmpty ? tag.token : tag.token | HAS_CONTENT))
    if (isEmpty) return
    if (value) pieces.push(...(isOpaque ? [Uint8Array.of(OPAQUE, ...multiByte(value.length)), value] : [Uint8Array.of(STR_I), withoutZero(value), Uint8Array.of(0)]))
    children.forEach(write)
    pieces.push(Uint8Array.of(END))
  }
  write(root)
  return new Uint8Array(Buffer.concat(pieces))
}

function withoutZero(text: Uint8Array): Uint8Array {
  if (text.includes(0)) throw new Error('text with a zero in it')
  return text
}

/** mb_u_int32: seven bits an octet, the highest first, every octet but the last with its high bit. */
function multiByte(value: number): number[] {
  const octets = [value & 0x7f]
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) octets.unshift((rest & 0x7f) | 0x80)
  return octets
}

/** @throws Error for what is not WBXML of this kind: another header, an attribute, an end too few. */
export function decodeWbxml(octets: Uint8Array): Element {
  if (!HEADER.every((octet, i) => octets[i] === octet)) throw new Error('another header')
  let at = HEADER.length
  let page = 0
  const next = (): number => {
    const octet = octets[at++]
    if (octet === undefined) throw new Error('ends too early')
    return octet
  }
  const number = (): number => {
    let value = 0
    for (;;) {
      const octet = next()
      value = value * 0x80 + (octet & 0x7f)
      if ((octet & 0x80) === 0) return value
    }
  }
  const slice = (end: number): Uint8Array => {
    if (end > octets.length || end < at) throw new Error('ends too early')
    const piece = octets.subarray(at, end)
    at = end
    return piece
  }
  const text = (): Uint8Array => {
    const value = slice(octets.indexOf(0, at))
    at++
    return value
  }
  /** The element whose tag has been read. */
  const read = (token: number): Element => {
    if ((token & HAS_ATTRIBUTES) !== 0) throw new Error('an attribute')
    const name = nameOfTag({ page, token: token & ~HAS_CONTENT })
    if ((token & HAS_CONTENT) === 0) return { name, children: [], value: null, isOpaque: false }
    const children: Element[] = []
    const values: Uint8Array[] = []
    let isOpaque = false
    for (let code = next(); code !== END; code = next()) {
      if (code === SWITCH_PAGE) page = next()
      else if (code === STR_I) values.push(text())
      else if (code === OPAQUE) {
        isOpaque = true
        values.push(slice(number() + at))
      } else children.push(read(code))
    }
    return { name, children, value: values.length > 0 ? new Uint8Array(Buffer.concat(values)) : null, isOpaque }
  }
  let code = next()
  while (code === SWITCH_PAGE) {
    page = next()
    code = next()
  }
  return read(code)
}

/** All elements of this name, at any depth, in their order. */
export function elementsNamed(root: Element, name: string): Element[] {
  return [...(root.name === name ? [root] : []), ...root.children.flatMap(child => elementsNamed(child, name))]
}

/** The text of the first element of this name; undefined when there is none. */
export function textOf(root: Element, name: string): string | undefined {
  const value = elementsNamed(root, name)[0]?.value
  return value ? new TextDecoder().decode(value) : undefined
}
