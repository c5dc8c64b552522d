/**
 * What a private key can do for an envelope, wherever the key lives: in the worker, or in a token that never gives it out.
 *
 * SECURITY: a holder of this interface can use the key and cannot read it.
 */
import type { PublicKeyInfo } from '../x509/public-key.ts'
import type { DigestName } from './digest.ts'
import { openEcKey } from './ec-private-key.ts'
import { openMlKemKey } from './ml-kem.ts'
import { openMontgomeryKey } from './montgomery-private-key.ts'
import { readPrivateKeyInfo } from './private-key-info.ts'
import { publicKeyOctetsOf } from './public-key-octets.ts'
import { openRsaKey } from './rsa-private-key.ts'

/** How a content-encryption key was encrypted to an RSA key (RFC 8017 sections 7.1 and 7.2; RFC 4055 section 4.1). */
export type KeyTransport =
  | { readonly scheme: 'pkcs1' }
  | { readonly scheme: 'oaep'; readonly digest: DigestName; readonly mgfDigest: DigestName; readonly label: Uint8Array }

export interface PrivateKeyOperations {
  readonly kind: 'rsa' | 'ec' | 'x25519' | 'x448' | 'ml-kem'
  /**
   * RSA: the content-encryption key of `length` octets that `encrypted` transports.
   *
   * SECURITY: for PKCS #1 v1.5 it always gives `length` octets, made up where the padding or the length is wrong (implicit
   * rejection), so that nothing tells the two apart. OAEP that does not decode gives undefined.
   */
  readonly decryptKey?: (transport: KeyTransport, encrypted: Uint8Array, length: number) => Promise<Uint8Array | undefined>
  /**
   * EC and Montgomery curves: the shared secret Z with the originator's public key; undefined when that key is none of the
   * curve, or the secret is zero (RFC 7748 section 6).
   *
   * Only `algorithm` and `keyOctets` of the originator are looked at. Parameters that are absent or NULL mean our curve, as
   * originatorKey has them (RFC 5753 section 3.1.1). The NIST curves' cofactor is 1: standard and cofactor agreement are the
   * same.
   */
  readonly agree?: (originator: PublicKeyInfo) => Promise<Uint8Array | undefined>
  /** ML-KEM: the shared secret of 32 octets; undefined when the ciphertext has another length (FIPS 203 section 7.3). */
  readonly decapsulate?: (ciphertext: Uint8Array) => Promise<Uint8Array | undefined>
}

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
