/**
 * Is it what was signed? The content question of one SignerInfo (RFC 5652 sections 5.4 and 5.6; SEC-01 to SEC-08,
 * SEC-10, SEC-11). The certificate's worth is another question, asked elsewhere.
 */
import { equalBytes } from '../bytes/bytes.ts'
import { CmsError } from '../cms/errors.ts'
import { parseSignedAttributes, type SignedAttributes, type SigningCertificate } from '../cms/signed-attributes.ts'
import type { SignedData } from '../cms/signed-data.ts'
import { identifies, type SignerInfo } from '../cms/signer-info.ts'
import { computeDigest, DIGEST_LENGTH, digestOfAlgorithm, digestOfOid } from '../webcrypto/digest.ts'
import { verifySignature } from '../webcrypto/signature.ts'
import { goesWith, schemeOf, type SignatureScheme, weakDigestOf } from '../webcrypto/signature-scheme.ts'
import { nameOfDigestAlgorithm, nameOfSignatureAlgorithm } from '../x509/algorithm-name.ts'
import type { Certificate } from '../x509/certificate.ts'
import { X509Error } from '../x509/errors.ts'
import { OID } from '../x509/object-identifier.ts'
import { shortKeyBits } from './path-crypto.ts'
import type { SignedDigest } from './explain-alteration.ts'
import type { ContentMalformedCode, ContentVerdict, ContentWeakness } from './verdict.ts'

export interface ContentAnswer {
  readonly verdict: ContentVerdict
  /** The certificate whose key made the signature, or the one the signer named when the mathematics do not hold. */
  readonly certificate: Certificate | undefined
  readonly signingTime: number | undefined
  readonly contentDigest: Uint8Array | undefined
  readonly signatureName: string
  /** What the content's digest should have been, when it differs and the signature over that statement holds. */
  readonly signedDigest?: SignedDigest
}

/** Certificates tried per signer when several carry the same identifier. Two is an attack or a renewal; more is only an attack. */
const MAXIMAL_CANDIDATES = 8

/**
 * Answers for one signer.
 *
 * @param content - The octets that the signature has to cover, in canonical form.
 * @param hasTwoContents - A detached signature that carries content of its own, or the reverse (SEC-01).
 * @param digestOf - Digest of `content` by name; computed once for all signers.
 */
export async function verifyContent(
  signer: SignerInfo,
  signedData: SignedData,
  hasTwoContents: boolean,
  certificates: readonly Certificate[],
  digestOf: (name: Parameters<typeof computeDigest>[0]) => Promise<Uint8Array>,
): Promise<ContentAnswer> {
  const candidates = certificates.filter(certificate => isNamed(signer, certificate)).slice(0, MAXIMAL_CANDIDATES)
  const answer: Omit<ContentAnswer, 'verdict'> = {
    certificate: candidates[0],
    signingTime: undefined,
    contentDigest: undefined,
    signatureName: nameOfSignatureAlgorithm(signer.signatureAlgorithm.oid),
  }
  const malformed = (code: ContentMalformedCode, detail: string): ContentAnswer => ({ ...answer, verdict: { outcome: 'malformed', code, detail } })
  if (hasTwoContents) return malformed('cms/two-contents', 'content both inside and beside the signature')
  if (signedData.hasTrailingData) return malformed('cms/trailing-data', 'octets after the CMS object')
  if (signedData.contentType !== OID.data) return malformed('cms/content-type-refused', `content type ${signedData.contentType}`)
  if (!signer.encodedSignedAttributes) return malformed('cms/attributes-missing', 'no signed attributes')
  const attributes = readAttributes(signer.encodedSignedAttributes)
  if (typeof attributes === 'string') return malformed('cms/attributes-wrong', attributes)
  const read = { ...answer, signingTime: attributes.signingTime }
  if (attributes.contentType !== signedData.contentType) {
    return { ...read, verdict: { outcome: 'malformed', code: 'cms/attributes-wrong', detail: 'content-type attribute names another type' } }
  }

  const digest = digestOfAlgorithm(signer.digestAlgorithm)
  if (!digest) return { ...read, verdict: unsupported(nameOfDigestAlgorithm(signer.digestAlgorithm.oid)) }
  if (attributes.messageDigest.length !== DIGEST_LENGTH[digest]) {
    return { ...read, verdict: { outcome: 'malformed', code: 'cms/attributes-wrong', detail: 'message-digest of another length' } }
  }
  const contentDigest = await digestOf(digest)
  const hashed = { ...read, contentDigest }
  const scheme = schemeOf(signer.signatureAlgorithm, signer.digestAlgorithm.oid)
  if (!equalBytes(contentDigest, attributes.messageDigest)) {
    const altered: ContentAnswer = { ...hashed, verdict: { outcome: 'altered', code: 'smime/content-altered' } }
    if (!scheme.supported) return altered
    const { verdict } = await checkCandidates(signer, signer.encodedSignedAttributes, attributes.signingCertificate, scheme.scheme, scheme.name, candidates)
    return verdict.outcome === 'intact' ? { ...altered, signedDigest: { name: digest, value: attributes.messageDigest } } : altered
  }

  const named = { ...hashed, signatureName: scheme.name }
  if (!scheme.supported) return { ...named, verdict: unsupported(scheme.name) }
  if (!goesWith(scheme.scheme, digest)) {
    return { ...named, verdict: { outcome: 'malformed', code: 'cms/algorithm-swapped', detail: `${digest} beside ${scheme.name}` } }
  }
  if (candidates.length === 0) return { ...named, verdict: { outcome: 'unverifiable', code: 'cms/signer-certificate-missing', algorithm: scheme.name } }
  return { ...named, ...(await checkCandidates(signer, signer.encodedSignedAttributes, attributes.signingCertificate, scheme.scheme, scheme.name, candidates)) }
}

/** SEC-10: the certificate found by the signer identifier, and the very key that made the signature. */
async function checkCandidates(
  signer: SignerInfo,
  signedAttributes: Uint8Array,
  signingCertificate: SigningCertificate | undefined,
  scheme: SignatureScheme,
  schemeName: string,
  candidates: readonly Certificate[],
): Promise<Pick<ContentAnswer, 'verdict' | 'certificate'>> {
  let isUnsupported = false
  for (const certificate of candidates) {
    const outcome = await verifySignature(scheme, certificate.publicKey, signer.signature, signedAttributes)
    if (outcome === 'unsupported') isUnsupported = true
    if (outcome !== 'valid') continue
    if (signingCertificate && !(await isMeant(signingCertificate, certificate))) {
      return { certificate, verdict: { outcome: 'malformed', code: 'cms/signer-certificate-swapped', detail: 'signing-certificate names another one' } }
    }
    return { certificate, verdict: { outcome: 'intact', weaknesses: weaknessesOf(scheme, certificate) } }
  }
  if (isUnsupported) return { certificate: candidates[0], verdict: unsupported(schemeName) }
  return { certificate: candidates[0], verdict: { outcome: 'altered', code: 'smime/content-altered' } }
}

/** An attribute whose hash we cannot compute says nothing; one that differs says that the certificate was swapped. */
async function isMeant(signingCertificate: SigningCertificate, certificate: Certificate): Promise<boolean> {
  const digest = digestOfOid(signingCertificate.hashOid)
  return !digest || equalBytes(await computeDigest(digest, certificate.der), signingCertificate.certificateHash)
}

function weaknessesOf(scheme: SignatureScheme, certificate: Certificate): ContentWeakness[] {
  const weaknesses: ContentWeakness[] = []
  const weakDigest = weakDigestOf(scheme)
  if (weakDigest) weaknesses.push({ code: 'webcrypto/weak-digest', algorithm: weakDigest })
  const bits = shortKeyBits(certificate.publicKey)
  if (bits !== undefined) weaknesses.push({ code: 'webcrypto/weak-key', n: bits })
  return weaknesses
}

function unsupported(algorithm: string): ContentVerdict {
  return { outcome: 'unverifiable', code: 'webcrypto/algorithm-unsupported', algorithm }
}

function readAttributes(encoded: Uint8Array): SignedAttributes | string {
  try {
    return parseSignedAttributes(encoded)
  } catch (error) {
    if (error instanceof CmsError || error instanceof X509Error) return error.message
    throw error
  }
}

function isNamed(signer: SignerInfo, certificate: Certificate): boolean {
  try {
    return identifies(signer.identifier, certificate)
  } catch (error) {
    if (error instanceof X509Error) return false
    throw error
  }
}
