/** Triple DES and RC2: the standards' vectors, and what Node and OpenSSL encrypt. */
import { spawnSync } from 'node:child_process'
import { createCipheriv } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { encodeHex } from '../../src/bytes/encoding.ts'
import { decryptRc2Cbc } from '../../src/webcrypto/rc2.ts'
import { decryptTripleDesCbc } from '../../src/webcrypto/triple-des.ts'

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const octets = (length: number, seed: number) => Uint8Array.from({ length }, (_, index) => (index * 151 + seed * 31) ^ (index >> 3))

/**
 * The standards give single blocks. With this IV a block decrypts to eight octets of 8, the padding of an empty text,
 * exactly when the block cipher gives `plaintext`.
 */
const ivThatMakesPadding = (plaintext: Uint8Array) => plaintext.map(octet => octet ^ 8)

describe('Triple DES', () => {
  const K1 = '0123456789abcdef'
  const K123 = `${K1}23456789abcdef01456789abcdef0123`
  it.each([
    ['FIPS 81, one key', K1, '4e6f772069732074', '3fa40e8a984d4815'],
    ['SP 800-67 appendix B, first block', K123, '5468652071756663', 'a826fd8ce53b855f'],
    ['SP 800-67 appendix B, second block', K123, '6b2062726f776e20', 'cce21c8112256fe6'],
    ['SP 800-67 appendix B, third block', K123, '666f78206a756d70', '68d5c05dd9b6b900'],
  ])('%s', (_, key, plaintext, ciphertext) => {
    expect(decryptTripleDesCbc(hex(key), ivThatMakesPadding(hex(plaintext)), hex(ciphertext))).toEqual(new Uint8Array())
    const other = hex(plaintext)
    other[3] = (other[3] as number) ^ 1
    expect(decryptTripleDesCbc(hex(key), ivThatMakesPadding(other), hex(ciphertext))).toBeUndefined()
  })
  it.each([
    ['three keys', 'des-ede3-cbc', 24],
    ['two keys', 'des-ede-cbc', 16],
  ])('what Node encrypts with %s, every length of the last block', (_, name, keyLength) => {
    for (let length = 0; length < 40; length++) {
      const [key, iv, plaintext] = [octets(keyLength, length), octets(8, length + 1), octets(length, 5)]
      const cipher = createCipheriv(name, key, iv)
      const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()])
      expect(decryptTripleDesCbc(key, iv, ciphertext)).toEqual(plaintext)
    }
  })
  it.each([
    ['nothing', 0],
    ['half a block', 12],
  ])('%s is no ciphertext', (_, length) => {
    expect(decryptTripleDesCbc(octets(24, 1), octets(8, 2), octets(length, 3))).toBeUndefined()
  })
})

describe('RC2', () => {
  const LONG = '88bca90e90875a7f0f79c384627bafb2'
  it.each([
    ['0000000000000000', 63, '0000000000000000', 'ebb773f993278eff'],
    ['ffffffffffffffff', 64, 'ffffffffffffffff', '278b27e42e2f0d49'],
    ['3000000000000000', 64, '1000000000000001', '30649edf9be7d2c2'],
    ['88', 64, '0000000000000000', '61a8a244adacccf0'],
    ['88bca90e90875a', 64, '0000000000000000', '6ccf4308974c267f'],
    [LONG, 64, '0000000000000000', '1a807d272bbe5db1'],
    [LONG, 128, '0000000000000000', '2269552ab0f85ca6'],
    [`${LONG}16f80a6f85920584c42fceb0be255daf1e`, 129, '0000000000000000', '5b78d3a43dfff1f1'],
  ])('RFC 2268 section 5: key %s, %i bits', (key, bits, plaintext, ciphertext) => {
    expect(decryptRc2Cbc(hex(key), bits, ivThatMakesPadding(hex(plaintext)), hex(ciphertext))).toEqual(new Uint8Array())
    expect(decryptRc2Cbc(hex(key), bits - 8, ivThatMakesPadding(hex(plaintext)), hex(ciphertext))).toBeUndefined()
  })
  const legacy = ['-provider', 'legacy', '-provider', 'default']
  const isMissing = spawnSync('openssl', ['list', '-providers', ...legacy]).status !== 0
  it.skipIf(isMissing)(`what OpenSSL encrypts${isMissing ? ' (skipped: no openssl with its legacy provider)' : ''}`, () => {
    for (const [name, keyLength, bits] of [['rc2-cbc', 16, 128], ['rc2-40-cbc', 5, 40], ['rc2-64-cbc', 8, 64]] as const) {
      const [key, iv, plaintext] = [octets(keyLength, bits), octets(8, 1), octets(100, 9)]
      const { stdout } = spawnSync('openssl', ['enc', `-${name}`, '-K', encodeHex(key), '-iv', encodeHex(iv), ...legacy], { input: plaintext })
      expect(decryptRc2Cbc(key, bits, iv, stdout), name).toEqual(plaintext)
    }
  })
})
