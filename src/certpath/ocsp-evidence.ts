/** What an OCSP answer says about one certificate (RFC 6960 sections 3.2 and 4.2.2; SEC-63). */
import { equalBytes } from '../bytes/bytes.ts'
import { type Certificate, parseCertificate } from '../x509/certificate.ts'
import { comparisonKey } from '../x509/distinguished-name.ts'
import { X509Error } from '../x509/errors.ts'
import { readExtendedKeyUsage, readKeyUsage } from '../x509/extension.ts'
import { OID } from '../x509/object-identifier.ts'
import type { CertificateIdentity, OcspResponse, SingleResponse } from '../x509/ocsp-response.ts'
import { PROCESSED_EXTENSIONS } from './checks/critical-extensions.ts'
import type { CryptoOps } from './crypto-ops.ts'
import { type EvidenceAnswer, hasUnknownCritical, revokedFor } from './evidence-answer.ts'

/** Clocks differ; an answer from the near future is taken. */
const CLOCK_TOLERANCE = 5 * 60_000
/** How old an answer without an end may be (SEC-63). */
const MAXIMAL_AGE = 7 * 86_400_000

/** Extensions of a whole answer that change nothing about it: the nonce belongs to a question that we did not ask. */
const PASSED_OVER: ReadonlySet<string> = new Set([OID.ocspNonce])

export interface OcspQuestion {
  readonly response: OcspResponse
  readonly certificate: Certificate
  readonly issuer: Certificate
  /** Judgement time in milliseconds since 1970. */
  readonly at: number
  readonly crypto: CryptoOps
  /** Asked of a delegate whose certificate does not say that it need not be checked (section 4.2.2.2.1). */
  readonly isRevokedDelegate: (delegate: Certificate) => Promise<boolean>
}

/**
 * The answer for this certificate, or undefined when there is none that counts: another certificate, out of date, signed
 * by someone who may not. Of several answers one that revokes outweighs the others.
 *
 * @throws X509Error when the answer is malformed.
 */
export async function answerOfOcsp(question: OcspQuestion): Promise<EvidenceAnswer | undefined> {
  const { response, at } = question
  if (hasUnknownCritical(response.extensions, PASSED_OVER)) return undefined
  const fitting: SingleResponse[] = []
  for (const single of response.responses) {
    if (!isFresh(single, at) || hasUnknownCritical(single.extensions, new Set())) continue
    if (await identifies(single.identity, question)) fitting.push(single)
  }
  if (fitting.length === 0 || !(await isSignedByResponder(question))) return undefined
  for (const { status } of fitting) if (status.kind === 'revoked') return revokedFor('ocsp', status.revocationDate, status.reason)
  const [first] = fitting
  return first && fitting.every(single => single.status.kind === 'good') ? { outcome: 'good', source: 'ocsp', thisUpdate: first.thisUpdate } : undefined
}

function isFresh(single: SingleResponse, at: number): boolean {
  if (single.thisUpdate > at + CLOCK_TOLERANCE) return false
  if (single.nextUpdate !== undefined && single.nextUpdate < single.thisUpdate) return false
  return single.nextUpdate === undefined ? at - single.thisUpdate <= MAXIMAL_AGE : single.nextUpdate >= at
}

/** SECURITY (CVE-2026-58062): the answer is bound to this issuer's name and key, and to this serial number. */
async function identifies(identity: CertificateIdentity, { certificate, issuer, crypto }: OcspQuestion): Promise<boolean> {
  if (!equalBytes(identity.serialNumber, certificate.serialNumber)) return false
  const name = await crypto.digest(identity.hashOid, certificate.issuer.encoded)
  const key = await crypto.digest(identity.hashOid, issuer.publicKey.keyOctets)
  return name !== undefined && key !== undefined && equalBytes(name, identity.issuerNameHash) && equalBytes(key, identity.issuerKeyHash)
}

/** Section 4.2.2.2: the issuer itself, or someone to whom the issuer gave exactly this task; and whom the answer names. */
async function isSignedByResponder(question: OcspQuestion): Promise<boolean> {
  const { response, issuer, crypto } = question
  for (const responder of [issuer, ...(await delegatesOf(question))]) {
    if (!(await isNamedResponder(response, responder, crypto))) continue
    if ((await crypto.verify(response.signatureAlgorithm, responder.publicKey, response.signature, response.tbs)) === 'valid') return true
  }
  return false
}

/** responderID (section 4.2.1): byName, or byKey with the SHA-1 digest of the key. */
async function isNamedResponder({ responder }: OcspResponse, certificate: Certificate, crypto: CryptoOps): Promise<boolean> {
  if (responder.kind === 'name') return comparisonKey(responder.name) === comparisonKey(certificate.subject)
  const digest = await crypto.digest(OID.sha1, certificate.publicKey.keyOctets)
  return digest !== undefined && equalBytes(digest, responder.keyHash)
}

async function delegatesOf({ response, issuer, at, crypto, isRevokedDelegate }: OcspQuestion): Promise<Certificate[]> {
  const delegates: Certificate[] = []
  for (const blob of response.certificates.slice(0, 4)) {
    const candidate = readCandidate(blob, issuer, at)
    if (!candidate) continue
    const { signatureAlgorithm, signature, tbs } = candidate
    if ((await crypto.verify(signatureAlgorithm, issuer.publicKey, signature, tbs)) !== 'valid') continue
    if (candidate.extensions.has(OID.ocspNoCheck) || !(await isRevokedDelegate(candidate))) delegates.push(candidate)
  }
  return delegates
}

/** A certificate that could be a delegate's: named issuer, in date, made for signing OCSP answers, nothing unknown in it. */
function readCandidate(blob: Uint8Array, issuer: Certificate, at: number): Certificate | undefined {
  try {
    const certificate = parseCertificate(blob)
    const isNamed = comparisonKey(certificate.issuer) === comparisonKey(issuer.subject)
    const isInDate = certificate.notBefore <= at && at <= certificate.notAfter
    const mayAnswer = readExtendedKeyUsage(certificate)?.has(OID.ocspSigning) === true && readKeyUsage(certificate)?.has('digitalSignature') !== false
    return isNamed && isInDate && mayAnswer && !hasUnknownCritical(certificate.extensions, PROCESSED_EXTENSIONS) ? certificate : undefined
  } catch (error) {
    if (error instanceof X509Error) return undefined
    throw error
  }
}
