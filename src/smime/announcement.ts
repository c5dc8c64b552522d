/** What a valid signature says about writing back to its signer (RFC 8551 sections 2.5.2 and 2.5.3). */
import { equalBytes } from '../bytes/bytes.ts'
import { type CertificateAnswers, judgePath } from '../certpath/judge-path.ts'
import type { PathVerdict } from '../certpath/verdict.ts'
import type { SignerInfo } from '../cms/signer-info.ts'
import type { Certificate } from '../x509/certificate.ts'
import { readMailboxes } from '../x509/extension.ts'
import { announcedBySigner, preferredEncryptionCertificate } from './announced-capabilities.ts'
import type { JudgeContext } from './judge-context.ts'
import { pathCrypto } from './path-crypto.ts'
import { isSameMailbox } from './sender.ts'
import type { SenderVerdict, SignerAnnouncement } from './verdict.ts'

/**
 * Reads it for a signer whose signature was found valid; nobody else may be believed.
 *
 * A preferred certificate that does not hold is passed over as if it had not been named.
 *
 * @param answers - About the signer's own certificate.
 * @param certificates - The message's, and those handed in: the preferred one has to be among them.
 */
export async function readAnnouncement(
  signer: SignerInfo,
  certificate: Certificate,
  answers: CertificateAnswers,
  sender: SenderVerdict,
  certificates: readonly Certificate[],
  context: Pick<JudgeContext, 'anchors' | 'at' | 'revocation' | 'evidence'>,
): Promise<SignerAnnouncement> {
  const capabilities = announcedBySigner(signer) ?? null
  const preferred = preferredEncryptionCertificate(signer, certificates)
  const own = { capabilities, encryptionCertificate: null, chain: chainOf(answers.path) }
  if (!preferred || equalBytes(preferred.der, certificate.der) || sender.outcome !== 'match') return own
  // SECURITY (SEC-27): a signer speaks for one mailbox, and so has to the certificate that is kept for it.
  if (!readMailboxes(preferred).some(mailbox => isSameMailbox(mailbox, sender.address))) return own
  const { anchors, at, revocation, evidence } = context
  const judged = await judgePath({ leaf: preferred, intermediates: certificates, anchors, at, purpose: 'email-encryption', crypto: pathCrypto, revocation, evidence })
  const isSound = judged.path.outcome === 'valid' && judged.revocation.outcome !== 'revoked'
  return isSound ? { capabilities, encryptionCertificate: preferred.der.slice(), chain: chainOf(judged.path) } : own
}

function chainOf(path: PathVerdict): readonly Uint8Array[] {
  return path.outcome === 'valid' ? path.path.slice(1).map(({ der }) => der) : []
}
