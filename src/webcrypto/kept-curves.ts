/**
 * Curves that WebCrypto has not, by the kept library, which is loaded when the first such key is met: the brainpool curves of
 * RFC 5639 (named ones only, RFC 5480 section 2.1.1), Ed448 (RFC 8032 section 5.2), and the NIST curves for SHA-224.
 */
import type { EcCurve } from '../x509/public-key.ts'
import { lateLibrary } from './late-library.ts'

interface Ecdsa {
  verify(signature: Uint8Array, digest: Uint8Array, publicKey: Uint8Array, options: { readonly prehash: false; readonly lowS: false }): boolean
  readonly utils: { isValidPublicKey(publicKey: Uint8Array): boolean }
}

const LOAD: Readonly<Record<EcCurve, () => Promise<Ecdsa>>> = {
  'P-256': async () => (await import('@noble/curves/nist.js')).p256,
  'P-384': async () => (await import('@noble/curves/nist.js')).p384,
  'P-521': async () => (await import('@noble/curves/nist.js')).p521,
  brainpoolP256r1: async () => (await import('@noble/curves/misc.js')).brainpoolP256r1,
  brainpoolP384r1: async () => (await import('@noble/curves/misc.js')).brainpoolP384r1,
  brainpoolP512r1: async () => (await import('@noble/curves/misc.js')).brainpoolP512r1,
}

/**
 * ECDSA over a digest that was computed before.
 *
 * @param signature - r and s, each as long as a coordinate.
 * @returns undefined when the key's octets are no point of the curve.
 * @throws LibraryUnavailable when the library does not load.
 */
export async function holdsEcdsa(curve: EcCurve, signature: Uint8Array, digest: Uint8Array, keyOctets: Uint8Array): Promise<boolean | undefined> {
  const ecdsa = await lateLibrary(LOAD[curve])
  if (!ecdsa.utils.isValidPublicKey(keyOctets)) return undefined
  // Low values of s are a rule of cryptocurrencies; X.509 and CMS allow both.
  return ecdsa.verify(signature, digest, keyOctets, { prehash: false, lowS: false })
}

/** Pure Ed448 with an empty context, by the strict rules of RFC 8032 section 5.2.7. @throws LibraryUnavailable as above. */
export async function holdsEd448(signature: Uint8Array, message: Uint8Array, keyOctets: Uint8Array): Promise<boolean> {
  const { ed448 } = await lateLibrary(() => import('@noble/curves/ed448.js'))
  return ed448.verify(signature, message, keyOctets, { zip215: false })
}
