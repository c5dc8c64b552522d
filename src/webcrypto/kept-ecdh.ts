/**
 * Points and ECDH by the kept library, loaded when it is needed: for the brainpool curves, which WebCrypto has not, and for
 * compressed points and missing public keys on the others.
 */
import type { EcCurve } from '../x509/public-key.ts'
import { loadWeierstrassCurve } from './kept-weierstrass.ts'

export interface Ecdh {
  /** The uncompressed point of a private key; undefined when that is zero or not below the order. */
  readonly publicPoint: (scalar: Uint8Array) => Uint8Array | undefined
  /** The point, uncompressed; undefined when the octets are no point of the curve (SEC 1 section 2.3.4) or its zero. */
  readonly uncompress: (point: Uint8Array) => Uint8Array | undefined
  /** The x coordinate of the shared point. `point` is one that `uncompress` gave. */
  readonly agree: (scalar: Uint8Array, point: Uint8Array) => Uint8Array
}

/** @throws LibraryUnavailable when the library does not load. */
export async function loadEcdh(curve: EcCurve): Promise<Ecdh> {
  const library = await loadWeierstrassCurve(curve)
  return {
    publicPoint: scalar => orNothing(() => library.getPublicKey(scalar, false)),
    uncompress: octets =>
      orNothing(() => {
        const point = library.Point.fromBytes(octets)
        return point.is0() ? undefined : point.toBytes(false)
      }),
    agree: (scalar, point) => {
      const shared = library.getSharedSecret(scalar, point, false)
      return shared.slice(1, 1 + (shared.length - 1) / 2)
    },
  }
}

/** The library throws for whatever is no key or no point of its curve. */
function orNothing<T>(compute: () => T): T | undefined {
  try {
    return compute()
  } catch {
    return undefined
  }
}
