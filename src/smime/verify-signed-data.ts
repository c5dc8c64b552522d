/**
 * The verdict on one SignedData: for every signer the four answers, each asked on its own.
 *
 * SECURITY (SEC-01): `VerifiedBytes` are the very octets that were hashed and found intact. Only this file makes them;
 * whatever is shown as signed takes nothing else.
 */
import { encodeHex } from '../bytes/encoding.ts'
import { type CertificateAnswers, judgePath } from '../certpath/judge-path.ts'
import type { Evidence } from '../certpath/revocation.ts'
import { summarizeEndEntity } from '../certpath/summary.ts'
import type { SignedData } from '../cms/signed-data.ts'
import type { SignerInfo } from '../cms/signer-info.ts'
import { computeDigest, type DigestName } from '../webcrypto/digest.ts'
import { nameOfDigestAlgorithm } from '../x509/algorithm-name.ts'
import { type CertificateList, parseCertificateList } from '../x509/certificate-list.ts'
import { type Certificate, parseCertificate } from '../x509/certificate.ts'
import { formatDistinguishedName } from '../x509/distinguished-name.ts'
import { X509Error } from '../x509/errors.ts'
import { readMailboxes } from '../x509/extension.ts'
import { recallCertificate } from '../x509/known-certificates.ts'
import { readAnnouncement } from './announcement.ts'
import { confirmationNotes } from './confirmations.ts'
import type { JudgeContext } from './judge-context.ts'
import { explainAlteration } from './explain-alteration.ts'
import { digestBegunAhead, type HashedAhead } from './hash-ahead.ts'
import { certificatesNamedBy } from './named-certificates.ts'
import { pathCrypto } from './path-crypto.ts'
import { reasonsOf, standingOf } from './standing.ts'
import { type FromAnswer, judgeSender } from './sender.ts'
import { signingTimeNote } from './notes.ts'
import type { Note, SenderVerdict, SignerVerdict } from './verdict.ts'
import { type ContentAnswer, verifyContent } from './verify-content.ts'

declare const verifiedMark: unique symbol

/** Octets that every signer's digest covered and whose signature holds. */
export type VerifiedBytes = Uint8Array & { readonly [verifiedMark]: true }

/** What the message around a signature says; the sender question needs it. */
export interface Envelope {
  /** Undefined when the received bytes have no message header of their own. */
  readonly from: FromAnswer | undefined
  readonly hostFrom: string | null
  /** From inside the verified content, when header fields are protected there. */
  readonly protectedFrom?: FromAnswer
  /** The message's Date in milliseconds, when there is one. */
  readonly date: number | undefined
  readonly notes: readonly Note[]
}

/** What a signature is to cover. Having both is a trick (SEC-01), and makes every signer's answer `cms/two-contents`. */
export interface SignedContent {
  /** The signed entity in canonical form, for a detached signature. */
  readonly detached?: Uint8Array
  /** The octets inside the SignedData, for an opaque one. */
  readonly encapsulated?: Uint8Array
  /** A digest that is under way, perhaps of the content. */
  readonly ahead?: HashedAhead | undefined
}

export interface SignedDataVerdict {
  readonly signers: readonly SignerVerdict[]
  /** The content, when every signer found it intact; undefined otherwise. */
  readonly content: VerifiedBytes | undefined
}

/**
 * Judges every signer of `signedData`.
 *
 * @param given - The content, inside or beside.
 * @param envelopeOf - What the message says about its author. Protected header fields live in the content, so it is
 * asked after the mathematics, with the octets that the signature is said to cover. Without `isVerified` they are good for
 * looking for an encryption inside, and for nothing else.
 */
export async function verifySignedData(
  signedData: SignedData,
  given: SignedContent,
  envelopeOf: (presented: Uint8Array, isVerified: boolean) => Envelope,
  context: JudgeContext,
): Promise<SignedDataVerdict> {
  const content = given.detached ?? given.encapsulated ?? new Uint8Array()
  const hasTwoContents = given.detached !== undefined && signedData.contentRanges !== undefined
  const certificates = [...readCertificates(signedData.certificates), ...context.extraCertificates]
  const evidence: Evidence = { lists: [...readLists(signedData.crls), ...context.evidence.lists], ocsp: context.evidence.ocsp }
  const digests = new Map<DigestName, Promise<Uint8Array>>()
  const digestOf = (name: DigestName) => {
    context.onStep('hashing')
    const digest = digests.get(name) ?? digestBegunAhead(given.ahead, name, content) ?? computeDigest(name, content)
    digests.set(name, digest)
    return digest
  }
  const pathOf = (leaf: Certificate) =>
    judgePath({ leaf, intermediates: certificates, anchors: context.anchors, at: context.at, purpose: 'email-signing', crypto: pathCrypto, revocation: context.revocation, evidence })
  const ahead = pathAhead(signedData.signers, certificates, pathOf)
  const answers: (readonly [SignerInfo, ContentAnswer])[] = []
  for (const signer of signedData.signers) {
    const answer = await verifyContent(signer, signedData, hasTwoContents, certificates, digestOf, { areAccepted: context.acceptsBareSignatures === true, content })
    answers.push([signer, given.detached ? await explained(answer, given.detached) : answer])
  }
  const isIntact = answers.length > 0 && answers.every(([, answer]) => answer.verdict.outcome === 'intact')
  const envelope = envelopeOf(content, isIntact)
  const signers: SignerVerdict[] = []
  for (const [signer, answer] of answers) signers.push(await judgeSigner(signer, answer, certificates, evidence, envelope, context, leaf => (leaf === ahead?.leaf ? ahead.answers : pathOf(leaf))))
  return { signers, content: isIntact ? (content as VerifiedBytes) : undefined }
}

/**
 * The path of a single signer whose certificate is beyond doubt is judged while the content is hashed: the one does not wait for the other,
 * and it is asked for whatever the content turns out to be.
 */
function pathAhead(
  signers: readonly SignerInfo[],
  certificates: readonly Certificate[],
  pathOf: (leaf: Certificate) => Promise<CertificateAnswers>,
): { readonly leaf: Certificate; readonly answers: Promise<CertificateAnswers> } | undefined {
  const [signer, ...otherSigners] = signers
  const [leaf, ...otherLeaves] = signer ? certificatesNamedBy(signer, certificates) : []
  if (!leaf || otherSigners.length + otherLeaves.length > 0) return undefined
  const answers = pathOf(leaf)
  // What goes wrong is told to whoever asks for it.
  answers.catch(() => undefined)
  return { leaf, answers }
}

/** An altered entity with the known cause, if one fits. The outcome stays `altered`. */
async function explained(answer: ContentAnswer, detached: Uint8Array): Promise<ContentAnswer> {
  if (answer.verdict.outcome !== 'altered' || !answer.signedDigest) return answer
  return { ...answer, verdict: { outcome: 'altered', code: await explainAlteration(detached, answer.signedDigest) } }
}

/** Looking for each of a thousand certificates among those met before would cost more than it spares. */
const RECALLED = 8

/** Certificates that can be read; one broken certificate does not hide the others, and never becomes anyone's. */
function readCertificates(blobs: readonly Uint8Array[]): Certificate[] {
  return blobs.flatMap((blob, index) => {
    try {
      return [index < RECALLED ? recallCertificate(blob) : parseCertificate(blob)]
    } catch (error) {
      if (error instanceof X509Error) return []
      throw error
    }
  })
}

/** CRLs that the message brought; they count only when the issuer's signature on them holds (SEC-65). */
function readLists(blobs: readonly Uint8Array[]): CertificateList[] {
  return blobs.flatMap(blob => {
    try {
      return [parseCertificateList(blob)]
    } catch (error) {
      if (error instanceof X509Error) return []
      throw error
    }
  })
}

async function judgeSigner(
  signer: SignerInfo,
  answer: ContentAnswer,
  certificates: readonly Certificate[],
  evidence: Evidence,
  envelope: Envelope,
  context: JudgeContext,
  pathOf: (leaf: Certificate) => Promise<CertificateAnswers>,
): Promise<SignerVerdict> {
  const { certificate } = answer
  context.onStep('path')
  const judged: CertificateAnswers = certificate
    ? await pathOf(certificate)
    : { path: { outcome: 'not-checked', why: 'no-certificate' }, revocation: { outcome: 'not-checked', why: 'no-valid-path' } }
  const sender: SenderVerdict = certificate ? judgeSender(certificate, envelope.from, envelope.hostFrom, envelope.protectedFrom) : { outcome: 'not-checked' }
  const timeNote = signingTimeNote(answer.signingTime, envelope.date)
  const confirmed = answer.verdict.outcome === 'intact' ? await confirmationNotes(signer, certificates, { ...context, evidence }) : []
  const answers = {
    content: answer.verdict,
    ...judged,
    sender,
    notes: [...envelope.notes, ...(timeNote ? [timeNote] : []), ...confirmed],
  }
  const standing = standingOf(answers)
  const announces = certificate && standing === 'valid' ? await readAnnouncement(signer, certificate, judged, sender, certificates, { ...context, evidence }) : undefined
  return {
    ...answers,
    standing,
    address: certificate ? addressOf(certificate, sender) : null,
    subject: certificate ? formatDistinguishedName(certificate.subject) : null,
    certificate: certificate ? await summarizeEndEntity(certificate, pathCrypto, judged.path) : null,
    claimedSigningTime: answer.signingTime === undefined ? null : new Date(answer.signingTime).toISOString(),
    digestAlgorithm: nameOfDigestAlgorithm(signer.digestAlgorithm.oid),
    signatureAlgorithm: answer.signatureName,
    contentDigest: answer.contentDigest ? encodeHex(answer.contentDigest) : null,
    reasons: reasonsOf(answers).map(reason => reason.code),
    ...(announces ? { announces } : {}),
  }
}

/** The mailbox that speaks for the signer: the one that matched, else the first the certificate names. */
function addressOf(certificate: Certificate, sender: SenderVerdict): string | null {
  return sender.outcome === 'match' ? sender.address : (readMailboxes(certificate)[0] ?? null)
}
