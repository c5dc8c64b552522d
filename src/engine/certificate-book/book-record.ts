/** What is kept of correspondents: certificates, which are public, each under the one mailbox it was kept for. */
import { equalBytes } from '../../bytes/bytes.ts'
import type { Certificate } from '../../x509/certificate.ts'
import { comparisonKey } from '../../x509/distinguished-name.ts'
import { X509Error } from '../../x509/errors.ts'
import { readAuthorityKeyIdentifier } from '../../x509/extension.ts'
import { EngineError } from '../engine.ts'

export interface BookEntry {
  /** SHA-256 of the certificate, hexadecimal, lower case. */
  readonly fingerprint: string
  readonly der: Uint8Array
  readonly sources: readonly ('mail' | 'file')[]
  /** False while it waits for a person: another certificate was here first (SEC-27). */
  readonly isAccepted: boolean
  /** ISO 8601. */
  readonly keptAt: string
  /** What its owner last announced in a valid message; null when nothing. */
  readonly announces: { readonly gcm: boolean; readonly oaep: boolean } | null
  /** Of authorities, as they came with it, DER. */
  readonly chain: readonly Uint8Array[]
}

/** One mailbox. */
export interface AddressRecord {
  readonly format: 1
  readonly entries: readonly BookEntry[]
  /** Fingerprint of the user's choice, which may be one of the own keys'; null when nobody chose. */
  readonly preferred: string | null
}

export const EMPTY_RECORD: AddressRecord = { format: 1, entries: [], preferred: null }

/** @throws EngineError `engine/storage-damaged` for anything but a record of this format. */
export function assertAddressRecord(value: unknown): asserts value is AddressRecord {
  const record = value as Partial<Record<keyof AddressRecord, unknown>> | null
  const isRecord = typeof record === 'object' && record !== null && record.format === 1 && Array.isArray(record.entries) && (record.preferred === null || typeof record.preferred === 'string')
  if (!isRecord) throw new EngineError('engine/storage-damaged', 'stored certificates of another form')
}

/** More for one mailbox than anybody had; a hostile correspondent fills nothing. */
const MAXIMAL_ENTRIES = 32

/** A certificate to be kept, read. */
export interface NewEntry {
  readonly certificate: Certificate
  readonly fingerprint: string
  readonly source: 'mail' | 'file'
  readonly keptAt: string
  readonly announces: BookEntry['announces']
  readonly chain: readonly Uint8Array[]
}

/**
 * The record with a certificate more, or with what is new about one that is there. Nothing is ever replaced.
 *
 * SECURITY (SEC-27): out of mail, the first certificate of a mailbox counts at once and another one waits, unless it comes from
 * the same authority and is valid for longer: a renewal. A file is a person's own doing and counts at once.
 *
 * @param hasOthers - Whether the mailbox has a certificate elsewhere, such as an own key's.
 * @returns the record itself when there is nothing to change.
 */
export function withEntry(record: AddressRecord, entry: NewEntry, read: (der: Uint8Array) => Certificate | undefined, hasOthers: boolean): AddressRecord {
  const known = record.entries.find(({ fingerprint }) => fingerprint === entry.fingerprint)
  if (known) return withNews(record, known, entry)
  if (record.entries.length >= MAXIMAL_ENTRIES) {
    if (entry.source === 'mail') return record
    throw new EngineError('engine/storage-full', `more than ${MAXIMAL_ENTRIES} certificates of one address`)
  }
  const accepted = record.entries.filter(({ isAccepted }) => isAccepted).flatMap(({ der }) => read(der) ?? [])
  const isFirst = record.entries.length === 0 && !hasOthers
  const isAccepted = entry.source === 'file' || isFirst || accepted.some(before => isRenewal(before, entry.certificate))
  const { certificate, fingerprint, source, keptAt, announces, chain } = entry
  const added: BookEntry = { fingerprint, der: certificate.der.slice(), sources: [source], isAccepted, keptAt, announces, chain: chain.slice(0, MAXIMAL_CHAIN).map(der => der.slice()) }
  return { ...record, entries: [...record.entries, added] }
}

function withNews(record: AddressRecord, known: BookEntry, { source, announces, chain }: NewEntry): AddressRecord {
  const isNew = !known.sources.includes(source)
  const isSame = announces === null || (announces.gcm === known.announces?.gcm && announces.oaep === known.announces.oaep)
  const more = chain.filter(der => !known.chain.some(other => equalBytes(other, der))).slice(0, MAXIMAL_CHAIN - known.chain.length)
  if (!isNew && isSame && more.length === 0) return record
  const news: BookEntry = {
    ...known,
    sources: isNew ? [...known.sources, source] : known.sources,
    isAccepted: known.isAccepted || source === 'file',
    announces: announces ?? known.announces,
    chain: [...known.chain, ...more.map(der => der.slice())],
  }
  return { ...record, entries: record.entries.map(one => (one === known ? news : one)) }
}

/** Beside one certificate. */
const MAXIMAL_CHAIN = 12

/** The same authority, by name and by the key it names, and valid for longer. */
function isRenewal(before: Certificate, after: Certificate): boolean {
  if (after.notAfter <= before.notAfter || comparisonKey(before.issuer) !== comparisonKey(after.issuer)) return false
  const [first, second] = [issuerKeyOf(before), issuerKeyOf(after)]
  return first === undefined ? second === undefined : second !== undefined && equalBytes(first, second)
}

function issuerKeyOf(certificate: Certificate): Uint8Array | undefined {
  try {
    return readAuthorityKeyIdentifier(certificate)?.keyIdentifier
  } catch (error) {
    if (error instanceof X509Error) return undefined
    throw error
  }
}
