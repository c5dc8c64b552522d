/** The seam for keys that live elsewhere than in a file of the question: the key store, a token, a second origin. */
import type { LockedKey, RecipientKey } from '../smime/recipient-key.ts'
import type { PrivateKeyOperations } from '../webcrypto/private-key.ts'
import { parseCertificate } from '../x509/certificate.ts'

export type { KeyTransport, PrivateKeyOperations } from '../webcrypto/private-key.ts'

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

/** A private key of a token: its certificate as the token keeps it, and what the token does with the key. */
export interface TokenKey {
  readonly id: string
  /** DER. */
  readonly certificate: Uint8Array
  readonly operations: PrivateKeyOperations
}

/** A provider of keys that are at hand for as long as the engine lives. @throws X509Error for a certificate that is none. */
export function provideTokenKeys(tokenKeys: readonly TokenKey[]): KeyProvider {
  const keys = tokenKeys.map(({ id, certificate, operations }): RecipientKey => ({ id, certificate: parseCertificate(certificate), operations }))
  return { keys: () => Promise.resolve(keys), lockedKeys: () => Promise.resolve([]) }
}
