/**
 * Path building and judgement: from a certificate to the best path that can be found, or the most telling failure.
 *
 * Pure but for the mathematics handed in. No clock, no network, no randomness; bounded work for any input.
 */
import { equalBytes } from '../bytes/bytes.ts'
import type { Certificate } from '../x509/certificate.ts'
import { comparisonKey, labelOfName } from '../x509/distinguished-name.ts'
import { X509Error } from '../x509/errors.ts'
import { readAuthorityKeyIdentifier, readSubjectKeyIdentifier } from '../x509/extension.ts'
import { nameOfSignatureAlgorithm } from '../x509/algorithm-name.ts'
import { encodeHex } from '../bytes/encoding.ts'
import { BudgetExhausted, PATH_BUDGET, type PathBudget, withinBudget } from './budget.ts'
import { ANY_POLICY, type CandidatePath, type CheckContext, isSelfIssued, type PolicyDemand, type Purpose } from './candidate-path.ts'
import { processPolicies } from './checks/policies.ts'
import type { CryptoOps } from './crypto-ops.ts'
import { severityOfFailure, sortFailures } from './severity.ts'
import { summarizeCertificate } from './summary.ts'
import { type AnchorIndex, indexAnchors } from './trust-anchor.ts'
import { type Evidence, judgeRevocation } from './revocation.ts'
import type { PathFailure, PathVerdict, RevocationVerdict } from './verdict.ts'
import { validatePath } from './validate-path.ts'

export interface PathQuestion {
  readonly leaf: Certificate
  /** Certificates of anyone's choosing: the message's, files'. Only the first `budget.candidates` different ones count. */
  readonly intermediates: readonly Certificate[]
  readonly anchors: AnchorIndex
  /** Judgement time in milliseconds since 1970. Nothing inside a message may set it (SEC-05). */
  readonly at: number
  readonly purpose: Purpose
  readonly crypto: CryptoOps
  readonly budget?: PathBudget
  /** What is asked about certificate policies; `ANY_POLICY` when absent. */
  readonly policy?: PolicyDemand
  /** What is asked about revocation; `off` and an empty list of evidence give `not-checked`. */
  readonly revocation: RevocationDemand
  readonly evidence: Evidence
}

/** `if-available` judges what was handed in, `require` makes a missing answer a reason, `off` looks at nothing. */
export type RevocationDemand = 'off' | 'if-available' | 'require'

export interface CertificateAnswers {
  readonly path: PathVerdict
  readonly revocation: RevocationVerdict
}

/** Judges `leaf`: two answers, each on its own. Always resolves; a bad outcome is a verdict. */
export async function judgePath(question: PathQuestion): Promise<CertificateAnswers> {
  const search = new PathSearch(question)
  await search.run()
  const path = await search.verdict()
  return { path, revocation: await revocationOf(search, question) }
}

async function revocationOf(search: PathSearch, question: PathQuestion): Promise<RevocationVerdict> {
  const found = search.validPath()
  if (!found?.anchor) return { outcome: 'not-checked', why: 'no-valid-path' }
  const { revocation, evidence, at } = question
  const hasNone = evidence.lists.length + evidence.ocsp.length === 0
  if (revocation === 'off' || (revocation === 'if-available' && hasNone)) return { outcome: 'not-checked', why: 'policy' }
  const crypto = withinBudget(question.crypto, question.budget ?? PATH_BUDGET)
  const anchors = indexAnchors([found.anchor])
  const others = search.candidates()
  const pathTo = async (leaf: Certificate) => {
    const inner = new PathSearch({ ...question, leaf, intermediates: others, anchors, purpose: 'any', policy: ANY_POLICY, crypto })
    await inner.run()
    return inner.validPath()?.certificates ?? []
  }
  return judgeRevocation({ path: found.certificates, others, pathTo, evidence, at, crypto, demanded: revocation === 'require' })
}

interface JudgedPath {
  readonly path: CandidatePath
  readonly failures: readonly PathFailure[]
}

class PathSearch {
  private readonly question: PathQuestion
  private readonly context: CheckContext
  private readonly pool = new Map<string, Certificate[]>()
  private readonly edges = new Map<Certificate, Map<Certificate, 'valid' | 'invalid' | 'unsupported'>>()
  private signatureChecks = 0
  private partialPaths = 0
  private best: JudgedPath | undefined

  constructor(question: PathQuestion) {
    this.question = question
    const budget = question.budget ?? PATH_BUDGET
    this.context = { at: question.at, purpose: question.purpose, policy: question.policy ?? ANY_POLICY, budget, crypto: question.crypto }
    const seen = new Set<string>([encodeHex(question.leaf.der)])
    for (const certificate of question.intermediates) {
      const identity = encodeHex(certificate.der)
      if (seen.has(identity) || seen.size > budget.candidates) continue
      seen.add(identity)
      const key = comparisonKey(certificate.subject)
      this.pool.set(key, [...(this.pool.get(key) ?? []), certificate])
    }
  }

  async run(): Promise<void> {
    try {
      await this.extend([this.question.leaf])
    } catch (error) {
      if (!(error instanceof BudgetExhausted)) throw error
      this.consider({ certificates: [this.question.leaf], anchor: undefined }, [{ code: 'certpath/budget-exhausted', n: error.spent }])
    }
  }

  /** The path that held without failure, undefined when there is none. */
  validPath(): CandidatePath | undefined {
    return this.best?.failures.length === 0 ? this.best.path : undefined
  }

  /** The certificates that are considered at all: the end-entity and what the budget let in of those handed in. */
  candidates(): readonly Certificate[] {
    return [this.question.leaf, ...[...this.pool.values()].flat()]
  }

  async verdict(): Promise<PathVerdict> {
    const { best } = this
    if (!best) throw new Error('a search always considers at least one path')
    const summaries = await Promise.all(best.path.certificates.map(certificate => summarizeCertificate(certificate, this.question.crypto)))
    const [worst, ...others] = best.failures
    if (worst) return { outcome: 'invalid', failures: [worst, ...others], candidate: summaries }
    if (!best.path.anchor) throw new Error('a path without an anchor cannot be without failure')
    const { policies } = processPolicies(best.path, this.context.policy)
    return { outcome: 'valid', path: summaries, anchorSource: best.path.anchor.source, policies }
  }

  /** Depth first, anchors before intermediates. True once a path without failure was found. */
  private async extend(certificates: readonly Certificate[]): Promise<boolean> {
    if (++this.partialPaths > this.context.budget.partialPaths) throw new BudgetExhausted(this.partialPaths - 1)
    const last = certificates.at(-1) as Certificate
    const itself = this.question.anchors.same(last)
    if (itself) return this.consider({ certificates, anchor: itself }, [])
    const trouble: PathFailure[] = []
    let extended = false
    for (const anchor of this.question.anchors.named(last.issuer)) {
      if (!(await this.isIssuedBy(last, anchor.certificate, trouble))) continue
      extended = true
      if (this.consider({ certificates: [...certificates, anchor.certificate], anchor }, [])) return true
    }
    for (const issuer of this.issuersInPool(last)) {
      if (certificates.some(member => equalBytes(member.publicKey.encoded, issuer.publicKey.encoded) && sameSubject(member, issuer))) continue
      if (certificates.length + 1 >= this.context.budget.pathLength) {
        trouble.push({ code: 'certpath/budget-exhausted', n: certificates.length })
        continue
      }
      if (!(await this.isIssuedBy(last, issuer, trouble))) continue
      extended = true
      if (await this.extend([...certificates, issuer])) return true
    }
    if (!extended) this.consider({ certificates, anchor: undefined }, trouble.length > 0 ? trouble : [await this.deadEnd(certificates)])
    return false
  }

  /** Candidates named as the issuer, those that the key identifier points to and that are in date first. */
  private issuersInPool(certificate: Certificate): Certificate[] {
    const { at } = this.question
    const named = this.pool.get(comparisonKey(certificate.issuer)) ?? []
    const score = (issuer: Certificate) =>
      (keyIdentifiersAgree(certificate, issuer) === true ? 2 : 0) + (issuer.notBefore <= at && at <= issuer.notAfter ? 1 : 0)
    return [...named].sort((a, b) => score(b) - score(a))
  }

  /** Checks the signature once per pair. What speaks against a candidate that is named as issuer goes to `trouble`. */
  private async isIssuedBy(certificate: Certificate, issuer: Certificate, trouble: PathFailure[]): Promise<boolean> {
    if (keyIdentifiersAgree(certificate, issuer) === false) return false
    const outcome = await this.checkSignature(certificate, issuer)
    const subject = labelOfName(certificate.subject)
    if (outcome === 'invalid') trouble.push({ code: 'certpath/signature-wrong', subject, issuer: labelOfName(issuer.subject) })
    if (outcome === 'unsupported') {
      trouble.push({ code: 'certpath/algorithm-unsupported', subject, algorithm: nameOfSignatureAlgorithm(certificate.signatureAlgorithm.oid) })
    }
    return outcome === 'valid'
  }

  private async checkSignature(certificate: Certificate, issuer: Certificate): Promise<'valid' | 'invalid' | 'unsupported'> {
    const known = this.edges.get(certificate)?.get(issuer)
    if (known) return known
    if (++this.signatureChecks > this.context.budget.signatureChecks) throw new BudgetExhausted(this.signatureChecks - 1)
    const { signatureAlgorithm, signature, tbs } = certificate
    const outcome = await this.question.crypto.verify(signatureAlgorithm, issuer.publicKey, signature, tbs)
    const outcomes = this.edges.get(certificate) ?? new Map<Certificate, 'valid' | 'invalid' | 'unsupported'>()
    this.edges.set(certificate, outcomes.set(issuer, outcome))
    return outcome
  }

  /** Why nothing stands above the last certificate. */
  private async deadEnd(certificates: readonly Certificate[]): Promise<PathFailure> {
    const last = certificates.at(-1) as Certificate
    const isSelfSigned = isSelfIssued(last) && (await this.checkSignature(last, last)) === 'valid'
    if (!isSelfSigned) return { code: 'certpath/issuer-missing', issuer: labelOfName(last.issuer) }
    if (certificates.length > 1) return { code: 'certpath/untrusted-root', issuer: labelOfName(last.subject) }
    const fingerprint = encodeHex(await this.question.crypto.sha256(last.der))
    return { code: 'certpath/self-signed', subject: labelOfName(last.subject), fingerprint }
  }

  /** Judges a path and keeps it when it is better than the best so far. True when it holds without failure. */
  private consider(path: CandidatePath, known: readonly PathFailure[]): boolean {
    const judged: JudgedPath = { path, failures: sortFailures([...known, ...validatePath(path, this.context)]) }
    if (!this.best || compareJudged(judged, this.best) < 0) this.best = judged
    return judged.failures.length === 0
  }
}

function sameSubject(a: Certificate, b: Certificate): boolean {
  return comparisonKey(a.subject) === comparisonKey(b.subject)
}

/** Undefined when one of the two carries no identifier, or an unreadable one. A hint for building, not a rule (section 4.2.1.1). */
function keyIdentifiersAgree(certificate: Certificate, issuer: Certificate): boolean | undefined {
  try {
    const wanted = readAuthorityKeyIdentifier(certificate)?.keyIdentifier
    const offered = readSubjectKeyIdentifier(issuer)
    return wanted && offered ? equalBytes(wanted, offered) : undefined
  } catch (error) {
    if (error instanceof X509Error) return undefined
    throw error
  }
}

/**
 * Which failure is told: paths that reached an anchor first, because a message can bring certificates that make any
 * number of dead ends; then the milder worst failure, then the fewer failures.
 */
function compareJudged(a: JudgedPath, b: JudgedPath): number {
  const anchored = Number(b.path.anchor !== undefined) - Number(a.path.anchor !== undefined)
  if (anchored !== 0) return anchored
  const severity = (judged: JudgedPath) => (judged.failures[0] ? (severityOfFailure(judged.failures[0].code) === 'invalid' ? 2 : 1) : 0)
  return severity(a) - severity(b) || a.failures.length - b.failures.length || b.path.certificates.length - a.path.certificates.length
}
