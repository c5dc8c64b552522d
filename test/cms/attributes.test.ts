/** Signed attributes, read and written: what each gives, and what it refuses; and what surrounds a CMS object. */
import { beforeAll, describe, expect, it } from 'vitest'
import { looksLikeCms, parseContentInfo } from '../../src/cms/content-info.ts'
import { readEncryptionKeyPreference } from '../../src/cms/encryption-key-preference.ts'
import { readOaepParameters } from '../../src/cms/oaep-parameters.ts'
import { looksLikeSignedAttributes, parseSignedAttributes, readCountersignatureDigest } from '../../src/cms/signed-attributes.ts'
import { asImplicitSet, writeSignedAttributes } from '../../src/cms/signed-attributes-writer.ts'
import { parseSignedData } from '../../src/cms/signed-data.ts'
import { isOaepSha256, readSignedCapabilities, writeCapabilities } from '../../src/cms/smime-capabilities.ts'
import { parseTimeStampInfo } from '../../src/cms/time-stamp.ts'
import { readAlgorithmIdentifier } from '../../src/x509/algorithm-identifier.ts'
import { Asn1Reader } from '../../src/x509/asn1-reader.ts'
import { ASN1_LIMITS } from '../../src/x509/asn1-limits.ts'
import { type Certificate, parseCertificate } from '../../src/x509/certificate.ts'
import { aRootCa, anEndEntity } from '../make/certificate-authority.ts'
import { algorithm, boolean, context, contextPrimitive, type Der, distinguishedName, integer, joined, octetString, oid, sequence, setOf, time, tlv } from '../make/der.ts'
import { attribute, bytesOf } from '../make/signed-message.ts'

const [DATA, SIGNED_DATA] = ['1.2.840.113549.1.7.1', '1.2.840.113549.1.7.2']
const [CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME] = ['1.2.840.113549.1.9.3', '1.2.840.113549.1.9.4', '1.2.840.113549.1.9.5']
const [CAPABILITIES, PREFERENCE] = ['1.2.840.113549.1.9.15', '1.2.840.113549.1.9.16.2.11']
const [SHA256, OAEP] = ['2.16.840.1.101.3.4.2.1', '1.2.840.113549.1.1.7']
const X = octetString(bytesOf('x'))
const [TYPE, DIGEST] = [attribute(CONTENT_TYPE, oid(DATA)), attribute(MESSAGE_DIGEST, X)]
const malformed = expect.objectContaining({ code: 'cms/malformed' }) as Error

let alice: Certificate
beforeAll(async () => {
  alice = parseCertificate((await anEndEntity(await aRootCa())).certificate)
})

describe('signed attributes (RFC 5652 section 11)', () => {
  const at = (year: number) => time(new Date(Date.UTC(year, 0, 2, 3, 4, 5)))
  it('say what was signed, and when only if they say so', () => {
    expect(parseSignedAttributes(setOf(TYPE, DIGEST))).toEqual({ contentType: DATA, messageDigest: bytesOf('x'), signingTime: undefined, signingCertificates: [], algorithmProtection: undefined })
    expect(parseSignedAttributes(setOf(TYPE, DIGEST, attribute(SIGNING_TIME, at(2026)))).signingTime).toBe(Date.UTC(2026, 0, 2, 3, 4, 5))
  })
  it.each<[string, Der]>([
    ['no content type', setOf(DIGEST)],
    ['no digest', setOf(TYPE)],
    ['two times', setOf(TYPE, DIGEST, attribute(SIGNING_TIME, at(2026), at(2027)))],
    ['no time in the attribute', setOf(TYPE, DIGEST, attribute(SIGNING_TIME))],
  ])('refuse %s', (_, encoded) => {
    expect(() => parseSignedAttributes(encoded)).toThrow(malformed)
  })
  it('of a countersignature have a digest and no content type', () => {
    expect(readCountersignatureDigest(setOf(DIGEST))).toEqual(bytesOf('x'))
    expect(() => readCountersignatureDigest(setOf(TYPE, DIGEST))).toThrow(malformed)
  })
})

describe('content that could be somebody’s signed attributes (SEC-03)', () => {
  it('is one SET and nothing else, whatever is in it', () => {
    expect([setOf(TYPE, DIGEST), setOf(), setOf(X)].map(looksLikeSignedAttributes)).toEqual([true, true, true])
    expect([sequence(TYPE), joined([setOf(TYPE), X]), bytesOf('1'), Uint8Array.of(0x31, 5, 1), new Uint8Array()].map(looksLikeSignedAttributes)).toEqual([false, false, false, false, false])
  })
  it('is one that is larger than we would read', () => {
    const size = ASN1_LIMITS.octets + 1
    const large = new Uint8Array(size)
    large.set([0x31, 0x84, ...[24, 16, 8, 0].map(shift => ((size - 6) >>> shift) & 0xff)])
    expect(looksLikeSignedAttributes(large)).toBe(true)
  })
})

describe('the certificate to encrypt to (RFC 8551 section 2.5.3)', () => {
  const read = (...values: readonly Der[]) => readEncryptionKeyPreference(setOf(attribute(PREFERENCE, ...values)))
  const name = distinguishedName('CA')
  it('is named by issuer and serial number, or by its key identifier', () => {
    expect(read(context(0, name, integer(7)))).toMatchObject({ kind: 'issuer-and-serial', issuer: { encoded: name }, serialNumber: Uint8Array.of(7) })
    expect(read(context(1, X))).toEqual({ kind: 'key-identifier', keyIdentifier: bytesOf('x') })
    expect(read(contextPrimitive(2, bytesOf('x')))).toEqual({ kind: 'key-identifier', keyIdentifier: bytesOf('x') })
    expect(readEncryptionKeyPreference(setOf(TYPE))).toBeUndefined()
  })
  it.each<[string, readonly Der[]]>([
    ['no value', []],
    ['two values', [context(1, X), context(1, octetString(bytesOf('y')))]],
    ['issuer and serial number without content', [contextPrimitive(0, bytesOf('x'))]],
    ['a key identifier in segments', [context(2, X)]],
    ['an octet string for issuer and serial number', [context(0, X)]],
    ['a key identifier that is none', [context(1, integer(7))]],
    ['issuer and serial number under the tag of a key identifier', [context(1, name, integer(7))]],
    ['an issuer alone', [context(0, name)]],
    ['another tag', [context(3, name, integer(7))]],
  ])('is refused with %s', (_, values) => {
    expect(() => read(...values)).toThrow(malformed)
  })
})

describe('capabilities', () => {
  it('are read where they are announced, exactly once', () => {
    const list = sequence(algorithm('1.2.3'), algorithm('1.2.4'))
    expect(readSignedCapabilities(setOf(attribute(CAPABILITIES, list)))?.map(each => each.oid)).toEqual(['1.2.3', '1.2.4'])
    expect(readSignedCapabilities(setOf(TYPE))).toBeUndefined()
    expect(() => readSignedCapabilities(setOf(attribute(CAPABILITIES, list, sequence())))).toThrow(malformed)
  })
  it('RSAES-OAEP is not another algorithm with its parameters', () => {
    const parameters = sequence(context(0, algorithm(SHA256, Uint8Array.of(5, 0))), context(1, algorithm('1.2.840.113549.1.1.8', algorithm(SHA256, Uint8Array.of(5, 0)))))
    const isOurs = (dotted: string, ...more: readonly Der[]) => {
      const reader = new Asn1Reader(algorithm(dotted, ...more))
      return isOaepSha256(readAlgorithmIdentifier(reader, reader.read(0)))
    }
    expect([isOurs(OAEP, parameters), isOurs('1.2.840.113549.1.1.10', parameters), isOurs(OAEP)]).toEqual([true, false, false])
  })
  it('of a key for key agreement are its own: HKDF for X25519, X9.63 for a NIST curve, none for a key that only signs', () => {
    const announced = (kind: string) => {
      const encoded = Buffer.from(writeCapabilities({ ...alice, publicKey: { ...alice.publicKey, key: { kind } } } as Certificate)).toString('hex')
      return ['1.2.840.113549.1.9.16.3.19', '1.3.132.1.11.1', OAEP].map(dotted => encoded.includes(Buffer.from(oid(dotted)).toString('hex')))
    }
    expect(['x25519', 'ec', 'rsa', 'ed25519'].map(announced)).toEqual([[true, false, false], [false, true, false], [false, false, true], [false, false, false]])
  })
  it('a parameter of RSAES-OAEP has a tag of its own', () => {
    const read = (...members: readonly Der[]) => readOaepParameters({ oid: OAEP, parameters: sequence(...members) } as Parameters<typeof readOaepParameters>[0])
    expect(read()).toMatchObject({ label: new Uint8Array() })
    for (const wrong of [boolean(true), integer(1), context(3, integer(1))]) expect(() => read(wrong)).toThrow(expect.objectContaining({ code: 'x509/unreadable' }) as Error)
  })
})

describe('signed attributes that we write', () => {
  const written = (signingTime: number, encryptionCertificate?: Certificate) =>
    writeSignedAttributes({ contentDigest: bytesOf('digest'), digestAlgorithm: algorithm(SHA256), signatureAlgorithm: algorithm('1.2.840.10045.4.3.2'), signingTime, signer: alice, signerHash: bytesOf('hash'), encryptionCertificate })
  const holds = (encoded: Uint8Array, part: Uint8Array) => Buffer.from(encoded).includes(Buffer.from(part))
  it('say the time in two digits of the year through 2049, in four from then on, in whole seconds', () => {
    expect(holds(written(Date.UTC(2049, 11, 31, 23, 59, 59, 999)), tlv(0x17, bytesOf('491231235959Z')))).toBe(true)
    expect(holds(written(Date.UTC(2050, 0, 1)), tlv(0x18, bytesOf('20500101000000Z')))).toBe(true)
  })
  it('are read again as they were meant, and name a certificate to encrypt to only when it is another', () => {
    const encoded = written(Date.UTC(2026, 5, 15))
    expect(parseSignedAttributes(encoded)).toMatchObject({ contentType: DATA, messageDigest: bytesOf('digest'), signingTime: Date.UTC(2026, 5, 15), signingCertificates: [{ certificateHash: bytesOf('hash') }], algorithmProtection: { digestAlgorithm: { oid: SHA256 } } })
    expect([readEncryptionKeyPreference(encoded), readEncryptionKeyPreference(written(0, alice))]).toMatchObject([undefined, { kind: 'issuer-and-serial', serialNumber: alice.serialNumber }])
  })
  it('stand in a SignerInfo under another tag, and stay what they were', () => {
    const encoded = written(0)
    expect([asImplicitSet(encoded)[0], encoded[0]]).toEqual([0xa0, 0x31])
  })
})

describe('around a CMS object', () => {
  const object = sequence(oid(SIGNED_DATA), context(0, integer(1)))
  it('padding is as much as transports add: sixteen line ends and zeros, and nothing else', () => {
    const rest = (...octets: readonly number[]) => parseContentInfo(joined([object, Uint8Array.from(octets)])).hasTrailingData
    expect([rest(), rest(...Array<number>(16).fill(0)), rest(13, 10, 0, 10), rest(...Array<number>(17).fill(0)), rest(0, 32), rest(32, 0)]).toEqual([false, false, false, true, true, true])
  })
  it('it is recognised with a length of any form, and only as a SEQUENCE', () => {
    const long = sequence(oid(SIGNED_DATA), context(0, octetString(new Uint8Array(70_000))))
    const endless = joined([Uint8Array.of(0x30, 0x80), object.subarray(2), Uint8Array.of(0, 0)])
    expect([object, long, endless].map(looksLikeCms)).toEqual([true, true, true])
    expect([joined([Uint8Array.of(0x31), object.subarray(1)]), joined([Uint8Array.of(0x31), long.subarray(1)])].map(looksLikeCms)).toEqual([false, false])
  })
  it('a signed one says that it is one, and has nothing before its signers but certificates and lists', () => {
    const parse = (type: string, ...before: readonly Der[]) =>
      parseSignedData(parseContentInfo(sequence(oid(type), context(0, sequence(integer(1), setOf(algorithm(SHA256)), sequence(oid(DATA)), ...before, setOf())))))
    expect(parse(SIGNED_DATA, context(0), context(1)).signers).toEqual([])
    for (const attempt of [() => parse('1.2.840.113549.1.7.3'), () => parse(SIGNED_DATA, boolean(true)), () => parse(SIGNED_DATA, context(1), boolean(true))]) expect(attempt).toThrow(malformed)
  })
  it('a time-stamp’s time ends with its zone', () => {
    const info = (text: string) => sequence(integer(1), oid('1.2.3'), sequence(algorithm(SHA256), X), integer(5), tlv(0x18, bytesOf(text)))
    expect(parseTimeStampInfo(info('20260615120001Z')).time).toBe(Date.UTC(2026, 5, 15, 12, 0, 1))
    expect(() => parseTimeStampInfo(info('20260615120001Zx'))).toThrow(malformed)
  })
})
