/** What the verdict card says, from the verdict alone. Nothing here judges: the standing is taken as it is. */
import type { MessageVerdict, ReasonCode, SignerVerdict } from '../../smime/verdict.ts'
import type { Language, SentenceCode } from '../sentences/sentence.ts'
import type { Values } from '../text/fill-text.ts'
import { closedBy, closedSentence, closedValues } from './closed.ts'
import { reasonValues, signerName } from './reason-values.ts'

export type CardLook = 'valid' | 'attention' | 'invalid' | 'none' | 'unknown' | 'locked'

export interface CardContent {
  readonly look: CardLook
  /** The standing in words. */
  readonly eyebrow: SentenceCode
  /** Title and body come from this sentence; of a valid verdict only the body, its title is the signer's address. */
  readonly code: SentenceCode
  readonly values: Values
  /** Whose signature it is; null when no single signer can be named. */
  readonly signer: SignerVerdict | null
  /** Shown beside the signer when the two differ. */
  readonly from: string | null
}

export function cardContent(verdict: MessageVerdict, language: Language): CardContent {
  const closed = closedBy(verdict)
  if (closed) {
    return { look: 'locked', eyebrow: 'standing/locked', code: closedSentence(closed, verdict), values: closedValues(verdict), signer: null, from: null }
  }
  const [only, ...others] = verdict.signers
  const single = others.length === 0 ? only : undefined
  const reason = leadingReason(verdict)
  const look = verdict.standing === 'unchecked' ? 'unknown' : verdict.standing
  const eyebrow: SentenceCode = `standing/${verdict.standing}`
  if (verdict.standing === 'valid') {
    const code = verdict.encrypted ? 'smime/valid-encrypted' : 'smime/valid'
    return { look, eyebrow, code, values: { signer: signerName(single) }, signer: single ?? null, from: null }
  }
  const code = sentenceOf(verdict, reason)
  const about = single ?? verdict.signers.find(signer => reason !== undefined && signer.reasons.includes(reason))
  return {
    look,
    eyebrow,
    code,
    values: reason ? reasonValues(reason, verdict, about, language) : {},
    signer: single?.certificate ? single : null,
    from: single ? differingFrom(single) : null,
  }
}

/** Without a signature it matters whether the message was encrypted: readers take a lock for a name. */
function sentenceOf({ standing, encrypted }: MessageVerdict, reason: ReasonCode | undefined): SentenceCode {
  if (standing !== 'none') return reason ?? `standing/${standing}`
  const saysNothingElse = reason === undefined || reason === 'smime/none' || reason === 'smime/outer-signature-ignored'
  if (!saysNothingElse) return reason
  return encrypted ? 'smime/none-encrypted' : 'smime/none'
}

/** The first reason; but several signers that need a look are told as that, not by what one of them lacks (SEC-07). */
function leadingReason({ standing, reasons, signers }: MessageVerdict): ReasonCode | undefined {
  return standing === 'attention' && signers.length > 1 ? 'smime/several-signers' : reasons[0]
}

function differingFrom({ sender }: SignerVerdict): string | null {
  switch (sender.outcome) {
    case 'mismatch':
    case 'no-address':
      return sender.from
    case 'host-differs':
      return sender.hostFrom
    case 'header-differs':
      return sender.outer
    case 'match':
    case 'unusable-from':
    case 'not-checked':
      return null
  }
}
