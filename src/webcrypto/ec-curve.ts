/** What one has to know of a named curve (RFC 5480 section 2.1.1.1, RFC 5639 section 3). */
import type { EcCurve } from '../x509/public-key.ts'

/** Octets of a coordinate, and of a private key. */
export const COORDINATE_OCTETS: Readonly<Record<EcCurve, number>> = {
  'P-256': 32,
  'P-384': 48,
  'P-521': 66,
  brainpoolP256r1: 32,
  brainpoolP384r1: 48,
  brainpoolP512r1: 64,
}

export function isWebCryptoCurve(curve: EcCurve): boolean {
  return curve.startsWith('P-')
}
