/** The keys a message may be opened with. They are arguments: nothing here knows where they come from or where they lie. */
import type { PrivateKeyOperations } from '../webcrypto/private-key.ts'
import type { Certificate } from '../x509/certificate.ts'

/** A private key with the certificate that senders used. */
export interface RecipientKey {
  /** Reference that may cross the worker's wall; it says nothing about the key. */
  readonly id: string
  /** What recipients are matched with: issuer and serial number, or the subject key identifier. */
  readonly certificate: Certificate
  readonly operations: PrivateKeyOperations
}

/** Known to be ours, but locked: enough to say which key would open a message. */
export interface LockedKey {
  readonly id: string
  readonly certificate: Certificate
}

/** A key-encryption key that both sides already have (RFC 5652 section 6.2.3). */
export interface SharedKey {
  readonly identifier: Uint8Array
  readonly key: Uint8Array
}

/** Everything a reader can open an envelope with. */
export interface OpeningKeys {
  /** In the order to be tried; every key the reader ever had, expired or not. */
  readonly keys: readonly RecipientKey[]
  readonly locked: readonly LockedKey[]
  readonly sharedKeys: readonly SharedKey[]
  /** Passwords for password recipients (RFC 3211), as typed. */
  readonly passwords: readonly string[]
}

export const NO_KEYS: OpeningKeys = { keys: [], locked: [], sharedKeys: [], passwords: [] }
