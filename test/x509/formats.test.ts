/** ASN.1 read in place, strict DER, names, and the files certificates come in. */
import { fc } from '../support/properties.ts'
import { describe, expect, it } from 'vitest'
import { Asn1Reader } from '../../src/x509/asn1-reader.ts'
import { readCertificateFile } from '../../src/x509/certificate-file.ts'
import { parseCertificate } from '../../src/x509/certificate.ts'
import { comparisonKey, formatDistinguishedName, parseDistinguishedName } from '../../src/x509/distinguished-name.ts'
import { X509Error } from '../../src/x509/errors.ts'
import { readMailboxes } from '../../src/x509/extension.ts'
import { readObjectIdentifier } from '../../src/x509/object-identifier.ts'
import { encodePem } from '../../src/x509/pem.ts'
import { assertStrictDer } from '../../src/x509/strict-der.ts'
import { aRootCa, anEndEntity } from '../make/certificate-authority.ts'
import { context, distinguishedName, indefinite, integer, joined, nullValue, octetString, oid, printableString, sequence, setOf, tlv, utf8String } from '../make/der.ts'
import { aSignedData, bytesOf } from '../make/signed-message.ts'

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))

describe('strict DER (X.690; SEC-06, SEC-74)', () => {
  it.each([
    ['an indefinite length', '30 80 02 01 01 00 00'],
    ['a length of two octets where one does', '30 81 03 02 01 01'],
    ['a length with a leading zero', '30 82 00 03 02 01 01'],
    ['an INTEGER with a surplus zero', '02 02 00 01'],
    ['a negative INTEGER with a surplus octet', '02 02 FF 80'],
    ['an INTEGER without octets', '02 00'],
    ['a BOOLEAN of 01', '01 01 01'],
    ['a BOOLEAN of two octets', '01 02 FF FF'],
    ['a NULL with content', '05 01 00'],
    ['an OBJECT IDENTIFIER with a padded arc', '06 03 2A 80 01'],
    ['an OBJECT IDENTIFIER cut short', '06 02 2A 86'],
    ['a BIT STRING with unclean padding', '03 02 04 0F'],
    ['a BIT STRING of nine unused bits', '03 02 09 00'],
    ['a constructed OCTET STRING', '24 03 04 01 00'],
    ['a primitive SEQUENCE', '10 00'],
    ['octets after the end', '05 00 00'],
    ['a long tag for a small number', '1F 05 00'],
  ])('refuses %s', (_, text) => {
    expect(() => {
      assertStrictDer(hex(text))
    }).toThrow(expect.objectContaining({ code: 'x509/not-der' }))
  })
  it.each(['05 00', '02 01 00', '02 02 00 80', '01 01 FF', '30 00', '03 01 00', '03 02 04 F0', '06 03 2A 86 48', 'A0 03 02 01 01'])('takes %s', text => {
    expect(() => {
      assertStrictDer(hex(text))
    }).not.toThrow()
  })
})

describe('reading in place', () => {
  it('finds the end of nested indefinite lengths', () => {
    const bytes = indefinite(0x30, indefinite(0x30, integer(1)), integer(2))
    const reader = new Asn1Reader(bytes)
    const root = reader.read(0)
    expect(root.end).toBe(bytes.length)
    expect(reader.children(root).map(child => child.tag)).toEqual([16, 2])
  })
  it.each([
    ['cut short', hex('30 05 02 01')],
    ['end-of-contents missing', hex('30 80 02 01 01')],
    ['a length of a length of 127', hex('30 FF 00')],
    ['indefinite primitive', hex('02 80 00 00')],
    ['nothing', new Uint8Array()],
  ])('refuses what is %s', (_, bytes) => {
    expect(() => new Asn1Reader(bytes).read(0)).toThrow(expect.objectContaining({ code: 'x509/not-asn1' }))
  })
  it('refuses 10⁵ levels and ten million members', () => {
    const deep = Uint8Array.from({ length: 200_000 }, (_, i) => (i % 2 === 0 ? 0x30 : 0x80))
    expect(() => new Asn1Reader(deep).read(0)).toThrow(expect.objectContaining({ code: 'x509/limit-exceeded' }))
    const wide = joined([hex('31 84 01 31 2D 00'), new Uint8Array(20_000_000).fill(5)])
    for (let i = 6; i < wide.length; i += 2) wide[i + 1] = 0
    const reader = new Asn1Reader(wide)
    expect(() => reader.children(reader.read(0))).toThrow(expect.objectContaining({ code: 'x509/limit-exceeded' }))
  })
  it('throws nothing but its own errors, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        try {
          const reader = new Asn1Reader(bytes)
          const root = reader.read(0)
          if (root.constructed) reader.children(root)
          assertStrictDer(bytes)
          parseCertificate(bytes)
        } catch (error) {
          return error instanceof X509Error
        }
        return true
      }),
      { numRuns: 3000 },
    )
  })
  it('a certificate with any one octet changed is refused or still a certificate, never a crash', async () => {
    const { certificate } = await anEndEntity(await aRootCa())
    for (let at = 0; at < certificate.length; at++) {
      for (const flip of [0x01, 0x80, 0xff]) {
        const mutant = certificate.slice()
        mutant[at] = (mutant[at] ?? 0) ^ flip
        try {
          parseCertificate(mutant)
        } catch (error) {
          expect(error).toBeInstanceOf(X509Error)
        }
      }
    }
  })
})

describe('object identifiers', () => {
  it.each(['2.5.4.3', '1.2.840.113549.1.9.16.2.47', '2.999.3', '2.16.840.1.101.3.4.2.1', `2.25.${2n ** 122n}`])('%s', dotted => {
    expect(readObjectIdentifier(oid(dotted).subarray(2))).toBe(dotted)
  })
  it('thousands of them, again and again, each keep their own name', () => {
    const content = Array.from({ length: 5000 }, (_, arc) => oid(`1.3.6.1.4.1.${arc}`).subarray(2))
    for (let time = 0; time < 2; time++) expect(content.map(readObjectIdentifier)).toEqual(content.map((_, arc) => `1.3.6.1.4.1.${arc}`))
  })
  it('what is recalled is not changed by whoever owned its octets', () => {
    const own = oid('1.3.6.1.4.1.99999.7').slice(2)
    expect(readObjectIdentifier(own)).toBe('1.3.6.1.4.1.99999.7')
    own[own.length - 1] = 8
    expect(readObjectIdentifier(own)).toBe('1.3.6.1.4.1.99999.8')
    expect(readObjectIdentifier(oid('1.3.6.1.4.1.99999.7').subarray(2))).toBe('1.3.6.1.4.1.99999.7')
  })
})

describe('names', () => {
  it('are written most specific first, with escapes (RFC 4514)', () => {
    const name = distinguishedName('Doe, John + "Q"', '#1 Inc')
    expect(formatDistinguishedName(parseDistinguishedName(name))).toBe('CN=Doe\\, John \\+ \\"Q\\",O=\\#1 Inc')
  })
  it('match without regard to case, string type and inner white space (RFC 5280 7.1)', () => {
    const attribute = (value: Uint8Array) => sequence(setOf(sequence(oid('2.5.4.3'), value)))
    const key = (value: Uint8Array) => comparisonKey(parseDistinguishedName(attribute(value)))
    expect(key(printableString('Test  CA'))).toBe(key(utf8String('test ca ')))
    expect(key(printableString('Test CA'))).not.toBe(key(utf8String('TestCA')))
  })
  it('a value that contains a separator does not imitate another name', () => {
    const one = comparisonKey(parseDistinguishedName(distinguishedName('a"/2.5.4.10="b')))
    const two = comparisonKey(parseDistinguishedName(distinguishedName('a', 'b')))
    expect(one).not.toBe(two)
  })
})

describe('certificate files', () => {
  const labels = (bytes: Uint8Array) => readCertificateFile(bytes).map(certificate => formatDistinguishedName(certificate.subject))
  it('PEM with text around, DER, P7B in both, SST', async () => {
    const root = await aRootCa({ commonName: 'R' })
    const leaf = await anEndEntity(root, { commonName: 'L' })
    const p7b = await aSignedData({ content: new Uint8Array(), signers: [], certificates: [root.certificate, leaf.certificate] })
    const pem = `subject: R\n${encodePem('CERTIFICATE', root.certificate)}\nmore\n${encodePem('X509 CERTIFICATE', leaf.certificate)}`
    const le = (value: number) => Uint8Array.from([value & 255, (value >> 8) & 255, value >> 16, 0])
    const element = (id: number, value: Uint8Array) => joined([le(id), le(1), le(value.length), value])
    const sst = joined([hex('00 00 00 00 43 45 52 54'), element(3, bytesOf('property')), element(32, root.certificate), element(32, leaf.certificate), new Uint8Array(12)])
    expect(labels(bytesOf(pem))).toEqual(['CN=R', 'CN=L'])
    expect(labels(root.certificate)).toEqual(['CN=R'])
    expect(labels(p7b).sort()).toEqual(['CN=L', 'CN=R'])
    expect(labels(bytesOf(encodePem('PKCS7', p7b))).sort()).toEqual(['CN=L', 'CN=R'])
    expect(labels(sst)).toEqual(['CN=R', 'CN=L'])
    expect(() => labels(sst.subarray(0, 60))).toThrow(expect.objectContaining({ code: 'x509/unreadable' }))
  })
  it('anything else is refused', () => {
    for (const bytes of [bytesOf('hello'), nullValue(), sequence(integer(1)), sequence(oid('1.2.840.113549.1.7.3'), context(0, octetString(new Uint8Array())))]) {
      expect(() => readCertificateFile(bytes)).toThrow(X509Error)
    }
  })
  it('a certificate with an alternative name that holds a NUL names nobody', async () => {
    const nul = tlv(0x81, bytesOf('alice@example.com\u0000.evil.test'))
    const root = await aRootCa()
    const leaf = await anEndEntity(root, { extensions: { subjectAltName: sequence(oid('2.5.29.17'), octetString(sequence(nul))) } })
    expect(readMailboxes(parseCertificate(leaf.certificate))).toEqual([])
  })
})
