/** Distinguished names: text for people (RFC 4514) and a key for comparing (RFC 5280 section 7.1). */
import { decodeLatin1, decodeUtf32, decodeUtf8, encodeHex } from '../bytes/encoding.ts'
import { type Asn1Element, Asn1Reader, isUniversal, TAG } from './asn1-reader.ts'
import { X509Error } from './errors.ts'
import { OID, readObjectIdentifier } from './object-identifier.ts'

export interface NameAttribute {
  readonly oid: string
  /** Text of a string value; null for anything else. */
  readonly text: string | null
  readonly encodedValue: Uint8Array
}

export interface DistinguishedName {
  readonly encoded: Uint8Array
  /** Relative names from the most significant (country) to the least (common name), as encoded. */
  readonly relativeNames: readonly (readonly NameAttribute[])[]
}

/** Short names that RFC 4514 section 3 and common practice write. */
const SHORT_NAME: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.42': 'GN',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.25': 'DC',
  '0.9.2342.19200300.100.1.1': 'UID',
  [OID.emailAddress]: 'emailAddress',
}

export const NAME_OID = { commonName: '2.5.4.3', organization: '2.5.4.10', organizationalUnit: '2.5.4.11' } as const

/** Reads a Name. @throws X509Error when it is no RDNSequence. */
export function readDistinguishedName(reader: Asn1Reader, element: Asn1Element | undefined): DistinguishedName {
  if (!isUniversal(element, TAG.sequence)) throw new X509Error('x509/unreadable', 'name is no SEQUENCE')
  const relativeNames = reader.children(element).map(set => {
    if (!isUniversal(set, TAG.set)) throw new X509Error('x509/unreadable', 'relative name is no SET')
    return reader.children(set).map(pair => readAttribute(reader, pair))
  })
  return { encoded: reader.encoded(element), relativeNames }
}

/** Reads a Name from its own bytes. */
export function parseDistinguishedName(encoded: Uint8Array): DistinguishedName {
  const reader = new Asn1Reader(encoded)
  return readDistinguishedName(reader, reader.read(0))
}

/** A relative name with another tag than SET (`nameRelativeToCRLIssuer`, RFC 5280 section 4.2.1.13). */
export function readRelativeName(reader: Asn1Reader, element: Asn1Element): readonly NameAttribute[] {
  return reader.children(element).map(pair => readAttribute(reader, pair))
}

function readAttribute(reader: Asn1Reader, pair: Asn1Element): NameAttribute {
  const [oid, value, ...surplus] = isUniversal(pair, TAG.sequence) ? reader.children(pair) : []
  if (!isUniversal(oid, TAG.objectIdentifier) || !value || surplus.length > 0) throw new X509Error('x509/unreadable', 'name attribute malformed')
  return {
    oid: readObjectIdentifier(reader.content(oid)),
    text: value.tagClass === 0 && !value.constructed ? readStringText(value.tag, reader.content(value)) : null,
    encodedValue: reader.encoded(value),
  }
}

/** Text of an ASN.1 character string; null when the type is none. */
export function readStringText(tag: number, content: Uint8Array): string | null {
  switch (tag) {
    case TAG.utf8String:
      return decodeUtf8(content)
    case 18:
    case TAG.printableString:
    case TAG.ia5String:
    case 26:
    case TAG.teletexString:
      return decodeLatin1(content)
    case 30:
      return content.length % 2 === 0 ? new TextDecoder('utf-16be').decode(content) : null
    case 28:
      return decodeUtf32(content)
    default:
      return null
  }
}

/** RFC 4514 string: least significant attribute first, special characters escaped. Never compare these. */
export function formatDistinguishedName(name: DistinguishedName): string {
  return [...name.relativeNames]
    .reverse()
    .map(attributes => attributes.map(formatAttribute).join('+'))
    .join(',')
}

function formatAttribute(attribute: NameAttribute): string {
  const type = SHORT_NAME[attribute.oid] ?? attribute.oid
  if (attribute.text === null) return `${type}=#${encodeHex(attribute.encodedValue)}`
  const escaped = attribute.text
    .replace(/[\\",+;<>=]/gu, '\\$&')
    .replace(/^[ #]/u, '\\$&')
    .replace(/ $/u, '\\ ')
    .replaceAll('\u0000', '\\00')
  return `${type}=${escaped}`
}

/** First value of that attribute type, or null. */
export function findNameAttribute(name: DistinguishedName, oid: string): string | null {
  for (const attributes of name.relativeNames) {
    for (const attribute of attributes) if (attribute.oid === oid && attribute.text !== null) return attribute.text
  }
  return null
}

/** Common name, else organisation, else organisational unit, else the whole name. */
export function labelOfName(name: DistinguishedName): string {
  return (
    findNameAttribute(name, NAME_OID.commonName) ??
    findNameAttribute(name, NAME_OID.organization) ??
    findNameAttribute(name, NAME_OID.organizationalUnit) ??
    formatDistinguishedName(name)
  )
}

/**
 * A key that is equal for names that match by RFC 5280 section 7.1: string values without regard to case, type and
 * inner white space; other values octet by octet. NFKC, lower case and `IGNORED` stand for the mapping of RFC 4518.
 */
export function comparisonKey(name: DistinguishedName): string {
  return relativeComparisonKeys(name).join('/')
}

/** One key per relative name, most significant first: for subtree tests (RFC 5280 section 4.2.1.10). */
export function relativeComparisonKeys(name: DistinguishedName): string[] {
  return name.relativeNames.map(attributes => attributes.map(attributeKey).sort().join('+'))
}

/** What RFC 4518 section 2.2 maps to nothing: soft hyphens, joiners, zero-width spaces, variation selectors; Unicode's own list. */
const IGNORED = /\p{Default_Ignorable_Code_Point}/gu

/** Has nothing to be ignored and is its own normal form, as most names are. */
const ASCII_ONLY = /^[\0-\x7f]*$/u

function attributeKey({ oid, text, encodedValue }: NameAttribute): string {
  if (text === null) return `${oid}=#${encodeHex(encodedValue)}`
  const mapped = ASCII_ONLY.test(text) ? text : text.replace(IGNORED, '').normalize('NFKC')
  const folded = mapped.toLowerCase().trim().replace(/\s+/gu, ' ')
  return `${oid}=${JSON.stringify(folded)}`
}
