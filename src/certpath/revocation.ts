/** Judging revocation evidence that was handed in (RFC 5280 section 6.3, RFC 6960; SEC-62). Nothing is fetched. */
import type { Certificate } from '../x509/certificate.ts'
import type { CertificateList } from '../x509/certificate-list.ts'
import { X509Error } from '../x509/errors.ts'
import type { OcspResponse } from '../x509/ocsp-response.ts'
import { answerOfList } from './crl-evidence.ts'
import type { CryptoOps } from './crypto-ops.ts'
import type { EvidenceAnswer } from './evidence-answer.ts'
import { answerOfOcsp } from './ocsp-evidence.ts'
import type { RevocationVerdict } from './verdict.ts'

/** CRLs and OCSP answers, from anyone: each counts only for what its issuer signed. */
export interface Evidence {
  readonly lists: readonly CertificateList[]
  readonly ocsp: readonly OcspResponse[]
}

export interface RevocationQuestion {
  /** A path that was judged valid: end-entity first, trust anchor last. */
  readonly path: readonly Certificate[]
  readonly evidence: Evidence
  /** Judgement time in milliseconds since 1970. */
  readonly at: number
  readonly demanded: boolean
  readonly crypto: CryptoOps
}

/**
 * Judges every certificate below the anchor. One revoked certificate revokes the path; the answer is `good` only when the
 * end-entity and every intermediate have one. Evidence that cannot be read answers nothing.
 */
export async function judgeRevocation(question: RevocationQuestion): Promise<RevocationVerdict> {
  let weakest: Extract<EvidenceAnswer, { outcome: 'good' }> | undefined
  let isComplete = true
  for (const [index, certificate] of question.path.slice(0, -1).entries()) {
    const answer = await judgeOne(certificate, question.path[index + 1] as Certificate, question)
    if (answer?.outcome === 'revoked') return answer
    if (!answer) isComplete = false
    else if (!weakest || answer.thisUpdate < weakest.thisUpdate) weakest = answer
  }
  if (!isComplete || !weakest) return { outcome: 'unknown', code: 'certpath/revocation-unknown', demanded: question.demanded }
  return { outcome: 'good', source: weakest.source, thisUpdate: new Date(weakest.thisUpdate).toISOString() }
}

/** Evidence that revokes outweighs evidence that does not, whichever comes first. */
async function judgeOne(certificate: Certificate, issuer: Certificate, question: RevocationQuestion): Promise<EvidenceAnswer | undefined> {
  const { evidence, at, crypto } = question
  let good: EvidenceAnswer | undefined
  const ask = [
    ...evidence.ocsp.map(response => () => answerOfOcsp(response, certificate, issuer, at, crypto)),
    ...evidence.lists.map(list => () => answerOfList(list, certificate, issuer, at, crypto)),
  ]
  for (const question of ask) {
    const answer = await orNothing(question)
    if (answer?.outcome === 'revoked') return answer
    good ??= answer
  }
  return good
}

async function orNothing(ask: () => Promise<EvidenceAnswer | undefined>): Promise<EvidenceAnswer | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof X509Error) return undefined
    throw error
  }
}
