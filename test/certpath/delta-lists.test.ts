/** Which deltas go with which complete list (RFC 5280 sections 5.2.3, 5.2.4 and 6.3.3 (c)), and what a delta then changes. */
import { beforeAll, describe, expect, it } from 'vitest'
import { deltasFor, isDelta } from '../../src/certpath/delta-list.ts'
import { type CertificateList, parseCertificateList } from '../../src/x509/certificate-list.ts'
import { aRootCa, anEndEntity, anIntermediate, extension, type Holder, NOW } from '../make/certificate-authority.ts'
import { contextPrimitive, type Der, distinguishedName, integer, octetString, sequence, tlv } from '../make/der.ts'
import { aCertificateList, type ListOptions } from '../make/revocation.ts'
import { judgeCertificate } from '../support/judge.ts'

const HOUR = 3_600_000
let root: Holder
let issuing: Holder
let alice: Holder
let rootList: Uint8Array
beforeAll(async () => {
  root = await aRootCa()
  issuing = await anIntermediate(root)
  alice = await anEndEntity(issuing)
  rootList = await aCertificateList(root)
})

const numbered = (value: Der): Der => extension('2.5.29.20', value)
const basedOn = (value: Der): Der => extension('2.5.29.27', value, true)
const forUsers = extension('2.5.29.28', sequence(contextPrimitive(1, Uint8Array.of(0xff))), true)
const forAuthorities = extension('2.5.29.28', sequence(contextPrimitive(2, Uint8Array.of(0xff))), true)
const keyed = (octet: number): Der => extension('2.5.29.35', sequence(contextPrimitive(0, Uint8Array.of(octet))))
const octets = (length: number, first: number): Der => tlv(2, Uint8Array.from({ length }, (_, i) => (i === 0 ? first : 0x11)))

async function aList(extensions: readonly Der[], options: ListOptions = {}): Promise<CertificateList> {
  return parseCertificateList(await aCertificateList(issuing, { ...options, extensions }))
}

const aDelta = (base: Der, own: Der, ...more: readonly Der[]) => aList([numbered(own), basedOn(base), ...more])

describe('a delta fits', () => {
  it.each<[base: number, own: number, complete: number, fits: boolean]>([
    [4, 6, 5, true],
    [5, 6, 5, true],
    [6, 7, 5, false],
    [4, 5, 5, false],
    [3, 4, 5, false],
    [0, 1, 0, true],
    [200, 70_000, 300, true],
  ])('made for number %i, itself number %i, for the complete list %i: %s', async (base, own, complete, fits) => {
    const delta = await aDelta(integer(base), integer(own))
    expect(deltasFor(await aList([numbered(integer(complete))]), [delta])).toEqual(fits ? [delta] : [])
  })
  it('and the newest comes first', async () => {
    const [six, nine, seven] = [await aDelta(integer(5), integer(6)), await aDelta(integer(5), integer(9)), await aDelta(integer(1), integer(7))]
    const complete = await aList([numbered(integer(5))])
    expect(deltasFor(complete, [six, nine, complete, seven])).toEqual([nine, seven, six])
    expect(deltasFor(complete, [nine, seven, six])).toEqual([nine, seven, six])
  })
  it('no complete list without a number', async () => {
    expect(deltasFor(await aList([]), [await aDelta(integer(0), integer(6))])).toEqual([])
  })
  it('only where it says what it was made for, and which it is', async () => {
    const complete = await aList([numbered(integer(5))])
    expect(deltasFor(complete, [await aList([numbered(integer(6))])])).toEqual([])
    expect(deltasFor(complete, [await aList([basedOn(integer(5))])])).toEqual([])
  })
  it('is told by its indicator alone', async () => {
    expect(isDelta(await aList([basedOn(integer(5))]))).toBe(true)
    expect(isDelta(await aList([numbered(integer(5))]))).toBe(false)
  })
})

describe('the number of a list (section 5.2.3)', () => {
  it.each<[string, Der, boolean]>([
    ['of twenty octets', octets(20, 0x7f), true],
    ['of twenty octets behind their sign', octets(21, 0), true],
    ['of more', octets(22, 0), false],
    ['of one octet', integer(9), true],
    ['of none', tlv(2, new Uint8Array()), false],
    ['below zero', tlv(2, Uint8Array.of(0x80)), false],
    ['that is no INTEGER', octetString(Uint8Array.of(9)), false],
    ['cut short', Uint8Array.of(2, 2, 9), false],
    ['with something behind it', Uint8Array.of(2, 1, 9, 9), false],
  ])('%s: counts %s', async (_, own, counts) => {
    const delta = await aDelta(integer(5), own)
    expect(deltasFor(await aList([numbered(integer(5))]), [delta])).toEqual(counts ? [delta] : [])
  })
})

describe('a delta has the scope of its complete list', () => {
  it.each<[string, readonly Der[], readonly Der[], boolean]>([
    ['both without a point', [], [], true],
    ['both with the same point', [forUsers], [forUsers], true],
    ['the delta for another point', [forUsers], [forAuthorities], false],
    ['only the delta with a point', [], [forUsers], false],
    ['only the complete list with a point', [forUsers], [], false],
    ['both of one key', [keyed(1)], [keyed(1)], true],
    ['of two keys', [keyed(1)], [keyed(2)], false],
    ['only the delta with a key', [], [keyed(1)], false],
    ['only the complete list with a key', [keyed(1)], [], false],
  ])('%s', async (_, complete, delta, fits) => {
    const made = await aDelta(integer(5), integer(6), ...delta)
    expect(deltasFor(await aList([numbered(integer(5)), ...complete]), [made])).toEqual(fits ? [made] : [])
  })
  it('and its issuer, whatever the letters', async () => {
    const of = (issuerName: Der) => aList([numbered(integer(6)), basedOn(integer(5))], { issuerName })
    const complete = await aList([numbered(integer(5))])
    const [same, other] = [await of(distinguishedName('TEST issuing ca')), await of(distinguishedName('Somebody Else'))]
    expect(deltasFor(complete, [same, other])).toEqual([same])
  })
})

describe('what a delta changes', () => {
  const revoked = (reason?: number) => [{ serial: alice.serial, ...(reason === undefined ? {} : { reason }) }]
  async function judge(complete: ListOptions, ...deltas: readonly ListOptions[]): Promise<string> {
    const crls = [rootList, await aCertificateList(issuing, { ...complete, extensions: [numbered(integer(5))] })]
    for (const [index, delta] of deltas.entries()) {
      crls.push(await aCertificateList(issuing, { extensions: [numbered(integer(6 + index)), basedOn(integer(5))], ...delta }))
    }
    const { revocation } = await judgeCertificate(alice.certificate, { anchors: [root.certificate], certificates: [issuing.certificate], revocation: 'require', crls })
    return revocation.outcome === 'revoked' ? `${revocation.outcome} ${revocation.reason}` : revocation.outcome
  }
  it('it revokes, with its own reason', async () => {
    expect(await judge({}, {})).toBe('good')
    expect(await judge({}, { revoked: revoked(4) })).toBe('revoked superseded')
    expect(await judge({ revoked: revoked(6) }, { revoked: revoked(1) })).toBe('revoked keyCompromise')
    expect(await judge({ revoked: revoked(4) }, {})).toBe('revoked superseded')
  })
  it('it lifts a hold and nothing else', async () => {
    expect(await judge({ revoked: revoked(6) }, { revoked: revoked(8) })).toBe('good')
    expect(await judge({ revoked: revoked(1) }, { revoked: revoked(8) })).toBe('revoked keyCompromise')
    expect(await judge({ revoked: revoked() }, { revoked: revoked(8) })).toBe('revoked unspecified')
    expect(await judge({}, { revoked: revoked(8) })).toBe('good')
  })
  it('the newest that may be used has the last word', async () => {
    expect(await judge({}, { revoked: revoked(6) }, { revoked: revoked(8) })).toBe('good')
    expect(await judge({}, { revoked: revoked(6) }, { revoked: revoked(8), nextUpdate: new Date(NOW.getTime() - HOUR / 2) })).toBe('revoked certificateHold')
    expect(await judge({}, { revoked: revoked(6) }, { revoked: revoked(8), forged: true })).toBe('revoked certificateHold')
  })
  it('it changes nothing when another key signed it', async () => {
    expect(await judge({}, { revoked: revoked(1), forged: true })).toBe('good')
  })
})
