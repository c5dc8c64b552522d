/** What the verdict card says, from the verdict alone. Nothing here judges: the standing is taken as it is. */
import type { MessageVerdict, ReasonCode, SignerVerdict } from '../../smime/verdict.ts'
import type { Language, SentenceCode } from '../sentences/sentence.ts'
import type { Values } from '../text/fill-text.ts'
import { reasonValues, signerName } from './reason-values.ts'

export type CardLook = 'valid' | 'attention' | 'invalid' | 'none' | 'unknown'

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
  const [only, ...others] = verdict.signers
  const single = others.length === 0 ? only : undefined
  const reason = leadingReason(verdict)
  const look = verdict.standing === 'unchecked' ? 'unknown' : verdict.standing
  const eyebrow: SentenceCode = reason === 'smime/encrypted-locked' ? 'standing/locked' : `standing/${verdict.standing}`
  if (verdict.standing === 'valid') {
    return { look, eyebrow, code: 'smime/valid', values: { signer: signerName(single) }, signer: single ?? null, from: null }
  }
  const code: SentenceCode = reason ?? (verdict.standing === 'none' ? 'smime/none' : `standing/${verdict.standing}`)
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
