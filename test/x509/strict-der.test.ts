/** The walk over a whole DER value: where it ends, how deep and how many, and each form that it refuses. */
import { describe, expect, it } from 'vitest'
import { assertStrictDer } from '../../src/x509/strict-der.ts'

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const LIMITS = { depth: 3, elements: 6, octets: 40 }

describe('strict DER, walked', () => {
  it.each([
    ['nothing', ''],
    ['an identifier without a length', '30'],
    ['a long tag without an end', '1F FF'],
    ['a long tag without a length', '1F 20'],
    ['a length of two octets with one', '04 82 01'],
    ['a length past the end', '04 02 01'],
    ['a member that reaches past its SEQUENCE', '30 03 02 02 01'],
    ['a member of one octet', '30 01 05'],
    ['a length of seven octets', '04 87 01 01 01 01 01 01 01 00'],
    ['a tag number beyond 24 bits', '1F 88 80 80 80 00 00'],
  ])('refuses what is cut or points outside: %s', (_, text) => {
    expect(() => { assertStrictDer(hex(text)) }).toThrow(expect.objectContaining({ code: 'x509/not-asn1' }))
  })

  it.each([
    ['a long tag with a leading zero', '1F 80 20 00'],
    ['a long tag for a number below 31', '9F 1E 00'],
    ['a BIT STRING without octets', '03 00'],
    ['a BIT STRING of unused bits alone', '03 01 01'],
    ['an OBJECT IDENTIFIER without octets', '06 00'],
    ['an ENUMERATED with a surplus zero', '0A 02 00 01'],
    ['a fault in the last of three members', '30 09 02 01 01 02 01 02 01 01 01'],
    ['a fault behind a nested SEQUENCE', '30 05 30 00 05 01 00'],
    ['a fault under a context tag that has members', 'A0 03 01 01 01'],
    ['a constructed NULL', '25 00'],
  ])('refuses %s', (_, text) => {
    expect(() => { assertStrictDer(hex(text)) }).toThrow(expect.objectContaining({ code: 'x509/not-der' }))
  })

  it.each([
    ['a long tag of 31', '9F 1F 00'],
    ['the longest tag of 24 bits', '9F 87 FF FF 7F 00'],
    ['an INTEGER of minus 129', '02 02 FF 7F'],
    ['a length of 128 in two octets', `04 81 80 ${'00 '.repeat(128)}`],
    ['an INTEGER of one octet of zero, and one of minus one', '30 06 02 01 00 02 01 FF'],
    ['an empty SEQUENCE inside one, and something behind', '30 05 30 00 02 01 01'],
    ['octets that are no DER in a primitive context tag', '80 02 30 80'],
    ['what is wrong in an OCTET STRING, which nobody opens', '04 03 01 01 01'],
  ])('takes %s', (_, text) => {
    expect(() => { assertStrictDer(hex(text)) }).not.toThrow()
  })

  it.each([
    ['three deep', '30 06 30 04 30 02 05 00', '30 08 30 06 30 04 30 02 05 00'],
    ['six elements', '30 0A 05 00 05 00 05 00 05 00 05 00', '30 0C 05 00 05 00 05 00 05 00 05 00 05 00'],
    ['forty octets', `04 26 ${'00 '.repeat(38)}`, `04 27 ${'00 '.repeat(39)}`],
  ])('takes up to its limit and no more: %s', (_, last, first) => {
    expect(() => { assertStrictDer(hex(last), LIMITS) }).not.toThrow()
    expect(() => { assertStrictDer(hex(first), LIMITS) }).toThrow(expect.objectContaining({ code: 'x509/limit-exceeded' }))
  })
})
