/** Contents decrypt as Node encrypts them, in every mode and of every length, and altered ones give nothing. */
import { createCipheriv, type CipherCCMTypes, type CipherGCMTypes } from 'node:crypto'
import * as keptLibrary from '@noble/ciphers/aes.js'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { keptAes, openAes } from '../../src/webcrypto/aes.ts'
import { type ContentCipher, decryptContent } from '../../src/webcrypto/content-cipher.ts'
import { deriveContentKey } from '../../src/webcrypto/hkdf.ts'

const octets = (length: number, seed = 1) => Uint8Array.from({ length }, (_, index) => (index * 151 + seed * 31) ^ (index >> 3) ^ (index >> 11))
const copy = (bytes: Uint8Array) => Uint8Array.from(bytes)
const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const CHUNK = 256 * 1024

/** WebCrypto as it is in Chromium, which refuses AES keys of 192 bits. */
function refuse192() {
  const native = crypto.subtle.importKey.bind(crypto.subtle) as (...given: readonly unknown[]) => Promise<CryptoKey>
  vi.spyOn(crypto.subtle, 'importKey').mockImplementation((...given: readonly unknown[]) =>
    given[0] === 'raw' && (given[1] as Uint8Array).length === 24 ? Promise.reject(new DOMException('192-bit AES keys are not supported', 'OperationError')) : native(...given),
  )
}
afterEach(() => void vi.restoreAllMocks())

function nodeCbc(name: string, key: Uint8Array, iv: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const cipher = createCipheriv(name, key, iv)
  return copy(Buffer.concat([cipher.update(plaintext), cipher.final()]))
}

function nodeAead(mode: 'gcm' | 'ccm', key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, authenticatedData: Uint8Array, authTagLength: number) {
  const cipher = createCipheriv(`aes-${key.length * 8}-${mode}` as CipherGCMTypes & CipherCCMTypes, key, nonce, { authTagLength })
  cipher.setAAD(authenticatedData, { plaintextLength: plaintext.length })
  const ciphertext = copy(Buffer.concat([cipher.update(plaintext), cipher.final()]))
  return { ciphertext, tag: copy(cipher.getAuthTag()) }
}

const PLACES = [
  ['WebCrypto as in Node', () => undefined],
  ['WebCrypto as in Chromium', refuse192],
] as const

describe.each(PLACES)('AES in CBC mode, %s', (_, prepare) => {
  it.each([16, 24, 32] as const)('%d octets of key: every length around a block and a chunk', async keyLength => {
    prepare()
    const [key, iv] = [octets(keyLength, 2), octets(16, 3)]
    const cipher = { mode: 'cbc', cipher: 'aes', keyLength, iv } as const
    for (const length of [0, 1, 15, 16, 17, 100, CHUNK - 17, CHUNK - 16, CHUNK - 1, CHUNK, CHUNK + 1, CHUNK + 15, 2 * CHUNK - 1, 2 * CHUNK, 2 * CHUNK + 16, 3 * CHUNK + 5]) {
      const plaintext = octets(length, 4)
      expect(Buffer.compare((await decryptContent(cipher, key, nodeCbc(`aes-${keyLength * 8}-cbc`, key, iv, plaintext))) ?? octets(1), plaintext), `${length}`).toBe(0)
    }
  })
})

describe('AES in CBC mode', () => {
  const [key, iv] = [octets(32, 2), octets(16, 3)]
  const cipher = { mode: 'cbc', cipher: 'aes', keyLength: 32, iv } as const
  it('works in the buffer it is given, wherever in it the content lies', async () => {
    const plaintext = octets(3 * CHUNK)
    const ciphertext = nodeCbc('aes-256-cbc', key, iv, plaintext)
    const buffer = new Uint8Array(ciphertext.length + 100).fill(0xaa)
    buffer.set(ciphertext, 37)
    const answer = await decryptContent(cipher, key, buffer.subarray(37, 37 + ciphertext.length))
    expect(answer?.buffer).toBe(buffer.buffer)
    expect(Buffer.compare(answer ?? key, plaintext)).toBe(0)
    expect([...buffer.subarray(0, 37), ...buffer.subarray(37 + ciphertext.length)].every(octet => octet === 0xaa)).toBe(true)
  })
  it.each([
    ['no padding at all', 0],
    ['a padding of 17', 17],
    ['a padding that is not all the same', 0x0102],
  ])('%s gives nothing, in one chunk and in the last of several', async (_, ending) => {
    for (const length of [32, 2 * CHUNK]) {
      const plaintext = octets(length)
      plaintext.set([ending >> 8, ending & 0xff], length - 2)
      const node = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false)
      expect(await decryptContent(cipher, key, copy(Buffer.concat([node.update(plaintext), node.final()])))).toBeUndefined()
    }
  })
  it.each<[string, Uint8Array, Partial<ContentCipher>, number]>([
    ['a key of another length', octets(16), {}, 32],
    ['an IV that is too short', key, { iv: octets(8) }, 32],
    ['no blocks', key, {}, 0],
    ['half a block', key, {}, 40],
  ])('%s gives nothing', async (_, otherKey, change, length) => {
    expect(await decryptContent({ ...cipher, ...change } as ContentCipher, otherKey, octets(length))).toBeUndefined()
  })
  it('by the library is the same as by WebCrypto', async () => {
    for (const keyLength of [16, 32]) {
      const [native, kept] = [await openAes(octets(keyLength)), keptAes(keptLibrary, octets(keyLength))]
      const sealed = await native.encryptCbc(iv, octets(50))
      expect(await kept.encryptCbc(iv, octets(50))).toEqual(sealed)
      expect(await kept.decryptCbc(iv, sealed)).toEqual(octets(50))
      await expect(kept.decryptCbc(iv, octets(32))).rejects.toThrow()
      await expect(native.decryptCbc(iv, octets(32))).rejects.toThrow()
      expect(await kept.applyCounter(octets(16), 32, octets(99))).toEqual(await native.applyCounter(octets(16), 32, octets(99)))
    }
    await expect(openAes(octets(20))).rejects.toThrow(RangeError)
  })
})

describe('Triple DES and RC2', () => {
  it.each([
    ['des-ede3-cbc', { cipher: 'triple-des', keyLength: 24 }],
    ['des-ede-cbc', { cipher: 'triple-des', keyLength: 16 }],
  ] as const)('%s as Node encrypts', async (name, cipher) => {
    for (const length of [0, 7, 8, 9, 70_000]) {
      const ciphertext = nodeCbc(name, octets(cipher.keyLength), octets(8), octets(length, 3))
      expect(await decryptContent({ mode: 'cbc', ...cipher, iv: octets(8) }, octets(cipher.keyLength), ciphertext)).toEqual(octets(length, 3))
    }
    expect(await decryptContent({ mode: 'cbc', ...cipher, iv: octets(8) }, octets(cipher.keyLength), octets(64))).toBeUndefined()
  })
  it('RC2, the vector of RFC 2268 section 5 as one block', async () => {
    const iv = hex('2269552ab0f85ca6').fill(8)
    const cipher = { mode: 'cbc', cipher: 'rc2', keyLength: 16, effectiveBits: 128, iv } as const
    expect(await decryptContent(cipher, hex('88bca90e90875a7f0f79c384627bafb2'), hex('2269552ab0f85ca6'))).toEqual(new Uint8Array())
    expect(await decryptContent({ ...cipher, effectiveBits: 64 }, hex('88bca90e90875a7f0f79c384627bafb2'), hex('2269552ab0f85ca6'))).toBeUndefined()
  })
})

describe.each(PLACES)('AES in authenticated modes, %s', (_, prepare) => {
  it.each(([16, 24, 32] as const).flatMap(keyLength => [12, 13, 14, 15, 16].map(tagLength => [keyLength, tagLength] as const)))('GCM, %d octets of key, %d of tag', async (keyLength, tagLength) => {
    prepare()
    const [key, nonce] = [octets(keyLength, 5), octets(12, 6)]
    const cipher = { mode: 'gcm', keyLength, nonce, tagLength } as const
    for (const [length, aad] of [[0, 0], [1, 0], [16, 20], [1000, 300], [CHUNK + 1, 1]] as const) {
      const authenticatedData = octets(aad, 7)
      const { ciphertext, tag } = nodeAead('gcm', key, nonce, octets(length), authenticatedData, tagLength)
      expect(Buffer.compare((await decryptContent(cipher, key, copy(ciphertext), { authenticatedData, tag })) ?? key, octets(length))).toBe(0)
      const altered = tag.map((octet, index) => octet ^ (index === tagLength - 1 ? 1 : 0))
      expect(await decryptContent(cipher, key, copy(ciphertext), { authenticatedData, tag: altered })).toBeUndefined()
      expect(await decryptContent(cipher, key, copy(ciphertext), { authenticatedData: octets(aad + 1), tag })).toBeUndefined()
      expect(await decryptContent(cipher, key, copy(ciphertext), { authenticatedData, tag: tag.subarray(1) })).toBeUndefined()
    }
  })
  it.each(([16, 24, 32] as const).flatMap(keyLength => [4, 8, 12, 16].map(tagLength => [keyLength, tagLength] as const)))('CCM, %d octets of key, %d of tag', async (keyLength, tagLength) => {
    prepare()
    const key = octets(keyLength, 5)
    for (const [length, aad, nonceLength] of [[0, 0, 12], [1, 0, 13], [16, 20, 7], [1000, 300, 11], [CHUNK + 33, 0xff00, 12], [40, 0xfeff, 12]] as const) {
      const [nonce, authenticatedData] = [octets(nonceLength, 6), octets(aad, 7)]
      const cipher = { mode: 'ccm', keyLength, nonce, tagLength } as const
      const { ciphertext, tag } = nodeAead('ccm', key, nonce, octets(length), authenticatedData, tagLength)
      expect(Buffer.compare((await decryptContent(cipher, key, copy(ciphertext), { authenticatedData, tag })) ?? key, octets(length))).toBe(0)
      const consumed = copy(ciphertext)
      expect(await decryptContent(cipher, key, consumed, { authenticatedData: octets(aad + 1), tag })).toBeUndefined()
      expect(consumed.every(octet => octet === 0)).toBe(true)
    }
  })
})

describe('authenticated modes', () => {
  const key = octets(32, 5)
  const nonce = octets(12, 6)
  const gcm = { mode: 'gcm', keyLength: 32, nonce, tagLength: 16 } as const
  it('any altered bit gives nothing', async () => {
    for (const mode of ['gcm', 'ccm'] as const) {
      const { ciphertext, tag } = nodeAead(mode, key, nonce, octets(40), octets(5), 16)
      for (let bit = 0; bit < ciphertext.length * 8; bit += 3) {
        const altered = copy(ciphertext)
        altered[bit >> 3] = (altered[bit >> 3] as number) ^ (1 << (bit & 7))
        expect(await decryptContent({ ...gcm, mode }, key, altered, { authenticatedData: octets(5), tag })).toBeUndefined()
      }
    }
  })
  it('CCM, packet vector 1 of RFC 3610 section 8', async () => {
    const cipher = { mode: 'ccm', keyLength: 16, nonce: hex('00000003020100a0a1a2a3a4a5'), tagLength: 8 } as const
    const ciphertext = hex('588c979a61c663d2f066d0c2c0f989806d5f6b61dac384')
    const authentication = { authenticatedData: hex('0001020304050607'), tag: hex('17e8d12cfdf926e0') }
    expect(await decryptContent(cipher, hex('c0c1c2c3c4c5c6c7c8c9cacbcccdcecf'), ciphertext, authentication)).toEqual(hex('08090a0b0c0d0e0f101112131415161718191a1b1c1d1e'))
  })
  it('moves the tag behind the ciphertext when there is room, even when tag and authenticated octets lie there', async () => {
    const { ciphertext, tag } = nodeAead('gcm', key, nonce, octets(1000), octets(5, 9), 16)
    const buffer = copy(Buffer.concat([octets(10), ciphertext, Uint8Array.of(4, 16), octets(5, 9), tag]))
    const within = (start: number, end: number) => buffer.subarray(10 + start, 10 + end)
    const authentication = { authenticatedData: within(1002, 1007), tag: within(1007, 1023), isRoomBehind: true }
    expect(await decryptContent(gcm, key, within(0, 1000), authentication)).toEqual(octets(1000))
    const { ciphertext: last, tag: itsTag } = nodeAead('gcm', key, nonce, octets(1000), octets(0), 16)
    expect(await decryptContent(gcm, key, last, { authenticatedData: octets(0), tag: itsTag, isRoomBehind: true })).toEqual(octets(1000))
  })
  it('leaves what lies behind the ciphertext alone when not told otherwise', async () => {
    const { ciphertext, tag } = nodeAead('gcm', key, nonce, octets(64), octets(0), 16)
    const buffer = copy(Buffer.concat([ciphertext, octets(32)]))
    expect(await decryptContent(gcm, key, buffer.subarray(0, 64), { authenticatedData: octets(0), tag })).toEqual(octets(64))
    expect(buffer.subarray(64)).toEqual(octets(32))
  })
  it.each<[string, Partial<ContentCipher>]>([
    ['GCM without a nonce', { nonce: octets(0) }],
    ['GCM with a tag of 11', { tagLength: 11 }],
    ['GCM with a tag of 17', { tagLength: 17 }],
    ['CCM with a nonce of 6', { mode: 'ccm', nonce: octets(6) }],
    ['CCM with a nonce of 14', { mode: 'ccm', nonce: octets(14) }],
    ['CCM with a tag of 5', { mode: 'ccm', tagLength: 5 }],
    ['CCM with a tag of 2', { mode: 'ccm', tagLength: 2 }],
    ['CCM, more than its length field can say', { mode: 'ccm', nonce: octets(13) }],
  ])('%s gives nothing', async (_, change) => {
    const cipher = { ...gcm, ...change } as typeof gcm
    const authentication = { authenticatedData: octets(0), tag: octets(cipher.tagLength) }
    expect(await decryptContent(cipher, key, octets(65536), authentication)).toBeUndefined()
  })
  it('nothing without a tag', async () => {
    expect(await decryptContent(gcm, key, octets(64))).toBeUndefined()
    expect(await decryptContent({ ...gcm, mode: 'ccm' }, key, octets(64))).toBeUndefined()
  })
  it('GCM with a nonce of 16 octets, which no platform but the library takes everywhere', async () => {
    const { ciphertext, tag } = nodeAead('gcm', key, octets(16), octets(64), octets(0), 16)
    expect(await decryptContent({ ...gcm, nonce: octets(16) }, key, ciphertext, { authenticatedData: octets(0), tag })).toEqual(octets(64))
  })
})

describe('the content key of RFC 9709', () => {
  it.each([
    ['AES-128-GCM', '301b0609608648016503040106300e040c5c79058ba2f43447639d29e2', '2124ffb29fac4e0fbbc7d5d87492bff3'],
    ['AES-128-CBC', '301d06096086480165030401020410651f722ffd512c52fe072e507d72b377', '9cd102c52f1e19ece8729b35bfeceb50'],
  ])('is the one of the appendix for %s', async (_, contentAlgorithm, expected) => {
    expect(await deriveContentKey(hex('c702e7d0a9e064b09ba55245fb733cf3'), hex(contentAlgorithm))).toEqual(hex(expected))
  })
})
