/**
 * Reading BER and DER in place (X.690): elements as ranges of the received bytes, nothing copied, nothing built.
 *
 * Signatures and names are compared as the exact octets received, 50 MB contents must not be rebuilt, and the libraries of
 * the field accept non-minimal lengths, integers and object identifiers without a word.
 */
import { viewOf } from '../bytes/bytes.ts'
import { ASN1_LIMITS, type Asn1Limits } from './asn1-limits.ts'
import { X509Error } from './errors.ts'

export type TagClass = 0 | 1 | 2 | 3

/** Universal tag numbers that the house meets. */
export const TAG = {
  boolean: 1,
  integer: 2,
  bitString: 3,
  octetString: 4,
  null: 5,
  objectIdentifier: 6,
  enumerated: 10,
  utf8String: 12,
  sequence: 16,
  set: 17,
  printableString: 19,
  teletexString: 20,
  ia5String: 22,
  utcTime: 23,
  generalizedTime: 24,
} as const

export interface Asn1Element {
  readonly tagClass: TagClass
  readonly constructed: boolean
  readonly tag: number
  readonly indefinite: boolean
  /** First octet of the identifier. */
  readonly start: number
  readonly contentStart: number
  readonly contentEnd: number
  /** First octet after the element, end-of-contents octets included. */
  readonly end: number
}

export class Asn1Reader {
  readonly bytes: Uint8Array
  private readonly limits: Asn1Limits
  private elements = 0
  /** Content ends of indefinite-length elements, found once while their parent was measured. */
  private readonly indefiniteEnds = new Map<number, number>()

  constructor(bytes: Uint8Array, limits: Asn1Limits = ASN1_LIMITS) {
    if (bytes.length > limits.octets) throw new X509Error('x509/limit-exceeded', `more than ${limits.octets} octets`)
    this.bytes = bytes
    this.limits = limits
  }

  /** The element at `start`, which must end at or before `end`. @throws X509Error when it does not. */
  read(start: number, end: number = this.bytes.length): Asn1Element {
    return this.measure(start, end, 0)
  }

  /** The elements inside a constructed element, in order. */
  children(parent: Asn1Element): Asn1Element[] {
    if (!parent.constructed) throw new X509Error('x509/not-asn1', `primitive element with tag ${parent.tag} where members are due`)
    const members: Asn1Element[] = []
    for (let offset = parent.contentStart; offset < parent.contentEnd; ) {
      const member = this.measure(offset, parent.contentEnd, 0)
      members.push(member)
      offset = member.end
    }
    return members
  }

  content(element: Asn1Element): Uint8Array {
    return this.bytes.subarray(element.contentStart, element.contentEnd)
  }

  /** The whole element as received, identifier and length included. */
  encoded(element: Asn1Element): Uint8Array {
    return viewOf(this.bytes, element)
  }

  private measure(start: number, end: number, depth: number): Asn1Element {
    const header = this.readHeader(start, end)
    if (!header.indefinite) return header
    const known = this.indefiniteEnds.get(header.contentStart)
    const contentEnd = known ?? this.findEndOfContents(header.contentStart, end, depth + 1)
    this.indefiniteEnds.set(header.contentStart, contentEnd)
    if (contentEnd + 2 > end) throw new X509Error('x509/not-asn1', 'end-of-contents octets past the end')
    return { ...header, contentEnd, end: contentEnd + 2 }
  }

  private findEndOfContents(start: number, end: number, depth: number): number {
    if (depth > this.limits.depth) throw new X509Error('x509/limit-exceeded', `nested deeper than ${this.limits.depth}`)
    let offset = start
    for (;;) {
      if (offset + 2 > end) throw new X509Error('x509/not-asn1', 'end-of-contents octets missing')
      if (this.bytes[offset] === 0 && this.bytes[offset + 1] === 0) return offset
      offset = this.plainEnd(offset, end) ?? this.measure(offset, end, depth).end
    }
  }

  /**
   * Where an element with a definite length and one octet of identifier ends; undefined for any other. Most elements of a
   * content in segments are of this kind, and need no object each just to be stepped over.
   */
  private plainEnd(start: number, end: number): number | undefined {
    const { bytes } = this
    const lengthOctet = bytes[start + 1] as number
    if (((bytes[start] as number) & 0x1f) === 0x1f || lengthOctet === 0x80 || lengthOctet > 0x84) return undefined
    let contentStart = start + 2
    let length = lengthOctet
    if (lengthOctet > 0x80) {
      length = 0
      for (const lengthEnd = contentStart + lengthOctet - 0x80; contentStart < lengthEnd; contentStart++) length = length * 256 + (bytes[contentStart] ?? Infinity)
    }
    if (contentStart + length > end) return undefined
    this.countElement()
    return contentStart + length
  }

  private countElement(): void {
    if (++this.elements > this.limits.elements) throw new X509Error('x509/limit-exceeded', `more than ${this.limits.elements} elements`)
  }

  /** Identifier and length octets (X.690 section 8.1). For the indefinite form `contentEnd` and `end` are still open. */
  private readHeader(start: number, end: number): Asn1Element {
    this.countElement()
    const { bytes } = this
    let offset = start
    const first = this.octet(offset++, end)
    let tag = first & 0x1f
    if (tag === 0x1f) {
      tag = 0
      let octet: number
      do {
        octet = this.octet(offset++, end)
        tag = tag * 128 + (octet & 0x7f)
        if (tag > 0xffffff) throw new X509Error('x509/not-asn1', 'tag number too large')
      } while ((octet & 0x80) !== 0)
    }
    const tagClass = (first >> 6) as TagClass
    const constructed = (first & 0x20) !== 0
    const lengthOctet = this.octet(offset++, end)
    if (lengthOctet === 0x80) {
      if (!constructed) throw new X509Error('x509/not-asn1', 'indefinite length on a primitive element')
      return { tagClass, constructed, tag, indefinite: true, start, contentStart: offset, contentEnd: -1, end: -1 }
    }
    let length = lengthOctet
    if (lengthOctet > 0x80) {
      const count = lengthOctet & 0x7f
      if (count > 6) throw new X509Error('x509/not-asn1', 'length of the length too large')
      length = 0
      for (let i = 0; i < count; i++) length = length * 256 + this.octet(offset++, end)
    }
    if (offset + length > end) throw new X509Error('x509/not-asn1', 'length past the end')
    if (bytes.length < offset + length) throw new X509Error('x509/not-asn1', 'cut short')
    return { tagClass, constructed, tag, indefinite: false, start, contentStart: offset, contentEnd: offset + length, end: offset + length }
  }

  private octet(offset: number, end: number): number {
    if (offset >= end) throw new X509Error('x509/not-asn1', 'cut short')
    return this.bytes[offset] as number
  }
}

/** Types with one form in BER too (X.690 sections 8.2 to 8.12, 8.19); strings and times have both. */
const IS_CONSTRUCTED: ReadonlyMap<number, boolean> = new Map([
  [TAG.boolean, false],
  [TAG.integer, false],
  [TAG.null, false],
  [TAG.objectIdentifier, false],
  [TAG.enumerated, false],
  [TAG.sequence, true],
  [TAG.set, true],
])

/** True for a universal element with that tag number, in a form that its type may have. */
export function isUniversal(element: Asn1Element | undefined, tag: number): element is Asn1Element {
  return element?.tagClass === 0 && element.tag === tag && (IS_CONSTRUCTED.get(tag) ?? element.constructed) === element.constructed
}

/** True for a context-specific element with that tag number. */
export function isContext(element: Asn1Element | undefined, tag: number): element is Asn1Element {
  return element?.tagClass === 2 && element.tag === tag
}
