/** Message digests (FIPS 180-4, FIPS 202): through WebCrypto, and by the kept hash library where it has none. */
import { sha224 } from '@noble/hashes/sha2.js'
import { type AlgorithmIdentifier, hasNoParameters } from '../x509/algorithm-identifier.ts'
import { lateLibrary } from './late-library.ts'
import { computeNativeDigest, type NativeDigest } from './native-digest.ts'

/** Digests that RSA and ECDSA are used with (RFC 5754). */
export type SignatureDigest = NativeDigest | 'SHA-224'

/** `SHAKE256` is the one with 512 bits of output, as CMS uses it (RFC 8419 section 2.3, RFC 8702 section 3.1). */
export type DigestName = SignatureDigest | 'SHAKE256'

const DIGEST_OF_OID: Readonly<Record<string, SignatureDigest>> = {
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
}

const SHAKE256 = '2.16.840.1.101.3.4.2.12'
const SHAKE256_LEN = '2.16.840.1.101.3.4.2.18'

/** INTEGER 512. */
const OUTPUT_OF_512_BITS = [0x02, 0x02, 0x02, 0x00]

/** The digest of the SHA family an object identifier names; undefined when we cannot compute it. An answer, not an error. */
export function digestOfOid(oid: string): SignatureDigest | undefined {
  return DIGEST_OF_OID[oid]
}

/**
 * The digest a whole identifier names, its parameters read: absent or NULL for the SHA family (RFC 5754 section 2),
 * absent or 512 bits for SHAKE256 (RFC 8419 section 2.3). Undefined for anything else.
 */
export function digestOfAlgorithm(algorithm: AlgorithmIdentifier): DigestName | undefined {
  const { oid, parameters } = algorithm
  if (oid === SHAKE256) return parameters === undefined ? 'SHAKE256' : undefined
  if (oid === SHAKE256_LEN) return parameters?.length === 4 && OUTPUT_OF_512_BITS.every((octet, i) => parameters[i] === octet) ? 'SHAKE256' : undefined
  return hasNoParameters(algorithm) ? DIGEST_OF_OID[oid] : undefined
}

/** Octets of a digest's output. */
export const DIGEST_LENGTH: Readonly<Record<DigestName, number>> = {
  'SHA-1': 20,
  'SHA-224': 28,
  'SHA-256': 32,
  'SHA-384': 48,
  'SHA-512': 64,
  SHAKE256: 64,
}

/** Below what signers of today use (RFC 8551 section 2.1): it holds, and is no reason to trust. */
export function isWeakDigest(name: DigestName): boolean {
  return name === 'SHA-1' || name === 'SHA-224'
}

/** The digest of `bytes`. Reads them once; keeps nothing. @throws LibraryUnavailable for SHAKE256 when its library does not load. */
export async function computeDigest(name: DigestName, bytes: Uint8Array): Promise<Uint8Array> {
  if (name === 'SHA-224') return sha224(bytes)
  if (name === 'SHAKE256') {
    const { shake256 } = await lateLibrary(() => import('@noble/hashes/sha3.js'))
    return shake256(bytes, { dkLen: DIGEST_LENGTH.SHAKE256 })
  }
  return computeNativeDigest(name, bytes)
}
