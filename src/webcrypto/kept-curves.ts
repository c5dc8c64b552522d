/** Signatures on curves that WebCrypto has not, or not with that digest, by the kept library. */
import type { EcCurve } from '../x509/public-key.ts'
import { loadWeierstrassCurve } from './kept-weierstrass.ts'
import { lateLibrary } from './late-library.ts'

/**
 * ECDSA over a digest that was computed before.
 *
 * @param signature - r and s, each as long as a coordinate.
 * @returns undefined when the key's octets are no point of the curve.
 * @throws LibraryUnavailable when the library does not load.
 */
export async function holdsEcdsa(curve: EcCurve, signature: Uint8Array, digest: Uint8Array, keyOctets: Uint8Array): Promise<boolean | undefined> {
  const ecdsa = await loadWeierstrassCurve(curve)
  if (!ecdsa.utils.isValidPublicKey(keyOctets)) return undefined
  // Low values of s are a rule of cryptocurrencies; X.509 and CMS allow both.
  return ecdsa.verify(signature, digest, keyOctets, { prehash: false, lowS: false })
}

/** Pure Ed448 with an empty context, by the strict rules of RFC 8032 section 5.2.7. @throws LibraryUnavailable as above. */
export async function holdsEd448(signature: Uint8Array, message: Uint8Array, keyOctets: Uint8Array): Promise<boolean> {
  const { ed448 } = await lateLibrary(() => import('@noble/curves/ed448.js'))
  return ed448.verify(signature, message, keyOctets, { zip215: false })
}
