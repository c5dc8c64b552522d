/** From a password to a key: known answers, and the forms that a password takes. */
import { createHmac, pbkdf2Sync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { encodeHex, encodeUtf8 } from '../../src/bytes/encoding.ts'
import { computeHmac, equalCodes } from '../../src/webcrypto/hmac.ts'
import { passwordForms } from '../../src/webcrypto/password-form.ts'
import { derivePbkdf1Key, derivePbkdf2Key } from '../../src/webcrypto/pbkdf2.ts'
import { derivePkcs12Key, type Pkcs12KeyPurpose } from '../../src/webcrypto/pkcs12-kdf.ts'

const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'))
const bmpOf = (password: string | null) => passwordForms(password).map(form => encodeHex(form.bmp))

describe('the derivation of PKCS #12', () => {
  it.each<[string, Pkcs12KeyPurpose, string, number, string]>([
    ['smeg', 'key', '0a58cf64530d823f', 1, '8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3'],
    ['smeg', 'iv', '0a58cf64530d823f', 1, '79993dfe048d3b76'],
    ['smeg', 'mac', '3d83c0e4546ac140', 1, '8d967d88f6caa9d714800ab3d48051d63f73a312'],
    ['queeg', 'key', '05dec959acff72f7', 1000, 'ed2034e36328830ff09df1e1a07dd357185dac0d4f9eb3d4'],
    ['queeg', 'iv', '05dec959acff72f7', 1000, '11dedad7758d4860'],
    ['queeg', 'mac', '263216fcc2fab31c', 1000, '5ec4c7a80df652294c3925b6489a7ab857c83476'],
  ])('"%s" as %s', (password, purpose, salt, iterations, expected) => {
    const [form] = passwordForms(password)
    const input = { digest: 'SHA-1', password: form?.bmp ?? new Uint8Array(), salt: hex(salt), iterations } as const
    expect(encodeHex(derivePkcs12Key(input, purpose, expected.length / 2))).toBe(expected)
  })
  it('600 000 iterations take a second or so, not a minute', () => {
    expect(derivePkcs12Key({ digest: 'SHA-1', password: hex('00610000'), salt: hex('01'), iterations: 600_000 }, 'mac', 20)).toHaveLength(20)
  }, 60_000)
})

describe('PBKDF2 and PBKDF1', () => {
  it.each(['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] as const)('PBKDF2 with %s agrees with Node', async prf => {
    const kdf = { salt: encodeUtf8('salt'), iterations: 100, keyLength: undefined, prf }
    for (const password of ['password', '']) {
      const expected = pbkdf2Sync(password, kdf.salt, 100, 24, prf.replace('-', ''))
      expect(encodeHex(await derivePbkdf2Key(kdf, encodeUtf8(password), 24))).toBe(expected.toString('hex'))
    }
  })
  it('RFC 6070’s first vector', async () => {
    const derived = await derivePbkdf2Key({ salt: encodeUtf8('salt'), iterations: 1, keyLength: undefined, prf: 'SHA-1' }, encodeUtf8('password'), 20)
    expect(encodeHex(derived)).toBe('0c60c80f961f0e71f3a9b524af6012062fe037a6')
  })
  it('PBKDF1’s known answer (16 octets, a thousand times SHA-1)', () => {
    const derived = derivePbkdf1Key({ salt: hex('78578e5a5d63cb06'), iterations: 1000 }, encodeUtf8('password'))
    expect(encodeHex(derived)).toBe('dc19847e05c64d2faf10ebfb4a3d2a20')
  })
})

describe('HMAC', () => {
  it.each(['SHA-1', 'SHA-224', 'SHA-256', 'SHA-384', 'SHA-512'] as const)('%s agrees with Node', async digest => {
    for (const length of [20, 64, 100, 200]) {
      const key = Uint8Array.from({ length }, (_, index) => index)
      const expected = createHmac(digest.replace('-', ''), key).update('Hello').digest('hex')
      expect(encodeHex(await computeHmac(digest, key, encodeUtf8('Hello')))).toBe(expected)
    }
  })
  it('a code is equal only in full', () => {
    expect(equalCodes(hex('0102'), hex('0102'))).toBe(true)
    expect(equalCodes(hex('0102'), hex('0103'))).toBe(false)
    expect(equalCodes(hex('0102'), hex('01'))).toBe(false)
    expect(equalCodes(hex(''), hex('0102'))).toBe(false)
  })
})

describe('the forms of a password', () => {
  it('ASCII has one: big endian with a terminating zero (RFC 7292 appendix B.1)', () => {
    expect(bmpOf('Beavis')).toEqual(['0042006500610076006900730000'])
  })
  it('none and the empty one are the same two', () => {
    expect(bmpOf(null)).toEqual(['', '0000'])
    expect(bmpOf('')).toEqual(['', '0000'])
  })
  it('beyond ASCII there is the form of old OpenSSL too', () => {
    expect(bmpOf('é')).toEqual(['00e90000', '00c300a90000'])
  })
  it('beyond the BMP: surrogate pairs', () => {
    expect(bmpOf('🔑')[0]).toBe('d83ddd110000')
    expect(passwordForms('🔑').map(form => encodeHex(form.utf8))).toEqual(['f09f9491', 'f09f9491'])
  })
})
