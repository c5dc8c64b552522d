/** What an OCSP answer says about one certificate (RFC 6960 sections 3.2 and 4.2.2; SEC-63). */
import { equalBytes } from '../bytes/bytes.ts'
import { type Certificate, parseCertificate } from '../x509/certificate.ts'
import { comparisonKey } from '../x509/distinguished-name.ts'
import { X509Error } from '../x509/errors.ts'
import { readExtendedKeyUsage, readKeyUsage } from '../x509/extension.ts'
import { OID } from '../x509/object-identifier.ts'
import type { CertificateIdentity, OcspResponse, SingleResponse } from '../x509/ocsp-response.ts'
import type { CryptoOps } from './crypto-ops.ts'
import { type EvidenceAnswer, hasUnknownCritical, revokedFor } from './evidence-answer.ts'

/** Clocks differ; an answer from the near future is taken. */
const CLOCK_TOLERANCE = 5 * 60_000
/** How old an answer without an end may be (SEC-63). */
const MAXIMAL_AGE = 7 * 86_400_000

/**
 * The answer for this certificate, or undefined when there is none that counts: another certificate, out of date, signed
 * by someone who may not. @throws X509Error when the answer is malformed.
 */
export async function answerOfOcsp(
  response: OcspResponse,
  certificate: Certificate,
  issuer: Certificate,
  at: number,
  crypto: CryptoOps,
): Promise<EvidenceAnswer | undefined> {
  for (const single of response.responses) {
    if (!isFresh(single, at) || hasUnknownCritical(single.extensions, new Set())) continue
    if (!(await identifies(single.identity, certificate, issuer, crypto))) continue
    if (!(await isSignedByResponder(response, issuer, at, crypto))) return undefined
    const { status } = single
    if (status.kind === 'revoked') return revokedFor('ocsp', status.revocationDate, status.reason)
    return status.kind === 'good' ? { outcome: 'good', source: 'ocsp', thisUpdate: single.thisUpdate } : undefined
  }
  return undefined
}

function isFresh(single: SingleResponse, at: number): boolean {
  if (single.thisUpdate > at + CLOCK_TOLERANCE) return false
  return single.nextUpdate === undefined ? at - single.thisUpdate <= MAXIMAL_AGE : single.nextUpdate >= at
}

/** SECURITY (CVE-2026-58062): the answer is bound to this issuer's name and key, and to this serial number. */
async function identifies(identity: CertificateIdentity, certificate: Certificate, issuer: Certificate, crypto: CryptoOps): Promise<boolean> {
  if (!equalBytes(identity.serialNumber, certificate.serialNumber)) return false
  const name = await crypto.digest(identity.hashOid, certificate.issuer.encoded)
  const key = await crypto.digest(identity.hashOid, issuer.publicKey.keyOctets)
  return name !== undefined && key !== undefined && equalBytes(name, identity.issuerNameHash) && equalBytes(key, identity.issuerKeyHash)
}

/** Section 4.2.2.2: the issuer itself, or someone to whom the issuer gave exactly this task. */
async function isSignedByResponder(response: OcspResponse, issuer: Certificate, at: number, crypto: CryptoOps): Promise<boolean> {
  for (const responder of [issuer, ...(await delegatesOf(response, issuer, at, crypto))]) {
    if ((await crypto.verify(response.signatureAlgorithm, responder.publicKey, response.signature, response.tbs)) === 'valid') return true
  }
  return false
}

async function delegatesOf(response: OcspResponse, issuer: Certificate, at: number, crypto: CryptoOps): Promise<Certificate[]> {
  const delegates: Certificate[] = []
  for (const blob of response.certificates.slice(0, 4)) {
    const candidate = readCandidate(blob, issuer, at)
    if (!candidate) continue
    const { signatureAlgorithm, signature, tbs } = candidate
    if ((await crypto.verify(signatureAlgorithm, issuer.publicKey, signature, tbs)) === 'valid') delegates.push(candidate)
  }
  return delegates
}

/** A certificate that could be a delegate's: named issuer, in date, made for signing OCSP answers. */
function readCandidate(blob: Uint8Array, issuer: Certificate, at: number): Certificate | undefined {
  try {
    const certificate = parseCertificate(blob)
    const isNamed = comparisonKey(certificate.issuer) === comparisonKey(issuer.subject)
    const isInDate = certificate.notBefore <= at && at <= certificate.notAfter
    const mayAnswer = readExtendedKeyUsage(certificate)?.has(OID.ocspSigning) === true && readKeyUsage(certificate)?.has('digitalSignature') !== false
    return isNamed && isInDate && mayAnswer ? certificate : undefined
  } catch (error) {
    if (error instanceof X509Error) return undefined
    throw error
  }
}
