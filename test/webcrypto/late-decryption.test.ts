/** When the chunk of a kept library does not come, decryption says so and does not look like a message that cannot be opened. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Asn1Reader } from '../../src/x509/asn1-reader.ts'
import { readPublicKeyInfo } from '../../src/x509/public-key.ts'
import { decryptContent } from '../../src/webcrypto/content-cipher.ts'
import { unwrapKey } from '../../src/webcrypto/key-wrap.ts'
import { LibraryUnavailable } from '../../src/webcrypto/late-library.ts'
import { openPrivateKey, publicKeyOf } from '../../src/webcrypto/private-key.ts'
import { algorithm, contextPrimitive, integer, octetString, sequence } from '../make/der.ts'

vi.mock('@noble/ciphers/aes.js', () => { throw new Error('offline') })
vi.mock('@noble/curves/misc.js', () => { throw new Error('offline') })
vi.mock('@noble/curves/nist.js', () => { throw new Error('offline') })
vi.mock('@noble/curves/ed448.js', () => { throw new Error('offline') })
vi.mock('@noble/post-quantum/ml-kem.js', () => { throw new Error('offline') })

const pkcs8Of = (key: KeyObject) => Uint8Array.from(key.export({ type: 'pkcs8', format: 'der' }))
const octets = (length: number) => Uint8Array.from({ length }, (_, index) => index)

/** Chromium's refusal of keys of 192 bits. */
function refuse192() {
  const native = crypto.subtle.importKey.bind(crypto.subtle) as (...given: readonly unknown[]) => Promise<CryptoKey>
  vi.spyOn(crypto.subtle, 'importKey').mockImplementation((...given: readonly unknown[]) =>
    (given[1] as Uint8Array).length === 24 ? Promise.reject(new DOMException('192-bit AES keys are not supported', 'OperationError')) : native(...given),
  )
}

afterEach(() => void vi.restoreAllMocks())

describe('offline', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['AES-192-CBC', () => decryptContent({ mode: 'cbc', cipher: 'aes', keyLength: 24, iv: octets(16) }, octets(24), octets(32))],
    ['AES-192-GCM', () => decryptContent({ mode: 'gcm', keyLength: 24, nonce: octets(12), tagLength: 16 }, octets(24), octets(32), { authenticatedData: octets(0), tag: octets(16) })],
    ['AES-192-CCM', () => decryptContent({ mode: 'ccm', keyLength: 24, nonce: octets(12), tagLength: 16 }, octets(24), octets(32), { authenticatedData: octets(0), tag: octets(16) })],
    ['AES-192 key wrap', () => unwrapKey({ method: 'aes', keyLength: 24 }, octets(24), octets(40))],
    ['AES key wrap with padding', () => unwrapKey({ method: 'aes', keyLength: 16, padded: true }, octets(16), octets(16))],
    ['a password recipient with AES-192', () => unwrapKey({ method: 'password', cipher: { cipher: 'aes', keyLength: 24 }, iv: octets(16) }, octets(24), octets(32))],
    ['a brainpool key', () => openPrivateKey(pkcs8Of(generateKeyPairSync('ec', { namedCurve: 'brainpoolP256r1' }).privateKey))],
    ['an X448 key', () => openPrivateKey(pkcs8Of(generateKeyPairSync('x448').privateKey))],
    ['an ML-KEM key', () => openPrivateKey(sequence(integer(0), algorithm('2.16.840.1.101.3.4.4.2'), octetString(contextPrimitive(0, octets(64)))))],
    ['the public key of an Ed448 key', () => publicKeyOf(pkcs8Of(generateKeyPairSync('ed448').privateKey))],
  ])('%s', async (_, decrypt) => {
    refuse192()
    await expect(decrypt()).rejects.toThrow(LibraryUnavailable)
  })
  it.each<[string, () => Promise<unknown>]>([
    ['AES-256-CBC', () => decryptContent({ mode: 'cbc', cipher: 'aes', keyLength: 32, iv: octets(16) }, octets(32), octets(32))],
    ['a P-256 key with its point, and an originator with a whole one', async () => {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
      const key = await openPrivateKey(pkcs8Of(privateKey))
      const reader = new Asn1Reader(Uint8Array.from(publicKey.export({ type: 'spki', format: 'der' })))
      const secret = await key?.agree?.(readPublicKeyInfo(reader, reader.read(0)))
      return secret?.length === 32 ? undefined : secret
    }],
    ['AES-128 key wrap', () => unwrapKey({ method: 'aes', keyLength: 16 }, octets(16), octets(40))],
  ])('%s needs no library', async (_, decrypt) => {
    expect(await decrypt()).toBeUndefined()
  })
})
