/** Why the message cannot be sent yet: one reason, the first that the writer can do something about. */
import type { Protection, SignerResult } from '../../engine/compose-protocol.ts'
import type { WritingLabel } from '../sentences/writing.ts'
import { isGroup, isReady, type ShownRecipient } from './recipient-list.ts'

export interface Readiness {
  readonly protection: Protection
  readonly recipients: readonly ShownRecipient[]
  /** Recipients are being asked about, and nothing is known yet. */
  readonly isLooking: boolean
  /** Null until it is known. */
  readonly signer: SignerResult | null
}

export interface NotYet {
  readonly label: WritingLabel
  readonly values?: Readonly<Record<string, string>>
}

/** Null when it can be sent. */
export function whyNotYet({ protection: { sign, encrypt }, recipients, isLooking, signer }: Readiness): NotYet | null {
  if (!sign && !encrypt) return { label: 'whyNothing' }
  if (recipients.length === 0) return { label: isLooking ? 'whyLooking' : 'whyNobody' }
  const certificates = encrypt ? whyNotEncrypted(recipients) : null
  if (certificates) return certificates
  if (signer === null) return { label: 'whyLooking' }
  if (sign && signer.problem !== null) return { label: SIGNER_REASONS[signer.problem] }
  return encrypt && signer.encryption === null ? { label: 'whyNoOwn' } : null
}

function whyNotEncrypted(recipients: readonly ShownRecipient[]): NotYet | null {
  if (recipients.some(isGroup)) return { label: 'whyGroup' }
  if (recipients.some(({ answer }) => answer === null)) return { label: 'whyLooking' }
  const missing = recipients.filter(recipient => !isReady(recipient)).length
  if (missing === 0) return null
  return missing === 1 ? { label: 'whyMissingOne' } : { label: 'whyMissing', values: { n: String(missing) } }
}

const SIGNER_REASONS: Readonly<Record<NonNullable<SignerResult['problem']>, WritingLabel>> = {
  'engine/no-signing-key': 'whyNoKey',
  'engine/signing-key-expired': 'whyExpired',
  'engine/signing-key-locked': 'whyLocked',
}
