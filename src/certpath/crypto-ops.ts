/** The mathematics that judging needs, handed in. `certpath` itself knows no cryptographic interface. */
import type { AlgorithmIdentifier } from '../x509/algorithm-identifier.ts'
import type { PublicKeyInfo } from '../x509/public-key.ts'

export interface CryptoOps {
  /**
   * Checks `signature` over `signed`. `unsupported` is an answer: nothing is known then.
   * Must not throw for any bytes.
   */
  verify(
    algorithm: AlgorithmIdentifier,
    publicKey: PublicKeyInfo,
    signature: Uint8Array,
    signed: Uint8Array,
  ): Promise<'valid' | 'invalid' | 'unsupported'>
  /** The digest that an object identifier names; undefined when it cannot be computed here. */
  digest(oid: string, bytes: Uint8Array): Promise<Uint8Array | undefined>
  /** SHA-256, for fingerprints. */
  sha256(bytes: Uint8Array): Promise<Uint8Array>
  /** What is weak about this algorithm or key by today's measure, as a name; undefined when nothing is. */
  weaknessOf(algorithm: AlgorithmIdentifier, signerKey: PublicKeyInfo): string | undefined
}
