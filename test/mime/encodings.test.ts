/** Transfer encodings (RFC 2045 section 6), encoded words (RFC 2047), parameters (RFC 2231), dates (RFC 5322 3.3). */
import { fc } from '../support/properties.ts'
import { describe, expect, it } from 'vitest'
import { decodeBase64, decodeBase64Octets, encodeBase64 } from '../../src/bytes/encoding.ts'
import { decodeCharset } from '../../src/mime/charset.ts'
import { parseParameterizedValue } from '../../src/mime/content-type.ts'
import { parseDateTime } from '../../src/mime/date-time.ts'
import { decodeEncodedWords } from '../../src/mime/encoded-word.ts'
import { decodeTransferEncoding } from '../../src/mime/transfer-encoding.ts'
import { bytesOf } from '../make/signed-message.ts'

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const quotedPrintable = (text: string) => textOf(decodeTransferEncoding(bytesOf(text), 'quoted-printable').bytes)

describe('base64', () => {
  it('round-trips any octets, wrapped at any width', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 80 }), (bytes, width) => {
        const wrapped = encodeBase64(bytes).replace(new RegExp(`.{${width}}`, 'gu'), '$&\r\n')
        expect([...decodeBase64Octets(bytesOf(wrapped)).bytes]).toEqual([...bytes])
        expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
      }),
    )
  })
  it.each([
    ['stray octets are passed over and counted', 'QU*JD', 'ABC', { strayOctets: 1 }],
    ['text after the padding is not decoded', 'QQ==QUJD', 'A', { afterPadding: true }],
    ['a cut group', 'QUJDR', 'ABC', { truncated: true }],
    ['missing padding', 'QUI', 'AB', { truncated: true }],
    ['bits left over', 'QUJ=', 'AB', { truncated: true }],
  ])('%s', (_, text, expected, oddity) => {
    const decoded = decodeBase64Octets(bytesOf(text))
    expect(textOf(decoded.bytes)).toBe(expected)
    expect(decoded).toMatchObject(oddity)
    expect(decodeBase64(text)).toBeUndefined()
  })
})

describe('quoted-printable', () => {
  it.each([
    ['an escape', 'caf=C3=A9', 'café'],
    ['lower case', '=c3=a9', 'é'],
    ['a soft line break', 'one=\r\ntwo', 'onetwo'],
    ['a soft line break with blanks', 'one= \t\r\ntwo', 'onetwo'],
    ['trailing white space was added on the way', 'one \t\r\ntwo', 'one\r\ntwo'],
    ['an encoded blank stays', 'one=20 \r\n', 'one \r\n'],
    ['a broken escape stays', 'a=G1=', 'a=G1'],
    ['a bare line feed', 'one=\ntwo\n', 'onetwo\n'],
  ])('%s', (_, text, expected) => {
    expect(quotedPrintable(text)).toBe(expected)
  })
  it('an unknown encoding gives the octets and says so', () => {
    expect(decodeTransferEncoding(bytesOf('x'), 'x-uuencode')).toMatchObject({ defects: ['mime/transfer-encoding-unknown'] })
  })
})

describe('encoded words', () => {
  it.each([
    ['UTF-8 B', '=?utf-8?B?5oud5ZWT?=', '拝啓'],
    ['ISO-2022-JP', '=?ISO-2022-JP?B?GyRCOCtAURsoQg==?= v2', '見積 v2'],
    ['Q with underscores', '=?iso-8859-1?q?caf=E9_au_lait?=', 'café au lait'],
    ['white space between two words vanishes', '=?utf-8?q?a?= \r\n =?utf-8?q?b?=', 'ab'],
    ['white space before text stays', '=?utf-8?q?a?= b', 'a b'],
    ['a character split between words', '=?utf-8?B?5oud5Q==?= =?utf-8?B?lZM=?=', '拝啓'],
    ['an unknown charset is shown as Latin-1', '=?x-nobody?q?abc?=', 'abc'],
    ['what is none stays', '=?utf-8?x?abc?= =?', '=?utf-8?x?abc?= =?'],
    ['a language tag (RFC 2231)', '=?utf-8*en?q?a?=', 'a'],
  ])('%s', (_, text, expected) => {
    expect(decodeEncodedWords(text)).toBe(expected)
  })
})

describe('charsets', () => {
  it.each([
    ['shift_jis', [0x8c, 0xa9], '見'],
    ['cp932', [0x8c, 0xa9], '見'],
    ['euc-kr', [0xc7, 0xd1], '한'],
    ['gb18030', [0xd6, 0xd0], '中'],
    ['iso-2022-jp', [0x1b, 0x24, 0x42, 0x38, 0x2b, 0x1b, 0x28, 0x42], '見'],
  ])('%s', (charset, octets, expected) => {
    expect(decodeCharset(Uint8Array.from(octets), charset)).toEqual({ text: expected, charsetKnown: true })
  })
  it('unknown ones say so', () => {
    expect(decodeCharset(Uint8Array.of(0x41), 'utf-7')).toEqual({ text: 'A', charsetKnown: false })
  })
})

describe('parameters', () => {
  it.each([
    ['quoted with escapes', 'text/plain; name="a\\"b;c"', { name: 'a"b;c' }],
    ['unquoted, blanks around', 'text/plain ; charset = us-ascii ;', { charset: 'us-ascii' }],
    ['comments', 'text/plain (really); charset=us-ascii (yes)', { charset: 'us-ascii' }],
    ['the first of two equal names', 'text/plain; a=1; a=2', { a: '1' }],
    ['a stray semicolon', 'text/plain;; a=1', { a: '1' }],
    ['an open quote', 'text/plain; a="b', { a: 'b' }],
  ])('%s', (_, body, expected) => {
    const { value, parameters } = parseParameterizedValue(body)
    expect(value).toBe('text/plain')
    expect(Object.fromEntries(parameters)).toEqual(expected)
  })
  it('never throws, for any text', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200, unit: fc.constantFrom('a', ';', '=', '"', '\\', '(', ')', '*', "'", ' ', '%', '/', '0', '1', '\r\n') }), body => typeof parseParameterizedValue(body).value === 'string'))
  })
})

describe('dates', () => {
  it.each([
    ['Mon, 26 Jan 2026 14:38:03 +0000', '2026-01-26T14:38:03.000Z'],
    ['26 Jan 2026 14:38 +0900', '2026-01-26T05:38:00.000Z'],
    ['Mon, 26 Jan 26 14:38:03 EST', '2026-01-26T19:38:03.000Z'],
    ['Mon, 26 Jan 2026 14:38:03 +0100 (CET)', '2026-01-26T13:38:03.000Z'],
    ['Wed, 26 Jan 98 14:38:03 -0000', '1998-01-26T14:38:03.000Z'],
  ])('%s', (text, expected) => {
    expect(new Date(parseDateTime(text) ?? Number.NaN).toISOString()).toBe(expected)
  })
  it.each(['', 'yesterday', '32 Jan 2026 00:00:00 +0000', '1 Foo 2026 00:00 +0000', '1 Jan 2026 24:00:00 +0000'])('%j is none', text => {
    expect(parseDateTime(text)).toBeUndefined()
  })
})
