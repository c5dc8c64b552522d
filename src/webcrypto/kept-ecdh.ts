/**
 * Points and ECDH by the kept library, loaded when it is needed: for the brainpool curves, which WebCrypto has not, and for
 * compressed points and missing public keys on the others.
 */
import type { EcCurve } from '../x509/public-key.ts'
import { lateLibrary } from './late-library.ts'

export interface Ecdh {
  /** The uncompressed point of a private key; undefined when that is zero or not below the order. */
  readonly publicPoint: (scalar: Uint8Array) => Uint8Array | undefined
  /** The point, uncompressed; undefined when the octets are no point of the curve (SEC 1 section 2.3.4) or its zero. */
  readonly uncompress: (point: Uint8Array) => Uint8Array | undefined
  /** The x coordinate of the shared point. `point` is one that `uncompress` gave. */
  readonly agree: (scalar: Uint8Array, point: Uint8Array) => Uint8Array
}

interface Library {
  readonly Point: { fromBytes(octets: Uint8Array): { is0(): boolean; toBytes(isCompressed: boolean): Uint8Array } }
  getPublicKey(scalar: Uint8Array, isCompressed: boolean): Uint8Array
  getSharedSecret(scalar: Uint8Array, point: Uint8Array, isCompressed: boolean): Uint8Array
}

const LOAD: Readonly<Record<EcCurve, () => Promise<Library>>> = {
  'P-256': async () => (await import('@noble/curves/nist.js')).p256,
  'P-384': async () => (await import('@noble/curves/nist.js')).p384,
  'P-521': async () => (await import('@noble/curves/nist.js')).p521,
  brainpoolP256r1: async () => (await import('@noble/curves/misc.js')).brainpoolP256r1,
  brainpoolP384r1: async () => (await import('@noble/curves/misc.js')).brainpoolP384r1,
  brainpoolP512r1: async () => (await import('@noble/curves/misc.js')).brainpoolP512r1,
}

/** @throws LibraryUnavailable when the library does not load. */
export async function loadEcdh(curve: EcCurve): Promise<Ecdh> {
  const library = await lateLibrary(LOAD[curve])
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
