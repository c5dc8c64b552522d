/** What lists say about one certificate (RFC 5280 sections 5.3, 6.3.3; SEC-65): scope, reasons, indirect lists, entries. */
import { beforeAll, describe, expect, it } from 'vitest'
import { answerOfLists, type ListQuestion } from '../../src/certpath/crl-evidence.ts'
import { reasonsCovered } from '../../src/certpath/crl-scope.ts'
import { type Certificate, parseCertificate } from '../../src/x509/certificate.ts'
import { type CertificateList, parseCertificateList } from '../../src/x509/certificate-list.ts'
import { ALL_REASONS } from '../../src/x509/distribution-point.ts'
import { X509Error } from '../../src/x509/errors.ts'
import { aRootCa, anEndEntity, anIntermediate, extension, type Holder, NOW } from '../make/certificate-authority.ts'
import { context, contextPrimitive, type Der, distinguishedName, nullValue, oid, sequence, setOf, time, tlv, utf8String } from '../make/der.ts'
import { aCertificateList, type ListOptions } from '../make/revocation.ts'

const HOUR = 3_600_000
const TRUE = Uint8Array.of(0xff)
const [KEY, AUTHORITY, ALL_BUT_KEY] = [Uint8Array.of(6, 0x40), Uint8Array.of(5, 0x20), Uint8Array.of(7, 0x3f, 0x80)]

let root: Holder
let issuing: Holder
let alice: Holder
beforeAll(async () => {
  root = await aRootCa()
  issuing = await anIntermediate(root)
  alice = await anEndEntity(issuing)
})

/** IssuingDistributionPoint and CRLDistributionPoints, of their members. */
const issuedFor = (...members: readonly Der[]): Der => extension('2.5.29.28', sequence(...members), true)
const points = (...list: readonly (readonly Der[])[]): Der => extension('2.5.29.31', sequence(...list.map(members => sequence(...members))))
const fullName = (...names: readonly Der[]): Der => context(0, context(0, ...names))
const relativeName = (commonName: string): Der => context(0, tlv(0xa1, sequence(oid('2.5.4.3'), utf8String(commonName))))
const url = (text: string): Der => tlv(0x86, new TextEncoder().encode(text))
const directory = (name: Der): Der => context(4, name)
const byIssuers = (...names: readonly Der[]): Der => context(2, ...names.map(directory))
const indirect = contextPrimitive(4, TRUE)
/** A name with one more relative name at its end. */
const appended = (name: Der, commonName: string): Der => sequence(name.subarray(2), setOf(sequence(oid('2.5.4.3'), utf8String(commonName))))
const certificateIssuer = (name: Der, critical = true): Der => extension('2.5.29.29', sequence(directory(name)), critical)

const listOf = async (options: ListOptions): Promise<CertificateList> => parseCertificateList(await aCertificateList(issuing, options))
const aLeaf = async (...extensions: readonly Der[]): Promise<Certificate> =>
  parseCertificate((await anEndEntity(issuing, { serial: 4242, extensions: Object.fromEntries(extensions.map((value, i) => [`extra${i}`, value])) })).certificate)

/** Lists whose signatures are good, unless the case says otherwise. */
async function answer(lists: readonly ListOptions[], more: Partial<ListQuestion> = {}) {
  const signer = parseCertificate(issuing.certificate)
  return answerOfLists({
    lists: await Promise.all(lists.map(listOf)),
    certificate: parseCertificate(alice.certificate),
    at: NOW.getTime(),
    signerOf: () => Promise.resolve(signer),
    isSignedBy: () => Promise.resolve(true),
    ...more,
  })
}

const outcome = async (...question: Parameters<typeof answer>) => (await answer(...question))?.outcome

describe('the kind of certificate a list speaks for (6.3.3 (b)(2))', () => {
  it.each<[string, Der, user: number, authority: number]>([
    ['no kind', issuedFor(), ALL_REASONS, ALL_REASONS],
    ['users', issuedFor(contextPrimitive(1, TRUE)), ALL_REASONS, 0],
    ['authorities', issuedFor(contextPrimitive(2, TRUE)), 0, ALL_REASONS],
    ['attribute certificates', issuedFor(contextPrimitive(5, TRUE)), 0, 0],
  ])('%s', async (_, extensionOfList, user, authority) => {
    const below = await anIntermediate(issuing, { commonName: 'Lower' })
    const list = await listOf({ extensions: [extensionOfList] })
    expect(reasonsCovered(list, parseCertificate(alice.certificate))).toBe(user)
    expect(reasonsCovered(list, parseCertificate(below.certificate))).toBe(authority)
  })
})

describe('the point a list is of (6.3.3 (b)(1), (2)(i))', () => {
  const here = url('http://crl.example/a')
  const there = url('http://crl.example/b')
  it.each<[string, readonly Der[], readonly Der[], number]>([
    ['the certificate’s', [fullName(here)], [fullName(here)], ALL_REASONS],
    ['one of its names', [fullName(there, here)], [fullName(here)], ALL_REASONS],
    ['another one', [fullName(there)], [fullName(here)], 0],
    ['none: the list is for every point', [], [fullName(here)], ALL_REASONS],
    ['only some reasons at the point', [fullName(here)], [fullName(here), contextPrimitive(1, KEY)], 0x02],
    ['only some reasons in the list', [fullName(here), contextPrimitive(3, KEY)], [fullName(here)], 0x02],
    ['reasons in both that do not meet', [fullName(here), contextPrimitive(3, KEY)], [fullName(here), contextPrimitive(1, AUTHORITY)], 0],
    ['named relative to the issuer, in both', [relativeName('1')], [relativeName('1')], ALL_REASONS],
    ['named relative to the issuer, another', [relativeName('1')], [relativeName('2')], 0],
  ])('%s', async (_, ofList, ofCertificate, expected) => {
    expect(reasonsCovered(await listOf({ extensions: [issuedFor(...ofList)] }), await aLeaf(points(ofCertificate)))).toBe(expected)
  })
  it('the issuer’s own name, which every certificate is taken to name', async () => {
    const list = await listOf({ extensions: [issuedFor(fullName(directory(issuing.name)))] })
    expect(reasonsCovered(list, await aLeaf(points([fullName(here)])))).toBe(ALL_REASONS)
    expect(reasonsCovered(await listOf({ extensions: [issuedFor(fullName(directory(root.name)))] }), await aLeaf())).toBe(0)
  })
  it('a relative name in full on the other side', async () => {
    const full = fullName(directory(appended(issuing.name, '1')))
    expect(reasonsCovered(await listOf({ extensions: [issuedFor(relativeName('1'))] }), await aLeaf(points([full])))).toBe(ALL_REASONS)
    expect(reasonsCovered(await listOf({ extensions: [issuedFor(full)] }), await aLeaf(points([relativeName('1')])))).toBe(ALL_REASONS)
  })
  it('the reasons of several points are put together', async () => {
    const leaf = await aLeaf(points([fullName(here), contextPrimitive(1, KEY)], [fullName(there), contextPrimitive(1, AUTHORITY)]))
    expect(reasonsCovered(await listOf({ extensions: [issuedFor(fullName(here, there))] }), leaf)).toBe(0x06)
  })
})

describe('somebody else’s list', () => {
  const other = distinguishedName('List Office')
  const third = distinguishedName('Third Office')
  const covered = async (issuerName: Der, ofList: readonly Der[], ...list: readonly (readonly Der[])[]) =>
    reasonsCovered(await listOf({ issuerName, extensions: ofList.length > 0 ? [issuedFor(...ofList)] : [] }), await aLeaf(points(...list)))
  it('counts where the certificate names its issuer and the list is an indirect one', async () => {
    expect(await covered(other, [indirect], [byIssuers(other)])).toBe(ALL_REASONS)
    expect(await covered(other, [indirect], [byIssuers(third)])).toBe(0)
    expect(await covered(other, [], [byIssuers(other)])).toBe(0)
    expect(await covered(other, [contextPrimitive(1, TRUE)], [byIssuers(other)])).toBe(0)
  })
  it('one of several named issuers is enough', async () => {
    expect(await covered(other, [indirect], [byIssuers(third, other)])).toBe(ALL_REASONS)
  })
  it('a point without a name is known by its issuers’ names', async () => {
    expect(await covered(other, [indirect, fullName(directory(other))], [byIssuers(other)])).toBe(ALL_REASONS)
    expect(await covered(other, [indirect, fullName(directory(third))], [byIssuers(other)])).toBe(0)
  })
  it('a relative name stands below that issuer, not below the certificate’s', async () => {
    expect(await covered(other, [indirect, fullName(directory(appended(other, '1')))], [relativeName('1'), byIssuers(other)])).toBe(ALL_REASONS)
    expect(await covered(other, [indirect, fullName(directory(appended(issuing.name, '1')))], [relativeName('1'), byIssuers(other)])).toBe(0)
  })
  it('speaks of the certificate’s issuer only where an entry says so', async () => {
    const certificate = await aLeaf(points([byIssuers(other)]))
    const judged = (...revoked: NonNullable<ListOptions['revoked']>) =>
      outcome([{ issuerName: other, revoked, extensions: [issuedFor(indirect)] }], { certificate })
    expect(await judged()).toBe('good')
    expect(await judged({ serial: 4242 })).toBe('good')
    expect(await judged({ serial: 4242, extensions: [certificateIssuer(third)] })).toBe('good')
    expect(await judged({ serial: 4242, extensions: [certificateIssuer(issuing.name)] })).toBe('revoked')
    expect(await judged({ serial: 1, extensions: [certificateIssuer(issuing.name)] }, { serial: 4242 })).toBe('revoked')
  })
})

describe('the issuer’s own list', () => {
  const revoked = (...extensions: readonly Der[]) => [{ serial: alice.serial, extensions }]
  it('an indirect one speaks of others from the entry on that names them', async () => {
    const judged = (...first: readonly Der[]) =>
      outcome([{ extensions: [issuedFor(indirect)], revoked: [{ serial: 1, extensions: first }, { serial: alice.serial }] }])
    expect(await judged()).toBe('revoked')
    expect(await judged(certificateIssuer(root.name))).toBe('good')
    expect(await judged(certificateIssuer(issuing.name))).toBe('revoked')
  })
  it('a direct one speaks of its own certificates only, whatever an entry names', async () => {
    expect(await outcome([{ revoked: revoked(certificateIssuer(root.name, false)) }])).toBe('revoked')
    expect(await outcome([{ revoked: revoked(certificateIssuer(root.name, false)), extensions: [issuedFor()] }])).toBe('revoked')
  })
  it('critical extensions of an entry that we process', async () => {
    expect(await outcome([{ revoked: revoked(extension('2.5.29.21', tlv(0x0a, Uint8Array.of(4)), true)) }])).toBe('revoked')
    expect(await outcome([{ revoked: revoked(extension('2.5.29.24', time(NOW), true)) }])).toBe('revoked')
    expect(await outcome([{ revoked: revoked(certificateIssuer(issuing.name)), extensions: [issuedFor(indirect)] }])).toBe('revoked')
  })
  it('critical extensions of an entry, even about others, that we do not', async () => {
    const unknown = extension('1.2.3.4', nullValue(), true)
    expect(await outcome([{ revoked: [{ serial: 1, extensions: [unknown] }] }])).toBeUndefined()
    expect(await outcome([{ revoked: revoked(unknown), extensions: [issuedFor(indirect)] }])).toBeUndefined()
    expect(await outcome([{ revoked: revoked(certificateIssuer(issuing.name)) }])).toBeUndefined()
    expect(await outcome([{ revoked: [{ serial: 1, extensions: [extension('1.2.3.4', nullValue())] }] }])).toBe('good')
  })
  it.each(['2.5.29.35', '2.5.29.18', '2.5.29.20', '2.5.29.46', '1.3.6.1.5.5.7.1.1'])('critical extension %s of the list is passed over', async dotted => {
    expect(await outcome([{ extensions: [extension(dotted, sequence(), true)] }])).toBe('good')
  })
  it('counts from its first moment to its last, both included', async () => {
    const options: ListOptions = { thisUpdate: NOW, nextUpdate: new Date(NOW.getTime() + HOUR) }
    const at = (offset: number) => outcome([options], { at: NOW.getTime() + offset })
    expect([await at(-1), await at(0), await at(HOUR), await at(HOUR + 1)]).toEqual([undefined, 'good', 'good', undefined])
  })
  it('tells date and reason', async () => {
    const revokedOn = { outcome: 'revoked', source: 'crl', date: '2026-06-13T12:00:00.000Z' }
    expect(await answer([{ revoked: [{ serial: alice.serial, reason: 9 }] }])).toEqual({ ...revokedOn, reason: 'privilegeWithdrawn' })
    expect(await answer([{ revoked: [{ serial: alice.serial, reason: 7 }] }])).toEqual({ ...revokedOn, reason: 'unspecified' })
    expect(await answer([{ revoked: revoked() }])).toEqual({ ...revokedOn, reason: 'unspecified' })
  })
})

describe('several lists together', () => {
  const forKey = issuedFor(contextPrimitive(3, KEY))
  const forOthers = issuedFor(contextPrimitive(3, ALL_BUT_KEY))
  it('are good when they cover every reason, as old as the oldest', async () => {
    const old = new Date(NOW.getTime() - 5 * HOUR)
    expect(await answer([{ extensions: [forKey] }, { extensions: [forOthers], thisUpdate: old }])).toEqual({ outcome: 'good', source: 'crl', thisUpdate: old.getTime() })
    expect(await answer([{ extensions: [forOthers], thisUpdate: old }, { extensions: [forKey] }])).toMatchObject({ thisUpdate: old.getTime() })
    expect(await outcome([{ extensions: [forKey] }, { extensions: [forKey] }])).toBeUndefined()
    expect(await outcome([])).toBeUndefined()
  })
  it('one for some reasons is enough to revoke', async () => {
    expect(await outcome([{}, { extensions: [forKey], revoked: [{ serial: alice.serial }] }])).toBe('revoked')
  })
  it('one that nobody good signed counts for nothing', async () => {
    const signerOf = () => Promise.resolve(undefined)
    expect(await outcome([{ revoked: [{ serial: alice.serial }] }], { signerOf })).toBeUndefined()
  })
  it('one that is malformed says nothing, and the next is still asked', async () => {
    const malformed: ListOptions = { extensions: [extension('2.5.29.28', nullValue(), true)], revoked: [{ serial: alice.serial }] }
    expect(await outcome([malformed])).toBeUndefined()
    expect(await outcome([malformed, {}])).toBe('good')
  })
  it('a fault of ours is no malformed list', async () => {
    await expect(answer([{}], { signerOf: () => Promise.reject(new TypeError('fault')) })).rejects.toThrow(TypeError)
    expect(await outcome([{}], { signerOf: () => Promise.reject(new X509Error('x509/unreadable', 'signer malformed')) })).toBeUndefined()
  })
})
