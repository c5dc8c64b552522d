/** Wycheproof's files about decryption, key wrapping and key derivation: what is valid decrypts, what is not does not. */
import { describe, expect, it } from 'vitest'
import { decryptContent } from '../../src/webcrypto/content-cipher.ts'
import { deriveHkdfKey } from '../../src/webcrypto/hkdf.ts'
import { unwrapKey } from '../../src/webcrypto/key-wrap.ts'
import { decryptWithPassword } from '../../src/webcrypto/password-encryption.ts'
import { derivePbkdf2Key } from '../../src/webcrypto/pbkdf2.ts'
import { HAS_CORPORA } from './corpus.ts'
import { bytesOfHex, compareSecret, hexOf, runWycheproof, type WycheproofTest } from './wycheproof-file.ts'

const CLEAN = { wrong: [], isComplete: true }

interface CipherGroup {
  readonly keySize: 128 | 192 | 256
  readonly ivSize: number
  readonly tagSize: number
  readonly tests: readonly CipherTest[]
}

interface CipherTest extends WycheproofTest {
  readonly key: string
  readonly iv: string
  readonly aad: string
  readonly msg: string
  readonly ct: string
  readonly tag: string
}

/**
 * The ledger: nonces of fewer than 8 octets are valid here and refused by us. RFC 5084 section 3.2: "A nonce value of 12 octets can
 * be processed more efficiently, so that length is RECOMMENDED."
 */
const SHORTEST_NONCE_BITS = 64

const octets = (bits: 128 | 192 | 256) => (bits / 8) as 16 | 24 | 32

interface DerivationTest extends WycheproofTest {
  readonly ikm: string
  readonly salt: string
  readonly info: string
  readonly size: number
  readonly okm: string
}

interface PasswordTest extends WycheproofTest {
  readonly password: string
  readonly salt: string
  readonly iterationCount: number
  readonly dkLen: number
  readonly dk: string
  readonly iv: string
  readonly msg: string
  readonly ct: string
}

const skipped = HAS_CORPORA ? '' : ' (skipped: ../shared/corpora is absent)'

describe.skipIf(!HAS_CORPORA)(`corpus wycheproof, decryption${skipped}`, () => {
  it('aes_cbc_pkcs5_test', async () => {
    const answer = await runWycheproof<CipherGroup>('aes_cbc_pkcs5_test', async (test, group) => {
      const cipher = { mode: 'cbc', cipher: 'aes', keyLength: octets(group.keySize), iv: bytesOfHex(test.iv) } as const
      return compareSecret(test.result, await decryptContent(cipher, bytesOfHex(test.key), bytesOfHex(test.ct)), test.msg)
    })
    expect(answer).toEqual(CLEAN)
  })
  it('aes_gcm_test', async () => {
    const answer = await runWycheproof<CipherGroup>('aes_gcm_test', async (test, group) => {
      const cipher = { mode: 'gcm', keyLength: octets(group.keySize), nonce: bytesOfHex(test.iv), tagLength: group.tagSize / 8 } as const
      const expected = group.ivSize < SHORTEST_NONCE_BITS ? 'invalid' : test.result
      const authentication = { authenticatedData: bytesOfHex(test.aad), tag: bytesOfHex(test.tag) }
      return compareSecret(expected, await decryptContent(cipher, bytesOfHex(test.key), bytesOfHex(test.ct), authentication), test.msg)
    })
    expect(answer).toEqual(CLEAN)
  })
  it('aes_wrap_test', async () => {
    const answer = await runWycheproof<CipherGroup>('aes_wrap_test', async (test, group) => {
      const wrap = { method: 'aes', keyLength: octets(group.keySize) } as const
      return compareSecret(test.result, await unwrapKey(wrap, bytesOfHex(test.key), bytesOfHex(test.ct)), test.msg)
    })
    expect(answer).toEqual(CLEAN)
  })
  it('hkdf_sha256_test', async () => {
    const answer = await runWycheproof<{ readonly tests: readonly DerivationTest[] }>('hkdf_sha256_test', async test => {
      const input = { digest: 'SHA-256', secret: bytesOfHex(test.ikm), salt: bytesOfHex(test.salt), info: bytesOfHex(test.info) } as const
      return compareSecret(test.result, await deriveHkdfKey(input, test.size), test.okm)
    })
    expect(answer).toEqual(CLEAN)
  })
  it.each([
    ['pbkdf2_hmacsha1_test', 'SHA-1'],
    ['pbkdf2_hmacsha256_test', 'SHA-256'],
  ] as const)('%s', { timeout: 120_000 }, async (file, prf) => {
    const answer = await runWycheproof<{ readonly tests: readonly PasswordTest[] }>(file, async test => {
      const kdf = { prf, salt: bytesOfHex(test.salt), iterations: test.iterationCount, keyLength: test.dkLen }
      return compareSecret(test.result, await derivePbkdf2Key(kdf, bytesOfHex(test.password), test.dkLen), test.dk)
    })
    expect(answer).toEqual(CLEAN)
  })
  it.each([
    ['pbes2_hmacsha1_aes_256_test', 'SHA-1'],
    ['pbes2_hmacsha256_aes_256_test', 'SHA-256'],
  ] as const)('%s', { timeout: 120_000 }, async (file, prf) => {
    const answer = await runWycheproof<{ readonly tests: readonly PasswordTest[] }>(file, async test => {
      const scheme = {
        method: 'pbes2',
        kdf: { prf, salt: bytesOfHex(test.salt), iterations: test.iterationCount, keyLength: 32 },
        cipher: { cipher: 'aes', keyLength: 32 },
        iv: bytesOfHex(test.iv),
        name: 'AES-256-CBC',
      } as const
      const utf8 = bytesOfHex(test.password)
      const decrypted = await decryptWithPassword(scheme, bytesOfHex(test.ct), { bmp: utf8, utf8 })
      const text = decrypted.outcome === 'plaintext' ? hexOf(decrypted.bytes) : decrypted.outcome
      return (test.result === 'invalid') === (text !== test.msg) ? undefined : `we say ${text ?? ''}`
    })
    expect(answer).toEqual(CLEAN)
  })
})
