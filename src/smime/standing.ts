/**
 * The fold: four answers per signer become one word. This file is the only place that does it; nothing outside may put a
 * positive mark on a screen without it. What each word means is fixed by the CLI contract.
 */
import { severityOfFailure } from '../certpath/severity.ts'
import type { MessageReasonCode, ReasonCode, SenderVerdict, SignerVerdict, Standing } from './verdict.ts'

/** Worst first: the order in which reasons are told. */
const SEVERITY: readonly Standing[] = ['invalid', 'attention', 'unchecked', 'none', 'valid']

export interface Reason {
  readonly code: ReasonCode
  readonly standing: Standing
}

type SignerAnswers = Pick<SignerVerdict, 'content' | 'path' | 'revocation' | 'sender' | 'notes'>

/** Every reason that keeps a signer from `valid`, worst first, then in the order content, path, revocation, sender. */
export function reasonsOf(signer: SignerAnswers): Reason[] {
  return sortReasons([...contentReasons(signer), ...pathReasons(signer), ...revocationReasons(signer), ...senderReasons(signer)])
}

/** Stable: equal severities keep their order. */
export function sortReasons(reasons: readonly Reason[]): Reason[] {
  return [...reasons].sort((a, b) => SEVERITY.indexOf(a.standing) - SEVERITY.indexOf(b.standing))
}

/** Good, or not known where nobody demands to know. `not-checked` for want of a path is never good. */
function isRevocationGoodEnough(revocation: SignerAnswers['revocation']): boolean {
  if (revocation.outcome === 'unknown') return !revocation.demanded
  return revocation.outcome === 'good' || (revocation.outcome === 'not-checked' && revocation.why === 'policy')
}

/**
 * One signer's word: the worst of the reasons, `valid` only when there is none.
 *
 * SECURITY: `valid` needs every answer to be the one good outcome; it is never the absence of a bad one.
 */
export function standingOf(signer: SignerAnswers): Standing {
  const [worst] = reasonsOf(signer)
  if (worst) return worst.standing
  const isGood =
    signer.content.outcome === 'intact' &&
    signer.content.weaknesses.length === 0 &&
    signer.path.outcome === 'valid' &&
    isRevocationGoodEnough(signer.revocation) &&
    signer.sender.outcome === 'match'
  return isGood ? 'valid' : 'attention'
}

/** The message's word: one signer's own, or for several the worst of theirs, never better than `attention` (SEC-07). */
export function standingOfSigners(signers: readonly Pick<SignerVerdict, 'standing'>[]): Standing {
  const [only, ...others] = signers
  if (!only) return 'invalid'
  if (others.length === 0) return only.standing
  const standings = signers.map(signer => signer.standing)
  if (standings.includes('invalid')) return 'invalid'
  return standings.every(standing => standing === 'unchecked') ? 'unchecked' : 'attention'
}

/** What a message-wide reason means by itself. */
export const MESSAGE_REASON_STANDING: Readonly<Record<MessageReasonCode, Standing>> = {
  'smime/several-signers': 'attention',
  'smime/too-many-layers': 'invalid',
  'smime/none': 'none',
  'smime/inner-part-signed': 'none',
  'smime/outer-signature-ignored': 'none',
  'smime/encrypted-locked': 'none',
  'smime/no-key': 'none',
  'smime/no-keys-yet': 'none',
  'smime/cannot-decrypt': 'none',
  'webcrypto/cipher-unsupported': 'none',
  'smime/expands-too-much': 'none',
  'smime/certs-only': 'none',
}

function contentReasons({ content }: SignerAnswers): Reason[] {
  switch (content.outcome) {
    case 'intact':
      return content.weaknesses.map(({ code }) => ({ code, standing: 'attention' }))
    case 'altered':
    case 'malformed':
      return [{ code: content.code, standing: 'invalid' }]
    case 'unverifiable':
      return [{ code: content.code, standing: 'unchecked' }]
  }
}

function pathReasons({ path }: SignerAnswers): Reason[] {
  if (path.outcome !== 'invalid') return []
  return path.failures.map(({ code }) => ({ code, standing: severityOfFailure(code) }))
}

function revocationReasons({ revocation }: SignerAnswers): Reason[] {
  switch (revocation.outcome) {
    case 'revoked':
      return [{ code: revocation.source === 'crl' ? 'certpath/revoked-crl' : 'certpath/revoked-ocsp', standing: 'invalid' }]
    case 'unknown':
      return revocation.demanded ? [{ code: revocation.code, standing: 'attention' }] : []
    case 'good':
    case 'not-checked':
      return []
  }
}

function senderReasons({ sender, notes }: SignerAnswers): Reason[] {
  const code = senderCode(sender)
  const reasons: Reason[] = code === undefined ? [] : [{ code, standing: 'attention' }]
  if (notes.some(note => note.code === 'smime/signing-time-far')) reasons.push({ code: 'smime/signing-time-far', standing: 'attention' })
  return reasons
}

function senderCode(sender: SenderVerdict): ReasonCode | undefined {
  switch (sender.outcome) {
    case 'match':
    case 'not-checked':
      return undefined
    case 'mismatch':
      return 'smime/sender-mismatch'
    case 'no-address':
      return 'smime/no-address-in-certificate'
    case 'unusable-from':
      return sender.code
    case 'host-differs':
      return 'smime/host-from-differs'
    case 'header-differs':
      return 'smime/header-from-differs'
  }
}
