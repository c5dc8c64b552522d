/** Judging revocation evidence that was handed in (RFC 5280 section 6.3, RFC 6960; SEC-62). Nothing is fetched. */
import type { Certificate } from '../x509/certificate.ts'
import type { CertificateList } from '../x509/certificate-list.ts'
import { comparisonKey } from '../x509/distinguished-name.ts'
import { X509Error } from '../x509/errors.ts'
import { readKeyUsage } from '../x509/extension.ts'
import type { OcspResponse } from '../x509/ocsp-response.ts'
import { answerOfLists } from './crl-evidence.ts'
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
  /** Certificates of anyone's choosing, among which a list's signer may be. */
  readonly others: readonly Certificate[]
  /** A valid path from that certificate to the very anchor of `path`; empty when there is none. */
  readonly pathTo: (certificate: Certificate) => Promise<readonly Certificate[]>
  readonly evidence: Evidence
  /** Judgement time in milliseconds since 1970. */
  readonly at: number
  readonly demanded: boolean
  /** Bounded: an exhausted budget is the answer `unsupported`, so that what is left stays unknown. */
  readonly crypto: CryptoOps
}

/**
 * Judges every certificate below the anchor. One revoked certificate revokes the path; the answer is `good` only when the
 * end-entity and every intermediate have one. Evidence that cannot be read answers nothing.
 */
export async function judgeRevocation(question: RevocationQuestion): Promise<RevocationVerdict> {
  const judge = new RevocationJudge(question)
  let weakest: Extract<EvidenceAnswer, { outcome: 'good' }> | undefined
  let isComplete = true
  for (const index of question.path.slice(0, -1).keys()) {
    const answer = await judge.answerFor(question.path, index)
    if (answer?.outcome === 'revoked') return answer
    if (!answer) isComplete = false
    else if (!weakest || answer.thisUpdate < weakest.thisUpdate) weakest = answer
  }
  if (!isComplete || !weakest) return { outcome: 'unknown', code: 'certpath/revocation-unknown', demanded: question.demanded }
  return { outcome: 'good', source: weakest.source, thisUpdate: new Date(weakest.thisUpdate).toISOString() }
}

class RevocationJudge {
  private readonly question: RevocationQuestion
  /** Certificates whose answer is being looked for: a list cannot vouch for its own signer. */
  private readonly open = new Set<Certificate>()
  private readonly standing = new Map<Certificate, boolean>()

  constructor(question: RevocationQuestion) {
    this.question = question
  }

  /** Evidence that revokes outweighs evidence that does not, whichever comes first. */
  async answerFor(path: readonly Certificate[], index: number): Promise<EvidenceAnswer | undefined> {
    const certificate = path[index] as Certificate
    const issuer = path[index + 1] as Certificate
    const { evidence, at, crypto } = this.question
    const fromLists = (of: Certificate, above: readonly Certificate[]) => () =>
      answerOfLists({ lists: evidence.lists, certificate: of, at, signerOf: list => this.signerOf(list, above), isSignedBy: (...pair) => this.isSignedBy(...pair) })
    const isRevokedDelegate = async (delegate: Certificate) => (await orNothing(fromLists(delegate, path.slice(index + 1))))?.outcome === 'revoked'
    if (this.open.has(certificate)) return undefined
    this.open.add(certificate)
    let good: EvidenceAnswer | undefined
    const ask = [
      ...evidence.ocsp.map(response => () => answerOfOcsp({ response, certificate, issuer, at, crypto, isRevokedDelegate })),
      fromLists(certificate, path.slice(index + 1)),
    ]
    try {
      for (const each of ask) {
        const answer = await orNothing(each)
        if (answer?.outcome === 'revoked') return answer
        good ??= answer
      }
      return good
    } finally {
      this.open.delete(certificate)
    }
  }

  /**
   * Section 6.3.3 (f): the signer is an authority of the path, or has a path of its own to the same anchor on which nothing
   * is revoked (authorities with a separate key for lists).
   */
  private async signerOf(list: CertificateList, above: readonly Certificate[]): Promise<Certificate | undefined> {
    const isCandidate = (certificate: Certificate) =>
      comparisonKey(certificate.subject) === comparisonKey(list.issuer) && readKeyUsage(certificate)?.has('cRLSign') !== false
    for (const certificate of above) if (isCandidate(certificate) && (await this.isSignedBy(list, certificate))) return certificate
    for (const certificate of this.question.others) {
      if (above.includes(certificate) || !isCandidate(certificate)) continue
      if ((await this.isSignedBy(list, certificate)) && (await this.isInGoodStanding(certificate))) return certificate
    }
    return undefined
  }

  private async isSignedBy(list: CertificateList, signer: Certificate): Promise<boolean> {
    return (await this.question.crypto.verify(list.signatureAlgorithm, signer.publicKey, list.signature, list.tbs)) === 'valid'
  }

  /** A valid path to the same anchor, and `good` for every certificate on it. */
  private async isInGoodStanding(certificate: Certificate): Promise<boolean> {
    const known = this.standing.get(certificate)
    if (known !== undefined) return known
    const path = await this.question.pathTo(certificate)
    let isGood = path.length > 0
    for (let index = 0; isGood && index < path.length - 1; index++) isGood = (await this.answerFor(path, index))?.outcome === 'good'
    // While another answer is open, a cycle may have been the reason: that is no answer to keep.
    if (isGood || this.open.size === 0) this.standing.set(certificate, isGood)
    return isGood
  }
}

async function orNothing<Value>(ask: () => Promise<Value | undefined>): Promise<Value | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof X509Error) return undefined
    throw error
  }
}
