/**
 * Countersignatures (RFC 5652 section 11.4) and signature time-stamps (RFC 3161 appendix A) of one signer, as notes.
 *
 * SECURITY: they are unsigned attributes that anyone can add. Whether the confirming certificate has a path to an authority
 * that counts is told in the note; neither that nor the confirmation ever changes an answer, or the time at which anything
 * is judged (SEC-02, SEC-05).
 */
import { equalBytes } from '../bytes/bytes.ts'
import { PATH_BUDGET, type PathBudget } from '../certpath/budget.ts'
import { judgePath } from '../certpath/judge-path.ts'
import type { CertificateSummary } from '../certpath/verdict.ts'
import { parseContentInfo } from '../cms/content-info.ts'
import { CmsError } from '../cms/errors.ts'
import { parseSignedAttributes, readCountersignatureDigest } from '../cms/signed-attributes.ts'
import { parseSignedData } from '../cms/signed-data.ts'
import type { SignerInfo } from '../cms/signer-info.ts'
import { parseTimeStampInfo, TIME_STAMP_CONTENT } from '../cms/time-stamp.ts'
import { readConfirmations } from '../cms/unsigned-attributes.ts'
import { computeDigest, digestOfAlgorithm } from '../webcrypto/digest.ts'
import { LibraryUnavailable } from '../webcrypto/late-library.ts'
import { verifySignature } from '../webcrypto/signature.ts'
import { goesWith, schemeOf } from '../webcrypto/signature-scheme.ts'
import { type Certificate, parseCertificate } from '../x509/certificate.ts'
import { formatDistinguishedName } from '../x509/distinguished-name.ts'
import { X509Error } from '../x509/errors.ts'
import { joinRanges } from '../x509/octet-string.ts'
import type { JudgeContext } from './judge-context.ts'
import { certificatesNamedBy } from './named-certificates.ts'
import { pathCrypto } from './path-crypto.ts'
import type { Note } from './verdict.ts'

/** Several may hang on one signature, and none of them is asked for: each gets a part of what a signer's own path may cost. */
const CONFIRMATION_BUDGET: PathBudget = { ...PATH_BUDGET, signatureChecks: 32, revocationChecks: 32, partialPaths: 64 }

/** What the paths of those who confirm are judged by: the very things that the signer's is judged by. */
export type ConfirmationContext = Pick<JudgeContext, 'at' | 'anchors' | 'revocation' | 'evidence'>

/**
 * One note for each confirmation whose mathematics hold, one more when some do not or cannot be checked. Never throws.
 *
 * @param certificates - Among which the confirming ones and their issuers may be; a time-stamp brings its own as well.
 */
export async function confirmationNotes(signer: SignerInfo, certificates: readonly Certificate[], context: ConfirmationContext): Promise<Note[]> {
  const { countersignatures, timeStamps, hasUnreadable } = readConfirmations(signer)
  const notes: (Note | undefined)[] = hasUnreadable ? [undefined] : []
  for (const each of countersignatures) notes.push(await countersignatureNote(each, signer.signature, certificates, context))
  for (const each of timeStamps) notes.push(await timeStampNote(each, signer.signature, certificates, context))
  const held = notes.filter(note => note !== undefined)
  return held.length === notes.length ? held : [...held, { code: 'smime/confirmation-unproven', values: {} }]
}

async function countersignatureNote(
  countersigner: SignerInfo,
  signature: Uint8Array,
  certificates: readonly Certificate[],
  context: ConfirmationContext,
): Promise<Note | undefined> {
  const by = await orUndefined(() => confirmingCertificate(countersigner, signature, certificates, readCountersignatureDigest))
  if (!by) return undefined
  const isTrusted = maySign(await trustedPath(by, certificates, context))
  return { code: isTrusted ? 'smime/countersigned' : 'smime/countersigned-untrusted', values: { signer: formatDistinguishedName(by.subject) } }
}

async function timeStampNote(
  token: Uint8Array,
  signature: Uint8Array,
  certificates: readonly Certificate[],
  context: ConfirmationContext,
): Promise<Note | undefined> {
  return orUndefined(async () => {
    const signedData = parseSignedData(parseContentInfo(token))
    const [authority, ...others] = signedData.signers
    if (signedData.contentType !== TIME_STAMP_CONTENT || !signedData.contentRanges || !authority || others.length > 0) return undefined
    const content = joinRanges(signedData.source, signedData.contentRanges)
    const { hashAlgorithm, hashedMessage, time } = parseTimeStampInfo(content)
    const digest = digestOfAlgorithm(hashAlgorithm)
    if (!digest || !equalBytes(await computeDigest(digest, signature), hashedMessage)) return undefined
    const own = signedData.certificates.flatMap(readCertificate)
    const all = [...own, ...certificates]
    const by = await confirmingCertificate(authority, content, all, encoded => {
      const attributes = parseSignedAttributes(encoded)
      if (attributes.contentType !== TIME_STAMP_CONTENT) throw new CmsError('cms/malformed', 'content-type attribute names another type')
      return attributes.messageDigest
    })
    if (!by) return undefined
    const path = await trustedPath(by, all, context)
    const isTrusted = maySign(path) && mayStamp(path)
    return {
      code: isTrusted ? 'smime/time-stamped' : 'smime/time-stamped-untrusted',
      values: { time: new Date(time).toISOString(), signer: formatDistinguishedName(by.subject) },
    }
  })
}

/** The path of a confirming certificate, end-entity first; empty when it does not hold or something on it is revoked. */
async function trustedPath(
  leaf: Certificate,
  intermediates: readonly Certificate[],
  { at, anchors, revocation: demand, evidence }: ConfirmationContext,
): Promise<readonly CertificateSummary[]> {
  const question = { leaf, intermediates, anchors, at, purpose: 'any', crypto: pathCrypto, budget: CONFIRMATION_BUDGET, revocation: demand, evidence } as const
  const { path, revocation } = await judgePath(question)
  const isWithdrawn = revocation.outcome === 'revoked' || (revocation.outcome === 'unknown' && revocation.demanded)
  return path.outcome === 'valid' && !isWithdrawn ? path.path : []
}

/** The end-entity's key usage, when there is one, allows a signature. */
function maySign([leaf]: readonly CertificateSummary[]): boolean {
  return leaf !== undefined && (leaf.keyUsage.length === 0 || leaf.keyUsage.some(usage => usage === 'digitalSignature' || usage === 'nonRepudiation'))
}

/** RFC 3161 section 2.3: the certificate is for time-stamping; an authority above it that names purposes names this one. */
function mayStamp([leaf, ...authorities]: readonly CertificateSummary[]): boolean {
  const purposes = authorities.map(authority => authority.extendedKeyUsage).filter(list => list.length > 0)
  return leaf?.extendedKeyUsage.includes('timeStamping') === true && purposes.every(list => list.includes('timeStamping') || list.includes('anyExtendedKeyUsage'))
}

/** The certificate whose key confirms `octets`; undefined when none does. Signed attributes are required. */
async function confirmingCertificate(
  signer: SignerInfo,
  octets: Uint8Array,
  certificates: readonly Certificate[],
  readDigest: (signedAttributes: Uint8Array) => Uint8Array,
): Promise<Certificate | undefined> {
  const { encodedSignedAttributes: signed } = signer
  const digest = digestOfAlgorithm(signer.digestAlgorithm)
  const answer = schemeOf(signer.signatureAlgorithm, signer.digestAlgorithm.oid)
  if (!signed || !digest || !answer.supported || !goesWith(answer.scheme, digest)) return undefined
  if (!equalBytes(readDigest(signed), await computeDigest(digest, octets))) return undefined
  for (const certificate of certificatesNamedBy(signer, certificates)) {
    if ((await verifySignature(answer.scheme, certificate.publicKey, signer.signature, signed)) === 'valid') return certificate
  }
  return undefined
}

function readCertificate(blob: Uint8Array): Certificate[] {
  try {
    return [parseCertificate(blob)]
  } catch (error) {
    if (error instanceof X509Error) return []
    throw error
  }
}

/** What cannot be read confirms nothing. */
async function orUndefined<Value>(attempt: () => Promise<Value | undefined>): Promise<Value | undefined> {
  try {
    return await attempt()
  } catch (error) {
    if (error instanceof CmsError || error instanceof X509Error || error instanceof LibraryUnavailable) return undefined
    throw error
  }
}
