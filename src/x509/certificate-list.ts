/**
 * Certificate revocation lists (RFC 5280 section 5) as read-only values. Entries stay in their bytes until one is asked
 * for: a list may hold millions.
 */
import { equalBytes } from '../bytes/bytes.ts'
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from './algorithm-identifier.ts'
import { type Asn1Element, Asn1Reader, isContext, isUniversal, TAG } from './asn1-reader.ts'
import { type Extension, readExtensionList, readTime } from './certificate.ts'
import { comparisonKey, type DistinguishedName, readDistinguishedName } from './distinguished-name.ts'
import { X509Error } from './errors.ts'
import { readGeneralName } from './general-name.ts'
import { OID } from './object-identifier.ts'
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
  /**
   * The entry of that serial number, or undefined. Looks through the whole list once.
   *
   * @param issuer - For an indirect list: who issued the certificate (certificateIssuer, section 5.3.3). Undefined when
   * every entry is about certificates of the list's own issuer.
   */
  findEntry(serialNumber: Uint8Array, issuer?: DistinguishedName): RevokedEntry | undefined
  /** Object identifiers of critical extensions in any entry. Looks through the whole list once. */
  criticalEntryExtensions(): ReadonlySet<string>
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
  let critical: ReadonlySet<string> | undefined
  return {
    ...fields,
    tbs: reader.encoded(tbs),
    signatureAlgorithm,
    signature: reader.content(signature).subarray(1),
    findEntry(serialNumber, issuer) {
      if (!entries) return undefined
      return issuer ? findIndirectEntry(der, entries, serialNumber, fields.issuer, issuer) : findEntry(der, entries, serialNumber)
    },
    criticalEntryExtensions: () => (critical ??= entries ? collectCritical(der, entries) : new Set()),
  }
}

/** TBSCertList (section 5.1). */
function readFields(reader: Asn1Reader, tbs: Asn1Element) {
  const members = reader.children(tbs)
  // Section 5.1.2.1: "this field MUST be present and MUST specify version 2", which is the integer 1; older lists have none.
  const version = isUniversal(members[0], TAG.integer) ? members.shift() : undefined
  if (version && reader.content(version).join() !== '1') throw new X509Error('x509/unreadable', 'CRL of an unknown version')
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
    if (hasSerial(reader, entry, serialNumber)) return readEntry(reader, entry)
    offset = entry.end
  }
  return undefined
}

/** Section 5.3.3: an entry without certificateIssuer is about the same issuer as the one before it, the first about the list's. */
function findIndirectEntry(
  der: Uint8Array,
  entries: Asn1Element,
  serialNumber: Uint8Array,
  listIssuer: DistinguishedName,
  wanted: DistinguishedName,
): RevokedEntry | undefined {
  const reader = new Asn1Reader(der, LIMITS)
  const wantedKey = comparisonKey(wanted)
  let isWanted = comparisonKey(listIssuer) === wantedKey
  let lastNamed: Uint8Array | undefined
  for (let offset = entries.contentStart; offset < entries.contentEnd; ) {
    const entry = reader.read(offset, entries.contentEnd)
    const named = readEntryExtensions(reader, entry).get(OID.certificateIssuer)?.value
    // Some authorities name the issuer in every entry: names are only read when they change.
    if (named && !(lastNamed && equalBytes(named, lastNamed))) isWanted = readDirectoryNames(named).some(name => comparisonKey(name) === wantedKey)
    lastNamed = named ?? lastNamed
    if (isWanted && hasSerial(reader, entry, serialNumber)) return readEntry(reader, entry)
    offset = entry.end
  }
  return undefined
}

function readDirectoryNames(value: Uint8Array): DistinguishedName[] {
  const reader = new Asn1Reader(value)
  const names = reader.children(reader.read(0)).map(member => readGeneralName(reader, member))
  return names.flatMap(name => (name.kind === 'directory' ? [name.name] : []))
}

function hasSerial(reader: Asn1Reader, entry: Asn1Element, serialNumber: Uint8Array): boolean {
  return equalBytes(reader.content(reader.read(entry.contentStart, entry.contentEnd)), serialNumber)
}

function readEntry(reader: Asn1Reader, entry: Asn1Element): RevokedEntry {
  return { revocationDate: readTime(reader, reader.children(entry)[1]), extensions: readEntryExtensions(reader, entry) }
}

function readEntryExtensions(reader: Asn1Reader, entry: Asn1Element): ReadonlyMap<string, Extension> {
  const extensions = reader.children(entry)[2]
  return extensions ? readExtensionList(reader, extensions) : NO_EXTENSIONS
}

const NO_EXTENSIONS: ReadonlyMap<string, Extension> = new Map()

/** Entries are read only where the octets of a BOOLEAN TRUE are: nearly every entry of a real list has none. */
function collectCritical(der: Uint8Array, entries: Asn1Element): ReadonlySet<string> {
  const reader = new Asn1Reader(der, LIMITS)
  const critical = new Set<string>()
  for (let offset = entries.contentStart; offset < entries.contentEnd; ) {
    const entry = reader.read(offset, entries.contentEnd)
    if (mayHoldTrue(der, entry)) {
      for (const extension of readEntryExtensions(reader, entry).values()) if (extension.critical) critical.add(extension.oid)
    }
    offset = entry.end
  }
  return critical
}

function mayHoldTrue(der: Uint8Array, { contentStart, contentEnd }: Asn1Element): boolean {
  for (let i = contentStart; i + 2 < contentEnd; i++) if (der[i] === 1 && der[i + 1] === 1 && der[i + 2] === 0xff) return true
  return false
}
