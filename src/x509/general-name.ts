/** GeneralName (RFC 5280 section 4.2.1.6), every choice, as values. */
import { decodeLatin1, decodeUtf8, encodeHex } from '../bytes/encoding.ts'
import { type Asn1Element, type Asn1Reader, isContext, isUniversal, TAG } from './asn1-reader.ts'
import { comparisonKey, type DistinguishedName, readDistinguishedName } from './distinguished-name.ts'
import { X509Error } from './errors.ts'
import { OID, readObjectIdentifier } from './object-identifier.ts'

export type GeneralName =
  | { readonly kind: 'email'; readonly text: string }
  /** SmtpUTF8Mailbox (RFC 9598), an otherName. */
  | { readonly kind: 'utf8-email'; readonly text: string }
  | { readonly kind: 'dns'; readonly text: string }
  | { readonly kind: 'uri'; readonly text: string }
  | { readonly kind: 'ip'; readonly octets: Uint8Array }
  | { readonly kind: 'directory'; readonly name: DistinguishedName }
  | { readonly kind: 'other'; readonly oid: string }
  | { readonly kind: 'registered-id'; readonly oid: string }
  /** x400Address and ediPartyName: carried, never compared with anything (SEC-69). */
  | { readonly kind: 'x400' }
  | { readonly kind: 'edi-party' }

export type GeneralNameKind = GeneralName['kind']

/** Reads one GeneralName. @throws X509Error when the tag is none of the nine, or the text is not what its form allows. */
export function readGeneralName(reader: Asn1Reader, element: Asn1Element): GeneralName {
  if (element.tagClass !== 2) throw new X509Error('x509/unreadable', 'general name without its tag')
  const content = reader.content(element)
  switch (element.tag) {
    case 0:
      return readOtherName(reader, element)
    case 1:
      return { kind: 'email', text: readIa5(content) }
    case 2:
      return { kind: 'dns', text: readIa5(content) }
    case 3:
      return { kind: 'x400' }
    case 4:
      return { kind: 'directory', name: readDistinguishedName(reader, reader.children(element)[0]) }
    case 5:
      return { kind: 'edi-party' }
    case 6:
      return { kind: 'uri', text: readIa5(content) }
    case 7:
      return { kind: 'ip', octets: content }
    case 8:
      return { kind: 'registered-id', oid: readObjectIdentifier(content) }
    default:
      throw new X509Error('x509/unreadable', `general name with tag ${element.tag}`)
  }
}

function readOtherName(reader: Asn1Reader, element: Asn1Element): GeneralName {
  const [oid, wrapped] = reader.children(element)
  if (!isUniversal(oid, TAG.objectIdentifier)) throw new X509Error('x509/unreadable', 'otherName without a type')
  const type = readObjectIdentifier(reader.content(oid))
  if (type !== OID.smtpUtf8Mailbox) return { kind: 'other', oid: type }
  const [text] = isContext(wrapped, 0) ? reader.children(wrapped) : []
  if (!isUniversal(text, TAG.utf8String)) throw new X509Error('x509/unreadable', 'SmtpUTF8Mailbox is no UTF8String')
  return { kind: 'utf8-email', text: decodeUtf8(reader.content(text)) }
}

/**
 * IA5String text. SECURITY: a NUL or 8-bit octet would let two programs read two names (CVE-2009-2408 and its kin).
 */
function readIa5(content: Uint8Array): string {
  if (content.some(octet => octet === 0 || octet > 0x7f)) throw new X509Error('x509/unreadable', 'name with octets outside IA5')
  return decodeLatin1(content)
}

/**
 * A key that is equal for equal names of a form that can be compared octet by octet or as a directory name; undefined for
 * the others, which equal nothing (SEC-69). For naming distribution points; subtrees are another matter.
 */
export function generalNameKey(name: GeneralName): string | undefined {
  switch (name.kind) {
    case 'email':
    case 'utf8-email':
    case 'dns':
    case 'uri':
      return `${name.kind}:${name.text}`
    case 'ip':
      return `ip:${encodeHex(name.octets)}`
    case 'directory':
      return `directory:${comparisonKey(name.name)}`
    case 'registered-id':
      return `registered-id:${name.oid}`
    case 'other':
    case 'x400':
    case 'edi-party':
      return undefined
  }
}
