/** Revocation evidence that was handed in (RFC 5280 section 6.3, RFC 6960): only what the issuer said, and only now. */
import { beforeAll, describe, expect, it } from 'vitest'
import { aRootCa, anEndEntity, anIntermediate, extension, extKeyUsage, type Holder, keyUsage, NOW } from '../make/certificate-authority.ts'
import { context, contextPrimitive, distinguishedName, integer, nullValue, octetString, sequence, tlv } from '../make/der.ts'
import { aCertificateList, anOcspResponse, type ListOptions, type OcspOptions } from '../make/revocation.ts'
import { aClearSignedMessage, aSignedData, bytesOf, ENTITY } from '../make/signed-message.ts'
import { judgeCertificate, judgeMessage, type Judging } from '../support/judge.ts'

const DAY = 86_400_000
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

async function revocationOf(evidence: Pick<Judging, 'crls' | 'ocsp'>, leaf = alice) {
  const result = await judgeCertificate(leaf.certificate, { anchors: [root.certificate], certificates: [issuing.certificate], revocation: 'require', ...evidence })
  return result.revocation
}

const byList = async (options: ListOptions, leaf = alice) => (await revocationOf({ crls: [rootList, await aCertificateList(issuing, options)] }, leaf)).outcome
const byOcsp = async (options: OcspOptions) => (await revocationOf({ crls: [rootList], ocsp: [await anOcspResponse(alice, issuing, options)] })).outcome

describe('lists', () => {
  it('good: every certificate of the path has a current list that does not name it', async () => {
    expect(await revocationOf({ crls: [rootList, await aCertificateList(issuing)] })).toMatchObject({ outcome: 'good', source: 'crl' })
  })
  it('revoked: with date and reason', async () => {
    const list = await aCertificateList(issuing, { revoked: [{ serial: 7 }, { serial: alice.serial, reason: 1 }] })
    expect(await revocationOf({ crls: [rootList, list] })).toMatchObject({ outcome: 'revoked', source: 'crl', reason: 'keyCompromise', date: '2026-06-13T12:00:00.000Z' })
  })
  it('revoked: the authority itself', async () => {
    const crls = [await aCertificateList(root, { revoked: [{ serial: issuing.serial }] }), await aCertificateList(issuing)]
    expect((await revocationOf({ crls })).outcome).toBe('revoked')
  })
  it('unknown: the authority has no list', async () => {
    expect((await revocationOf({ crls: [await aCertificateList(issuing)] })).outcome).toBe('unknown')
  })
  it('a list that revokes outweighs one that does not, in any order', async () => {
    const [clean, dirty] = [await aCertificateList(issuing), await aCertificateList(issuing, { revoked: [{ serial: alice.serial }] })]
    expect((await revocationOf({ crls: [rootList, clean, dirty] })).outcome).toBe('revoked')
    expect((await revocationOf({ crls: [rootList, dirty, clean] })).outcome).toBe('revoked')
  })
  it.each<[string, ListOptions]>([
    ['a forged signature', { forged: true }],
    ['out of date', { nextUpdate: new Date(NOW.getTime() - DAY) }],
    ['from the future', { thisUpdate: new Date(NOW.getTime() + DAY) }],
    ['without an end', { nextUpdate: null }],
    ['another issuer’s', { issuerName: distinguishedName('Somebody Else') }],
    ['a delta list', { extensions: [extension('2.5.29.27', integer(1), true)] }],
    ['an unknown critical extension', { extensions: [extension('1.2.3.4', nullValue(), true)] }],
    ['for authorities only', { extensions: [extension('2.5.29.28', sequence(contextPrimitive(2, Uint8Array.of(0xff))), true)] }],
    ['for attribute certificates only', { extensions: [extension('2.5.29.28', sequence(contextPrimitive(5, Uint8Array.of(0xff))), true)] }],
    ['somebody else’s indirect list, which the certificate does not name', { issuerName: distinguishedName('Somebody Else'), extensions: [extension('2.5.29.28', sequence(contextPrimitive(4, Uint8Array.of(0xff))), true)] }],
    ['for some reasons only', { extensions: [extension('2.5.29.28', sequence(contextPrimitive(3, Uint8Array.of(1, 0x40))), true)] }],
    ['for another distribution point', { extensions: [extension('2.5.29.28', sequence(context(0, context(0, tlv(0x86, bytesOf('http://other/'))))), true)] }],
  ])('says nothing: %s', async (_, options) => {
    expect(await byList(options)).toBe('unknown')
  })
  it('says nothing: an entry with an unknown critical extension', async () => {
    expect(await byList({ revoked: [{ serial: alice.serial, extensions: [extension('2.5.29.29', sequence(), true)] }] })).toBe('unknown')
  })
  it('says nothing: the issuer may not sign lists', async () => {
    const mute = await anIntermediate(root, { extensions: { keyUsage: keyUsage(5) } })
    const leaf = await anEndEntity(mute)
    const result = await judgeCertificate(leaf.certificate, { anchors: [root.certificate], certificates: [mute.certificate], revocation: 'require', crls: [rootList, await aCertificateList(mute)] })
    expect(result.revocation.outcome).toBe('unknown')
  })
  it('for users only covers a user, and the distribution point the certificate names', async () => {
    expect(await byList({ extensions: [extension('2.5.29.28', sequence(contextPrimitive(1, Uint8Array.of(0xff))), true)] })).toBe('good')
    const point = tlv(0x86, bytesOf('http://crl.example/a.crl'))
    const leaf = await anEndEntity(issuing, { extensions: { extra1: extension('2.5.29.31', sequence(sequence(context(0, context(0, point))))) } })
    expect(await byList({ extensions: [extension('2.5.29.28', sequence(context(0, context(0, point))), true)] }, leaf)).toBe('good')
  })
  it('what is no list is refused by name', async () => {
    await expect(revocationOf({ crls: [bytesOf('no list')] })).rejects.toMatchObject({ code: 'engine/unreadable-file' })
    await expect(revocationOf({ crls: [rootList.subarray(0, 50)] })).rejects.toMatchObject({ code: 'engine/unreadable-file' })
  })
})

describe('OCSP answers (SEC-63)', () => {
  it.each<[string, OcspOptions, string]>([
    ['good, by the issuer', {}, 'good'],
    ['revoked', { status: 'revoked' }, 'revoked'],
    ['unknown to the responder', { status: 'unknown' }, 'unknown'],
    ['a forged signature', { forged: true }, 'unknown'],
    ['a forged revocation', { forged: true, status: 'revoked' }, 'unknown'],
    ['about another serial number', { serial: 5 }, 'unknown'],
    ['out of date', { nextUpdate: new Date(NOW.getTime() - 1000) }, 'unknown'],
    ['six minutes from the future', { thisUpdate: new Date(NOW.getTime() + 6 * 60_000) }, 'unknown'],
    ['without an end, eight days old', { nextUpdate: null, thisUpdate: new Date(NOW.getTime() - 8 * DAY) }, 'unknown'],
    ['without an end, a day old', { nextUpdate: null, thisUpdate: new Date(NOW.getTime() - DAY) }, 'good'],
  ])('%s', async (_, options, expected) => {
    expect(await byOcsp(options)).toBe(expected)
  })
  it('bound to another issuer’s key', async () => {
    expect(await byOcsp({ boundTo: root })).toBe('unknown')
  })
  it('by a delegate of the issuer, by anyone else', async () => {
    const delegate = await anEndEntity(issuing, { commonName: 'OCSP', extensions: { extKeyUsage: extKeyUsage('1.3.6.1.5.5.7.3.9') } })
    expect(await byOcsp({ responder: delegate, certificates: [delegate.certificate] })).toBe('good')
    const mailer = await anEndEntity(issuing)
    expect(await byOcsp({ responder: mailer, certificates: [mailer.certificate] })).toBe('unknown')
    const stranger = await anEndEntity(root, { issuer: issuing.name, extensions: { extKeyUsage: extKeyUsage('1.3.6.1.5.5.7.3.9') } })
    expect(await byOcsp({ responder: stranger, certificates: [stranger.certificate] })).toBe('unknown')
    const late = await anEndEntity(issuing, { notAfter: new Date(NOW.getTime() - DAY), extensions: { extKeyUsage: extKeyUsage('1.3.6.1.5.5.7.3.9') } })
    expect(await byOcsp({ responder: late, certificates: [late.certificate] })).toBe('unknown')
  })
  it.each<[string, () => OcspOptions, string]>([
    ['named by the issuer’s name', () => ({ responderId: context(1, issuing.name) }), 'good'],
    ['named by another name than the signer’s', () => ({ responderId: context(1, root.name) }), 'unknown'],
    ['named by another key than the signer’s', () => ({ responderId: context(2, octetString(new Uint8Array(20))) }), 'unknown'],
    ['a nonce that we did not ask with', () => ({ extensions: [extension('1.3.6.1.5.5.7.48.1.2', octetString(Uint8Array.of(1)))] }), 'good'],
    ['an unknown critical extension', () => ({ extensions: [extension('1.2.3.4', nullValue(), true)] }), 'unknown'],
    ['an unknown critical extension in the answer', () => ({ singleExtensions: [extension('1.2.3.4', nullValue(), true)] }), 'unknown'],
    ['after answers about others', () => ({ othersFirst: [5, 6, 7] }), 'good'],
    ['good, then revoked', () => ({ secondStatus: 'revoked' }), 'revoked'],
    ['good, then unknown', () => ({ secondStatus: 'unknown' }), 'unknown'],
    ['an end before its beginning', () => ({ thisUpdate: new Date(NOW.getTime() + 4 * 60_000), nextUpdate: new Date(NOW.getTime() + 60_000) }), 'unknown'],
    ['four minutes from the future', () => ({ thisUpdate: new Date(NOW.getTime() + 4 * 60_000) }), 'good'],
  ])('%s', async (_, options, expected) => {
    expect(await byOcsp(options())).toBe(expected)
  })
  it('a delegate that is revoked itself, unless its certificate says that nobody need look', async () => {
    const forAnswers = { extKeyUsage: extKeyUsage('1.3.6.1.5.5.7.3.9') }
    const plain = await anEndEntity(issuing, { commonName: 'OCSP', extensions: forAnswers })
    const spared = await anEndEntity(issuing, { commonName: 'OCSP', extensions: { ...forAnswers, extra1: extension('1.3.6.1.5.5.7.48.1.5', nullValue()) } })
    const list = await aCertificateList(issuing, { revoked: [{ serial: plain.serial }, { serial: spared.serial }], extensions: [extension('2.5.29.28', sequence(contextPrimitive(3, Uint8Array.of(6, 0x40))), true)] })
    const by = async (responder: Holder) =>
      (await revocationOf({ crls: [rootList, list], ocsp: [await anOcspResponse(alice, issuing, { responder, certificates: [responder.certificate] })] })).outcome
    expect(await by(plain)).toBe('unknown')
    expect(await by(spared)).toBe('good')
  })
  it('a revoking list outweighs a good answer', async () => {
    const crls = [rootList, await aCertificateList(issuing, { revoked: [{ serial: alice.serial }] })]
    expect((await revocationOf({ crls, ocsp: [await anOcspResponse(alice, issuing)] })).outcome).toBe('revoked')
  })
  it('an error status is refused by name', async () => {
    await expect(revocationOf({ ocsp: [sequence(tlv(0x0a, Uint8Array.of(6)))] })).rejects.toMatchObject({ code: 'engine/unreadable-file' })
  })
})

describe('in a message', () => {
  const message = async () => aClearSignedMessage(await aSignedData({ content: bytesOf(ENTITY), signers: [{ holder: alice }], certificates: [alice.certificate, issuing.certificate] }))
  const standing = async (judging: Partial<Judging>) => {
    const { verdict } = await judgeMessage(await message(), { anchors: [root.certificate], ...judging })
    return [verdict.standing, verdict.signers[0]?.revocation.outcome, ...verdict.reasons].join(' ')
  }
  it('nothing demanded, nothing at hand: valid, not checked', async () => {
    expect(await standing({})).toBe('valid not-checked')
  })
  it('a revoked signer is not valid, demanded or not', async () => {
    const crls = [await aCertificateList(issuing, { revoked: [{ serial: alice.serial }] })]
    expect(await standing({ crls })).toBe('invalid revoked certpath/revoked-crl')
    expect(await standing({ crls, revocation: 'off' })).toBe('valid not-checked')
    expect(await standing({ ocsp: [await anOcspResponse(alice, issuing, { status: 'revoked' })] })).toBe('invalid revoked certpath/revoked-ocsp')
  })
  it('evidence that answers nothing is unknown; only a demand makes it a reason', async () => {
    const crls = [await aCertificateList(issuing, { forged: true, revoked: [{ serial: alice.serial }] })]
    expect(await standing({ crls })).toBe('valid unknown')
    expect(await standing({ crls, revocation: 'require' })).toBe('attention unknown certpath/revocation-unknown')
  })
  it('good where it is demanded', async () => {
    expect(await standing({ crls: [rootList, await aCertificateList(issuing)], revocation: 'require' })).toBe('valid good')
  })
})

