/**
 * Is it what was signed? The content question of one SignerInfo (RFC 5652 sections 5.4 and 5.6; SEC-01 to SEC-08,
 * SEC-10, SEC-11). The certificate's worth is another question, asked elsewhere.
 */
import { equalBytes } from '../bytes/bytes.ts'
import { CmsError } from '../cms/errors.ts'
import { type AlgorithmProtection, protects } from '../cms/algorithm-protection.ts'
import { looksLikeSignedAttributes, parseSignedAttributes, type SignedAttributes } from '../cms/signed-attributes.ts'
import type { SignedData } from '../cms/signed-data.ts'
import type { SignerInfo } from '../cms/signer-info.ts'
import { hasIssuerSerialOf, type SigningCertificate } from '../cms/signing-certificate.ts'
import { misplacedAttribute } from '../cms/unsigned-attributes.ts'
import { computeDigest, DIGEST_LENGTH, type DigestName, digestOfAlgorithm, digestOfOid } from '../webcrypto/digest.ts'
import { LibraryUnavailable } from '../webcrypto/late-library.ts'
import { verifySignature } from '../webcrypto/signature.ts'
import { goesWith, schemeOf, type SignatureScheme, weakDigestOf } from '../webcrypto/signature-scheme.ts'
import { nameOfDigestAlgorithm, nameOfSignatureAlgorithm } from '../x509/algorithm-name.ts'
import type { Certificate } from '../x509/certificate.ts'
import { X509Error } from '../x509/errors.ts'
import { OID } from '../x509/object-identifier.ts'
import { certificatesNamedBy } from './named-certificates.ts'
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

/** What a signature without signed attributes is taken for (SEC-03), and the octets that it covers then, in canonical form. */
export interface BareSignatures {
  readonly areAccepted: boolean
  readonly content: Uint8Array
}

/**
 * Answers for one signer.
 *
 * @param hasTwoContents - A detached signature that carries content of its own, or the reverse (SEC-01).
 * @param digestOf - Digest of the content by name; computed once for all signers.
 */
export async function verifyContent(
  signer: SignerInfo,
  signedData: SignedData,
  hasTwoContents: boolean,
  certificates: readonly Certificate[],
  digestOf: (name: DigestName) => Promise<Uint8Array>,
  bare: BareSignatures,
): Promise<ContentAnswer> {
  const candidates = certificatesNamedBy(signer, certificates)
  const answer: Omit<ContentAnswer, 'verdict'> = {
    certificate: candidates[0],
    signingTime: undefined,
    contentDigest: undefined,
    signatureName: nameOfSignatureAlgorithm(signer.signatureAlgorithm.oid),
  }
  const malformed = (code: ContentMalformedCode, detail: string): ContentAnswer => ({ ...answer, verdict: { outcome: 'malformed', code, detail } })
  const fault = structureFault(signedData, hasTwoContents)
  if (fault) return malformed(...fault)
  if (!signer.encodedSignedAttributes) {
    if (!bare.areAccepted) return malformed('cms/attributes-missing', 'no signed attributes')
    return verifyBareContent(signer, signedData, answer, candidates, digestOf, bare.content)
  }
  const attributes = readAttributes(signer, signer.encodedSignedAttributes)
  if (typeof attributes === 'string') return malformed('cms/attributes-wrong', attributes)
  const read = { ...answer, signingTime: attributes.signingTime }
  const digest = digestOfAlgorithm(signer.digestAlgorithm)
  const wrong = attributesFault(attributes, signedData.contentType, digest)
  if (wrong !== undefined) return { ...read, verdict: { outcome: 'malformed', code: 'cms/attributes-wrong', detail: wrong } }
  if (!digest) return { ...read, verdict: unsupported(nameOfDigestAlgorithm(signer.digestAlgorithm.oid)) }
  const scheme = schemeOf(signer.signatureAlgorithm, signer.digestAlgorithm.oid)
  // The digest is of the content, the signature over the attributes: neither waits for the other.
  const [contentDigest, checked] = await Promise.all([
    computedOrNone(digestOf(digest)),
    scheme.supported ? checkCandidates(signer, signer.encodedSignedAttributes, attributes.signingCertificates, scheme.scheme, scheme.name, candidates) : undefined,
  ])
  if (!contentDigest) return { ...read, verdict: unsupported(digest) }
  const hashed = { ...read, contentDigest }
  if (!equalBytes(contentDigest, attributes.messageDigest)) {
    return { ...hashed, verdict: { outcome: 'altered', code: 'smime/content-altered' }, ...signedDigestOf(checked, { name: digest, value: attributes.messageDigest }) }
  }

  const named = { ...hashed, signatureName: scheme.name }
  if (!scheme.supported || !checked) return { ...named, verdict: unsupported(scheme.name) }
  const detail = algorithmFault(signer, signedData, attributes.algorithmProtection, scheme.scheme, digest)
  if (detail !== undefined) return { ...named, verdict: { outcome: 'malformed', code: 'cms/algorithm-swapped', detail } }
  if (candidates.length === 0) return { ...named, verdict: { outcome: 'unverifiable', code: 'cms/signer-certificate-missing', algorithm: scheme.name } }
  return { ...named, ...checked }
}

/**
 * A signature over the content itself (RFC 5652 section 5.4).
 *
 * SECURITY (SEC-03): octets that could be somebody's signed attributes are refused, whatever the mathematics say: they may
 * have been signed as those, for another content. What passes has a weakness and is never valid.
 */
async function verifyBareContent(
  signer: SignerInfo,
  signedData: SignedData,
  answer: Omit<ContentAnswer, 'verdict'>,
  candidates: readonly Certificate[],
  digestOf: (name: DigestName) => Promise<Uint8Array>,
  content: Uint8Array,
): Promise<ContentAnswer> {
  const malformed = (code: ContentMalformedCode, detail: string): ContentAnswer => ({ ...answer, verdict: { outcome: 'malformed', code, detail } })
  const misplaced = misplacedAttribute(signer)
  if (misplaced !== undefined) return malformed('cms/attributes-wrong', `attribute ${misplaced} is not signed`)
  if (looksLikeSignedAttributes(content)) return malformed('cms/attributes-missing', 'the content could be signed attributes')
  const digest = digestOfAlgorithm(signer.digestAlgorithm)
  if (!digest) return { ...answer, verdict: unsupported(nameOfDigestAlgorithm(signer.digestAlgorithm.oid)) }
  const contentDigest = await computedOrNone(digestOf(digest))
  if (!contentDigest) return { ...answer, verdict: unsupported(digest) }
  const scheme = schemeOf(signer.signatureAlgorithm, signer.digestAlgorithm.oid)
  const named = { ...answer, contentDigest, signatureName: scheme.name }
  if (!scheme.supported) return { ...named, verdict: unsupported(scheme.name) }
  const detail = algorithmFault(signer, signedData, undefined, scheme.scheme, digest)
  if (detail !== undefined) return { ...named, verdict: { outcome: 'malformed', code: 'cms/algorithm-swapped', detail } }
  if (candidates.length === 0) return { ...named, verdict: { outcome: 'unverifiable', code: 'cms/signer-certificate-missing', algorithm: scheme.name } }
  const { certificate, verdict } = await checkCandidates(signer, content, [], scheme.scheme, scheme.name, candidates)
  const weaknesses: readonly ContentWeakness[] = verdict.outcome === 'intact' ? [{ code: 'cms/bare-signature' }, ...verdict.weaknesses] : []
  return { ...named, certificate, verdict: verdict.outcome === 'intact' ? { outcome: 'intact', weaknesses } : verdict }
}

/** What is wrong with the object as a whole, whoever signed it. */
function structureFault(signedData: SignedData, hasTwoContents: boolean): readonly [ContentMalformedCode, string] | undefined {
  if (hasTwoContents) return ['cms/two-contents', 'content both inside and beside the signature']
  if (signedData.hasTrailingData) return ['cms/trailing-data', 'octets after the CMS object']
  if (signedData.contentType !== OID.data) return ['cms/content-type-refused', `content type ${signedData.contentType}`]
  return undefined
}

/** The digest that somebody signed instead: only where the signature over it holds. */
function signedDigestOf(checked: Pick<ContentAnswer, 'verdict'> | undefined, signedDigest: SignedDigest): Pick<ContentAnswer, 'signedDigest'> {
  return checked?.verdict.outcome === 'intact' ? { signedDigest } : {}
}

/** What the attributes say of the content that it cannot be. */
function attributesFault({ contentType, messageDigest }: SignedAttributes, signedType: string, digest: DigestName | undefined): string | undefined {
  if (contentType !== signedType) return 'content-type attribute names another type'
  return digest && messageDigest.length !== DIGEST_LENGTH[digest] ? 'message-digest of another length' : undefined
}

/** Undefined when the library for the digest does not load. */
async function computedOrNone(digest: Promise<Uint8Array>): Promise<Uint8Array | undefined> {
  try {
    return await digest
  } catch (error) {
    if (error instanceof LibraryUnavailable) return undefined
    throw error
  }
}

/** What does not go together among the named algorithms (SEC-08); undefined when all of it does. */
function algorithmFault(
  signer: SignerInfo,
  signedData: SignedData,
  algorithmProtection: AlgorithmProtection | undefined,
  scheme: SignatureScheme,
  digest: DigestName,
): string | undefined {
  if (!goesWith(scheme, digest)) return `${digest} beside another signature algorithm`
  // RFC 5652 section 5.1: "MAY fail to validate signatures that use a digest algorithm that is not included in this set". OpenSSL does.
  if (!signedData.digestOids.includes(signer.digestAlgorithm.oid)) return `${digest} is not among the announced digests`
  if (algorithmProtection && !protects(algorithmProtection, signer.digestAlgorithm, signer.signatureAlgorithm)) {
    return 'the protected algorithms are others'
  }
  return undefined
}

/** SEC-10: the certificate found by the signer identifier, and the very key that made the signature. */
async function checkCandidates(
  signer: SignerInfo,
  signed: Uint8Array,
  signingCertificates: readonly SigningCertificate[],
  scheme: SignatureScheme,
  schemeName: string,
  candidates: readonly Certificate[],
): Promise<Pick<ContentAnswer, 'verdict' | 'certificate'>> {
  let isUnsupported = false
  for (const certificate of candidates) {
    const outcome = await verifySignature(scheme, certificate.publicKey, signer.signature, signed)
    if (outcome === 'unsupported') isUnsupported = true
    if (outcome !== 'valid') continue
    if (!(await isMeant(signingCertificates, certificate))) {
      return { certificate, verdict: { outcome: 'malformed', code: 'cms/signer-certificate-swapped', detail: 'signing-certificate names another one' } }
    }
    return { certificate, verdict: { outcome: 'intact', weaknesses: weaknessesOf(scheme, certificate) } }
  }
  if (isUnsupported) return { certificate: candidates[0], verdict: unsupported(schemeName) }
  return { certificate: candidates[0], verdict: { outcome: 'altered', code: 'smime/content-altered' } }
}

/** An attribute whose hash we cannot compute says nothing; one that differs says that the certificate was swapped. */
async function isMeant(signingCertificates: readonly SigningCertificate[], certificate: Certificate): Promise<boolean> {
  for (const meant of signingCertificates) {
    if (!hasIssuerSerialOf(meant, certificate)) return false
    const digest = digestOfOid(meant.hashOid)
    if (digest && !equalBytes(await computeDigest(digest, certificate.der), meant.certificateHash)) return false
  }
  return true
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

/** The signed attributes, or what is wrong with them or with what stands beside them unsigned. */
function readAttributes(signer: SignerInfo, encoded: Uint8Array): SignedAttributes | string {
  const misplaced = misplacedAttribute(signer)
  if (misplaced !== undefined) return `attribute ${misplaced} is not signed`
  try {
    return parseSignedAttributes(encoded)
  } catch (error) {
    if (error instanceof CmsError || error instanceof X509Error) return error.message
    throw error
  }
}
