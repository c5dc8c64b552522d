/**
 * The Distinguished Encoding Rules (X.690 sections 8, 10, 11) as a check over a whole value: definite minimal lengths,
 * minimal tags, primitive strings, BOOLEAN FF or 00, minimal INTEGER and OBJECT IDENTIFIER, clean BIT STRING padding.
 *
 * Deliberately absent: default values encoded explicitly (many certificates do, and it changes no meaning), the order of
 * SETs (callers that depend on it check it), and anything below context-specific primitive tags.
 */
import { ASN1_LIMITS, type Asn1Limits } from './asn1-limits.ts'
import { type Asn1Element, Asn1Reader, TAG } from './asn1-reader.ts'
import { X509Error } from './errors.ts'

/** SEQUENCE, SET, EXTERNAL and EMBEDDED PDV; every other universal type is primitive in DER. */
const CONSTRUCTED_TAGS: ReadonlySet<number> = new Set([TAG.sequence, TAG.set, 8, 11])

/**
 * Checks that `bytes` are one DER value and nothing after it.
 *
 * @throws X509Error `x509/not-der` naming the first breach, `x509/not-asn1`, or `x509/limit-exceeded`.
 */
export function assertStrictDer(bytes: Uint8Array, limits: Asn1Limits = ASN1_LIMITS): void {
  const reader = new Asn1Reader(bytes, limits)
  const root = reader.read(0)
  if (root.end !== bytes.length) throw new X509Error('x509/not-der', `${bytes.length - root.end} octets after the end`)
  const stack: { readonly element: Asn1Element; readonly depth: number }[] = [{ element: root, depth: 0 }]
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { element, depth } = next
    if (depth > limits.depth) throw new X509Error('x509/limit-exceeded', `nested deeper than ${limits.depth}`)
    assertElement(bytes, element)
    if (!element.constructed) continue
    for (const child of reader.children(element)) stack.push({ element: child, depth: depth + 1 })
  }
}

function assertElement(bytes: Uint8Array, element: Asn1Element): void {
  if (element.indefinite) throw new X509Error('x509/not-der', 'indefinite length')
  assertMinimalHeader(bytes, element)
  if (element.tagClass !== 0) return
  if (CONSTRUCTED_TAGS.has(element.tag) !== element.constructed) {
    throw new X509Error('x509/not-der', `${element.constructed ? 'constructed' : 'primitive'} encoding of tag ${element.tag}`)
  }
  assertPrimitive(element.tag, bytes.subarray(element.contentStart, element.contentEnd))
}

function assertMinimalHeader(bytes: Uint8Array, element: Asn1Element): void {
  let offset = element.start + 1
  if (((bytes[element.start] as number) & 0x1f) === 0x1f) {
    if (element.tag < 31 || bytes[offset] === 0x80) throw new X509Error('x509/not-der', 'tag in a longer form than needed')
    while (((bytes[offset] as number) & 0x80) !== 0) offset++
    offset++
  }
  const lengthOctet = bytes[offset] as number
  if (lengthOctet < 0x80) return
  const length = element.contentEnd - element.contentStart
  const needed = length < 0x80 ? 0 : Math.ceil(length.toString(16).length / 2)
  if ((lengthOctet & 0x7f) !== needed) throw new X509Error('x509/not-der', 'length in a longer form than needed')
}

function assertPrimitive(tag: number, content: Uint8Array): void {
  switch (tag) {
    case TAG.boolean:
      if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) throw new X509Error('x509/not-der', 'BOOLEAN neither 00 nor FF')
      return
    case TAG.integer:
    case TAG.enumerated:
      return assertInteger(content)
    case TAG.bitString:
      return assertBitString(content)
    case TAG.null:
      if (content.length !== 0) throw new X509Error('x509/not-der', 'NULL with content')
      return
    case TAG.objectIdentifier:
      assertObjectIdentifier(content)
  }
}

function assertInteger(content: Uint8Array): void {
  const [first, second] = content
  if (first === undefined) throw new X509Error('x509/not-der', 'INTEGER without octets')
  if (second === undefined) return
  if ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)) throw new X509Error('x509/not-der', 'INTEGER with surplus leading octets')
}

function assertBitString(content: Uint8Array): void {
  const [unused] = content
  if (unused === undefined || unused > 7 || (content.length === 1 && unused !== 0)) throw new X509Error('x509/not-der', 'BIT STRING padding')
  const padding = (content.at(-1) ?? 0) & ((1 << unused) - 1)
  if (content.length > 1 && padding !== 0) throw new X509Error('x509/not-der', 'BIT STRING padding not zero')
}

function assertObjectIdentifier(content: Uint8Array): void {
  if (content.length === 0 || ((content.at(-1) ?? 0) & 0x80) !== 0) throw new X509Error('x509/not-der', 'OBJECT IDENTIFIER cut short')
  let arcStart = true
  for (const octet of content) {
    if (arcStart && octet === 0x80) throw new X509Error('x509/not-der', 'OBJECT IDENTIFIER arc with surplus octets')
    arcStart = (octet & 0x80) === 0
  }
}
