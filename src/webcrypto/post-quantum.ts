/**
 * ML-DSA (FIPS 204; RFC 9881, RFC 9882) and SLH-DSA (FIPS 205; RFC 9814), pure and with an empty context. ML-DSA by WebCrypto
 * where the platform has it; all else by the kept library, which is loaded when the first such signature is met.
 */
import type * as MlDsa from '@noble/post-quantum/ml-dsa.js'
import type * as SlhDsa from '@noble/post-quantum/slh-dsa.js'
import type { PublicKeyInfo } from '../x509/public-key.ts'
import { lateLibrary } from './late-library.ts'
import type { SignatureOutcome } from './signature-outcome.ts'
import { verifyBySubtle } from './subtle-verify.ts'

interface Verifier {
  verify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean
  readonly lengths: { readonly publicKey?: number; readonly signature?: number }
}

interface ParameterSet {
  /** Bits: what a collision in the digest beside it must cost at least. */
  readonly strength: 128 | 192 | 256
  readonly load: () => Promise<Verifier>
  /** What WebCrypto calls it, and the lengths that it does not ask back (FIPS 204 table 2). */
  readonly native?: { readonly name: 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87'; readonly publicKey: number; readonly signature: number }
}

const mlDsa = (
  strength: ParameterSet['strength'],
  native: NonNullable<ParameterSet['native']>,
  pick: (library: typeof MlDsa) => Verifier,
): ParameterSet => ({
  strength,
  native,
  load: async () => pick(await import('@noble/post-quantum/ml-dsa.js')),
})

const slhDsa = (strength: ParameterSet['strength'], pick: (library: typeof SlhDsa) => Verifier): ParameterSet => ({
  strength,
  load: async () => pick(await import('@noble/post-quantum/slh-dsa.js')),
})

const PARAMETER_SET = {
  '2.16.840.1.101.3.4.3.17': mlDsa(128, { name: 'ML-DSA-44', publicKey: 1312, signature: 2420 }, library => library.ml_dsa44),
  '2.16.840.1.101.3.4.3.18': mlDsa(192, { name: 'ML-DSA-65', publicKey: 1952, signature: 3309 }, library => library.ml_dsa65),
  '2.16.840.1.101.3.4.3.19': mlDsa(256, { name: 'ML-DSA-87', publicKey: 2592, signature: 4627 }, library => library.ml_dsa87),
  '2.16.840.1.101.3.4.3.20': slhDsa(128, library => library.slh_dsa_sha2_128s),
  '2.16.840.1.101.3.4.3.21': slhDsa(128, library => library.slh_dsa_sha2_128f),
  '2.16.840.1.101.3.4.3.22': slhDsa(192, library => library.slh_dsa_sha2_192s),
  '2.16.840.1.101.3.4.3.23': slhDsa(192, library => library.slh_dsa_sha2_192f),
  '2.16.840.1.101.3.4.3.24': slhDsa(256, library => library.slh_dsa_sha2_256s),
  '2.16.840.1.101.3.4.3.25': slhDsa(256, library => library.slh_dsa_sha2_256f),
  '2.16.840.1.101.3.4.3.26': slhDsa(128, library => library.slh_dsa_shake_128s),
  '2.16.840.1.101.3.4.3.27': slhDsa(128, library => library.slh_dsa_shake_128f),
  '2.16.840.1.101.3.4.3.28': slhDsa(192, library => library.slh_dsa_shake_192s),
  '2.16.840.1.101.3.4.3.29': slhDsa(192, library => library.slh_dsa_shake_192f),
  '2.16.840.1.101.3.4.3.30': slhDsa(256, library => library.slh_dsa_shake_256s),
  '2.16.840.1.101.3.4.3.31': slhDsa(256, library => library.slh_dsa_shake_256f),
} as const satisfies Readonly<Record<string, ParameterSet>>

export type PostQuantumOid = keyof typeof PARAMETER_SET

export function isPostQuantum(oid: string): oid is PostQuantumOid {
  return Object.hasOwn(PARAMETER_SET, oid)
}

/** Bits of collision resistance that a digest beside such a signature needs. */
export function strengthOf(oid: PostQuantumOid): number {
  return PARAMETER_SET[oid].strength
}

/**
 * `unsupported` when the key is of another kind; `invalid` for wrong lengths and when the mathematics say no.
 *
 * @throws LibraryUnavailable when the platform does not know the algorithm and the library does not load.
 */
export async function verifyPostQuantum(
  oid: PostQuantumOid,
  publicKey: PublicKeyInfo,
  signature: Uint8Array,
  message: Uint8Array,
): Promise<SignatureOutcome> {
  if (publicKey.algorithm.oid !== oid || publicKey.algorithm.parameters !== undefined) return 'unsupported'
  const set: ParameterSet = PARAMETER_SET[oid]
  const native = await verifyNatively(set, publicKey, signature, message)
  if (native !== 'unsupported') return native
  const verifier = await lateLibrary(set.load)
  if (signature.length !== verifier.lengths.signature || publicKey.keyOctets.length !== verifier.lengths.publicKey) return 'invalid'
  return verifier.verify(signature, message, publicKey.keyOctets) ? 'valid' : 'invalid'
}

/** `unsupported` where WebCrypto does not know the algorithm or will not take the key: the library has the last word then. */
async function verifyNatively({ native }: ParameterSet, publicKey: PublicKeyInfo, signature: Uint8Array, message: Uint8Array): Promise<SignatureOutcome> {
  if (!native) return 'unsupported'
  if (signature.length !== native.signature || publicKey.keyOctets.length !== native.publicKey) return 'invalid'
  const { name } = native
  return verifyBySubtle({ spki: publicKey.encoded, importAlgorithm: { name }, verifyAlgorithm: { name }, signature, message })
}
