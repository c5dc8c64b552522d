/**
 * The Distinguished Encoding Rules (X.690 sections 8, 10, 11) as a check over a whole value: definite minimal lengths,
 * minimal tags, primitive strings, BOOLEAN FF or 00, minimal INTEGER and OBJECT IDENTIFIER, clean BIT STRING padding.
 *
 * Deliberately absent: default values encoded explicitly (many certificates do, and it changes no meaning), the order of
 * SETs (callers that depend on it check it), and anything below context-specific primitive tags.
 *
 * Everything that is parsed passes here first, so it walks the octets once, in their order, and builds nothing on the way.
 */
import { ASN1_LIMITS, type Asn1Limits } from './asn1-limits.ts'
import { TAG } from './asn1-reader.ts'
import { X509Error } from './errors.ts'

/** SEQUENCE, SET, EXTERNAL and EMBEDDED PDV; every other universal type is primitive in DER. */
const CONSTRUCTED_TAGS: ReadonlySet<number> = new Set([TAG.sequence, TAG.set, 8, 11])

/**
 * Checks that `bytes` are one DER value and nothing after it.
 *
 * @throws X509Error `x509/not-der` naming the first breach, `x509/not-asn1`, or `x509/limit-exceeded`.
 */
export function assertStrictDer(bytes: Uint8Array, limits: Asn1Limits = ASN1_LIMITS): void {
  if (bytes.length > limits.octets) throw new X509Error('x509/limit-exceeded', `more than ${limits.octets} octets`)
  const header = new DerHeader(bytes)
  header.read(0, bytes.length)
  if (header.contentEnd !== bytes.length) throw new X509Error('x509/not-der', `${bytes.length - header.contentEnd} octets after the end`)
  /** Where the values around the one that is looked at end, the innermost last. */
  const around: number[] = []
  for (let elements = 1; ; elements++) {
    if (elements > limits.elements) throw new X509Error('x509/limit-exceeded', `more than ${limits.elements} elements`)
    header.assertForm()
    let next = header.contentEnd
    if (header.constructed && header.contentStart < next) {
      if (around.push(next) > limits.depth) throw new X509Error('x509/limit-exceeded', `nested deeper than ${limits.depth}`)
      next = header.contentStart
    } else {
      if (!header.constructed && header.tagClass === 0) assertPrimitive(bytes, header)
      while (around.length > 0 && around.at(-1) === next) around.pop()
    }
    const end = around.at(-1)
    if (end === undefined) return
    header.read(next, end)
  }
}

/** Identifier and length octets (X.690 section 8.1) of one element after the other. */
class DerHeader {
  tagClass = 0
  constructed = false
  tag = 0
  contentStart = 0
  contentEnd = 0
  private readonly bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** The element at `start`, which must end at or before `end`. */
  read(start: number, end: number): void {
    const { bytes } = this
    if (start + 2 > end) throw new X509Error('x509/not-asn1', 'cut short')
    const first = bytes[start] as number
    this.tagClass = first >> 6
    this.constructed = (first & 0x20) !== 0
    this.tag = first & 0x1f
    let offset = this.tag === 0x1f ? this.readLongTag(start + 1, end) : start + 1
    if (offset >= end) throw new X509Error('x509/not-asn1', 'cut short')
    const lengthOctet = bytes[offset++] as number
    const length = lengthOctet < 0x80 ? lengthOctet : this.readLongLength(offset, lengthOctet & 0x7f, end)
    if (lengthOctet >= 0x80) offset += lengthOctet & 0x7f
    if (offset + length > end) throw new X509Error('x509/not-asn1', 'length past the end')
    this.contentStart = offset
    this.contentEnd = offset + length
  }

  /** Constructed where the type has members, primitive where it has none. */
  assertForm(): void {
    if (this.tagClass !== 0 || CONSTRUCTED_TAGS.has(this.tag) === this.constructed) return
    throw new X509Error('x509/not-der', `${this.constructed ? 'constructed' : 'primitive'} encoding of tag ${this.tag}`)
  }

  private readLongTag(start: number, end: number): number {
    if (this.bytes[start] === 0x80) throw new X509Error('x509/not-der', 'tag in a longer form than needed')
    let [offset, tag, octet] = [start, 0, 0x80]
    while ((octet & 0x80) !== 0) {
      if (offset >= end) throw new X509Error('x509/not-asn1', 'cut short')
      octet = this.bytes[offset++] as number
      tag = tag * 128 + (octet & 0x7f)
      if (tag > 0xffffff) throw new X509Error('x509/not-asn1', 'tag number too large')
    }
    if (tag < 0x1f) throw new X509Error('x509/not-der', 'tag in a longer form than needed')
    this.tag = tag
    return offset
  }

  private readLongLength(start: number, count: number, end: number): number {
    if (count === 0) throw new X509Error('x509/not-der', 'indefinite length')
    if (count > 6) throw new X509Error('x509/not-asn1', 'length of the length too large')
    if (start + count > end) throw new X509Error('x509/not-asn1', 'cut short')
    let length = 0
    for (let offset = start; offset < start + count; offset++) length = length * 256 + (this.bytes[offset] as number)
    if (length < 0x80 || this.bytes[start] === 0) throw new X509Error('x509/not-der', 'length in a longer form than needed')
    return length
  }
}

function assertPrimitive(bytes: Uint8Array, { tag, contentStart: start, contentEnd: end }: DerHeader): void {
  switch (tag) {
    case TAG.boolean:
      if (end - start !== 1 || (bytes[start] !== 0 && bytes[start] !== 0xff)) throw new X509Error('x509/not-der', 'BOOLEAN neither 00 nor FF')
      return
    case TAG.integer:
    case TAG.enumerated:
      return assertInteger(bytes, start, end)
    case TAG.bitString:
      return assertBitString(bytes, start, end)
    case TAG.null:
      if (end > start) throw new X509Error('x509/not-der', 'NULL with content')
      return
    case TAG.objectIdentifier:
      assertObjectIdentifier(bytes, start, end)
  }
}

function assertInteger(bytes: Uint8Array, start: number, end: number): void {
  if (start === end) throw new X509Error('x509/not-der', 'INTEGER without octets')
  if (end - start === 1) return
  const [first, second] = [bytes[start] as number, bytes[start + 1] as number]
  if ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)) throw new X509Error('x509/not-der', 'INTEGER with surplus leading octets')
}

function assertBitString(bytes: Uint8Array, start: number, end: number): void {
  const unused = start === end ? 8 : (bytes[start] as number)
  if (unused > 7 || (end - start === 1 && unused !== 0)) throw new X509Error('x509/not-der', 'BIT STRING padding')
  const padding = (bytes[end - 1] as number) & ((1 << unused) - 1)
  if (end - start > 1 && padding !== 0) throw new X509Error('x509/not-der', 'BIT STRING padding not zero')
}

function assertObjectIdentifier(bytes: Uint8Array, start: number, end: number): void {
  if (start === end || ((bytes[end - 1] as number) & 0x80) !== 0) throw new X509Error('x509/not-der', 'OBJECT IDENTIFIER cut short')
  let arcStart = true
  for (let offset = start; offset < end; offset++) {
    const octet = bytes[offset] as number
    if (arcStart && octet === 0x80) throw new X509Error('x509/not-der', 'OBJECT IDENTIFIER arc with surplus octets')
    arcStart = (octet & 0x80) === 0
  }
}
