/** A private key made usable, for everything it can do. */
import { openPrivateKey, type PrivateKeyOperations } from '../../webcrypto/private-key.ts'
import { openSigningKey, type SigningKey } from '../../webcrypto/signing-key.ts'

export interface OpenedKey {
  /** Undefined for a kind that opens nothing, such as Ed25519. */
  readonly opening: PrivateKeyOperations | undefined
  /** Undefined for a kind that we do not sign with, such as X25519. */
  readonly signing: SigningKey | undefined
}

/** @param pkcs8 - Not kept, not wiped. */
export async function openKey(pkcs8: Uint8Array): Promise<OpenedKey> {
  return { opening: await openPrivateKey(pkcs8), signing: await openSigningKey(pkcs8) }
}
