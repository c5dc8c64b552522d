/** Who signs for an address, with what goes along, and which certificate keeps the copy readable for the writer (SEC-87). */
import { summarizeCertificate } from '../../certpath/summary.ts'
import type { AnchorIndex } from '../../certpath/trust-anchor.ts'
import { equalBytes } from '../../bytes/bytes.ts'
import type { ComposePolicy } from '../../smime/compose-policy.ts'
import { pathCrypto } from '../../smime/path-crypto.ts'
import { canBeEncryptedTo } from '../../smime/recipient-judgement.ts'
import type { MessageSigner } from '../../smime/sign-message.ts'
import type { Certificate } from '../../x509/certificate.ts'
import { authoritiesAbove, isOwnIssuer, namedIn } from '../authorities.ts'
import type { SignerResult } from '../compose-protocol.ts'
import { EngineError } from '../engine.ts'
import { best, isInForce, names, type OwnCertificate, signerFor } from '../key-store/own-keys.ts'

export async function describeSigner(own: readonly OwnCertificate[], address: string, at: number): Promise<SignerResult> {
  const signer = signerFor(own, address, at)
  const encryption = ownEncryptionCertificate(own, address, at)
  const summary = ({ certificate }: OwnCertificate) => summarizeCertificate(certificate, pathCrypto)
  return {
    kind: 'signer',
    signing: signer ? await summary(signer) : null,
    problem: problemOf(signer, at),
    encryption: encryption ? await summary(encryption) : null,
  }
}

function problemOf(signer: OwnCertificate | undefined, at: number): SignerResult['problem'] {
  if (!signer) return 'engine/no-signing-key'
  if (!isInForce(signer.certificate, at)) return 'engine/signing-key-expired'
  return signer.signing ? null : 'engine/signing-key-locked'
}

/**
 * The certificate that a writer's own copy is encrypted to: of a key that is kept here, in force before out of time, then newest.
 *
 * QUIRK: its path is not judged and it may be out of time. A copy that its writer can read is the purpose, and the key is here.
 */
export function ownEncryptionCertificate(own: readonly OwnCertificate[], address: string, at: number): OwnCertificate | undefined {
  return best(own.filter(({ certificate }) => names(certificate, address) && canBeEncryptedTo(certificate)), at)
}

/**
 * Signer of a message from `address`.
 *
 * @throws EngineError `engine/no-signing-key`, `engine/signing-key-expired`, `engine/signing-key-locked`.
 */
export function openSigner(own: readonly OwnCertificate[], address: string, at: number, chainPolicy: ComposePolicy['chain'], anchors: AnchorIndex): MessageSigner {
  const signer = signerFor(own, address, at)
  const problem = problemOf(signer, at)
  if (!signer?.signing || problem) throw new EngineError(problem ?? 'engine/signing-key-locked', 'nobody signs for this address now')
  const { certificate } = signer
  const encryption = ownEncryptionCertificate(own, address, at)
  // One that is out of time is for reading old mail, and is announced to nobody.
  const preferred = encryption && isInForce(encryption.certificate, at) && !equalBytes(encryption.certificate.der, certificate.der) ? encryption : undefined
  const chain = [...chainFor(signer, chainPolicy, anchors), ...(preferred ? chainFor(preferred, chainPolicy, anchors) : [])]
  return { key: signer.signing, certificate, chain, encryptionCertificate: preferred?.certificate }
}

/** Authorities above a certificate as far as they are kept. The anchor itself only when it is asked for: nobody trusts it for being sent. */
function chainFor({ certificate, chain }: OwnCertificate, policy: ComposePolicy['chain'], anchors: AnchorIndex): Certificate[] {
  if (policy === 'signer') return []
  const kept = namedIn(chain)
  if (policy === 'intermediates') return authoritiesAbove(certificate, kept).filter(authority => !isOwnIssuer(authority))
  return authoritiesAbove(certificate, name => [...kept(name), ...anchors.named(name).map(anchor => anchor.certificate)])
}
