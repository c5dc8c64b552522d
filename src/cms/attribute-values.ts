/** A set of attributes (RFC 5652 section 5.3) by type, in DER, each type once. */
import { compareBytes } from '../bytes/bytes.ts'
import { type Asn1Element, Asn1Reader, isUniversal, TAG } from '../x509/asn1-reader.ts'
import { X509Error } from '../x509/errors.ts'
import { readObjectIdentifier } from '../x509/object-identifier.ts'
import { assertStrictDer } from '../x509/strict-der.ts'
import { CmsError } from './errors.ts'

export interface AttributeValues {
  readonly reader: Asn1Reader
  /** Attribute type to its values. */
  readonly values: ReadonlyMap<string, readonly Asn1Element[]>
}

/** Reads a SET OF Attribute. @throws CmsError or X509Error when it is not DER, out of order, or a type comes twice. */
export function readAttributeValues(encoded: Uint8Array): AttributeValues {
  assertStrictDer(encoded)
  const reader = new Asn1Reader(encoded)
  const root = reader.read(0)
  if (!isUniversal(root, TAG.set)) throw new CmsError('cms/malformed', 'attributes are no SET')
  const members = reader.children(root)
  assertSorted(reader, members)
  const values = new Map<string, readonly Asn1Element[]>()
  for (const member of members) {
    const [type, set, ...surplus] = isUniversal(member, TAG.sequence) ? reader.children(member) : []
    if (!isUniversal(type, TAG.objectIdentifier) || !isUniversal(set, TAG.set) || surplus.length > 0) {
      throw new CmsError('cms/malformed', 'attribute malformed')
    }
    const oid = readObjectIdentifier(reader.content(type))
    if (values.has(oid)) throw new CmsError('cms/malformed', `attribute ${oid} twice`)
    values.set(oid, reader.children(set))
  }
  return { reader, values }
}

/** X.690 section 11.6: a DER SET OF is sorted by the octets of its members. */
function assertSorted(reader: Asn1Reader, members: readonly Asn1Element[]): void {
  for (let i = 1; i < members.length; i++) {
    const [previous, current] = [members[i - 1], members[i]]
    if (previous && current && compareBytes(reader.encoded(previous), reader.encoded(current)) > 0) {
      throw new X509Error('x509/not-der', 'attributes out of order')
    }
  }
}

/** The only value of an attribute that must be there. @throws CmsError when it is absent, has several, or another type. */
export function onlyValue({ values }: AttributeValues, oid: string, tag: number): Asn1Element {
  const [value, ...surplus] = values.get(oid) ?? []
  if (!isUniversal(value, tag) || surplus.length > 0) throw new CmsError('cms/malformed', `attribute ${oid} without exactly one value`)
  return value
}

/** The only value of an attribute that may be absent. @throws CmsError when it has none, several, or another type. */
export function optionalValue(attributes: AttributeValues, oid: string, tag: number): Asn1Element | undefined {
  return attributes.values.has(oid) ? onlyValue(attributes, oid, tag) : undefined
}
