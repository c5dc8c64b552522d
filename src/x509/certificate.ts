/**
 * Certificates (RFC 5280 section 4.1) as read-only values. Fields are views on the certificate's own bytes.
 *
 * Parsing is strict: DER throughout (SEC-06), both algorithm fields equal (section 4.1.1.2), no extension twice
 * (section 4.2), times in the two forms of section 4.1.2.5. Deliberately absent: any judgement.
 */
import { equalBytes } from '../bytes/bytes.ts'
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from './algorithm-identifier.ts'
import { type Asn1Element, Asn1Reader, isContext, isUniversal, TAG } from './asn1-reader.ts'
import { type DistinguishedName, readDistinguishedName } from './distinguished-name.ts'
import { X509Error } from './errors.ts'
import { readObjectIdentifier } from './object-identifier.ts'
import { type PublicKeyInfo, readPublicKeyInfo } from './public-key.ts'
import { assertStrictDer } from './strict-der.ts'

export interface Extension {
  readonly oid: string
  readonly critical: boolean
  /** Contents of the OCTET STRING: the extension's own DER. */
  readonly value: Uint8Array
}

export interface Certificate {
  readonly der: Uint8Array
  /** What the issuer signed. */
  readonly tbs: Uint8Array
  /** 1, 2 or 3. */
  readonly version: number
  readonly serialNumber: Uint8Array
  readonly issuer: DistinguishedName
  readonly subject: DistinguishedName
  /** Milliseconds since 1970, both inclusive. */
  readonly notBefore: number
  readonly notAfter: number
  readonly publicKey: PublicKeyInfo
  readonly extensions: ReadonlyMap<string, Extension>
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signature: Uint8Array
}

/** Largest certificate that is read: SEC-111 has the same for fetched ones. Post-quantum ones stay below 32 KiB. */
const MAXIMAL_CERTIFICATE = 64 * 1024

/** Reads one certificate. `der` must be exactly the certificate. @throws X509Error naming what is wrong. */
export function parseCertificate(der: Uint8Array): Certificate {
  if (der.length > MAXIMAL_CERTIFICATE) throw new X509Error('x509/limit-exceeded', `certificate of ${der.length} octets`)
  assertStrictDer(der)
  const reader = new Asn1Reader(der)
  const [tbs, algorithm, signature, ...surplus] = sequenceMembers(reader, reader.read(0), 'certificate')
  if (!tbs || !isUniversal(signature, TAG.bitString) || surplus.length > 0) throw new X509Error('x509/unreadable', 'certificate malformed')
  const members = sequenceMembers(reader, tbs, 'TBSCertificate')
  const version = isContext(members[0], 0) ? readVersion(reader, members.shift() as Asn1Element) : 1
  const [serial, innerAlgorithm, issuer, validity, subject, key, ...optional] = members
  if (!isUniversal(serial, TAG.integer) || !key) throw new X509Error('x509/unreadable', 'TBSCertificate malformed')
  const signatureAlgorithm = readAlgorithmIdentifier(reader, algorithm)
  if (!equalBytes(readAlgorithmIdentifier(reader, innerAlgorithm).encoded, signatureAlgorithm.encoded)) {
    throw new X509Error('x509/unreadable', 'the two signature algorithms differ')
  }
  const [notBefore, notAfter] = sequenceMembers(reader, validity, 'validity')
  return {
    der,
    tbs: reader.encoded(tbs),
    version,
    serialNumber: reader.content(serial),
    issuer: readDistinguishedName(reader, issuer),
    subject: readDistinguishedName(reader, subject),
    notBefore: readTime(reader, notBefore),
    notAfter: readTime(reader, notAfter),
    publicKey: readPublicKeyInfo(reader, key),
    extensions: readOptionalFields(reader, optional, version),
    signatureAlgorithm,
    signature: readWholeOctets(reader.content(signature)),
  }
}

/**
 * The subject alone, found in place. For an index over many certificates: nothing else is looked at, and nothing is checked
 * to be DER.
 *
 * @throws X509Error when there is none where one is due.
 */
export function readSubject(der: Uint8Array): DistinguishedName {
  const reader = new Asn1Reader(der)
  const [tbs] = sequenceMembers(reader, reader.read(0), 'certificate')
  const members = sequenceMembers(reader, tbs, 'TBSCertificate')
  return readDistinguishedName(reader, members[isContext(members[0], 0) ? 5 : 4])
}

function sequenceMembers(reader: Asn1Reader, element: Asn1Element | undefined, what: string): Asn1Element[] {
  if (!isUniversal(element, TAG.sequence)) throw new X509Error('x509/unreadable', `${what} is no SEQUENCE`)
  return reader.children(element)
}

function readVersion(reader: Asn1Reader, wrapper: Asn1Element): number {
  const [number] = reader.children(wrapper)
  const content = isUniversal(number, TAG.integer) ? reader.content(number) : undefined
  if (content?.length !== 1 || (content[0] as number) > 2) throw new X509Error('x509/unreadable', 'version is none of 1, 2, 3')
  return (content[0] as number) + 1
}

/** issuerUniqueID, subjectUniqueID and extensions; the latter only in version 3 (section 4.1.2.9). */
function readOptionalFields(reader: Asn1Reader, optional: readonly Asn1Element[], version: number): Map<string, Extension> {
  let previous = 0
  for (const element of optional) {
    if (element.tagClass !== 2 || element.tag <= previous || element.tag > 3) throw new X509Error('x509/unreadable', 'unknown field at the end')
    previous = element.tag
  }
  const wrapper = optional.find(element => element.tag === 3)
  if (!wrapper) return new Map()
  if (version !== 3) throw new X509Error('x509/unreadable', `extensions in a version ${version} certificate`)
  return readExtensionList(reader, reader.children(wrapper)[0])
}

/** Extensions (section 4.1): each object identifier once. @throws X509Error for a malformed list or a repeated one. */
export function readExtensionList(reader: Asn1Reader, list: Asn1Element | undefined): Map<string, Extension> {
  const extensions = new Map<string, Extension>()
  for (const item of sequenceMembers(reader, list, 'extensions')) {
    const extension = readExtension(reader, item)
    if (extensions.has(extension.oid)) throw new X509Error('x509/unreadable', `extension ${extension.oid} twice`)
    extensions.set(extension.oid, extension)
  }
  return extensions
}

function readExtension(reader: Asn1Reader, item: Asn1Element): Extension {
  const members = sequenceMembers(reader, item, 'extension')
  const value = members.at(-1)
  const critical = members.length === 3 ? members[1] : undefined
  if (!isUniversal(members[0], TAG.objectIdentifier) || !isUniversal(value, TAG.octetString) || members.length > 3) {
    throw new X509Error('x509/unreadable', 'extension malformed')
  }
  if (members.length === 3 && !isUniversal(critical, TAG.boolean)) throw new X509Error('x509/unreadable', 'extension malformed')
  return {
    oid: readObjectIdentifier(reader.content(members[0])),
    critical: critical !== undefined && reader.content(critical)[0] === 0xff,
    value: reader.content(value),
  }
}

/** Milliseconds since 1970 of a UTCTime or GeneralizedTime with seconds and `Z` (sections 4.1.2.5.1 and .2). */
export function readTime(reader: Asn1Reader, element: Asn1Element | undefined): number {
  if (!isUniversal(element, TAG.utcTime) && !isUniversal(element, TAG.generalizedTime)) {
    throw new X509Error('x509/unreadable', 'time is neither UTCTime nor GeneralizedTime')
  }
  const content = reader.content(element)
  const yearDigits = element.tag === TAG.utcTime ? 2 : 4
  if (content.length !== yearDigits + 11 || content.at(-1) !== ZULU || !content.subarray(0, -1).every(isDigit)) throw new X509Error('x509/unreadable', 'time in another form')
  const two = (at: number): number => ((content[at] as number) - ZERO) * 10 + (content[at + 1] as number) - ZERO
  // Section 4.1.2.5.1: two digits from 50 on are of the last century.
  const year = yearDigits === 4 ? two(0) * 100 + two(2) : two(0) + (two(0) < 50 ? 2000 : 1900)
  const [month, day, hour, minute, second] = [two(yearDigits), two(yearDigits + 2), two(yearDigits + 4), two(yearDigits + 6), two(yearDigits + 8)]
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  const time = date.setUTCHours(hour, minute, second)
  const isDate = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour && date.getUTCMinutes() === minute && date.getUTCSeconds() === second
  if (!isDate) throw new X509Error('x509/unreadable', 'time that is no date')
  return time
}

const ZERO = 0x30
const ZULU = 0x5a

function isDigit(octet: number): boolean {
  return octet >= ZERO && octet <= ZERO + 9
}

function readWholeOctets(bitString: Uint8Array): Uint8Array {
  if (bitString[0] !== 0) throw new X509Error('x509/unreadable', 'signature with unused bits')
  return bitString.subarray(1)
}
