/** The seam for keys that live elsewhere than in a file of the question: the key store, a token, a second origin. */
import type { LockedKey, RecipientKey } from '../smime/recipient-key.ts'

/**
 * Gives keys out as operations, never as octets (SEC-90). Several providers may serve one engine; their keys are tried in
 * the order of the providers.
 */
export interface KeyProvider {
  /** Every key that may be used at that time (milliseconds since 1970), current ones first. Empty when all are locked. */
  keys(at: number): Promise<readonly RecipientKey[]>
  /** Keys that are ours and locked: enough to say which one would open a message. */
  lockedKeys(at: number): Promise<readonly LockedKey[]>
}
