/** Times of a certificate (RFC 5280 sections 4.1.2.5.1 and 4.1.2.5.2). */
import { describe, expect, it } from 'vitest'
import { Asn1Reader } from '../../src/x509/asn1-reader.ts'
import { readTime } from '../../src/x509/certificate.ts'
import { tlv } from '../make/der.ts'
import { bytesOf } from '../make/signed-message.ts'

const [UTC, GENERALIZED] = [0x17, 0x18]

function timeOf(tag: number, text: string): string {
  const reader = new Asn1Reader(tlv(tag, bytesOf(text)))
  return new Date(readTime(reader, reader.read(0))).toISOString()
}

describe('times of a certificate', () => {
  it.each([
    [UTC, '260228235959Z', '2026-02-28T23:59:59.000Z'],
    [UTC, '491231235959Z', '2049-12-31T23:59:59.000Z'],
    [UTC, '500101000000Z', '1950-01-01T00:00:00.000Z'],
    [UTC, '000101000000Z', '2000-01-01T00:00:00.000Z'],
    [UTC, '240229120000Z', '2024-02-29T12:00:00.000Z'],
    [GENERALIZED, '20500101000000Z', '2050-01-01T00:00:00.000Z'],
    [GENERALIZED, '99991231235959Z', '9999-12-31T23:59:59.000Z'],
    [GENERALIZED, '00010203040506Z', '0001-02-03T04:05:06.000Z'],
  ])('0x%s %s is %s', (tag, text, iso) => {
    expect(timeOf(tag, text)).toBe(iso)
  })

  it.each([
    ['29 February in another year', UTC, '260229000000Z'],
    ['a month of 13', UTC, '261301000000Z'],
    ['a month of 0', UTC, '260001000000Z'],
    ['a day of 0', UTC, '260100000000Z'],
    ['a day of 32', UTC, '260132000000Z'],
    ['the hour 24', UTC, '260101240000Z'],
    ['the minute 60', UTC, '260101006000Z'],
    ['a leap second', UTC, '261231235960Z'],
    ['no seconds', UTC, '2601010000Z'],
    ['an offset', UTC, '260101000000+0900'],
    ['no Z', UTC, '2601010000000'],
    ['a letter among the digits', UTC, '26o101000000Z'],
    ['a sign among the digits', UTC, '26-101000000Z'],
    ['fractions', GENERALIZED, '20260101000000.5Z'],
    ['two digits for the year in the long form', GENERALIZED, '260101000000Z'],
    ['four digits for the year in the short form', UTC, '20260101000000Z'],
    ['another type', 0x13, '260101000000Z'],
  ])('%s is refused', (_, tag, text) => {
    expect(() => timeOf(tag, text)).toThrow(expect.objectContaining({ code: 'x509/unreadable' }))
  })
})
