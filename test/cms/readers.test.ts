/** The small readers of CMS: what each gives, and what each refuses because one member is not what it should be. */
import { describe, expect, it } from 'vitest'
import { readAlgorithmProtection } from '../../src/cms/algorithm-protection.ts'
import { onlyValue, optionalValue, readAttributeValues } from '../../src/cms/attribute-values.ts'
import { parseCompressedData } from '../../src/cms/compressed-data.ts'
import { parseContentInfo } from '../../src/cms/content-info.ts'
import { ENVELOPE_LIMITS, parseEnvelope } from '../../src/cms/enveloped-data.ts'
import { parseSignedData, SIGNED_DATA_LIMITS } from '../../src/cms/signed-data.ts'
import { identifies, readSignerInfo, type SignerInfo } from '../../src/cms/signer-info.ts'
import { hasIssuerSerialOf, readSigningCertificates } from '../../src/cms/signing-certificate.ts'
import { parseTimeStampInfo } from '../../src/cms/time-stamp.ts'
import { misplacedAttribute, readConfirmations } from '../../src/cms/unsigned-attributes.ts'
import { Asn1Reader } from '../../src/x509/asn1-reader.ts'
import { parseCertificate } from '../../src/x509/certificate.ts'
import { aRootCa, anEndEntity } from '../make/certificate-authority.ts'
import { algorithm, context, contextPrimitive, type Der, indefinite, integer, joined, nullValue, octetString, oid, printableString, sequence, setOf, setOfAsGiven, tlv, utf8String } from '../make/der.ts'
import { attribute, bytesOf } from '../make/signed-message.ts'

const [DATA, SIGNED_DATA, ENVELOPED, AUTH_ENVELOPED, COMPRESSED] = ['1.2.840.113549.1.7.1', '1.2.840.113549.1.7.2', '1.2.840.113549.1.7.3', '1.2.840.113549.1.9.16.1.23', '1.2.840.113549.1.9.16.1.9']
const [SHA1, SHA256, ECDSA, AES, ZLIB] = ['1.3.14.3.2.26', '2.16.840.1.101.3.4.2.1', '1.2.840.10045.4.3.2', '2.16.840.1.101.3.4.1.42', '1.2.840.113549.1.9.16.3.8']
const X = octetString(bytesOf('x'))
const info = (type: string, content: Der) => parseContentInfo(sequence(oid(type), context(0, content)))
const refused = (code: string) => expect.objectContaining({ code }) as Error
const textOf = (bytes: Uint8Array, ranges: readonly { readonly start: number; readonly end: number }[] = []) => ranges.map(({ start, end }) => new TextDecoder().decode(bytes.subarray(start, end)))

describe('a set of attributes', () => {
  const [A, B] = [attribute('1.2.3.1', integer(1)), attribute('1.2.3.2', integer(1), integer(2))]
  it('by type, each once', () => {
    const attributes = readAttributeValues(setOf(A, B))
    expect([...attributes.values].map(([type, values]) => [type, values.length])).toEqual([['1.2.3.1', 1], ['1.2.3.2', 2]])
    expect(attributes.reader.content(onlyValue(attributes, '1.2.3.1', 2))).toEqual(Uint8Array.of(1))
    expect(optionalValue(attributes, '1.2.3.1', 2)).toEqual(onlyValue(attributes, '1.2.3.1', 2))
    expect(optionalValue(attributes, '1.2.3.3', 2)).toBeUndefined()
    for (const [type, tag] of [['1.2.3.1', 4], ['1.2.3.2', 2], ['1.2.3.3', 2]] as const) expect(() => onlyValue(attributes, type, tag)).toThrow(refused('cms/malformed'))
    expect(readAttributeValues(setOf()).values.size).toBe(0)
  })
  it.each<[string, string, Der]>([
    ['a SEQUENCE of them', 'cms/malformed', sequence(A, B)],
    ['an element of another class', 'cms/malformed', context(17, A)],
    ['the same type twice', 'cms/malformed', setOf(A, attribute('1.2.3.1', integer(2)))],
    ['an attribute that is a SET', 'cms/malformed', setOf(setOf(oid('1.2.3.1')))],
    ['an attribute without values', 'cms/malformed', setOf(sequence(oid('1.2.3.1')))],
    ['values that are a SEQUENCE', 'cms/malformed', setOf(sequence(oid('1.2.3.1'), sequence(integer(1))))],
    ['a type that is none', 'cms/malformed', setOf(sequence(integer(1), setOf()))],
    ['a third member', 'cms/malformed', setOf(sequence(oid('1.2.3.1'), setOf(), integer(1)))],
    ['another order', 'x509/not-der', setOfAsGiven(B, A)],
    ['an indefinite length', 'x509/not-der', indefinite(0x31, A)],
  ])('refuses %s', (_, code, encoded) => {
    expect(() => readAttributeValues(encoded)).toThrow(refused(code))
  })
  it('algorithm protection with a third member is refused, without one is read', () => {
    const signature = context(1, oid(ECDSA))
    const protection = (...members: readonly Der[]) => readAlgorithmProtection(readAttributeValues(setOf(attribute('1.2.840.113549.1.9.52', sequence(...members)))))
    expect(protection(algorithm(SHA256), signature)).toMatchObject({ digestAlgorithm: { oid: SHA256 }, signatureAlgorithm: { oid: ECDSA } })
    expect(() => protection(algorithm(SHA256), signature, integer(1))).toThrow(refused('cms/malformed'))
    expect(() => protection(algorithm(SHA256), algorithm(ECDSA))).toThrow(refused('cms/malformed'))
    expect(readAlgorithmProtection(readAttributeValues(setOf()))).toBeUndefined()
  })
})

describe('signing-certificate (RFC 5035 section 5)', () => {
  const [V1, V2] = ['1.2.840.113549.1.9.16.2.12', '1.2.840.113549.1.9.16.2.47']
  const read = (type: string, ...members: readonly Der[]) => readSigningCertificates(readAttributeValues(setOf(attribute(type, sequence(sequence(sequence(...members)))))))
  const name = (common: Der) => sequence(setOf(sequence(oid('2.5.4.3'), common)))
  const serialOf = (issuer: Der, number = integer(7)) => sequence(sequence(issuer), number)
  const directory = (common: Der) => context(4, name(common))
  it('the digest that is not named is that of the version', () => {
    expect(read(V1, X)).toMatchObject([{ hashOid: SHA1, certificateHash: bytesOf('x'), issuerSerial: undefined }])
    expect(read(V2, X)).toMatchObject([{ hashOid: SHA256 }])
    expect(read(V2, algorithm('2.16.840.1.101.3.4.2.3'), X)).toMatchObject([{ hashOid: '2.16.840.1.101.3.4.2.3' }])
    expect(read('1.2.3.4', X)).toEqual([])
  })
  it.each<[string, string, readonly Der[]]>([
    ['version 1 with a digest’s name', V1, [algorithm(SHA256), X]],
    ['no hash', V2, [algorithm(SHA256)]],
    ['a hash that is none', V2, [integer(1)]],
    ['a third member', V2, [X, serialOf(directory(utf8String('CA'))), integer(1)]],
    ['an issuer without its serial number', V2, [X, sequence(sequence(directory(utf8String('CA'))))]],
    ['a serial number that is none', V2, [X, serialOf(directory(utf8String('CA')), X)]],
    ['an issuer that is no list of names', V2, [X, sequence(setOf(directory(utf8String('CA'))), integer(7))]],
    ['a member after the serial number', V2, [X, sequence(sequence(directory(utf8String('CA'))), integer(7), integer(8))]],
    ['an issuer and serial number of another form', V2, [X, setOf(integer(7))]],
  ])('refuses %s', (_, type, members) => {
    expect(() => read(type, ...members)).toThrow(refused('cms/malformed'))
  })
  it('of no certificate is refused', () => {
    for (const value of [sequence(), sequence(sequence()), sequence(setOf(sequence(X))), sequence(sequence(setOf(X)))]) {
      expect(() => readSigningCertificates(readAttributeValues(setOf(attribute(V2, value))))).toThrow(refused('cms/malformed'))
    }
  })
  it('the issuer is one directory name, however it is encoded, and the serial number the certificate’s', async () => {
    const { certificate } = await anEndEntity(await aRootCa(), { issuer: name(utf8String('Test CA')), serial: 7 })
    const parsed = parseCertificate(certificate)
    const matches = (...members: readonly Der[]) => read(V2, X, ...members).map(each => hasIssuerSerialOf(each, parsed))
    const own = directory(utf8String('Test CA'))
    expect(matches()).toEqual([true])
    expect(matches(serialOf(own))).toEqual([true])
    expect(matches(serialOf(directory(printableString('TEST  ca'))))).toEqual([true])
    expect(matches(serialOf(directory(utf8String('Other CA'))))).toEqual([false])
    expect(matches(serialOf(own, integer(8)))).toEqual([false])
    expect(matches(sequence(sequence(own, own), integer(7)))).toEqual([false])
    expect(matches(sequence(sequence(), integer(7)))).toEqual([false])
    expect(matches(serialOf(context(5, name(utf8String('Test CA')))))).toEqual([false])
  })
})

describe('TSTInfo (RFC 3161 section 2.4.2)', () => {
  const stamp = (text: string) => tlv(0x18, bytesOf(text))
  const imprint = sequence(algorithm(SHA256), X)
  const right = { version: integer(1), policy: oid('1.2.3'), imprint, serial: integer(5), time: stamp('20260615120001Z') }
  const read = (changes: Partial<typeof right> = {}, wrap = sequence) => parseTimeStampInfo(wrap(...Object.values({ ...right, ...changes })))
  it('says when, and over what', () => {
    expect(read()).toMatchObject({ hashAlgorithm: { oid: SHA256 }, hashedMessage: bytesOf('x'), time: Date.UTC(2026, 5, 15, 12, 0, 1) })
    expect(read({ time: stamp('20260615120001.25Z') }).time).toBe(Date.UTC(2026, 5, 15, 12, 0, 1))
  })
  it.each<[string, Partial<typeof right>]>([
    ['a version that is none', { version: X }],
    ['a policy that is none', { policy: integer(1) }],
    ['an imprint that is none', { imprint: X }],
    ['an imprint without a hash', { imprint: sequence(algorithm(SHA256)) }],
    ['an imprint with a third member', { imprint: sequence(algorithm(SHA256), X, X) }],
    ['a serial number that is none', { serial: X }],
    ['a time of another type', { time: tlv(0x17, bytesOf('260615120001Z')) }],
    ['a time without seconds', { time: stamp('202606151200Z') }],
    ['a time of another zone', { time: stamp('20260615120001+0900') }],
    ['a time of no zone', { time: stamp('20260615120001') }],
    ['a time after something', { time: stamp('x20260615120001Z') }],
  ])('refuses %s', (_, changes) => {
    expect(() => read(changes)).toThrow(refused('cms/malformed'))
  })
  it('refuses another form, and one that ends early', () => {
    expect(() => read({}, setOfAsGiven)).toThrow(refused('cms/malformed'))
    expect(() => parseTimeStampInfo(sequence(integer(1), oid('1.2.3'), imprint, integer(5)))).toThrow(refused('cms/malformed'))
  })
})

const signer = (...members: readonly Der[]) => sequence(integer(1), contextPrimitive(0, bytesOf('key')), algorithm(SHA256), ...members)
const SIGNER = signer(algorithm(ECDSA), X)

describe('SignerInfo (RFC 5652 section 5.3)', () => {
  const read = (der: Der): SignerInfo => {
    const reader = new Asn1Reader(der)
    return readSignerInfo(reader, reader.read(0))
  }
  it('with and without attributes', () => {
    expect(read(SIGNER)).toMatchObject({ identifier: { kind: 'key-identifier' }, encodedSignedAttributes: undefined, encodedUnsignedAttributes: undefined, signature: bytesOf('x') })
    const both = read(signer(context(0, integer(1)), algorithm(ECDSA), X, context(1, integer(2))))
    expect([both.encodedSignedAttributes, both.encodedUnsignedAttributes]).toEqual([setOf(integer(1)), context(1, integer(2))])
  })
  it.each<[string, Der]>([
    ['a SET', setOfAsGiven(integer(1), contextPrimitive(0, bytesOf('key')), algorithm(SHA256), algorithm(ECDSA), X)],
    ['nobody', sequence(integer(1))],
    ['no signature', signer(algorithm(ECDSA))],
    ['a signature that is none', signer(algorithm(ECDSA), integer(1))],
    ['a signature in segments', signer(algorithm(ECDSA), tlv(0x24, X))],
    ['signed attributes that are primitive', signer(contextPrimitive(0, bytesOf('x')), algorithm(ECDSA), X)],
    ['unsigned attributes that are primitive', signer(algorithm(ECDSA), X, contextPrimitive(1, bytesOf('x')))],
    ['unsigned attributes with another tag', signer(algorithm(ECDSA), X, context(2, integer(1)))],
    ['a member after them', signer(algorithm(ECDSA), X, context(1), integer(1))],
    ['a name of another form', sequence(integer(1), integer(1), algorithm(SHA256), algorithm(ECDSA), X)],
  ])('refuses %s', (_, der) => {
    expect(() => read(der)).toThrow(refused('cms/malformed'))
  })
  it('names a certificate by its key identifier, or by issuer and serial number together', async () => {
    const alice = await anEndEntity(await aRootCa())
    const parsed = parseCertificate(alice.certificate)
    const unnamed = parseCertificate((await anEndEntity(await aRootCa(), { extensions: { subjectKeyIdentifier: null } })).certificate)
    const by = (identifier: Der) => read(sequence(integer(1), identifier, algorithm(SHA256), algorithm(ECDSA), X)).identifier
    const key = by(contextPrimitive(0, alice.keyIdentifier))
    expect([identifies(key, parsed), identifies(key, unnamed), identifies(by(contextPrimitive(0, bytesOf('key'))), parsed)]).toEqual([true, false, false])
    const issuers = [sequence(alice.issuerName, integer(alice.serial)), sequence(alice.issuerName, integer(alice.serial + 1)), sequence(alice.name, integer(alice.serial))]
    expect(issuers.map(each => identifies(by(each), parsed))).toEqual([true, false, false])
    const respelt = sequence(setOf(sequence(oid('2.5.4.3'), printableString('TEST Root  CA'))))
    expect(identifies(by(sequence(respelt, integer(alice.serial))), parsed)).toBe(true)
  })
  describe('unsigned attributes', () => {
    const [COUNTERSIGNATURE, TIME_STAMP, SIGNING_TIME] = ['1.2.840.113549.1.9.6', '1.2.840.113549.1.9.16.2.14', '1.2.840.113549.1.9.5']
    const beside = (...unsigned: readonly Der[]) => read(signer(algorithm(ECDSA), X, context(1, ...unsigned)))
    it('that belong among the signed ones are found among anything', () => {
      expect(misplacedAttribute(read(SIGNER))).toBeUndefined()
      expect(misplacedAttribute(beside())).toBeUndefined()
      expect(misplacedAttribute(beside(X, integer(1), sequence(), sequence(integer(1)), attribute(TIME_STAMP)))).toBeUndefined()
      expect(misplacedAttribute(beside(X, sequence(integer(1)), attribute(SIGNING_TIME)))).toBe(SIGNING_TIME)
      expect(misplacedAttribute(beside(setOf(oid(SIGNING_TIME))))).toBe(SIGNING_TIME)
    })
    it('confirm: at most four of each kind', () => {
      const stamps = [1, 2, 3, 4, 5].map(integer)
      const { countersignatures, timeStamps, hasUnreadable } = readConfirmations(beside(attribute(COUNTERSIGNATURE, ...Array<Der>(5).fill(SIGNER)), attribute(TIME_STAMP, ...stamps)))
      expect([countersignatures.length, timeStamps, hasUnreadable]).toEqual([4, stamps.slice(0, 4), false])
      expect(readConfirmations(read(SIGNER))).toEqual({ countersignatures: [], timeStamps: [], hasUnreadable: false })
    })
    it('that are something else are passed over, and one that cannot be read is told', () => {
      const others = [X, setOf(oid(TIME_STAMP), setOf(X)), sequence(oid(TIME_STAMP), sequence(X)), sequence(integer(1), setOf(X)), attribute('1.2.3.4', X)]
      expect(readConfirmations(beside(...others))).toEqual({ countersignatures: [], timeStamps: [], hasUnreadable: false })
      const broken = readConfirmations(beside(attribute(TIME_STAMP, X), attribute(COUNTERSIGNATURE, integer(1))))
      expect([broken.timeStamps, broken.countersignatures, broken.hasUnreadable]).toEqual([[X], [], true])
      expect(readConfirmations(beside(tlv(0x30, Uint8Array.of(6, 5)))).hasUnreadable).toBe(true)
    })
  })
})

describe('SignedData (RFC 5652 section 5.1)', () => {
  const digests = setOf(algorithm(SHA256), algorithm(SHA1))
  const content = sequence(oid(DATA), context(0, X))
  const parse = (...more: readonly Der[]) => parseSignedData(info(SIGNED_DATA, sequence(integer(1), digests, content, ...more, setOf())))
  const many = (count: number) => Array.from({ length: count }, (_, index) => sequence(integer(index)))
  it('gives the lists of revocations, and no other format of them', () => {
    const lists = [sequence(integer(1)), context(1, oid('1.2.3.4'), integer(1)), sequence(integer(2)), integer(3)]
    expect(parse(context(1, ...lists)).crls).toEqual([sequence(integer(1)), sequence(integer(2))])
    expect(parse(context(0, sequence(integer(9))), context(1, sequence(integer(1))))).toMatchObject({ certificates: [sequence(integer(9))], crls: [sequence(integer(1))] })
    expect(parse(context(0, sequence(integer(9)))).crls).toEqual([])
    expect(parse()).toMatchObject({ certificates: [], crls: [], signers: [], hasTrailingData: false })
  })
  it('gives the announced digests and the content', () => {
    const { digestOids, contentType, contentRanges, source } = parse()
    expect([[...digestOids].sort(), contentType, textOf(source, contentRanges)]).toEqual([[SHA1, SHA256], DATA, ['x']])
  })
  it('with no more lists and signers than we look at', () => {
    expect(parse(context(1, ...many(SIGNED_DATA_LIMITS.crls), context(1, integer(1)))).crls.length).toBe(SIGNED_DATA_LIMITS.crls)
    expect(() => parse(context(1, ...many(SIGNED_DATA_LIMITS.crls + 1)))).toThrow(refused('cms/limit-exceeded'))
    const signed = (count: number) => parseSignedData(info(SIGNED_DATA, sequence(integer(1), digests, content, setOf(...Array<Der>(count).fill(SIGNER))))).signers.length
    expect(signed(SIGNED_DATA_LIMITS.signers)).toBe(SIGNED_DATA_LIMITS.signers)
    expect(() => signed(SIGNED_DATA_LIMITS.signers + 1)).toThrow(refused('cms/limit-exceeded'))
  })
  it.each<[string, readonly Der[]]>([
    ['a version of no standard', [integer(6), digests, content, setOf()]],
    ['digests as a SEQUENCE', [integer(1), sequence(), content, setOf()]],
    ['content as a SET', [integer(1), digests, setOf(oid(DATA)), setOf()]],
    ['signers as a SEQUENCE', [integer(1), digests, content, sequence()]],
    ['lists twice', [integer(1), digests, content, context(1), context(1), setOf()]],
    ['a SET before the signers', [integer(1), digests, content, setOf(), setOf()]],
    ['a content of no type', [integer(1), digests, sequence(integer(1)), setOf()]],
    ['a content with another tag', [integer(1), digests, sequence(oid(DATA), context(1, X)), setOf()]],
    ['a third member of the content', [integer(1), digests, sequence(oid(DATA), context(0, X), X), setOf()]],
    ['two contents', [integer(1), digests, sequence(oid(DATA), context(0, X, X)), setOf()]],
  ])('refuses %s', (_, members) => {
    expect(() => parseSignedData(info(SIGNED_DATA, sequence(...members)))).toThrow(refused('cms/malformed'))
  })
})

describe('CompressedData (RFC 3274 section 1.1)', () => {
  const inside = sequence(oid(DATA), context(0, X))
  const parse = (...members: readonly Der[]) => parseCompressedData(info(COMPRESSED, sequence(...members)))
  it('is read in either form of its octets', () => {
    const plain = parse(integer(0), algorithm(ZLIB), inside)
    expect([plain.compressionOid, plain.contentType, plain.hasTrailingData, textOf(plain.source, plain.contentRanges)]).toEqual([ZLIB, DATA, false, ['x']])
    const parts = parse(integer(0), algorithm(ZLIB), sequence(oid(DATA), context(0, indefinite(0x24, X, octetString(bytesOf('y'))))))
    expect(textOf(parts.source, parts.contentRanges)).toEqual(['x', 'y'])
  })
  it.each<[string, () => unknown]>([
    ['another type', () => parseCompressedData(info(SIGNED_DATA, sequence(integer(0), algorithm(ZLIB), inside)))],
    ['a SET', () => parseCompressedData(info(COMPRESSED, setOfAsGiven(integer(0), algorithm(ZLIB), inside)))],
    ['a version of no standard', () => parse(integer(6), algorithm(ZLIB), inside)],
    ['no content', () => parse(integer(0), algorithm(ZLIB))],
    ['content as a SET', () => parse(integer(0), algorithm(ZLIB), setOfAsGiven(oid(DATA), context(0, X)))],
    ['a fourth member', () => parse(integer(0), algorithm(ZLIB), inside, integer(1))],
    ['a content of no type', () => parse(integer(0), algorithm(ZLIB), sequence(integer(1), context(0, X)))],
    ['a content with another tag', () => parse(integer(0), algorithm(ZLIB), sequence(oid(DATA), context(1, X)))],
    ['a content without its wrapper', () => parse(integer(0), algorithm(ZLIB), sequence(oid(DATA)))],
    ['a third member of the content', () => parse(integer(0), algorithm(ZLIB), sequence(oid(DATA), context(0, X), X))],
    ['an empty wrapper', () => parse(integer(0), algorithm(ZLIB), sequence(oid(DATA), context(0)))],
    ['two contents', () => parse(integer(0), algorithm(ZLIB), sequence(oid(DATA), context(0, X, X)))],
  ])('refuses %s', (_, attempt) => {
    expect(attempt).toThrow(refused('cms/malformed'))
  })
})

describe('EnvelopedData (RFC 5652 section 6.1) and AuthEnvelopedData (RFC 5083 section 2.1)', () => {
  const cipher = algorithm(AES, octetString(new Uint8Array(16)))
  const encrypted = sequence(oid(DATA), cipher, contextPrimitive(0, bytesOf('secret')))
  const nobody = sequence(integer(0))
  const plain = (...members: readonly Der[]) => parseEnvelope(info(ENVELOPED, sequence(integer(0), ...members)))
  const auth = (...more: readonly Der[]) => parseEnvelope(info(AUTH_ENVELOPED, sequence(integer(0), setOf(nobody), encrypted, ...more)))
  it('the content lies in one piece, in several, or elsewhere', () => {
    const of = (content: readonly Der[]) => plain(setOf(nobody), sequence(oid(DATA), cipher, ...content))
    const pieces = (...content: readonly Der[]) => textOf(of(content).source, of(content).contentRanges)
    expect(pieces(contextPrimitive(0, bytesOf('secret')))).toEqual(['secret'])
    expect(pieces(context(0, octetString(bytesOf('sec')), tlv(0x24, octetString(bytesOf('ret')))))).toEqual(['sec', 'ret'])
    expect(of([]).contentRanges).toBeUndefined()
  })
  it('unprotected attributes are passed over, and so is what the originator brings beside certificates', () => {
    const originator = context(0, context(0, sequence(integer(1)), context(2, integer(1))), context(1, sequence(integer(2))))
    expect(plain(originator, setOf(nobody), encrypted, context(1, X))).toMatchObject({ isAuthenticated: false, originatorCertificates: [sequence(integer(1))], contentType: DATA, mac: new Uint8Array(), authenticatedAttributes: new Uint8Array() })
    expect(plain(context(0, context(1, sequence(integer(2)))), setOf(nobody), encrypted).originatorCertificates).toEqual([])
    expect(plain(setOf(nobody), encrypted).originatorCertificates).toEqual([])
  })
  it('what is authenticated is the attributes as a SET, and the code in one piece', () => {
    const attributes = [attribute('1.2.3.1', integer(1)), attribute('1.2.3.2', integer(1))]
    expect(auth(context(1, ...attributes), X, context(2, X))).toMatchObject({ isAuthenticated: true, authenticatedAttributes: setOf(...attributes), mac: bytesOf('x') })
    expect(auth(X)).toMatchObject({ authenticatedAttributes: new Uint8Array(), mac: bytesOf('x') })
    expect(auth(tlv(0x24, X)).mac).toEqual(bytesOf('x'))
    expect(() => auth(context(1, ...[...attributes].reverse()), X)).toThrow(refused('x509/not-der'))
  })
  it.each<[string, () => unknown]>([
    ['another type', () => parseEnvelope(info(SIGNED_DATA, sequence(integer(0), setOf(nobody), encrypted)))],
    ['a SET', () => parseEnvelope(info(ENVELOPED, setOfAsGiven(integer(0), setOf(nobody), encrypted)))],
    ['a version of no standard', () => parseEnvelope(info(ENVELOPED, sequence(integer(6), setOf(nobody), encrypted)))],
    ['recipients as a SEQUENCE', () => plain(sequence(nobody), encrypted)],
    ['content as a SET', () => plain(setOf(nobody), setOfAsGiven(oid(DATA), cipher))],
    ['a content of no type', () => plain(setOf(nobody), sequence(integer(1), cipher))],
    ['a content with another tag', () => plain(setOf(nobody), sequence(oid(DATA), cipher, contextPrimitive(1, bytesOf('x'))))],
    ['a fourth member of the content', () => plain(setOf(nobody), sequence(oid(DATA), cipher, contextPrimitive(0, bytesOf('x')), X))],
    ['unprotected attributes with another tag', () => plain(setOf(nobody), encrypted, context(2, X))],
    ['a member after them', () => plain(setOf(nobody), encrypted, context(1, X), X)],
    ['no code', () => auth()],
    ['attributes and no code', () => auth(context(1, attribute('1.2.3.1', integer(1))))],
    ['a code in two pieces', () => auth(tlv(0x24, joined([X, X])))],
    ['a code of no piece', () => auth(tlv(0x24, new Uint8Array()))],
    ['unauthenticated attributes with another tag', () => auth(X, context(1, X))],
    ['a member after those', () => auth(X, context(2, X), X)],
  ])('refuses %s', (_, attempt) => {
    expect(attempt).toThrow(refused('cms/malformed'))
  })
  it('with no more recipients and certificates than we look at, however they are grouped', () => {
    const { recipients, certificates } = ENVELOPE_LIMITS
    const list = (count: number) => plain(setOfAsGiven(...Array<Der>(count).fill(nobody)), encrypted).recipients.length
    expect(list(recipients)).toBe(recipients)
    expect(() => list(recipients + 1)).toThrow(refused('cms/limit-exceeded'))
    const key = sequence(context(0, octetString(bytesOf('key'))), X)
    const agreed = (count: number) => context(1, integer(3), context(0, contextPrimitive(0, bytesOf('a'))), algorithm(ECDSA, nullValue()), sequence(...Array<Der>(count).fill(key)))
    expect(plain(setOfAsGiven(agreed(recipients - 1), nobody), encrypted).recipients.length).toBe(2)
    expect(() => plain(setOfAsGiven(agreed(recipients), nobody), encrypted)).toThrow(refused('cms/limit-exceeded'))
    const brought = (count: number) => plain(context(0, context(0, ...Array<Der>(count).fill(nobody))), setOf(nobody), encrypted).originatorCertificates.length
    expect(brought(certificates)).toBe(certificates)
    expect(() => brought(certificates + 1)).toThrow(refused('cms/limit-exceeded'))
  })
})
