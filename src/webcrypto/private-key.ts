/** From a PKCS #8 structure to a key that can be used and not be read. */
import { openEcKey } from './ec-private-key.ts'
import { openMlKemKey } from './ml-kem.ts'
import { openMontgomeryKey } from './montgomery-private-key.ts'
import { readPrivateKeyInfo } from './private-key-info.ts'
import type { PrivateKeyOperations } from './private-key-operations.ts'
import { publicKeyOctetsOf } from './public-key-octets.ts'
import { openRsaKey } from './rsa-private-key.ts'

export type { KeyTransport, PrivateKeyOperations } from './private-key-operations.ts'

/**
 * Makes a private key usable. What WebCrypto can hold, it holds, and it never gives it out again.
 *
 * @param pkcs8 - PrivateKeyInfo or OneAsymmetricKey (RFC 5958 section 2), not encrypted. Not kept, not wiped: wipe it when
 * this is done.
 * @returns undefined for a kind we cannot decrypt with (Ed25519, DSA, unnamed curves …), and for one that is malformed.
 * @throws LibraryUnavailable when WebCrypto lacks the kind and the library that has it does not load; so do its operations.
 */
export async function openPrivateKey(pkcs8: Uint8Array): Promise<PrivateKeyOperations | undefined> {
  const info = readPrivateKeyInfo(pkcs8)
  if (!info) return undefined
  return (await openRsaKey(info)) ?? (await openEcKey(info)) ?? (await openMontgomeryKey(info)) ?? openMlKemKey(info)
}

/**
 * The public key of a private one, to find its certificate by: what `PublicKeyInfo.keyOctets` holds there (RSAPublicKey, an
 * uncompressed point, the octets of a Montgomery, Edwards or ML-KEM key).
 *
 * @returns undefined for a kind we do not know, and for one that is malformed.
 * @throws LibraryUnavailable for every kind but RSA, when the library does not load.
 */
export async function publicKeyOf(pkcs8: Uint8Array): Promise<Uint8Array | undefined> {
  const info = readPrivateKeyInfo(pkcs8)
  return info && publicKeyOctetsOf(info)
}
