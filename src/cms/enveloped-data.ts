/**
 * EnvelopedData (RFC 5652 section 6.1) and AuthEnvelopedData (RFC 5083 section 2.1) as ranges and small values. Nothing is
 * decrypted here.
 */
import type { ByteRange } from '../bytes/bytes.ts'
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts'
import { type Asn1Element, type Asn1Reader, isContext, isUniversal, TAG } from '../x509/asn1-reader.ts'
import { OID, readObjectIdentifier } from '../x509/object-identifier.ts'
import { octetStringRanges } from '../x509/octet-string.ts'
import { readAttributeValues } from './attribute-values.ts'
import type { ContentInfo } from './content-info.ts'
import { CmsError } from './errors.ts'
import { readRecipientInfo, type RecipientInfo } from './recipient-info.ts'
import { isKnownVersion } from './signer-info.ts'

/** SEC-75: what a message may carry before we stop looking. */
export const ENVELOPE_LIMITS = { recipients: 2000, certificates: 256 } as const

export interface Envelope {
  readonly source: Uint8Array
  /** True for AuthEnvelopedData. */
  readonly isAuthenticated: boolean
  /** Certificates of the originator as received, for key agreement with a certified key. */
  readonly originatorCertificates: readonly Uint8Array[]
  readonly recipients: readonly RecipientInfo[]
  /** Type of what is inside. */
  readonly contentType: string
  readonly contentEncryption: AlgorithmIdentifier
  /** Where the encrypted content lies; undefined when it is absent ("supplied by other means"). */
  readonly contentRanges: readonly ByteRange[] | undefined
  /** What is authenticated beside the content: DER of the SET OF authAttrs (RFC 5083 section 2.2), or no octets. */
  readonly authenticatedAttributes: Uint8Array
  /** The `mac` of AuthEnvelopedData; no octets for the other type. */
  readonly mac: Uint8Array
  readonly hasTrailingData: boolean
}

/** True for the two types that encrypt to recipients. */
export function isEnveloped(contentInfo: Pick<ContentInfo, 'contentType'>): boolean {
  return contentInfo.contentType === OID.envelopedData || contentInfo.contentType === OID.authEnvelopedData
}

/**
 * Reads an envelope. A recipient that cannot be read is nobody; the others still are somebody.
 *
 * @throws CmsError `cms/malformed` when it is none, `cms/limit-exceeded`; X509Error for broken BER, and `x509/not-der` for
 * authenticated attributes that are not DER, as RFC 5083 section 2.1 demands of them.
 */
export function parseEnvelope(contentInfo: ContentInfo): Envelope {
  const { reader, content } = contentInfo
  if (!isEnveloped(contentInfo)) throw new CmsError('cms/malformed', 'no envelope')
  const isAuthenticated = contentInfo.contentType === OID.authEnvelopedData
  const members = isUniversal(content, TAG.sequence) ? reader.children(content) : []
  if (!isKnownVersion(reader, members.shift())) throw malformed()
  const originator = isContext(members[0], 0) ? members.shift() : undefined
  const [recipientSet, encrypted, ...rest] = members
  if (!isUniversal(recipientSet, TAG.set) || !isUniversal(encrypted, TAG.sequence)) throw malformed()
  const recipients = reader.children(recipientSet)
  if (recipients.length > ENVELOPE_LIMITS.recipients) throw tooMany('recipients')
  const envelope: Envelope = {
    source: reader.bytes,
    isAuthenticated,
    originatorCertificates: originator ? readOriginatorCertificates(reader, originator) : [],
    recipients: recipients.map(recipient => readRecipientInfo(reader, recipient)),
    ...readEncryptedContent(reader, encrypted),
    ...(isAuthenticated ? readAuthentication(reader, rest) : readUnprotected(rest)),
    hasTrailingData: contentInfo.hasTrailingData,
  }
  if (countAgreed(envelope.recipients) > ENVELOPE_LIMITS.recipients) throw tooMany('recipients')
  return envelope
}

/** Recipients, where several may share one key agreement. */
function countAgreed(recipients: readonly RecipientInfo[]): number {
  return recipients.reduce((sum, recipient) => sum + (recipient.kind === 'key-agreement' ? recipient.recipients.length : 1), 0)
}

/** OriginatorInfo ::= SEQUENCE { certs [0] OPTIONAL, crls [1] OPTIONAL }, itself under [0]. */
function readOriginatorCertificates(reader: Asn1Reader, originator: Asn1Element): Uint8Array[] {
  const set = reader.children(originator).find(member => isContext(member, 0))
  const certificates = set ? reader.children(set).filter(member => isUniversal(member, TAG.sequence)) : []
  if (certificates.length > ENVELOPE_LIMITS.certificates) throw tooMany('certificates')
  return certificates.map(certificate => reader.encoded(certificate))
}

/** EncryptedContentInfo; its content is [0] IMPLICIT OCTET STRING, primitive or in segments. */
function readEncryptedContent(reader: Asn1Reader, info: Asn1Element): Pick<Envelope, 'contentType' | 'contentEncryption' | 'contentRanges'> {
  const [type, algorithm, encrypted, ...surplus] = reader.children(info)
  if (!isUniversal(type, TAG.objectIdentifier) || surplus.length > 0 || (encrypted && !isContext(encrypted, 0))) throw malformed()
  return {
    contentType: readObjectIdentifier(reader.content(type)),
    contentEncryption: readAlgorithmIdentifier(reader, algorithm),
    contentRanges: encrypted && implicitRanges(reader, encrypted),
  }
}

function implicitRanges(reader: Asn1Reader, element: Asn1Element): ByteRange[] {
  if (!element.constructed) return [{ start: element.contentStart, end: element.contentEnd }]
  return reader.children(element).flatMap(segment => octetStringRanges(reader, segment))
}

/** authAttrs [1] OPTIONAL, mac, unauthAttrs [2] OPTIONAL. */
function readAuthentication(reader: Asn1Reader, members: Asn1Element[]): Pick<Envelope, 'authenticatedAttributes' | 'mac'> {
  const attributes = isContext(members[0], 1) ? members.shift() : undefined
  const [mac, unauthenticated, ...surplus] = members
  if (!mac || surplus.length > 0 || (unauthenticated && !isContext(unauthenticated, 2))) throw malformed()
  return {
    authenticatedAttributes: attributes ? readAuthenticatedAttributes(reader, attributes) : new Uint8Array(),
    mac: joinedCopy(reader, mac),
  }
}

function readAuthenticatedAttributes(reader: Asn1Reader, attributes: Asn1Element): Uint8Array {
  const set = reader.encoded(attributes).slice()
  set[0] = 0x31
  readAttributeValues(set)
  return set
}

/** A copy, because the octets around the content may be written to when it is decrypted. */
function joinedCopy(reader: Asn1Reader, element: Asn1Element): Uint8Array {
  const [range, ...surplus] = octetStringRanges(reader, element)
  if (!range || surplus.length > 0) throw malformed()
  return reader.bytes.slice(range.start, range.end)
}

/** unprotectedAttrs [1] OPTIONAL: nothing is believed of what stands there, so nothing is read. */
function readUnprotected([attributes, ...surplus]: Asn1Element[]): Pick<Envelope, 'authenticatedAttributes' | 'mac'> {
  if (surplus.length > 0 || (attributes && !isContext(attributes, 1))) throw malformed()
  return { authenticatedAttributes: new Uint8Array(), mac: new Uint8Array() }
}

function malformed(): CmsError {
  return new CmsError('cms/malformed', 'EnvelopedData malformed')
}

function tooMany(what: string): CmsError {
  return new CmsError('cms/limit-exceeded', `more ${what} than we look at`)
}
