/** RecipientInfos (RFC 5652 section 6.2, RFC 9629 section 3): each kind as it is read, and each that is nobody because something is missing. */
import { beforeAll, describe, expect, it } from 'vitest'
import { readOaepParameters } from '../../src/cms/oaep-parameters.ts'
import { readRecipientInfo, type RecipientInfo } from '../../src/cms/recipient-info.ts'
import { writeKeyAgreement, writeKeyTransport } from '../../src/cms/recipient-info-writer.ts'
import { readAlgorithmIdentifier } from '../../src/x509/algorithm-identifier.ts'
import { Asn1Reader } from '../../src/x509/asn1-reader.ts'
import { parseCertificate } from '../../src/x509/certificate.ts'
import { aRootCa, anEndEntity, type Holder } from '../make/certificate-authority.ts'
import { algorithm, bitString, context, contextPrimitive, type Der, indefinite, integer, nullValue, octetString, oid, sequence, setOf, tlv } from '../make/der.ts'
import { bytesOf } from '../make/signed-message.ts'

let alice: Holder
beforeAll(async () => {
  alice = await anEndEntity(await aRootCa())
})

const read = (der: Der): RecipientInfo => {
  const reader = new Asn1Reader(der)
  return readRecipientInfo(reader, reader.read(0))
}
const issuer = () => sequence(alice.issuerName, integer(alice.serial))
const byKey = contextPrimitive(0, bytesOf('key id'))
const KEY = octetString(bytesOf('wrapped'))
const [RSA, WRAP, ECDH] = ['1.2.840.113549.1.1.1', '2.16.840.1.101.3.4.1.5', '1.3.132.1.11.1']
const wrap = algorithm(WRAP)
const OTHER = { kind: 'other' }
const nobody = (stories: readonly (readonly [string, () => Der])[]) => {
  it.each(stories)('is nobody: %s', (_, make) => {
    expect(read(make())).toEqual(OTHER)
  })
}

describe('key transport', () => {
  const whole = (...members: readonly Der[]) => sequence(...members)
  it('names a certificate in either way, with the key in either form', () => {
    expect(read(whole(integer(2), byKey, algorithm(RSA, nullValue()), KEY))).toMatchObject({
      kind: 'key-transport', identifier: { kind: 'key-identifier', keyIdentifier: bytesOf('key id') }, algorithm: { oid: RSA }, encryptedKey: bytesOf('wrapped'),
    })
    const segments = indefinite(0x24, octetString(bytesOf('wrap')), octetString(bytesOf('ped')))
    expect(read(whole(integer(0), issuer(), algorithm(RSA), segments))).toMatchObject({ identifier: { kind: 'issuer-and-serial' }, encryptedKey: bytesOf('wrapped') })
  })
  nobody([
    ['nothing', () => whole()],
    ['a version of no standard', () => whole(integer(6), byKey, wrap, KEY)],
    ['no version', () => whole(byKey, wrap, KEY)],
    ['nobody named', () => whole(integer(0))],
    ['a name that is none', () => whole(integer(0), integer(1), wrap, KEY)],
    ['a name with a third member', () => whole(integer(0), sequence(alice.issuerName, integer(1), integer(2)), wrap, KEY)],
    ['a serial number that is none', () => whole(integer(0), sequence(alice.issuerName, KEY), wrap, KEY)],
    ['no algorithm', () => whole(integer(0), byKey, KEY, KEY)],
    ['no key', () => whole(integer(0), byKey, wrap)],
    ['a key that is none', () => whole(integer(0), byKey, wrap, integer(1))],
    ['another kind', () => context(5, integer(0), byKey, wrap, KEY)],
    ['a primitive value', () => contextPrimitive(1, bytesOf('x'))],
    ['a string', () => KEY],
  ])
  it('segments without end are refused with the message', () => {
    const deep = Array.from({ length: 10 }).reduce<Der>(inner => tlv(0x24, inner), KEY)
    expect(() => read(whole(integer(0), byKey, wrap, deep))).toThrow(expect.objectContaining({ code: 'x509/limit-exceeded' }))
  })
})

describe('key agreement', () => {
  const originatorKey = () => context(1, algorithm('1.3.101.110'), bitString(new Uint8Array(32)))
  const keys = (rid: Der = byKeyOf()) => sequence(sequence(rid, KEY))
  const byKeyOf = (...more: readonly Der[]) => context(0, octetString(bytesOf('key id')), ...more)
  const whole = (...members: readonly Der[]) => context(1, integer(3), ...members)
  const from = (originator: Der) => context(0, originator)
  it('by a fresh key, with or without keying material', () => {
    const answer = read(whole(from(originatorKey()), context(1, octetString(bytesOf('ukm'))), algorithm(ECDH, wrap), keys()))
    expect(answer).toMatchObject({ kind: 'key-agreement', originator: { kind: 'key', key: { key: { kind: 'x25519' } } }, keyingMaterial: bytesOf('ukm'), algorithm: { oid: ECDH } })
    const plain = read(whole(from(originatorKey()), algorithm(ECDH, wrap), keys()))
    expect(plain.kind === 'key-agreement' && [plain.keyingMaterial, plain.recipients]).toEqual([
      undefined, [{ identifier: { kind: 'key-identifier', keyIdentifier: bytesOf('key id') }, encryptedKey: bytesOf('wrapped') }],
    ])
  })
  it('by a certificate, named in either way', () => {
    expect(read(whole(from(byKey), wrap, keys()))).toMatchObject({ originator: { kind: 'certificate', identifier: { kind: 'key-identifier' } } })
    expect(read(whole(from(issuer()), wrap, keys()))).toMatchObject({ originator: { kind: 'certificate', identifier: { kind: 'issuer-and-serial' } } })
  })
  it('for several, named by issuer, by key, and by key at a date', () => {
    const dated = byKeyOf(tlv(0x18, bytesOf('20260615120000Z')))
    const answer = read(whole(from(byKey), wrap, sequence(...[issuer(), byKeyOf(), dated].map(rid => sequence(rid, KEY)))))
    expect(answer.kind === 'key-agreement' && answer.recipients.map(({ identifier }) => identifier.kind)).toEqual(['issuer-and-serial', 'key-identifier', 'key-identifier'])
  })
  nobody([
    ['a version of no standard', () => context(1, integer(6), from(byKey), wrap, keys())],
    ['no originator', () => whole(wrap, keys())],
    ['an originator without its tag', () => whole(originatorKey(), wrap, keys())],
    ['an empty originator', () => whole(context(0), wrap, keys())],
    ['two originators', () => whole(context(0, byKey, byKey), wrap, keys())],
    ['an originator that is primitive', () => whole(contextPrimitive(0, bytesOf('x')), wrap, keys())],
    ['a key of the originator that is none', () => whole(from(context(1, wrap)), wrap, keys())],
    ['two keying materials', () => whole(from(byKey), context(1, KEY, KEY), wrap, keys())],
    ['no keying material inside its tag', () => whole(from(byKey), context(1), wrap, keys())],
    ['no algorithm', () => whole(from(byKey), keys())],
    ['no recipients', () => whole(from(byKey), wrap)],
    ['recipients as a SET', () => whole(from(byKey), wrap, setOf(sequence(byKeyOf(), KEY)))],
    ['a recipient that is none', () => whole(from(byKey), wrap, sequence(setOf(byKeyOf(), KEY)))],
    ['a recipient without a name', () => whole(from(byKey), wrap, sequence(sequence()))],
    ['a recipient without a key', () => whole(from(byKey), wrap, sequence(sequence(byKeyOf())))],
    ['a recipient with an empty name', () => whole(from(byKey), wrap, keys(context(0)))],
  ])
})

describe('shared keys and passwords', () => {
  const kekid = sequence(octetString(bytesOf('key id')))
  it('a shared key is named by its identifier', () => {
    expect(read(context(2, integer(4), kekid, wrap, KEY))).toMatchObject({ kind: 'shared-key', keyIdentifier: bytesOf('key id'), algorithm: { oid: WRAP }, encryptedKey: bytesOf('wrapped') })
  })
  it('a password has its derivation, or none', () => {
    const derivation = context(0, oid('1.2.840.113549.1.5.12'), integer(1))
    expect(read(context(3, integer(0), derivation, wrap, KEY))).toMatchObject({ kind: 'password', derivation: { oid: '1.2.840.113549.1.5.12' }, algorithm: { oid: WRAP }, encryptedKey: bytesOf('wrapped') })
    expect(read(context(3, integer(0), wrap, KEY))).toMatchObject({ kind: 'password', derivation: undefined, algorithm: { oid: WRAP } })
  })
  nobody([
    ['a shared key of no known version', () => context(2, integer(6), kekid, wrap, KEY)],
    ['a shared key without an identifier', () => context(2, integer(4), sequence(), wrap, KEY)],
    ['a shared key with an identifier of another form', () => context(2, integer(4), setOf(octetString(bytesOf('x'))), wrap, KEY)],
    ['a shared key without the wrapped one', () => context(2, integer(4), kekid, wrap)],
    ['a password of no known version', () => context(3, integer(6), wrap, KEY)],
    ['a password with a derivation that is none', () => context(3, integer(0), context(0, integer(1)), wrap, KEY)],
    ['a password without an algorithm', () => context(3, integer(0), KEY)],
    ['a password without the wrapped key', () => context(3, integer(0), wrap)],
  ])
})

describe('key encapsulation', () => {
  const ORI_KEM = '1.2.840.113549.1.9.16.13.3'
  const [KEM, KDF] = ['2.16.840.1.101.3.4.4.2', '1.2.840.113549.1.9.16.3.28'].map(dotted => algorithm(dotted)) as [Der, Der]
  const kem = (length: Der, options: { readonly version?: number; readonly material?: readonly Der[]; readonly type?: string; readonly name?: Der } = {}) =>
    context(4, oid(options.type ?? ORI_KEM), sequence(integer(options.version ?? 0), options.name ?? byKey, KEM, octetString(bytesOf('secret')), KDF, length, ...(options.material ?? []), wrap, KEY))
  it('is read whole', () => {
    expect(read(kem(integer(32)))).toEqual({
      kind: 'kem',
      identifier: { kind: 'key-identifier', keyIdentifier: bytesOf('key id') },
      mechanism: expect.objectContaining({ oid: '2.16.840.1.101.3.4.4.2' }) as unknown,
      ciphertext: bytesOf('secret'),
      derivation: expect.objectContaining({ oid: '1.2.840.113549.1.9.16.3.28' }) as unknown,
      kekLength: 32,
      keyingMaterial: undefined,
      algorithm: expect.objectContaining({ oid: WRAP }) as unknown,
      encryptedKey: bytesOf('wrapped'),
    })
    expect(read(kem(integer(16), { material: [context(0, octetString(bytesOf('ukm')))], name: issuer() }))).toMatchObject({ identifier: { kind: 'issuer-and-serial' }, keyingMaterial: bytesOf('ukm') })
  })
  it.each([1, 2, 255, 256, 65_534, 65_535])('with a key of %i octets', length => {
    expect(read(kem(integer(length)))).toMatchObject({ kind: 'kem', kekLength: length })
  })
  nobody([
    ['a key of no octets', () => kem(integer(0))],
    ['a key of less than none', () => kem(tlv(0x02, Uint8Array.of(0xff)))],
    ['a key of one octet too many', () => kem(integer(65_536))],
    ['a length that wraps around', () => kem(tlv(0x02, Uint8Array.of(1, 0, 0, 0, 16)))],
    ['a length with leading octets', () => kem(tlv(0x02, Uint8Array.of(0, 0, 0, 16)))],
    ['a length without octets', () => kem(tlv(0x02, new Uint8Array()))],
    ['a length that is no number', () => kem(octetString(Uint8Array.of(16)))],
    ['a version of no standard', () => kem(integer(16), { version: 6 })],
    ['a name that is none', () => kem(integer(16), { name: integer(1) })],
    ['two keying materials', () => kem(integer(16), { material: [context(0, KEY, KEY)] })],
    ['something unknown where keying material stands', () => kem(integer(16), { material: [context(1, KEY)] })],
    ['another type', () => kem(integer(16), { type: '1.2.840.113549.1.9.16.13.4' })],
    ['no type', () => context(4, sequence(integer(0)))],
    ['a type of another form', () => context(4, octetString(oid(ORI_KEM).subarray(2)), sequence(integer(0), byKey, KEM, KEY, KDF, integer(16), wrap, KEY))],
    ['a value of another form', () => context(4, oid(ORI_KEM), setOf(integer(0), byKey))],
    ['a value of nothing', () => context(4, oid(ORI_KEM))],
  ])
})

describe('RSAES-OAEP parameters (RFC 4055 section 4.1)', () => {
  const [SHA1, SHA256, SHA384, MGF1, LABEL] = ['1.3.14.3.2.26', '2.16.840.1.101.3.4.2.1', '2.16.840.1.101.3.4.2.2', '1.2.840.113549.1.1.8', '1.2.840.113549.1.1.9']
  const parse = (...parameters: readonly Der[]) => {
    const reader = new Asn1Reader(algorithm('1.2.840.113549.1.1.7', ...parameters))
    return readOaepParameters(readAlgorithmIdentifier(reader, reader.read(0)))
  }
  const DEFAULTS = { hashOid: SHA1, maskHashOid: SHA1, label: new Uint8Array() }
  it.each<[string, readonly Der[], object]>([
    ['absent', [], DEFAULTS],
    ['empty', [sequence()], DEFAULTS],
    ['a digest alone', [sequence(context(0, algorithm(SHA256)))], { ...DEFAULTS, hashOid: SHA256 }],
    ['a mask alone', [sequence(context(1, algorithm(MGF1, algorithm(SHA384))))], { ...DEFAULTS, maskHashOid: SHA384 }],
    ['a mask without its digest', [sequence(context(1, algorithm(MGF1)))], DEFAULTS],
    ['a label alone', [sequence(context(2, algorithm(LABEL, octetString(bytesOf('label')))))], { ...DEFAULTS, label: bytesOf('label') }],
    ['all three', [sequence(context(0, algorithm(SHA384)), context(1, algorithm(MGF1, algorithm(SHA256))), context(2, algorithm(LABEL, octetString(bytesOf('x')))))], { hashOid: SHA384, maskHashOid: SHA256, label: bytesOf('x') }],
  ])('%s', (_, parameters, expected) => {
    expect(parse(...parameters)).toEqual(expected)
  })
  it.each<[string, Der]>([
    ['NULL', nullValue()],
    ['a SET', setOf(context(0, algorithm(SHA256)))],
    ['a member without its tag', sequence(algorithm(SHA256))],
    ['a fourth member', sequence(context(3, integer(1)))],
    ['a digest that is none', sequence(context(0, integer(1)))],
    ['a mask of another function', sequence(context(1, algorithm('1.2.3.4', algorithm(SHA256))))],
    ['a mask’s digest that is none', sequence(context(1, algorithm(MGF1, nullValue())))],
    ['a label from elsewhere', sequence(context(2, algorithm('1.2.3.4', octetString(bytesOf('x')))))],
    ['a label that is a number', sequence(context(2, algorithm(LABEL, integer(1))))],
    ['a label in segments', sequence(context(2, algorithm(LABEL, tlv(0x24, octetString(bytesOf('x'))))))],
    ['no label', sequence(context(2, algorithm(LABEL)))],
  ])('refuses %s', (_, parameters) => {
    expect(() => parse(parameters)).toThrow(expect.objectContaining({ code: 'x509/unreadable' }))
  })
})

describe('recipients as they are written', () => {
  const agreement = (naming: 'issuer-and-serial' | 'key-identifier', recipient = alice.certificate) =>
    writeKeyAgreement({
      recipient: parseCertificate(recipient), naming, originatorAlgorithm: algorithm('1.3.101.110'), originatorKey: new Uint8Array(32), agreement: algorithm(ECDH, wrap), encryptedKey: bytesOf('wrapped'),
    })
  const originator = context(0, context(1, algorithm('1.3.101.110'), bitString(new Uint8Array(32))))
  it('key agreement names them by issuer and serial number, or by key identifier in its own structure', () => {
    const expected = (rid: Der) => context(1, integer(3), originator, algorithm(ECDH, wrap), sequence(sequence(rid, KEY)))
    expect(agreement('issuer-and-serial')).toEqual(expected(issuer()))
    expect(agreement('key-identifier')).toEqual(expected(context(0, octetString(alice.keyIdentifier))))
    expect(read(agreement('key-identifier'))).toMatchObject({ recipients: [{ identifier: { kind: 'key-identifier', keyIdentifier: alice.keyIdentifier } }] })
    expect(read(agreement('issuer-and-serial'))).toMatchObject({ recipients: [{ identifier: { kind: 'issuer-and-serial' } }] })
  })
  it('key transport has the version that goes with the name, and the parameters of its padding', () => {
    const certificate = parseCertificate(alice.certificate)
    const written = (naming: 'issuer-and-serial' | 'key-identifier', scheme: 'pkcs1' | 'oaep-sha256') => writeKeyTransport(certificate, naming, scheme, bytesOf('wrapped'))
    expect(written('issuer-and-serial', 'pkcs1')).toEqual(sequence(integer(0), issuer(), algorithm(RSA, nullValue()), KEY))
    expect(written('key-identifier', 'pkcs1')).toEqual(sequence(integer(2), contextPrimitive(0, alice.keyIdentifier), algorithm(RSA, nullValue()), KEY))
    const sha256 = algorithm('2.16.840.1.101.3.4.2.1', nullValue())
    const oaep = algorithm('1.2.840.113549.1.1.7', sequence(context(0, sha256), context(1, algorithm('1.2.840.113549.1.1.8', sha256))))
    expect(written('key-identifier', 'oaep-sha256')).toEqual(sequence(integer(2), contextPrimitive(0, alice.keyIdentifier), oaep, KEY))
  })
  it('a certificate without a key identifier cannot be named by it, but by its issuer', async () => {
    const { certificate } = await anEndEntity(await aRootCa(), { extensions: { subjectKeyIdentifier: null } })
    const parsed = parseCertificate(certificate)
    expect(() => agreement('key-identifier', certificate)).toThrow(expect.objectContaining({ code: 'cms/malformed' }))
    expect(() => writeKeyTransport(parsed, 'key-identifier', 'pkcs1', bytesOf('x'))).toThrow(expect.objectContaining({ code: 'cms/malformed' }))
    expect(read(agreement('issuer-and-serial', certificate)).kind).toBe('key-agreement')
    expect(read(writeKeyTransport(parsed, 'issuer-and-serial', 'pkcs1', bytesOf('x'))).kind).toBe('key-transport')
  })
})
