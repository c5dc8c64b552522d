/** Signed attributes (RFC 5652 sections 5.3 and 11), checked in full before any of them is believed (SEC-02). */
import { compareBytes } from '../bytes/bytes.ts'
import { type Asn1Element, Asn1Reader, isUniversal, TAG } from '../x509/asn1-reader.ts'
import { readTime } from '../x509/certificate.ts'
import { X509Error } from '../x509/errors.ts'
import { OID, readObjectIdentifier } from '../x509/object-identifier.ts'
import { assertStrictDer } from '../x509/strict-der.ts'
import { CmsError } from './errors.ts'

export interface SignedAttributes {
  readonly contentType: string
  readonly messageDigest: Uint8Array
  /** Milliseconds since 1970; undefined when absent. A claim of the signer's. */
  readonly signingTime: number | undefined
  /** Which certificate the signer meant (ESS signing-certificate or -v2, RFC 5035 sections 3 to 5); undefined when absent. */
  readonly signingCertificate: SigningCertificate | undefined
}

export interface SigningCertificate {
  readonly hashOid: string
  /** Hash over the DER of the signer's certificate. */
  readonly certificateHash: Uint8Array
}

/**
 * Reads the attributes from their signed form (SET OF).
 *
 * @throws CmsError or X509Error naming the breach: not DER (section 5.3), an attribute type twice, content-type or
 * message-digest missing or without exactly one value of its type (sections 11.1, 11.2), a malformed signing-time.
 */
export function parseSignedAttributes(encoded: Uint8Array): SignedAttributes {
  assertStrictDer(encoded)
  const reader = new Asn1Reader(encoded)
  const members = reader.children(reader.read(0))
  assertSorted(reader, members)
  const values = new Map<string, Asn1Element[]>()
  for (const member of members) {
    const [type, set, ...surplus] = isUniversal(member, TAG.sequence) ? reader.children(member) : []
    if (!isUniversal(type, TAG.objectIdentifier) || !isUniversal(set, TAG.set) || surplus.length > 0) {
      throw new CmsError('cms/malformed', 'attribute malformed')
    }
    const oid = readObjectIdentifier(reader.content(type))
    if (values.has(oid)) throw new CmsError('cms/malformed', `attribute ${oid} twice`)
    values.set(oid, reader.children(set))
  }
  const contentType = onlyValue(values, OID.contentType, TAG.objectIdentifier)
  const messageDigest = onlyValue(values, OID.messageDigest, TAG.octetString)
  return {
    contentType: readObjectIdentifier(reader.content(contentType)),
    messageDigest: reader.content(messageDigest),
    signingTime: readSigningTime(reader, values),
    signingCertificate: readSigningCertificate(reader, values),
  }
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

function onlyValue(values: ReadonlyMap<string, readonly Asn1Element[]>, oid: string, tag: number): Asn1Element {
  const [value, ...surplus] = values.get(oid) ?? []
  if (!isUniversal(value, tag) || surplus.length > 0) throw new CmsError('cms/malformed', `attribute ${oid} without exactly one value`)
  return value
}

/** Section 11.3. */
function readSigningTime(reader: Asn1Reader, values: ReadonlyMap<string, readonly Asn1Element[]>): number | undefined {
  const list = values.get(OID.signingTime)
  if (!list) return undefined
  if (list.length !== 1) throw new CmsError('cms/malformed', 'signing-time without exactly one value')
  return readTime(reader, list[0])
}

const SHA1 = '1.3.14.3.2.26'
const SHA256 = '2.16.840.1.101.3.4.2.1'

/** The first ESSCertID or ESSCertIDv2: "the first certificate identified … MUST be the signer's" (RFC 5035 section 5). */
function readSigningCertificate(reader: Asn1Reader, values: ReadonlyMap<string, readonly Asn1Element[]>): SigningCertificate | undefined {
  const version2 = values.get(OID.signingCertificateV2)
  const [value, ...surplus] = version2 ?? values.get(OID.signingCertificate) ?? []
  if (!value) return undefined
  const [identifiers] = reader.children(value)
  const [first] = identifiers ? reader.children(identifiers) : []
  const members = first ? reader.children(first) : []
  const hashAlgorithm = version2 && isUniversal(members[0], TAG.sequence) ? members.shift() : undefined
  const [hash] = members
  if (!isUniversal(hash, TAG.octetString) || surplus.length > 0) throw new CmsError('cms/malformed', 'signing-certificate malformed')
  const [named] = hashAlgorithm ? reader.children(hashAlgorithm) : []
  const hashOid = isUniversal(named, TAG.objectIdentifier) ? readObjectIdentifier(reader.content(named)) : version2 ? SHA256 : SHA1
  return { hashOid, certificateHash: reader.content(hash) }
}

/**
 * True when the bytes parse as signed attributes would: then a signature over them as content could be one over
 * attributes, moved (draft-ietf-lamps-cms-euf-cma-signeddata section 3.2; SEC-03).
 */
export function looksLikeSignedAttributes(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x31) return false
  try {
    parseSignedAttributes(bytes)
    return true
  } catch (error) {
    if (error instanceof CmsError || error instanceof X509Error) return false
    throw error
  }
}
