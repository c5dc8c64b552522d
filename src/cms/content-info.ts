/** ContentInfo (RFC 5652 section 3): which CMS type the bytes are, and where its content lies. BER is allowed here. */
import { type Asn1Element, Asn1Reader, isContext, isUniversal, TAG } from '../x509/asn1-reader.ts'
import { X509Error } from '../x509/errors.ts'
import { readObjectIdentifier } from '../x509/object-identifier.ts'
import { CmsError } from './errors.ts'

export interface ContentInfo {
  readonly contentType: string
  readonly reader: Asn1Reader
  /** The element inside the explicit tag [0]. */
  readonly content: Asn1Element
  /** True when anything but a short run of transport padding follows the object (SEC-06). */
  readonly hasTrailingData: boolean
}

/** Line ends and zero octets that transports add after the object; more is data. */
const MAXIMAL_PADDING = 16

/**
 * Reads the outer structure. Nothing inside the content is looked at.
 *
 * @throws CmsError `cms/malformed`; X509Error for broken BER or passed limits.
 */
export function parseContentInfo(bytes: Uint8Array): ContentInfo {
  const reader = new Asn1Reader(bytes)
  const root = reader.read(0)
  const [type, wrapper, ...surplus] = isUniversal(root, TAG.sequence) ? reader.children(root) : []
  if (!isUniversal(type, TAG.objectIdentifier) || !isContext(wrapper, 0) || surplus.length > 0) {
    throw new CmsError('cms/malformed', 'no ContentInfo')
  }
  const [content, ...more] = reader.children(wrapper)
  if (!content || more.length > 0) throw new CmsError('cms/malformed', 'ContentInfo without exactly one content')
  const rest = bytes.subarray(root.end)
  const isPadding = rest.length <= MAXIMAL_PADDING && rest.every(octet => octet === 0x0d || octet === 0x0a || octet === 0)
  return { contentType: readObjectIdentifier(reader.content(type)), reader, content, hasTrailingData: !isPadding }
}

/** True when the bytes begin like a CMS object: a SEQUENCE with an object identifier of PKCS #7 or S/MIME. */
export function looksLikeCms(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x30) return false
  try {
    const reader = new Asn1Reader(bytes)
    const lengthOctets = (bytes[1] ?? 0) > 0x80 ? (bytes[1] as number) & 0x7f : 0
    const type = reader.read(2 + lengthOctets)
    return isUniversal(type, TAG.objectIdentifier) && readObjectIdentifier(reader.content(type)).startsWith('1.2.840.113549.1.')
  } catch (error) {
    if (error instanceof X509Error) return false
    throw error
  }
}
