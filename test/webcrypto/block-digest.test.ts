/** SHA-1 and SHA-2 computed step by step: the standard's examples, and Node's own answers. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { encodeHex, encodeUtf8 } from '../../src/bytes/encoding.ts'
import { digestRepeatedly } from '../../src/webcrypto/block-digest.ts'
import { SHA1 } from '../../src/webcrypto/sha1.ts'
import { SHA224, SHA256 } from '../../src/webcrypto/sha256.ts'
import { SHA384, SHA512 } from '../../src/webcrypto/sha512.ts'

const DIGESTS = [
  ['sha1', SHA1, 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  ['sha224', SHA224, '23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7'],
  ['sha256', SHA256, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['sha384', SHA384, 'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7'],
  ['sha512', SHA512, 'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f'],
] as const

describe.each(DIGESTS)('%s', (name, digest, ofAbc) => {
  it('FIPS 180-4’s example "abc"', () => {
    expect(encodeHex(digestRepeatedly(digest, encodeUtf8('abc'), 1))).toBe(ofAbc)
  })
  it('agrees with Node on every length up to three blocks', () => {
    for (let length = 0; length <= 3 * 128; length++) {
      const input = Uint8Array.from({ length }, (_, index) => index * 7 + length)
      expect(encodeHex(digestRepeatedly(digest, input, 1)), `${length} octets`).toBe(createHash(name).update(input).digest('hex'))
    }
  })
  it('the digest of the digest, a thousand times', () => {
    let expected: Uint8Array = encodeUtf8('salt')
    for (let done = 0; done < 1000; done++) expected = createHash(name).update(expected).digest()
    expect(encodeHex(digestRepeatedly(digest, encodeUtf8('salt'), 1000))).toBe(encodeHex(expected))
  })
})
