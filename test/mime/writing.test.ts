/** What we write: header fields that cannot be broken out of, entities that survive transport. */
import { fc } from '../support/properties.ts'
import { describe, expect, it } from 'vitest'
import { encodeBase64Lines } from '../../src/bytes/base64-lines.ts'
import { concatBytes } from '../../src/bytes/bytes.ts'
import { decodeBody, parseEntity } from '../../src/mime/entity.ts'
import { encodeQuotedPrintable } from '../../src/mime/quoted-printable.ts'
import { splitMessage, writeField } from '../../src/mime/raw-header.ts'
import { toSevenBit, withCrlf } from '../../src/mime/seven-bit.ts'
import { decodeTransferEncoding } from '../../src/mime/transfer-encoding.ts'
import { isTransportSafe } from '../../src/mime/transport-safety.ts'
import { bytesOf } from '../make/signed-message.ts'

const octets = (maxLength: number) => fc.uint8Array({ maxLength })

describe('header fields of our own', () => {
  it('cannot be ended by their value', () => {
    for (const value of ['a\r\nBcc: x@example.com', 'a\nb', 'a\rb', 'a\0b', 'a\r\n\r\nbody', 'a\u0085b']) {
      expect(() => writeField('Subject', value)).toThrow(expect.objectContaining({ code: 'mime/header-injection' }))
    }
  })
  it('may be folded', () => {
    expect(writeField('Subject', 'a\r\n b').octets).toEqual(bytesOf('Subject: a\r\n b\r\n'))
  })
  it('whatever the value, are one field or none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), value => {
        try {
          expect(splitMessage(concatBytes([writeField('Subject', value).octets, bytesOf('\r\nbody')])).fields).toHaveLength(1)
        } catch (error) {
          expect(error).toMatchObject({ code: 'mime/header-injection' })
        }
      }),
    )
  })
})

describe('a message taken apart', () => {
  it('gives its fields as they came', () => {
    const { fields, body } = splitMessage(bytesOf('From: a@b\nSubject: one\n\ttwo\nX-Odd : 3\n\nbody\n'))
    expect(fields.map(field => field.name)).toEqual(['from', 'subject', 'x-odd'])
    expect(concatBytes(fields.map(field => field.octets))).toEqual(bytesOf('From: a@b\r\nSubject: one\r\n\ttwo\r\nX-Odd : 3\r\n'))
    expect(body).toEqual(bytesOf('body\n'))
  })
  it('is refused when its header cannot be read', () => {
    expect(() => splitMessage(bytesOf('From: a@b\r\nno field\r\n\r\n'))).toThrow(expect.objectContaining({ code: 'mime/not-a-message' }))
    expect(() => splitMessage(bytesOf(' folded\r\n\r\n'))).toThrow(expect.objectContaining({ code: 'mime/not-a-message' }))
    expect(() => splitMessage(new Uint8Array())).toThrow(expect.objectContaining({ code: 'mime/empty' }))
  })
})

describe('transfer encodings that we write', () => {
  it('base64 in pieces decodes to the same octets, in lines of 64', () => {
    fc.assert(
      fc.property(fc.array(octets(200), { maxLength: 6 }), parts => {
        const encoded = encodeBase64Lines(parts)
        expect(decodeTransferEncoding(encoded, 'base64').bytes).toEqual(concatBytes([new Uint8Array(), ...parts]))
        expect(isTransportSafe(encoded)).toBe(true)
        expect(new TextDecoder().decode(encoded).split('\r\n').every(line => line.length <= 64)).toBe(true)
      }),
    )
  })
  it('quoted-printable decodes to the same octets, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(' ', '\t', 'From ', '.', '=', 'a', 'é', '\r\n', 'x'.repeat(80)), { maxLength: 40 }), pieces => {
        const text = bytesOf(pieces.join(''))
        const encoded = encodeQuotedPrintable(text)
        expect(decodeTransferEncoding(encoded, 'quoted-printable').bytes).toEqual(text)
        expect(isTransportSafe(encoded)).toBe(true)
      }),
    )
  })
})

describe('an entity made safe for transport', () => {
  it('stays as it is when it is safe already', () => {
    const entity = bytesOf('Content-Type: text/plain\r\n\r\nplain\r\n')
    expect(toSevenBit(entity)).toEqual([entity])
  })
  it('keeps the text and attachments of a multipart', () => {
    const entity = bytesOf(
      'Content-Type: multipart/mixed; boundary=b\r\n\r\nhidden\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\ngr\u00fc\u00df\r\n--b\r\nContent-Type: application/x; name=a\r\n\r\n\u0001\u00ff\r\n--b--\r\n',
    )
    const safe = concatBytes(toSevenBit(entity))
    expect(isTransportSafe(safe)).toBe(true)
    const children = parseEntity(safe).children
    expect(children.map(child => decodeBody(child).bytes)).toEqual(parseEntity(entity).children.map(child => decodeBody(child).bytes))
    expect(children.map(child => child.transferEncoding)).toEqual(['quoted-printable', 'base64'])
  })
  it('gives every line end as CRLF', () => {
    expect(withCrlf(bytesOf('a\nb\rc\r\nd'))).toEqual(bytesOf('a\r\nb\r\nc\r\nd'))
    const canonical = bytesOf('a\r\n')
    expect(withCrlf(canonical)).toBe(canonical)
  })
})
