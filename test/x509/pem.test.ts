/** Textual encodings (RFC 7468), as programs write them and as they are broken. */
import { describe, expect, it } from 'vitest'
import { encodePem, looksLikePem, parsePem } from '../../src/x509/pem.ts'
import { bytesOf } from '../make/signed-message.ts'

const read = (text: string) => parsePem(bytesOf(text)).map(({ label, bytes }) => [label, Buffer.from(bytes).toString('latin1')])
const HELLO = '-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n'

describe('PEM blocks', () => {
  it.each([
    ['as written by us', encodePem('CERTIFICATE', bytesOf('hello'))],
    ['with CRLF', HELLO.replaceAll('\n', '\r\n')],
    ['between explanations', `subject=CN = x-----y\n${HELLO}and more -- text\n`],
    ['behind dashes', `--------------${HELLO}`],
    ['without a line end at its end', HELLO.trimEnd()],
    ['behind one that never ends', `-----BEGIN CERTIFICATE-----\nZZZZ\n${HELLO}`],
    ['behind one whose label ends otherwise', `-----BEGIN CERTIFICATE-----\nZZZZ\n-----END KEY-----\n${HELLO}`],
    ['behind a label that is none', `-----BEGIN lower-----\nZZZZ\n-----END lower-----\n${HELLO}`],
    ['behind a label that is too long', `-----BEGIN ${'A'.repeat(61)}-----\nZZZZ\n-----END ${'A'.repeat(61)}-----\n${HELLO}`],
    ['behind a label of nothing', `-----BEGIN -----\nZZZZ\n-----END -----\n${HELLO}`],
    ['behind a label with text on its line', `-----BEGIN CERTIFICATE----- ZZZZ\n-----END CERTIFICATE-----\n${HELLO}`],
    ['behind a label with one character more', `-----BEGIN CERTIFICATE-----X\nZZZZ\n-----END CERTIFICATE-----\n${HELLO}`],
    ['behind a label and a carriage return alone', `-----BEGIN CERTIFICATE-----\rZZZZ\n-----END CERTIFICATE-----\n${HELLO}`],
    ['with lines of fields above the base64', HELLO.replace('aGVs', 'Comment: none of it\r\nXy: nor this\naGVs')],
  ])('is found %s', (_, text) => {
    expect(looksLikePem(bytesOf(text))).toBe(true)
    expect(read(text)).toEqual([['CERTIFICATE', 'hello']])
  })

  it('each with its label, in order', () => {
    const text = `${HELLO}-----BEGIN X509 CRL-----\n\n-----END X509 CRL-----${HELLO.replaceAll('CERTIFICATE', 'PKCS7')}`
    expect(read(text)).toEqual([['CERTIFICATE', 'hello'], ['X509 CRL', ''], ['PKCS7', 'hello']])
  })

  it.each([
    ['text', 'hello'],
    ['cut before its end', HELLO.slice(0, -10)],
    ['cut in its label', '-----BEGIN CERT'],
    ['ended by the label of another', HELLO.replace('END CERTIFICATE', 'END CERTIFICATES')],
    ['a dash in its base64', HELLO.replace('aGVs', 'aG-Vs')],
  ])('none in %s', (_, text) => {
    expect(read(text)).toEqual([])
  })

  it('whether there is one is asked of the first 64 KiB', () => {
    expect(looksLikePem(bytesOf(' '.repeat(65_525) + HELLO))).toBe(true)
    expect(looksLikePem(bytesOf(' '.repeat(65_526) + HELLO))).toBe(false)
  })
})
