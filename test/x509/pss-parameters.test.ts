/** RSASSA-PSS parameters (RFC 4055 section 3.1): which digest, which mask, how long a salt. */
import { describe, expect, it } from 'vitest'
import { readPssParameters } from '../../src/x509/pss-parameters.ts'

const PSS = '1.2.840.113549.1.1.10'
const SHA1 = '1.3.14.3.2.26'
const SHA256 = '2.16.840.1.101.3.4.2.1'

const sha256 = '300d06096086480165030402010500'
const mgf1 = '06092a864886f70d010108'

const tlv = (tag: string, body: string) => `${tag}${(body.length / 2).toString(16).padStart(2, '0')}${body}`
const sequence = (...members: string[]) => tlv('30', members.join(''))
const read = (hex: string) => {
  const parameters = new Uint8Array(Buffer.from(hex, 'hex'))
  return readPssParameters({ oid: PSS, parameters, encoded: parameters })
}

const hash = tlv('a0', sha256)
const mask = tlv('a1', sequence(mgf1, sha256))
const salt = (hex: string) => tlv('a2', tlv('02', hex))

describe('RSASSA-PSS parameters', () => {
  it.each([
    ['what Outlook and OpenSSL write', sequence(hash, mask, salt('20')), { hashOid: SHA256, maskHashOid: SHA256, saltLength: 32 }],
    ['the defaults of the standard', '3000', { hashOid: SHA1, maskHashOid: SHA1, saltLength: 20 }],
    ['a mask function that names no digest', sequence(hash, tlv('a1', sequence(mgf1))), { hashOid: SHA256, maskHashOid: SHA1, saltLength: 20 }],
    ['a trailer that is spelt out', sequence(hash, mask, salt('00de'), 'a303020101'), { hashOid: SHA256, maskHashOid: SHA256, saltLength: 222 }],
  ])('%s', (_, hex, expected) => {
    expect(read(hex)).toEqual(expected)
  })

  it.each([
    ['another trailer', sequence(hash, mask, salt('20'), 'a303020102')],
    ['another mask function', sequence(hash, tlv('a1', sequence('06092a864886f70d010107', sha256)))],
    ['a negative salt', sequence(salt('ff'))],
    ['a member twice', sequence(salt('14'), salt('14'))],
    ['members out of order', sequence(salt('20'), hash)],
    ['a member that nobody knows', sequence('a403020101')],
    ['a tag around two values', sequence(tlv('a2', '020114020114'))],
    ['a tag around nothing', sequence('a200')],
    ['a salt that is no number', sequence('a203040114')],
    ['no sequence', '0500'],
  ])('refuses %s', (_, hex) => {
    expect(() => read(hex)).toThrow(expect.objectContaining({ code: 'x509/unreadable' }))
  })

  it('refuses what is no DER', () => {
    expect(() => read('30800000')).toThrow(expect.objectContaining({ code: 'x509/not-der' }))
  })

  it('are not optional', () => {
    expect(() => readPssParameters({ oid: PSS, parameters: undefined, encoded: new Uint8Array() })).toThrow(expect.objectContaining({ code: 'x509/unreadable' }))
  })
})
