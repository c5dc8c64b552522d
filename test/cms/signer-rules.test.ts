/** Rules of SignedData and SignerInfo beyond the mathematics: each with what passes and what does not. */
import { beforeAll, describe, expect, it } from 'vitest'
import { aRootCa, anEndEntity, type Holder } from '../make/certificate-authority.ts'
import { algorithm, context, contextPrimitive, type Der, integer, nullValue, octetString, oid, sequence, tlv } from '../make/der.ts'
import { aClearSignedMessage, anOpaqueMessage, aSignedData, attribute, bytesOf, ENTITY, type SignedDataOptions, type SignerOptions } from '../make/signed-message.ts'
import { judgeMessage } from '../support/judge.ts'

let root: Holder
let alice: Holder

beforeAll(async () => {
  root = await aRootCa()
  alice = await anEndEntity(root)
})

async function judge(signer: Partial<SignerOptions> = {}, options: Partial<SignedDataOptions> = {}): Promise<string> {
  const cms = await aSignedData({ content: bytesOf(ENTITY), signers: [{ holder: alice, ...signer }], ...options })
  const { verdict } = await judgeMessage(aClearSignedMessage(cms), { anchors: [root.certificate] })
  return [verdict.standing, ...verdict.reasons.slice(0, 1)].join(' ')
}

const SHA256 = '2.16.840.1.101.3.4.2.1'
const SHA384 = '2.16.840.1.101.3.4.2.2'
const ECDSA_SHA256 = '1.2.840.10045.4.3.2'
const plus = (...extra: Der[]) => ({ attributes: (list: Der[]) => [...list, ...extra] })

describe('CMSAlgorithmProtection (RFC 6211)', () => {
  const PROTECTION = '1.2.840.113549.1.9.52'
  const asTag1 = (value: Der) => {
    const copy = value.slice()
    copy[0] = 0xa1
    return copy
  }
  const protection = (digest: Der, signature: Der) => attribute(PROTECTION, sequence(digest, asTag1(signature)))
  it('names the algorithms that are used', async () => {
    expect(await judge(plus(protection(algorithm(SHA256), algorithm(ECDSA_SHA256))))).toBe('valid')
    expect(await judge(plus(protection(algorithm(SHA256, nullValue()), algorithm(ECDSA_SHA256))))).toBe('valid')
  })
  it.each<[string, () => Der]>([
    ['another digest', () => protection(algorithm(SHA384), algorithm(ECDSA_SHA256))],
    ['another signature algorithm', () => protection(algorithm(SHA256), algorithm('1.2.840.10045.4.3.3'))],
    ['parameters that are not used', () => protection(algorithm(SHA256, integer(1)), algorithm(ECDSA_SHA256))],
  ])('names %s', async (_, make) => {
    expect(await judge(plus(make()))).toBe('invalid cms/algorithm-swapped')
  })
  it.each<[string, () => Der]>([
    ['no value', () => attribute(PROTECTION)],
    ['two values', () => attribute(PROTECTION, sequence(algorithm(SHA256), asTag1(algorithm(ECDSA_SHA256))), sequence(algorithm(SHA384), asTag1(algorithm(ECDSA_SHA256))))],
    ['a MAC in place of the signature', () => attribute(PROTECTION, sequence(algorithm(SHA256), context(2, oid('1.2.3'))))],
    ['nothing but the digest', () => attribute(PROTECTION, sequence(algorithm(SHA256)))],
    ['something else', () => attribute(PROTECTION, octetString(bytesOf('x')))],
  ])('has %s', async (_, make) => {
    expect(await judge(plus(make()))).toBe('invalid cms/attributes-wrong')
  })
})

describe('signing-certificate (RFC 5035)', () => {
  const V1 = '1.2.840.113549.1.9.16.2.12'
  const V2 = '1.2.840.113549.1.9.16.2.47'
  const hashOf = async (name: string, bytes: Uint8Array) => octetString(new Uint8Array(await crypto.subtle.digest(name, bytes as BufferSource)))
  const issuerSerial = (name: Der, serial: number) => sequence(sequence(context(4, name)), integer(serial))
  const identifier = async (...more: Der[]) => attribute(V2, sequence(sequence(sequence(await hashOf('SHA-256', alice.certificate), ...more))))
  it('with the right issuer and serial number', async () => {
    expect(await judge(plus(await identifier(issuerSerial(alice.issuerName, alice.serial))))).toBe('valid')
  })
  it('with the right hash and another issuer or serial number', async () => {
    expect(await judge(plus(await identifier(issuerSerial(alice.name, alice.serial))))).toBe('invalid cms/signer-certificate-swapped')
    expect(await judge(plus(await identifier(issuerSerial(alice.issuerName, alice.serial + 1))))).toBe('invalid cms/signer-certificate-swapped')
  })
  it('with an issuer that is no directory name', async () => {
    const mail = sequence(sequence(contextPrimitive(1, bytesOf('a@example.com'))), integer(alice.serial))
    expect(await judge(plus(await identifier(mail)))).toBe('invalid cms/signer-certificate-swapped')
  })
  it('in both versions: each has to be right', async () => {
    const old = async (certificate: Uint8Array) => attribute(V1, sequence(sequence(sequence(await hashOf('SHA-1', certificate)))))
    expect(await judge(plus(await identifier(), await old(alice.certificate)))).toBe('valid')
    expect(await judge(plus(await identifier(), await old(root.certificate)))).toBe('invalid cms/signer-certificate-swapped')
  })
  it('with another digest, named', async () => {
    const by384 = async (certificate: Uint8Array) => attribute(V2, sequence(sequence(sequence(algorithm(SHA384), await hashOf('SHA-384', certificate)))))
    expect(await judge(plus(await by384(alice.certificate)))).toBe('valid')
    expect(await judge(plus(await by384(root.certificate)))).toBe('invalid cms/signer-certificate-swapped')
  })
  it.each<[string, () => Der]>([
    ['malformed', () => attribute(V2, sequence(sequence(sequence(integer(1)))))],
    ['empty', () => attribute(V2, sequence(sequence()))],
    ['without a value', () => attribute(V2)],
  ])('that is %s', async (_, make) => {
    expect(await judge(plus(make()))).toBe('invalid cms/attributes-wrong')
  })
})

describe('unsigned attributes (RFC 5652 sections 11.1 to 11.3)', () => {
  const unsigned = (...list: Der[]) => ({ unsignedAttributes: () => Promise.resolve(list) })
  it.each<[string, () => Der]>([
    ['content-type', () => attribute('1.2.840.113549.1.9.3', oid('1.2.840.113549.1.7.1'))],
    ['message-digest', () => attribute('1.2.840.113549.1.9.4', octetString(new Uint8Array(32)))],
    ['signing-time', () => attribute('1.2.840.113549.1.9.5', tlv(0x17, bytesOf('260615120000Z')))],
    ['algorithm protection', () => attribute('1.2.840.113549.1.9.52', sequence())],
  ])('%s is a signed attribute and nothing else', async (_, make) => {
    expect(await judge(unsigned(make()))).toBe('invalid cms/attributes-wrong')
  })
  it('others are passed over, broken ones too', async () => {
    expect(await judge(unsigned(attribute('1.2.3.4', integer(1))))).toBe('valid')
    expect(await judge(unsigned(integer(7), tlv(0x30, Uint8Array.of(6, 0))))).toBe('valid')
  })
})

describe('versions, digests and certificates (RFC 5652 sections 5.1, 5.3, 10.2)', () => {
  it.each([0, 1, 2, 3, 4, 5])('a SignerInfo of version %i is read', async version => {
    expect(await judge({ version })).toBe('valid')
    expect(await judge({ version, identifiedBy: 'key-identifier' })).toBe('valid')
  })
  it.each([6, 127, 256])('a SignerInfo of version %i is of no known standard', async version => {
    expect(await judge({ version })).toBe('invalid smime/malformed')
  })
  it('a digest that was not announced', async () => {
    expect(await judge({}, { digestAlgorithms: [] })).toBe('invalid cms/algorithm-swapped')
    expect(await judge({}, { digestAlgorithms: [algorithm(SHA384)] })).toBe('invalid cms/algorithm-swapped')
    expect(await judge({}, { digestAlgorithms: [algorithm(SHA384), algorithm(SHA256, nullValue())] })).toBe('valid')
  })
  it('surplus certificates and the other choices are passed over', async () => {
    const bob = await anEndEntity(root, { mailboxes: ['bob@example.com'] })
    const others = [0, 1, 2, 3].map(tag => context(tag, integer(1)))
    const certificates = [...others, bob.certificate, alice.certificate, root.certificate, alice.certificate]
    expect(await judge({}, { certificates })).toBe('valid')
    expect(await judge({}, { certificates: others })).toBe('unchecked cms/signer-certificate-missing')
  })
  it('other revocation information is passed over', async () => {
    expect(await judge({}, { crls: [context(1, oid('1.2.3.4'), integer(1))] })).toBe('valid')
  })
  it('content in one run of octets is handed on where it lies', async () => {
    const content = bytesOf(ENTITY)
    const cms = await aSignedData({ content, encapsulated: content, signers: [{ holder: alice }] })
    const result = await judgeMessage(anOpaqueMessage(cms), { anchors: [root.certificate] })
    expect(result.verdict.standing).toBe('valid')
    expect(result.innermost.buffer.byteLength).toBeGreaterThan(content.length)
  })
})
