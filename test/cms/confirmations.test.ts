/** Countersignatures and time-stamps: told when they hold, told when they do not, and never weighed (SEC-02, SEC-05). */
import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { MessageVerdict } from '../../src/smime/verdict.ts'
import { aRootCa, anEndEntity, extKeyUsage, type Holder } from '../make/certificate-authority.ts'
import { algorithm, type Der, integer, joined, octetString, oid, sequence, setOf, tlv } from '../make/der.ts'
import { aClearSignedMessage, aSignedData, attribute, bytesOf, ENTITY, type SignerOptions } from '../make/signed-message.ts'
import { judgeMessage } from '../support/judge.ts'

const COUNTERSIGNATURE = '1.2.840.113549.1.9.6'
const TIME_STAMP = '1.2.840.113549.1.9.16.2.14'
const SHA256 = '2.16.840.1.101.3.4.2.1'

let root: Holder
let alice: Holder
let notary: Holder

beforeAll(async () => {
  root = await aRootCa()
  alice = await anEndEntity(root)
  notary = await anEndEntity(root, { commonName: 'Notary', extensions: { extKeyUsage: extKeyUsage('1.3.6.1.5.5.7.3.8') } })
})

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest())

/** A SignerInfo over a signature value (RFC 5652 section 11.4). */
async function countersignature(over: Uint8Array, more: Der[] = []): Promise<Der> {
  const attributes = setOf(attribute('1.2.840.113549.1.9.4', octetString(sha256(over))), ...more)
  const received = attributes.slice()
  received[0] = 0xa0
  const value = await notary.key.sign('SHA-256', attributes)
  return sequence(
    integer(1),
    sequence(notary.issuerName, integer(notary.serial)),
    algorithm(SHA256),
    received,
    notary.key.signatureAlgorithm('SHA-256'),
    octetString(value),
  )
}

/** A token over a signature value (RFC 3161 section 2.4.2). */
async function timeStamp(over: Uint8Array, contentType = '1.2.840.113549.1.9.16.1.4', time = '20260615120001.5Z'): Promise<Der> {
  const imprint = sequence(algorithm(SHA256), octetString(sha256(over)))
  const content = sequence(integer(1), oid('1.2.3.4'), imprint, integer(7), tlv(0x18, bytesOf(time)))
  return aSignedData({ content, encapsulated: content, contentType, signers: [{ holder: notary }] })
}

async function judge(unsignedAttributes: NonNullable<SignerOptions['unsignedAttributes']>, signer: Partial<SignerOptions> = {}): Promise<MessageVerdict> {
  const cms = await aSignedData({
    content: bytesOf(ENTITY),
    signers: [{ holder: alice, unsignedAttributes, ...signer }],
    certificates: [alice.certificate, notary.certificate],
  })
  return (await judgeMessage(aClearSignedMessage(cms), { anchors: [root.certificate] })).verdict
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

describe('many of them', () => {
  it('are looked at up to a few', async () => {
    const verdict = await judge(async value => {
      const one = await countersignature(value)
      return [sequence(oid(COUNTERSIGNATURE), tlv(0x31, joined(Array.from({ length: 200 }, () => one))))]
    })
    expect(codesOf(verdict)).toEqual(['valid', ...Array<string>(4).fill('smime/countersigned')])
  })
})
