/** Countersignatures and time-stamps: told when they hold, told when they do not, and never weighed (SEC-02, SEC-05). */
import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { MessageVerdict } from '../../src/smime/verdict.ts'
import { aRootCa, anEndEntity, anIntermediate, extKeyUsage, type Holder, keyUsage } from '../make/certificate-authority.ts'
import { algorithm, type Der, integer, joined, octetString, oid, sequence, setOf, tlv } from '../make/der.ts'
import { aCertificateList } from '../make/revocation.ts'
import { aClearSignedMessage, aSignedData, attribute, bytesOf, ENTITY, type SignerOptions } from '../make/signed-message.ts'
import { judgeMessage, type Judging } from '../support/judge.ts'

const COUNTERSIGNATURE = '1.2.840.113549.1.9.6'
const TIME_STAMP = '1.2.840.113549.1.9.16.2.14'
const SHA256 = '2.16.840.1.101.3.4.2.1'

let root: Holder
let alice: Holder
let notary: Holder
let serverAuthority: Holder

beforeAll(async () => {
  root = await aRootCa()
  alice = await anEndEntity(root)
  serverAuthority = await anIntermediate(root, { commonName: 'Servers', extensions: { extKeyUsage: extKeyUsage('1.3.6.1.5.5.7.3.1') } })
  notary = await anEndEntity(root, { commonName: 'Notary', extensions: { extKeyUsage: extKeyUsage('1.3.6.1.5.5.7.3.8') } })
})

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest())

/** A SignerInfo over a signature value (RFC 5652 section 11.4). */
async function countersignature(over: Uint8Array, more: Der[] = [], by = notary): Promise<Der> {
  const attributes = setOf(attribute('1.2.840.113549.1.9.4', octetString(sha256(over))), ...more)
  const received = attributes.slice()
  received[0] = 0xa0
  const value = await by.key.sign('SHA-256', attributes)
  return sequence(
    integer(1),
    sequence(by.issuerName, integer(by.serial)),
    algorithm(SHA256),
    received,
    by.key.signatureAlgorithm('SHA-256'),
    octetString(value),
  )
}

/** A token over a signature value (RFC 3161 section 2.4.2). */
async function timeStamp(over: Uint8Array, contentType = '1.2.840.113549.1.9.16.1.4', time = '20260615120001.5Z', by = notary): Promise<Der> {
  const imprint = sequence(algorithm(SHA256), octetString(sha256(over)))
  const content = sequence(integer(1), oid('1.2.3.4'), imprint, integer(7), tlv(0x18, bytesOf(time)))
  return aSignedData({ content, encapsulated: content, contentType, signers: [{ holder: by }], certificates: [by.certificate] })
}

async function judge(
  unsignedAttributes: NonNullable<SignerOptions['unsignedAttributes']>,
  signer: Partial<SignerOptions> = {},
  judging: Partial<Judging> = {},
): Promise<MessageVerdict> {
  const cms = await aSignedData({
    content: bytesOf(ENTITY),
    signers: [{ holder: alice, unsignedAttributes, ...signer }],
    certificates: [alice.certificate, notary.certificate, ...(judging.certificates ?? [])],
  })
  return (await judgeMessage(aClearSignedMessage(cms), { anchors: [root.certificate], ...judging })).verdict
}

const codesOf = (verdict: MessageVerdict) => [verdict.standing, ...(verdict.signers[0]?.notes.map(note => note.code) ?? [])]

describe('a countersignature', () => {
  it('that holds is a note', async () => {
    const verdict = await judge(async value => [attribute(COUNTERSIGNATURE, await countersignature(value))])
    expect(codesOf(verdict)).toEqual(['valid', 'smime/countersigned'])
    expect(verdict.signers[0]?.notes[0]?.values).toEqual({ signer: 'CN=Notary' })
  })
  it.each<[string, (value: Uint8Array) => Promise<Der>]>([
    ['over another signature', async () => attribute(COUNTERSIGNATURE, await countersignature(bytesOf('another')))],
    ['with a content type', async value => attribute(COUNTERSIGNATURE, await countersignature(value, [attribute('1.2.840.113549.1.9.3', oid('1.2.840.113549.1.7.1'))]))],
    ['that cannot be read', () => Promise.resolve(attribute(COUNTERSIGNATURE, integer(1)))],
  ])('%s proves nothing, and the verdict stands', async (_, make) => {
    expect(codesOf(await judge(async value => [await make(value)]))).toEqual(['valid', 'smime/confirmation-unproven'])
  })
})

describe('a time-stamp', () => {
  it('that holds is a note with its time', async () => {
    const verdict = await judge(async value => [attribute(TIME_STAMP, await timeStamp(value))])
    expect(codesOf(verdict)).toEqual(['valid', 'smime/time-stamped'])
    expect(verdict.signers[0]?.notes[0]?.values).toEqual({ time: '2026-06-15T12:00:01.000Z', signer: 'CN=Notary' })
  })
  it.each<[string, (value: Uint8Array) => Promise<Der>]>([
    ['over another signature', () => timeStamp(bytesOf('another'))],
    ['of another content type', value => timeStamp(value, '1.2.840.113549.1.7.1')],
    ['without a time', value => timeStamp(value, undefined, 'soon')],
    ['that is none', () => Promise.resolve(integer(1))],
  ])('%s proves nothing, and the verdict stands', async (_, make) => {
    expect(codesOf(await judge(async value => [attribute(TIME_STAMP, await make(value))]))).toEqual(['valid', 'smime/confirmation-unproven'])
  })
  it('never sets the time of judgement, and never saves a broken signature', async () => {
    const late = await anEndEntity(root, { notAfter: new Date('2026-01-01T00:00:00Z') })
    const stamped = async (value: Uint8Array) => [attribute(TIME_STAMP, await timeStamp(value, undefined, '20251201000000Z'))]
    const cms = await aSignedData({ content: bytesOf(ENTITY), signers: [{ holder: late, unsignedAttributes: stamped }] })
    const { verdict } = await judgeMessage(aClearSignedMessage(cms), { anchors: [root.certificate] })
    expect(verdict.reasons).toEqual(['certpath/expired'])
    expect(codesOf(await judge(stamped, { breakSignature: true }))).toEqual(['invalid'])
  })
})

describe('the certificate of who confirms', () => {
  const bothBy = (by: Holder) => async (value: Uint8Array) => [
    attribute(COUNTERSIGNATURE, await countersignature(value, [], by)),
    attribute(TIME_STAMP, await timeStamp(value, undefined, undefined, by)),
  ]
  const forStamps = { extKeyUsage: extKeyUsage('1.3.6.1.5.5.7.3.8') }
  it('has a path, over an authority that the token or the message brings', async () => {
    const issuing = await anIntermediate(root)
    const by = await anEndEntity(issuing, { extensions: forStamps })
    expect(codesOf(await judge(bothBy(by), {}, { certificates: [by.certificate, issuing.certificate] }))).toEqual(['valid', 'smime/countersigned', 'smime/time-stamped'])
  })
  it.each<[string, () => Promise<Holder>, string[]]>([
    ['of a stranger’s authority', async () => anEndEntity(await aRootCa(), { extensions: forStamps }), ['smime/countersigned-untrusted', 'smime/time-stamped-untrusted']],
    ['out of date', () => anEndEntity(root, { extensions: forStamps, notAfter: new Date('2026-01-01T00:00:00Z') }), ['smime/countersigned-untrusted', 'smime/time-stamped-untrusted']],
    ['for agreeing on keys only', () => anEndEntity(root, { extensions: { ...forStamps, keyUsage: keyUsage(4) } }), ['smime/countersigned-untrusted', 'smime/time-stamped-untrusted']],
    ['for mail, not for time-stamps', () => anEndEntity(root), ['smime/countersigned', 'smime/time-stamped-untrusted']],
    ['for everything, which is not for time-stamps', () => anEndEntity(root, { extensions: { extKeyUsage: null } }), ['smime/countersigned', 'smime/time-stamped-untrusted']],
    ['of an authority for servers', async () => anEndEntity(serverAuthority, { extensions: forStamps }), ['smime/countersigned', 'smime/time-stamped-untrusted']],
  ])('%s: told, and the verdict stands', async (_, make, codes) => {
    const by = await make()
    expect(codesOf(await judge(bothBy(by), {}, { certificates: [by.certificate, serverAuthority.certificate] }))).toEqual(['valid', ...codes])
  })
  it('revoked: told, and the verdict stands', async () => {
    const crls = [await aCertificateList(root, { revoked: [{ serial: notary.serial }] })]
    expect(codesOf(await judge(bothBy(notary), {}, { crls }))).toEqual(['valid', 'smime/countersigned-untrusted', 'smime/time-stamped-untrusted'])
    expect(codesOf(await judge(bothBy(notary), {}, { crls: [await aCertificateList(root)], revocation: 'require' }))).toEqual(['valid', 'smime/countersigned', 'smime/time-stamped'])
  })
})

describe('many of them', () => {
  it('are looked at up to a few', async () => {
    const verdict = await judge(async value => {
      const one = await countersignature(value)
      return [sequence(oid(COUNTERSIGNATURE), tlv(0x31, joined(Array.from({ length: 200 }, () => one))))]
    })
    expect(codesOf(verdict)).toEqual(['valid', ...Array<string>(4).fill('smime/countersigned')])
  })
})
