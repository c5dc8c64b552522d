/**
 * Digests computed without waiting, for one purpose: key derivations that hash one small value thousands of times
 * (RFC 7292 appendix B, RFC 8018 section 5.1). WebCrypto answers every digest with a promise, which would make minutes of
 * a second. Everything else is hashed by `digest.ts`.
 */
import { sha1 } from '@noble/hashes/legacy.js'
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import type { MacDigest } from '../x509/pkcs12-mac.ts'

const DIGEST = { 'SHA-1': sha1, 'SHA-224': sha224, 'SHA-256': sha256, 'SHA-384': sha384, 'SHA-512': sha512 } as const

/** The digest of `input`, then the digest of that, and so on: `times` digests in all, at least one. */
export function digestRepeatedly(name: MacDigest, input: Uint8Array, times: number): Uint8Array {
  const digest = DIGEST[name]
  let value: Uint8Array = digest(input)
  for (let done = 1; done < times; done++) value = digest(value)
  return value
}

/** Octets of the digest's input block: what RFC 7292 appendix B.2 calls v/8. */
export function blockLengthOf(name: MacDigest): number {
  return DIGEST[name].blockLen
}
