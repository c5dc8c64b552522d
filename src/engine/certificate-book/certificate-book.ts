/**
 * The certificates of correspondents (SEC-27, SEC-28): kept out of valid messages and out of files, judged when they are asked
 * for, never all used at once.
 *
 * It reads no clock and keeps nothing between questions. Revocation is not looked for here: there is no network.
 */
import { encodeHex } from '../../bytes/encoding.ts'
import { summarizeCertificate } from '../../certpath/summary.ts'
import type { AnchorIndex } from '../../certpath/trust-anchor.ts'
import { announcedByCertificate } from '../../smime/announced-capabilities.ts'
import { pathCrypto, shortKeyBits } from '../../smime/path-crypto.ts'
import { judgeRecipient } from '../../smime/recipient-judgement.ts'
import { mailboxKey } from '../../smime/sender.ts'
import { computeDigest } from '../../webcrypto/digest.ts'
import { type Certificate, parseCertificate } from '../../x509/certificate.ts'
import { X509Error } from '../../x509/errors.ts'
import type { CertificateProblem, CertificateSource, KnownCertificate, RecipientAnswer } from '../compose-protocol.ts'
import { EngineError } from '../engine.ts'
import { names, type OwnCertificate } from '../key-store/own-keys.ts'
import { type AddressRecord, type BookEntry, EMPTY_RECORD, type NewEntry, withEntry } from './book-record.ts'
import type { BookStorage } from './book-storage.ts'

/** One certificate as it is used: what is known of it, and itself. */
export interface Candidate {
  readonly known: KnownCertificate
  readonly certificate: Certificate
  readonly chain: readonly Certificate[]
}

export interface Recipient {
  readonly answer: RecipientAnswer
  /** Undefined when nobody can be encrypted to for this address. */
  readonly chosen: Candidate | undefined
}

export interface BookContext {
  readonly anchors: AnchorIndex
  /** Milliseconds since 1970. */
  readonly at: number
  /** Of the keys kept here. */
  readonly own: readonly OwnCertificate[]
}

export interface CertificateBook {
  /** Who would be encrypted to for each address, in their order. An address that is none has no certificate. @throws EngineError of the storage. */
  find(addresses: readonly string[], context: BookContext): Promise<readonly Recipient[]>
  /** Keeps a certificate under one address that it names. @throws EngineError of the storage. */
  keep(address: string, entry: Omit<NewEntry, 'fingerprint'>, own: readonly OwnCertificate[]): Promise<void>
  /** @throws EngineError `engine/bad-request` for a certificate that is not known for the address; of the storage. */
  prefer(address: string, fingerprint: string, own: readonly OwnCertificate[]): Promise<void>
}

export function createCertificateBook(storage: BookStorage): CertificateBook {
  return {
    find: (addresses, context) => findAll(storage, addresses, context),
    keep: async (address, entry, own) => {
      const mailbox = mailboxKey(address)
      if (mailbox === undefined || !names(entry.certificate, address)) return
      const fingerprint = await fingerprintOfCertificate(entry.certificate)
      const hasOthers = own.some(({ certificate }) => names(certificate, address))
      await storage.change(mailbox, record => {
        const before = record ?? EMPTY_RECORD
        const after = withEntry(before, { ...entry, fingerprint }, readable, hasOthers)
        return after === before ? record : after
      })
    },
    prefer: (address, fingerprint, own) => prefer(storage, address, fingerprint, own),
  }
}

async function prefer(storage: BookStorage, address: string, fingerprint: string, own: readonly OwnCertificate[]): Promise<void> {
  const mailbox = mailboxKey(address)
  if (mailbox === undefined) throw new EngineError('engine/bad-request', 'no address')
  const ofOwn = await Promise.all(own.filter(({ certificate }) => names(certificate, address)).map(({ certificate }) => fingerprintOfCertificate(certificate)))
  await storage.change(mailbox, record => {
    const before = record ?? EMPTY_RECORD
    if (!ofOwn.includes(fingerprint) && !before.entries.some(entry => entry.fingerprint === fingerprint)) {
      throw new EngineError('engine/bad-request', 'a certificate that is not known for this address')
    }
    return { ...before, preferred: fingerprint, entries: before.entries.map(entry => (entry.fingerprint === fingerprint ? { ...entry, isAccepted: true } : entry)) }
  })
}

/** A mailbox that comes twice is judged once. */
async function findAll(storage: BookStorage, addresses: readonly string[], context: BookContext): Promise<Recipient[]> {
  const mailboxes = [...new Set(addresses.flatMap(address => mailboxKey(address) ?? []))]
  const records = new Map(zip(mailboxes, mailboxes.length > 0 ? await storage.read(mailboxes) : []))
  const found = new Map<string, Promise<Recipient>>()
  return Promise.all(
    addresses.map(address => {
      const one = found.get(address) ?? findOne(records.get(mailboxKey(address) ?? ''), address, context)
      found.set(address, one)
      return one
    }),
  )
}

const zip = <Value>(keys: readonly string[], values: readonly Value[]) => keys.map((key, index) => [key, values[index]] as const)

async function findOne(record: AddressRecord | undefined, address: string, context: BookContext): Promise<Recipient> {
  const candidates = await gather(record ?? EMPTY_RECORD, address, context)
  const usable = candidates.filter(({ known }) => known.problem === null)
  const chosen = usable.find(({ known }) => known.fingerprint === record?.preferred) ?? usable[0]
  return {
    chosen,
    answer: {
      address,
      certificates: candidates.map(({ known }) => known),
      chosen: chosen?.known.fingerprint ?? null,
      problem: chosen ? null : (candidates[0]?.known.problem ?? 'smime/recipient-no-certificate'),
    },
  }
}

/** Own keys' and kept ones, each once; usable ones first, then the least grave problem, then newest. */
async function gather(record: AddressRecord, address: string, context: BookContext): Promise<Candidate[]> {
  const found = new Map<string, Found>()
  for (const { certificate, chain, keptAt } of context.own) {
    if (!names(certificate, address)) continue
    const fingerprint = await fingerprintOfCertificate(certificate)
    found.set(fingerprint, { fingerprint, certificate, chain, sources: ['own'], keptAt, isAccepted: true, announces: OURS })
  }
  for (const entry of record.entries) {
    const certificate = readable(entry.der)
    if (!certificate || !names(certificate, address)) continue
    const own = found.get(entry.fingerprint)
    found.set(entry.fingerprint, own ? { ...own, sources: [...own.sources, ...entry.sources] } : ofEntry(entry, certificate))
  }
  const candidates = await Promise.all([...found.values()].map(one => judge(one, address, context)))
  const rank = ({ known: { problem } }: Candidate) => (problem === null ? -1 : GRAVITY.indexOf(problem))
  return candidates.sort((a, b) => rank(a) - rank(b) || b.certificate.notBefore - a.certificate.notBefore || (a.known.fingerprint < b.known.fingerprint ? -1 : 1))
}

/** As the protocol lists them, worst last. */
const GRAVITY: readonly CertificateProblem[] = ['smime/recipient-unaccepted', 'smime/recipient-expired', 'smime/recipient-untrusted', 'smime/recipient-unfit', 'smime/recipient-revoked']

/** What this program opens itself, which is where own keys are. */
const OURS = { gcm: true, oaep: true }

interface Found {
  readonly fingerprint: string
  readonly certificate: Certificate
  readonly chain: readonly Certificate[]
  readonly sources: readonly CertificateSource[]
  readonly keptAt: string
  readonly isAccepted: boolean
  readonly announces: KnownCertificate['announces'] | null
}

function ofEntry({ fingerprint, sources, keptAt, isAccepted, announces, chain }: BookEntry, certificate: Certificate): Found {
  return { fingerprint, certificate, chain: chain.flatMap(der => readable(der) ?? []), sources, keptAt, isAccepted, announces }
}

async function judge({ fingerprint, certificate, chain, sources, keptAt, isAccepted, announces }: Found, address: string, { anchors, at }: BookContext): Promise<Candidate> {
  const problem = await judgeRecipient(certificate, address, { at, anchors, intermediates: chain, revocation: 'off', evidence: { lists: [], ocsp: [] } })
  const known: KnownCertificate = {
    fingerprint,
    certificate: await summarizeCertificate(certificate, pathCrypto),
    sources,
    problem: problem ?? (isAccepted ? null : 'smime/recipient-unaccepted'),
    keptAt,
    // RFC 4262 section 3: what was signed counts more than what was certified.
    announces: announces ?? announcedByCertificate(certificate) ?? { gcm: false, oaep: false },
    weakBits: shortKeyBits(certificate.publicKey) ?? null,
  }
  return { known, certificate, chain }
}

/** SHA-256, hexadecimal, lower case. */
export async function fingerprintOfCertificate({ der }: Certificate): Promise<string> {
  return encodeHex(await computeDigest('SHA-256', der))
}

function readable(der: Uint8Array): Certificate | undefined {
  try {
    return parseCertificate(der)
  } catch (error) {
    if (error instanceof X509Error) return undefined
    throw error
  }
}
