/**
 * What CRLs say about one certificate (RFC 5280 section 6.3; SEC-65): complete, partitioned and indirect lists, lists for
 * some reasons put together to all of them, and deltas on top of their complete list.
 */
import type { Certificate } from '../x509/certificate.ts'
import type { CertificateList, RevokedEntry } from '../x509/certificate-list.ts'
import { ALL_REASONS } from '../x509/distribution-point.ts'
import { X509Error } from '../x509/errors.ts'
import { readIssuingDistributionPoint } from '../x509/issuing-distribution-point.ts'
import { OID } from '../x509/object-identifier.ts'
import { reasonsCovered } from './crl-scope.ts'
import { deltasFor, isDelta } from './delta-list.ts'
import { type EvidenceAnswer, hasUnknownCritical, type Revoked, revokedFor } from './evidence-answer.ts'

/** Finds who signed a list: a key whose certificate is good for signing lists and valid under the path's anchor. */
export type ListSigner = (list: CertificateList) => Promise<Certificate | undefined>

/** Whether that key signed the list. */
export type SignedBy = (list: CertificateList, signer: Certificate) => Promise<boolean>

export interface ListQuestion {
  readonly lists: readonly CertificateList[]
  readonly certificate: Certificate
  /** Judgement time in milliseconds since 1970. */
  readonly at: number
  readonly signerOf: ListSigner
  readonly isSignedBy: SignedBy
}

/** Extensions of a list that are processed, or that change nothing (section 5.2). */
const PROCESSED_LIST_EXTENSIONS: ReadonlySet<string> = new Set([
  OID.authorityKeyIdentifier,
  OID.issuerAltName,
  OID.cRLNumber,
  OID.deltaCrlIndicator,
  OID.issuingDistributionPoint,
  OID.freshestCrl,
  OID.authorityInfoAccess,
])

/** Extensions of an entry (section 5.3). certificateIssuer belongs to indirect lists and counts only there. */
const PROCESSED_ENTRY_EXTENSIONS: ReadonlySet<string> = new Set([OID.reasonCode, OID.invalidityDate])

const REASON = { certificateHold: 6, removeFromCrl: 8 } as const

/**
 * The answer of all lists together: revoked as soon as one revokes, good when lists for all reasons do not, else
 * undefined. A list that is malformed answers nothing.
 */
export async function answerOfLists(question: ListQuestion): Promise<EvidenceAnswer | undefined> {
  let covered = 0
  let oldest = Infinity
  for (const list of question.lists) {
    const answer = isDelta(list) ? undefined : await orNothing(() => answerOfList(list, question))
    if (answer?.outcome === 'revoked') return answer
    if (!answer) continue
    covered |= answer.reasons
    oldest = Math.min(oldest, answer.thisUpdate)
  }
  return covered === ALL_REASONS ? { outcome: 'good', source: 'crl', thisUpdate: oldest } : undefined
}

type ListAnswer = Revoked | { readonly outcome: 'silent'; readonly reasons: number; readonly thisUpdate: number }

/** One complete list with its newest usable delta. */
async function answerOfList(list: CertificateList, question: ListQuestion): Promise<ListAnswer | undefined> {
  const reasons = reasonsCovered(list, question.certificate)
  if (reasons === 0 || !isUsable(list, question.at)) return undefined
  const signer = await question.signerOf(list)
  if (!signer) return undefined
  const delta = await newestDelta(list, signer, question)
  const entry = mergeEntries(findEntry(list, question.certificate), delta && findEntry(delta, question.certificate))
  if (entry) return revokedFor('crl', entry.revocationDate, reasonOf(entry))
  return { outcome: 'silent', reasons, thisUpdate: list.thisUpdate }
}

/** In date, and without a critical extension that we do not process, in the list or in any entry (sections 5.2, 5.3). */
function isUsable(list: CertificateList, at: number): boolean {
  // A list without nextUpdate never says that it is out of date, so it cannot say that it is not.
  if (list.nextUpdate === undefined || at < list.thisUpdate || at > list.nextUpdate) return false
  if (hasUnknownCritical(list.extensions, PROCESSED_LIST_EXTENSIONS)) return false
  const isIndirect = readIssuingDistributionPoint(list)?.isIndirect === true
  return [...list.criticalEntryExtensions()].every(oid => PROCESSED_ENTRY_EXTENSIONS.has(oid) || (isIndirect && oid === OID.certificateIssuer))
}

/** Section 6.3.3 (h): a delta counts when the key of its complete list signed it. */
async function newestDelta(list: CertificateList, signer: Certificate, { lists, at, isSignedBy }: ListQuestion): Promise<CertificateList | undefined> {
  for (const delta of deltasFor(list, lists)) if (isUsable(delta, at) && (await isSignedBy(delta, signer))) return delta
  return undefined
}

function findEntry(list: CertificateList, certificate: Certificate): RevokedEntry | undefined {
  const isIndirect = readIssuingDistributionPoint(list)?.isIndirect === true
  return list.findEntry(certificate.serialNumber, isIndirect ? certificate.issuer : undefined)
}

/** Section 6.3.3 (i) to (k): the delta's word is the later one; it can lift a hold (section 5.3.1) and nothing else. */
function mergeEntries(base: RevokedEntry | undefined, delta: RevokedEntry | undefined): RevokedEntry | undefined {
  if (!delta) return base
  if (reasonOf(delta) !== REASON.removeFromCrl) return delta
  return base && reasonOf(base) !== REASON.certificateHold ? base : undefined
}

function reasonOf(entry: RevokedEntry): number {
  return entry.extensions.get(OID.reasonCode)?.value.at(-1) ?? 0
}

async function orNothing<Value>(ask: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof X509Error) return undefined
    throw error
  }
}
