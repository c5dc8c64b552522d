/**
 * Checking signatures: RSA (RFC 8017 section 8), ECDSA (FIPS 186-5), Ed25519 and Ed448 (RFC 8032), ML-DSA and SLH-DSA
 * (FIPS 204, FIPS 205). An unsupported key or scheme is an answer, not an exception.
 */
import type { PublicKeyInfo } from '../x509/public-key.ts'
import { verifyEcdsa } from './ecdsa-signature.ts'
import { holdsEd448 } from './kept-curves.ts'
import { LibraryUnavailable } from './late-library.ts'
import { verifyPostQuantum } from './post-quantum.ts'
import { verifyRsa } from './rsa-signature.ts'
import type { SignatureOutcome } from './signature-outcome.ts'
import type { SignatureScheme } from './signature-scheme.ts'
import { verifyBySubtle } from './subtle-verify.ts'

/**
 * Checks one signature over `message` (not over its digest).
 *
 * @returns `unsupported` when the key's kind does not fit the scheme's family, its size is out of bounds, WebCrypto
 * refuses to take the key, or the library for it does not load; `invalid` when the mathematics say no. Weakness is not
 * judged here.
 */
export async function verifySignature(
  scheme: SignatureScheme,
  publicKey: PublicKeyInfo,
  signature: Uint8Array,
  message: Uint8Array,
): Promise<SignatureOutcome> {
  try {
    return await verifyByFamily(scheme, publicKey, signature, message)
  } catch (error) {
    if (error instanceof LibraryUnavailable) return 'unsupported'
    throw error
  }
}

async function verifyByFamily(
  scheme: SignatureScheme,
  publicKey: PublicKeyInfo,
  signature: Uint8Array,
  message: Uint8Array,
): Promise<SignatureOutcome> {
  switch (scheme.family) {
    case 'rsa-pkcs1':
    case 'rsa-pss':
      return verifyRsa(scheme, publicKey, signature, message)
    case 'ecdsa':
      return verifyEcdsa(scheme.digest, publicKey, signature, message)
    case 'ed25519':
      return verifyEd25519(publicKey, signature, message)
    case 'ed448':
      return verifyEd448(publicKey, signature, message)
    case 'post-quantum':
      return verifyPostQuantum(scheme.oid, publicKey, signature, message)
  }
}

async function verifyEd25519(publicKey: PublicKeyInfo, signature: Uint8Array, message: Uint8Array): Promise<SignatureOutcome> {
  if (publicKey.key.kind !== 'ed25519') return 'unsupported'
  if (signature.length !== 64) return 'invalid'
  const name = 'Ed25519'
  return verifyBySubtle({ spki: publicKey.encoded, importAlgorithm: { name }, verifyAlgorithm: { name }, signature, message })
}

async function verifyEd448(publicKey: PublicKeyInfo, signature: Uint8Array, message: Uint8Array): Promise<SignatureOutcome> {
  if (publicKey.key.kind !== 'ed448' || publicKey.algorithm.parameters !== undefined) return 'unsupported'
  if (signature.length !== 114 || publicKey.keyOctets.length !== 57) return 'invalid'
  return (await holdsEd448(signature, message, publicKey.keyOctets)) ? 'valid' : 'invalid'
}
