/** What a stored key is for, whose it is, and which of several is the current one. Read from certificates; no judgement. */
import { equalBytes } from '../../bytes/bytes.ts'
import { type Certificate, parseCertificate } from '../../x509/certificate.ts'
import { X509Error } from '../../x509/errors.ts'
import { readKeyUsage, readMailboxes } from '../../x509/extension.ts'
import type { KeyUse, StoredKey } from '../key-protocol.ts'
import type { KeyEntry } from './storage.ts'

/** An entry with its certificates read, the best one first. */
export interface ReadEntry {
  readonly entry: KeyEntry
  readonly certificates: readonly Certificate[]
}

/**
 * Reads the certificates that belong to the entry's key; what is stored beside them and does not is passed over.
 *
 * @param at - Which certificate is the best one depends on it: one in force, then the newest.
 */
export function readEntry(entry: KeyEntry, at: number): ReadEntry {
  const certificates = entry.certificates.flatMap(readable).filter(certificate => belongsTo(certificate, entry.publicKey))
  return { entry, certificates: certificates.sort((a, b) => compareCertificates(b, a, at)) }
}

export function belongsTo(certificate: Certificate, publicKey: Uint8Array): boolean {
  return equalBytes(certificate.publicKey.keyOctets, publicKey)
}

function readable(der: Uint8Array): Certificate[] {
  try {
    return [parseCertificate(der)]
  } catch (error) {
    if (error instanceof X509Error) return []
    throw error
  }
}

function compareCertificates(a: Certificate, b: Certificate, at: number): number {
  const inForce = (certificate: Certificate) => (certificate.notBefore <= at && at <= certificate.notAfter ? 1 : 0)
  return inForce(a) - inForce(b) || a.notBefore - b.notBefore || a.notAfter - b.notAfter
}

/** RFC 5280 section 4.2.1.3. A certificate without keyUsage does not limit its key. */
export function usesOf({ entry, certificates: [certificate] }: ReadEntry): readonly KeyUse[] {
  if (!certificate) return entry.requested?.uses ?? ['signing', 'encryption']
  let usage: ReturnType<typeof readKeyUsage>
  try {
    usage = readKeyUsage(certificate)
  } catch (error) {
    if (error instanceof X509Error) return []
    throw error
  }
  if (!usage) return ['signing', 'encryption']
  const isFor = { signing: ['digitalSignature', 'nonRepudiation'], encryption: ['keyEncipherment', 'keyAgreement'] } as const
  return (['signing', 'encryption'] as const).filter(use => isFor[use].some(bit => usage.has(bit)))
}

export function addressesOf({ entry, certificates: [certificate] }: ReadEntry): readonly string[] {
  const named = certificate ? readMailboxes(certificate) : []
  if (named.length > 0) return named
  return entry.requested ? [entry.requested.address] : []
}

/**
 * `older` when, for each address and use the key has, another one is better: in force, else newer. An expired key that
 * nothing replaces stays current.
 */
export function stateOf(one: ReadEntry, all: readonly ReadEntry[], at: number): StoredKey['state'] {
  const [certificate] = one.certificates
  if (!certificate) return 'pending'
  const addresses = addressesOf(one).map(lowerCase)
  const isReplacedFor = (address: string, use: KeyUse) =>
    all.some(other => {
      const [rival] = other.certificates
      if (other === one || !rival || !usesOf(other).includes(use)) return false
      return addressesOf(other).map(lowerCase).includes(address) && isBetter({ entry: other.entry, rival }, { entry: one.entry, rival: certificate }, at)
    })
  const pairs = addresses.flatMap(address => usesOf(one).map(use => [address, use] as const))
  return pairs.length > 0 && pairs.every(([address, use]) => isReplacedFor(address, use)) ? 'older' : 'current'
}

interface Contestant {
  readonly entry: KeyEntry
  readonly rival: Certificate
}

/** Certificates alike in time are told apart by when they came, then by reference, so that exactly one is current. */
function isBetter(a: Contestant, b: Contestant, at: number): boolean {
  const order = compareCertificates(a.rival, b.rival, at)
  if (order !== 0) return order > 0
  if (a.entry.addedAt !== b.entry.addedAt) return a.entry.addedAt > b.entry.addedAt
  return a.entry.id > b.entry.id
}

const lowerCase = (text: string) => text.toLowerCase()

/** Both lists, nothing twice. */
export function unionOf(some: readonly Uint8Array[], more: readonly Uint8Array[]): Uint8Array[] {
  const union = [...some]
  for (const candidate of more) if (!union.some(known => equalBytes(known, candidate))) union.push(candidate.slice())
  return union
}
