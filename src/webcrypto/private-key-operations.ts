/**
 * What a private key can do for an envelope, wherever the key lives: in the worker, or in a token that never gives it out.
 *
 * SECURITY: a holder of this interface can use the key and cannot read it.
 */
import type { PublicKeyInfo } from '../x509/public-key.ts'
import type { DigestName } from './digest.ts'

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
