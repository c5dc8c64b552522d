/** The verdict on a whole message, from its layers' answers. What each word means is for `standing.ts` to say. */
import type { HeaderField } from '../mime/header-field.ts'
import { type ProtectedHeader, summarizeProtection } from './header-protection.ts'
import { MESSAGE_REASON_STANDING, type Reason, reasonsOf, sortReasons, standingOfSigners } from './standing.ts'
import type { MessageReasonCode, MessageVerdict, SignerVerdict, Standing } from './verdict.ts'

export interface Findings {
  /** The signature that speaks for the message; `isReadable` is false when it is too broken to have signers. */
  readonly counting: { readonly signers: readonly SignerVerdict[]; readonly isReadable: boolean } | undefined
  /** Header fields inside what was verified, or decrypted. */
  readonly protection: ProtectedHeader | undefined
  readonly reasons: readonly MessageReasonCode[]
  readonly isEncrypted: boolean
  readonly outerFields: readonly HeaderField[] | undefined
  readonly headers: MessageVerdict['headers']
  readonly at: string
}

/** Everything but the layers. */
export function foldVerdict(findings: Findings): Omit<MessageVerdict, 'layers'> {
  const { counting, protection, isEncrypted, outerFields, headers, at } = findings
  const signers = counting?.signers ?? []
  // RFC 2634 section 1.1: a triple wrap has a signature outside, and says of the author what the one inside says.
  const general: MessageReasonCode[] = findings.reasons.filter(code => !counting || code !== 'smime/outer-signature-ignored')
  if (signers.length > 1) general.push('smime/several-signers')
  const found = counting ? countingReasons(counting) : []
  const reasons = sortReasons([...found, ...general.map(code => ({ code, standing: MESSAGE_REASON_STANDING[code] }))])
  return {
    standing: counting ? worseOf(standingOfSigners(signers), reasons) : (reasons[0]?.standing ?? 'none'),
    encrypted: isEncrypted,
    reasons: [...new Set(reasons.map(reason => reason.code))],
    signers,
    headers,
    ...(protection ? { headerProtection: summarizeProtection(protection, outerFields) } : {}),
    at,
  }
}

function countingReasons({ signers, isReadable }: NonNullable<Findings['counting']>): Reason[] {
  if (signers.length > 0) return signers.flatMap(reasonsOf)
  return [{ code: isReadable ? 'smime/no-signer' : 'smime/malformed', standing: 'invalid' }]
}

/** A message-wide reason can only make the standing worse. */
function worseOf(standing: Standing, reasons: readonly Reason[]): Standing {
  return sortReasons([...reasons, { code: 'smime/none', standing }])[0]?.standing ?? standing
}
