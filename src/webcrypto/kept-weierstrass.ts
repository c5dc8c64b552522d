/**
 * The curves y² = x³ + ax + b of the kept library, loaded when the first key of one is met: the brainpool curves of RFC 5639 (named
 * ones only, RFC 5480 section 2.1.1), and the NIST curves for what WebCrypto does not do with them.
 */
import type { EcCurve } from '../x509/public-key.ts'
import { lateLibrary } from './late-library.ts'

export interface WeierstrassCurve {
  readonly utils: { isValidPublicKey(publicKey: Uint8Array): boolean }
  readonly Point: { fromBytes(octets: Uint8Array): { is0(): boolean; toBytes(isCompressed: boolean): Uint8Array } }
  verify(signature: Uint8Array, digest: Uint8Array, publicKey: Uint8Array, options: { readonly prehash: false; readonly lowS: false }): boolean
  /** Throws for a number that is zero or not below the order. */
  getPublicKey(scalar: Uint8Array, isCompressed: boolean): Uint8Array
  getSharedSecret(scalar: Uint8Array, point: Uint8Array, isCompressed: boolean): Uint8Array
}

const LOAD: Readonly<Record<EcCurve, () => Promise<WeierstrassCurve>>> = {
  'P-256': async () => (await import('@noble/curves/nist.js')).p256,
  'P-384': async () => (await import('@noble/curves/nist.js')).p384,
  'P-521': async () => (await import('@noble/curves/nist.js')).p521,
  brainpoolP256r1: async () => (await import('@noble/curves/misc.js')).brainpoolP256r1,
  brainpoolP384r1: async () => (await import('@noble/curves/misc.js')).brainpoolP384r1,
  brainpoolP512r1: async () => (await import('@noble/curves/misc.js')).brainpoolP512r1,
}

/** @throws LibraryUnavailable when the library does not load. */
export function loadWeierstrassCurve(curve: EcCurve): Promise<WeierstrassCurve> {
  return lateLibrary(LOAD[curve])
}
