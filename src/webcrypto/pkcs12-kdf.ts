/** The key derivation of PKCS #12 (RFC 7292 appendix B.2), for its MAC and its own encryption schemes. */
import { concatBytes } from '../bytes/bytes.ts'
import type { MacDigest } from '../x509/pkcs12-mac.ts'
import { blockLengthOf, digestRepeatedly } from './repeated-digest.ts'

/** What the octets are for (appendix B.3): the diversifier. */
export type Pkcs12KeyPurpose = 'key' | 'iv' | 'mac'

const DIVERSIFIER: Readonly<Record<Pkcs12KeyPurpose, number>> = { key: 1, iv: 2, mac: 3 }

export interface Pkcs12KdfInput {
  readonly digest: MacDigest
  /** BMPString octets with the terminating zero character (appendix B.1); may be empty. */
  readonly password: Uint8Array
  readonly salt: Uint8Array
  /** At least 1. What is too much is the caller's to say: this works until it is done. */
  readonly iterations: number
}

/** `length` octets derived for `purpose`. Synchronous: about a microsecond per iteration and block of output. */
export function derivePkcs12Key(input: Pkcs12KdfInput, purpose: Pkcs12KeyPurpose, length: number): Uint8Array {
  const blockOctets = blockLengthOf(input.digest)
  const diversifier = new Uint8Array(blockOctets).fill(DIVERSIFIER[purpose])
  const message = concatBytes([repeatToBlocks(input.salt, blockOctets), repeatToBlocks(input.password, blockOctets)])
  const derived = new Uint8Array(length)
  for (let offset = 0; ; ) {
    const block = digestRepeatedly(input.digest, concatBytes([diversifier, message]), input.iterations)
    derived.set(block.subarray(0, length - offset), offset)
    offset += block.length
    if (offset >= length) break
    const addend = repeatToBlocks(block, blockOctets)
    for (let start = 0; start < message.length; start += blockOctets) {
      addWithOne(message.subarray(start, start + blockOctets), addend)
    }
  }
  message.fill(0)
  return derived
}

/** Copies of `octets`, the last one cut, filling whole blocks; nothing for nothing. */
function repeatToBlocks(octets: Uint8Array, blockOctets: number): Uint8Array {
  const repeated = new Uint8Array(blockOctets * Math.ceil(octets.length / blockOctets))
  for (let offset = 0; offset < repeated.length; offset++) repeated[offset] = octets[offset % octets.length] as number
  return repeated
}

/** `target` = (`target` + `addend` + 1) mod 2^(8·length), both big endian of one length. */
function addWithOne(target: Uint8Array, addend: Uint8Array): void {
  let carry = 1
  for (let offset = target.length - 1; offset >= 0; offset--) {
    carry += (target[offset] as number) + (addend[offset] as number)
    target[offset] = carry
    carry >>= 8
  }
}
