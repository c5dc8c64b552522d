/** Wrapped keys come out as the standards' vectors say, and nothing comes out of altered ones. */
import { spawnSync } from 'node:child_process'
import { createCipheriv } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type KeyWrap, keyLengthOfWrap, unwrapKey } from '../../src/webcrypto/key-wrap.ts'

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const octets = (length: number, seed = 1) => Uint8Array.from({ length }, (_, index) => (index * 151 + seed * 31) ^ (index >> 3))
const AES_128 = '000102030405060708090a0b0c0d0e0f'
const AES_192 = `${AES_128}1011121314151617`
const AES_256 = `${AES_192}18191a1b1c1d1e1f`
const DATA = '00112233445566778899aabbccddeeff'

afterEach(() => void vi.restoreAllMocks())

async function expectOnlyWhole(wrap: KeyWrap, key: Uint8Array, wrapped: Uint8Array, expected: Uint8Array): Promise<void> {
  expect(await unwrapKey(wrap, key, wrapped)).toEqual(expected)
  for (let at = 0; at < wrapped.length; at++) {
    const altered = Uint8Array.from(wrapped)
    altered[at] = (altered[at] as number) ^ 0x10
    expect(await unwrapKey(wrap, key, altered), `octet ${at}`).toBeUndefined()
  }
  for (const other of [wrapped.subarray(1), wrapped.subarray(8), wrapped.subarray(0, -8), new Uint8Array(), new Uint8Array([...wrapped, 0])]) {
    expect(await unwrapKey(wrap, key, other)).toBeUndefined()
  }
  expect(await unwrapKey(wrap, key.subarray(1), wrapped)).toBeUndefined()
}

const RFC_3394 = [
  ['4.1', AES_128, DATA, '1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5'],
  ['4.2', AES_192, DATA, '96778b25ae6ca435f92b5b97c050aed2468ab8a17ad84e5d'],
  ['4.3', AES_256, DATA, '64e8c3f9ce0f5ba263e9777905818a2a93c8191e7d6e8ae7'],
  ['4.4', AES_192, `${DATA}0001020304050607`, '031d33264e15d33268f24ec260743edce1c6c7ddee725a936ba814915c6762d2'],
  ['4.5', AES_256, `${DATA}0001020304050607`, 'a8f9bc1612c68b3ff6e6f4fbe30e71e4769c8b80a32cb8958cd5d17d6b254da1'],
  ['4.6', AES_256, `${DATA}000102030405060708090a0b0c0d0e0f`, '28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21'],
] as const

describe('AES key wrap', () => {
  it.each(RFC_3394)('RFC 3394 section %s', async (_, key, data, wrapped) => {
    const wrap = { method: 'aes', keyLength: hex(key).length as 16 | 24 | 32 } as const
    expect(keyLengthOfWrap(wrap)).toBe(hex(key).length)
    await expectOnlyWhole(wrap, hex(key), hex(wrapped), hex(data))
  })
  it.each(RFC_3394)('RFC 3394 section %s, where WebCrypto has no AES key wrap', async (_, key, data, wrapped) => {
    vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new DOMException('no', 'NotSupportedError'))
    await expectOnlyWhole({ method: 'aes', keyLength: hex(key).length as 16 | 24 | 32 }, hex(key), hex(wrapped), hex(data))
  })
  it.each([
    ['20 octets', 'c37b7e6492584340bed12207808941155068f738', '138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a'],
    ['7 octets', '466f7250617369', 'afbeb0f07dfbf5419200f2ccb50bb24f'],
  ])('with padding, RFC 5649 section 6, %s', async (_, data, wrapped) => {
    const key = hex('5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8')
    expect(await unwrapKey({ method: 'aes', keyLength: 24, padded: true }, key, hex(wrapped))).toEqual(hex(data))
    expect(await unwrapKey({ method: 'aes', keyLength: 24 }, key, hex(wrapped))).toBeUndefined()
    const altered = hex(wrapped)
    altered[3] = (altered[3] as number) ^ 1
    expect(await unwrapKey({ method: 'aes', keyLength: 24, padded: true }, key, altered)).toBeUndefined()
  })
})

describe('Triple-DES and RC2 key wrap', () => {
  const TRIPLE_DES = { method: 'triple-des', keyLength: 24 } as const
  it('RFC 3217 section 3.4', async () => {
    const key = hex('255e 0d1c 07b6 46df b313 4cc8 43ba 8aa7 1f02 5b7c 0838 251f')
    const wrapped = hex('6901 0761 8ef0 92b3 b48c a179 6b23 4ae9 fa33 ebb4 1596 0403 7db5 d6a8 4eb3 aac2 768c 6327 75a4 67d4')
    await expectOnlyWhole(TRIPLE_DES, key, wrapped, hex('2923 bf85 e06d d6ae 5291 49f1 f1ba e9ea b3a7 da3d 860d 3e98'))
  })
  it('a Triple-DES key with even parity is none (section 3.2, step 8)', async () => {
    const encrypt = (iv: Uint8Array, bytes: Uint8Array) => {
      const cipher = createCipheriv('des-ede3-cbc', octets(24, 3), iv).setAutoPadding(false)
      return Uint8Array.from(Buffer.concat([cipher.update(bytes), cipher.final()]))
    }
    const wrapped = async (key: Uint8Array) => {
      const checksum = new Uint8Array(await crypto.subtle.digest('SHA-1', Uint8Array.from(key))).subarray(0, 8)
      const inner = encrypt(octets(8), new Uint8Array([...key, ...checksum]))
      return encrypt(hex('4adda22c79e82105'), new Uint8Array([...octets(8), ...inner]).reverse())
    }
    const odd = new Uint8Array(24).fill(0x01)
    expect(await unwrapKey(TRIPLE_DES, octets(24, 3), await wrapped(odd))).toEqual(odd)
    expect(await unwrapKey(TRIPLE_DES, octets(24, 3), await wrapped(odd.fill(0x03, 23)))).toBeUndefined()
  })
  it('RFC 3217 section 4.4', async () => {
    const key = hex('fd04 fd08 0607 07fb 0003 feff fd02 fe05')
    const wrapped = hex('70e6 99fb 5701 f783 3330 fb71 e87c 85a4 20bd c99a f05d 22af 5a0e 48d3 5f31 3898 6cba afb4 b28d 4f35')
    await expectOnlyWhole({ method: 'rc2', keyLength: 16, effectiveBits: 40 }, key, wrapped, hex('b70a 25fb c9d8 6a86 050c e0d7 11ea d4d9'))
  })
})

describe('the wrap for password recipients', () => {
  it.each([
    ['DES, which is Triple DES with one key', 'd1daa78615f287e6'.repeat(3), 'efe598ef21b33d6d', '8c627c897323a2f8', 'b81b2565ee373ca6dedca26a178b0c10'],
    [
      'Triple DES', '6a8970bf68c92caea84a8df28510858607126380cc47ab2d', 'baf1ca7931213c4e', '8c637d887223a2f965b566eb014b0fa5d52300a3f7ea40fffc577203c71baf3b',
      'c03c514abdb9e2c5aac038572b5e24553876b377aafb82eca5a9d73f8ab143d9ec74e6cad7db260c',
    ],
  ])('RFC 3211 section 3, %s', async (_, key, iv, expected, wrapped) => {
    const method = { method: 'password', cipher: { cipher: 'triple-des', keyLength: 24 }, iv: hex(iv) } as const
    expect(await unwrapKey(method, hex(key), hex(wrapped))).toEqual(hex(expected))
  })
  const wrap = (cipherName: string, key: Uint8Array, iv: Uint8Array, formatted: Uint8Array) => {
    const once = (start: Uint8Array, bytes: Uint8Array) => {
      const { stdout } = spawnSync('openssl', ['enc', `-${cipherName}`, '-nopad', '-K', Buffer.from(key).toString('hex'), '-iv', Buffer.from(start).toString('hex'), '-provider', 'legacy', '-provider', 'default'], { input: bytes })
      return Uint8Array.from(stdout)
    }
    const inner = once(iv, formatted)
    return once(inner.subarray(-iv.length), inner)
  }
  const format = (key: Uint8Array, length: number) =>
    new Uint8Array([key.length, ...key.subarray(0, 3).map(octet => octet ^ 0xff), ...key, ...octets(length - 4 - key.length, 77)])
  it.each([
    ['aes-128-cbc', { cipher: 'aes', keyLength: 16 }, 16],
    ['aes-192-cbc', { cipher: 'aes', keyLength: 24 }, 16],
    ['aes-256-cbc', { cipher: 'aes', keyLength: 32 }, 16],
    ['des-ede3-cbc', { cipher: 'triple-des', keyLength: 24 }, 8],
    ['rc2-cbc', { cipher: 'rc2', keyLength: 16, effectiveBits: 128 }, 8],
  ] as const)('%s, keys of several lengths', async (name, cipher, block) => {
    const [key, iv] = [octets(cipher.keyLength, 5), octets(block, 6)]
    const method = { method: 'password', cipher, iv } as const
    expect(keyLengthOfWrap(method)).toBe(cipher.keyLength)
    for (const length of [8, 16, 24, 32]) {
      const wrapped = wrap(name, key, iv, format(octets(length, 9), Math.max(Math.ceil((length + 4) / block), 2) * block))
      expect(await unwrapKey(method, key, wrapped)).toEqual(octets(length, 9))
      expect(await unwrapKey(method, octets(cipher.keyLength, 8), wrapped)).toBeUndefined()
      expect(await unwrapKey(method, key, wrapped.subarray(1))).toBeUndefined()
      expect(await unwrapKey(method, key, wrapped.subarray(0, block))).toBeUndefined()
      expect(await unwrapKey({ ...method, iv: iv.subarray(1) }, key, wrapped)).toBeUndefined()
    }
  })
  it.each([
    ['a length beyond the end', (formatted: Uint8Array) => formatted.fill(29, 0, 1)],
    ['a length of two', (formatted: Uint8Array) => formatted.fill(2, 0, 1)],
    ['another check octet', (formatted: Uint8Array) => formatted.fill(0, 3, 4)],
  ])('%s gives nothing', async (_, change) => {
    const [key, iv] = [octets(16, 5), octets(16, 6)]
    const wrapped = wrap('aes-128-cbc', key, iv, change(format(octets(16, 9), 32)))
    expect(await unwrapKey({ method: 'password', cipher: { cipher: 'aes', keyLength: 16 }, iv }, key, wrapped)).toBeUndefined()
  })
})
