/**
 * Certificate revocation lists (RFC 5280 section 5) as read-only values. Entries stay in their bytes until one is asked
 * for: a list may hold millions.
 */
import { equalBytes } from '../bytes/bytes.ts'
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from './algorithm-identifier.ts'
import { type Asn1Element, Asn1Reader, isContext, isUniversal, TAG } from './asn1-reader.ts'
import { type Extension, readExtensionList, readTime } from './certificate.ts'
import { type DistinguishedName, readDistinguishedName } from './distinguished-name.ts'
import { X509Error } from './errors.ts'
import { looksLikePem, parsePem } from './pem.ts'

export interface RevokedEntry {
  /** Milliseconds since 1970. */
  readonly revocationDate: number
  readonly extensions: ReadonlyMap<string, Extension>
}

export interface CertificateList {
  readonly tbs: Uint8Array
  readonly issuer: DistinguishedName
  readonly thisUpdate: number
  /** Undefined when absent, which the profile forbids (section 5.1.2.5). */
  readonly nextUpdate: number | undefined
  readonly extensions: ReadonlyMap<string, Extension>
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signature: Uint8Array
  /** The entry of that serial number, or undefined. Looks through the whole list once. */
  findEntry(serialNumber: Uint8Array): RevokedEntry | undefined
}

/** SEC-65. */
const LIMITS = { depth: 16, elements: 20_000_000, octets: 32 * 1024 * 1024 }

/** Reads a list from DER or PEM. @throws X509Error when the bytes are none. */
export function parseCertificateList(bytes: Uint8Array): CertificateList {
  const der = looksLikePem(bytes) ? parsePem(bytes).find(block => block.label === 'X509 CRL')?.bytes : bytes
  if (!der) throw new X509Error('x509/unreadable', 'PEM without a CRL')
  const reader = new Asn1Reader(der, LIMITS)
  const root = reader.read(0)
  const [tbs, algorithm, signature, ...surplus] = isUniversal(root, TAG.sequence) ? reader.children(root) : []
  if (!isUniversal(tbs, TAG.sequence) || !isUniversal(signature, TAG.bitString) || surplus.length > 0 || root.end !== der.length) {
    throw new X509Error('x509/unreadable', 'CRL malformed')
  }
  const { innerAlgorithm, entries, ...fields } = readFields(reader, tbs)
  const signatureAlgorithm = readAlgorithmIdentifier(reader, algorithm)
  if (!equalBytes(innerAlgorithm.encoded, signatureAlgorithm.encoded)) throw new X509Error('x509/unreadable', 'the two signature algorithms differ')
  return {
    ...fields,
    tbs: reader.encoded(tbs),
    signatureAlgorithm,
    signature: reader.content(signature).subarray(1),
    findEntry: serialNumber => (entries ? findEntry(der, entries, serialNumber) : undefined),
  }
}

/** TBSCertList (section 5.1). */
function readFields(reader: Asn1Reader, tbs: Asn1Element) {
  const members = reader.children(tbs)
  if (isUniversal(members[0], TAG.integer)) members.shift()
  const [innerAlgorithm, issuer, thisUpdate] = members.splice(0, 3)
  const nextUpdate = isUniversal(members[0], TAG.utcTime) || isUniversal(members[0], TAG.generalizedTime) ? members.shift() : undefined
  const entries = isUniversal(members[0], TAG.sequence) ? members.shift() : undefined
  const wrapper = isContext(members[0], 0) ? members.shift() : undefined
  if (members.length > 0) throw new X509Error('x509/unreadable', 'unknown field at the end')
  return {
    innerAlgorithm: readAlgorithmIdentifier(reader, innerAlgorithm),
    issuer: readDistinguishedName(reader, issuer),
    thisUpdate: readTime(reader, thisUpdate),
    nextUpdate: nextUpdate && readTime(reader, nextUpdate),
    entries,
    extensions: wrapper ? readExtensionList(reader, reader.children(wrapper)[0]) : new Map<string, Extension>(),
  }
}

function findEntry(der: Uint8Array, entries: Asn1Element, serialNumber: Uint8Array): RevokedEntry | undefined {
  const reader = new Asn1Reader(der, LIMITS)
  for (let offset = entries.contentStart; offset < entries.contentEnd; ) {
    const entry = reader.read(offset, entries.contentEnd)
    const serial = reader.read(entry.contentStart, entry.contentEnd)
    if (equalBytes(reader.content(serial), serialNumber)) {
      const [, date, extensions] = reader.children(entry)
      return { revocationDate: readTime(reader, date), extensions: extensions ? readExtensionList(reader, extensions) : new Map() }
    }
    offset = entry.end
  }
  return undefined
}
