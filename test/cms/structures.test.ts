/** CMS structures (RFC 5652): what is none is refused by a coded error, and what carries too much is not looked at. */
import { describe, expect, it } from 'vitest'
import { looksLikeCms, parseContentInfo } from '../../src/cms/content-info.ts'
import { isEnveloped, parseEnvelope } from '../../src/cms/enveloped-data.ts'
import { parseSignedData, SIGNED_DATA_LIMITS } from '../../src/cms/signed-data.ts'
import { aRootCa, anEndEntity } from '../make/certificate-authority.ts'
import { algorithm, context, integer, joined, octetString, oid, sequence, setOf, tlv } from '../make/der.ts'
import { aSignedData, bytesOf } from '../make/signed-message.ts'

const SIGNED_DATA = '1.2.840.113549.1.7.2'
const wrap = (type: string, content: Uint8Array) => sequence(oid(type), context(0, content))

describe('ContentInfo', () => {
  it.each([
    ['a SEQUENCE of nothing', sequence()],
    ['no type', sequence(context(0, integer(1)))],
    ['no content', sequence(oid(SIGNED_DATA))],
    ['an empty content', sequence(oid(SIGNED_DATA), context(0))],
    ['two contents', sequence(oid(SIGNED_DATA), context(0, integer(1), integer(2)))],
    ['a third member', sequence(oid(SIGNED_DATA), context(0, integer(1)), integer(2))],
  ])('refuses %s', (_, bytes) => {
    expect(() => parseContentInfo(bytes)).toThrow(expect.objectContaining({ code: 'cms/malformed' }))
  })
  it('tells data after it from padding', () => {
    const object = wrap(SIGNED_DATA, integer(1))
    expect(parseContentInfo(joined([object, bytesOf('\r\n')])).hasTrailingData).toBe(false)
    expect(parseContentInfo(joined([object, new Uint8Array(17)])).hasTrailingData).toBe(true)
    expect(parseContentInfo(joined([object, bytesOf('x')])).hasTrailingData).toBe(true)
  })
  it('is recognised by its type', () => {
    expect(looksLikeCms(wrap(SIGNED_DATA, integer(1)))).toBe(true)
    for (const bytes of [new Uint8Array(), bytesOf('0!'), sequence(integer(1)), sequence(oid('2.5.4.3')), bytesOf('From: a')]) {
      expect(looksLikeCms(bytes)).toBe(false)
    }
  })
})

describe('SignedData', () => {
  const digests = setOf(algorithm('2.16.840.1.101.3.4.2.1'))
  const data = sequence(oid('1.2.840.113549.1.7.1'))
  it.each([
    ['another type', wrap('1.2.840.113549.1.7.1', octetString(bytesOf('x')))],
    ['no SEQUENCE', wrap(SIGNED_DATA, octetString(bytesOf('x')))],
    ['no signer set', wrap(SIGNED_DATA, sequence(integer(1), digests, data))],
    ['an unknown optional member', wrap(SIGNED_DATA, sequence(integer(1), digests, data, context(2), setOf()))],
    ['certificates after CRLs', wrap(SIGNED_DATA, sequence(integer(1), digests, data, context(1), context(0), setOf()))],
    ['a signer that is none', wrap(SIGNED_DATA, sequence(integer(1), digests, data, setOf(integer(1))))],
    ['content without its wrapper', wrap(SIGNED_DATA, sequence(integer(1), digests, sequence(oid('1.2.840.113549.1.7.1'), octetString(bytesOf('x'))), setOf()))],
  ])('refuses %s', (_, bytes) => {
    expect(() => parseSignedData(parseContentInfo(bytes))).toThrow(expect.objectContaining({ code: 'cms/malformed' }))
  })
  it('gives the content where it lies, without copying', async () => {
    const alice = await anEndEntity(await aRootCa())
    const content = bytesOf('hello')
    const cms = await aSignedData({ content, encapsulated: content, signers: [{ holder: alice }] })
    const { contentRanges = [] } = parseSignedData(parseContentInfo(cms))
    expect(contentRanges.map(({ start, end }) => new TextDecoder().decode(cms.subarray(start, end)))).toEqual(['hello'])
  })
  it('with more certificates, CRLs or signers than we look at is refused', async () => {
    const root = await aRootCa()
    const many = (count: number) => aSignedData({ content: new Uint8Array(), signers: [], certificates: Array.from({ length: count }, () => root.certificate) })
    const parse = async (count: number) => parseSignedData(parseContentInfo(await many(count))).certificates.length
    expect(await parse(SIGNED_DATA_LIMITS.certificates)).toBe(SIGNED_DATA_LIMITS.certificates)
    await expect(parse(SIGNED_DATA_LIMITS.certificates + 1)).rejects.toMatchObject({ code: 'cms/limit-exceeded' })
  })
})

describe('envelopes, from outside', () => {
  const encrypted = sequence(oid('1.2.840.113549.1.7.1'), algorithm('2.16.840.1.101.3.4.1.42', octetString(new Uint8Array(16))), tlv(0x80, new Uint8Array(16)))
  it('name their cipher and count their recipients', () => {
    const envelope = parseContentInfo(wrap('1.2.840.113549.1.7.3', sequence(integer(0), setOf(sequence(integer(0))), encrypted)))
    expect(isEnveloped(envelope)).toBe(true)
    const { isAuthenticated, contentEncryption, recipients } = parseEnvelope(envelope)
    expect([isAuthenticated, contentEncryption.oid, recipients.length]).toEqual([false, '2.16.840.1.101.3.4.1.42', 1])
  })
  it('that are none are refused', () => {
    expect(() => parseEnvelope(parseContentInfo(wrap('1.2.840.113549.1.7.3', sequence(integer(0)))))).toThrow(expect.objectContaining({ code: 'cms/malformed' }))
  })
})
