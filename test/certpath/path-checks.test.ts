/** Single checks over one path: names held by an authority, purposes, the date of distrust, bounded work; and the summary. */
import { beforeAll, describe, expect, it } from 'vitest'
import { BudgetExhausted, PATH_BUDGET } from '../../src/certpath/budget.ts'
import { ANY_POLICY, type CandidatePath, type CheckContext } from '../../src/certpath/candidate-path.ts'
import { checkDistrust } from '../../src/certpath/checks/distrust.ts'
import { checkExtendedKeyUsage } from '../../src/certpath/checks/extended-key-usage.ts'
import { isUsableFor } from '../../src/certpath/checks/key-usage.ts'
import { checkNameConstraints } from '../../src/certpath/checks/name-constraints.ts'
import { checkValidity } from '../../src/certpath/checks/validity.ts'
import { classOfPolicy, identityClassOf, reservedPoliciesOf } from '../../src/certpath/identity-class.ts'
import { profileFindings } from '../../src/certpath/profile/findings.ts'
import { summarizeCertificate, summarizeEndEntity } from '../../src/certpath/summary.ts'
import { validatePath } from '../../src/certpath/validate-path.ts'
import type { AnchorSource, PathVerdict } from '../../src/certpath/verdict.ts'
import { pathCrypto } from '../../src/smime/path-crypto.ts'
import { parseCertificate } from '../../src/x509/certificate.ts'
import * as make from '../make/certificate-authority.ts'
import { context, contextPrimitive, type Der, distinguishedName, emailAttribute, ia5String, integer, octetString, oid, sequence, setOf, utf8String } from '../make/der.ts'

const { aRootCa, anEndEntity, anIntermediate, dnsName, emailName, extKeyUsage, nameConstraints, NOW, smtpUtf8Mailbox, subjectAltName } = make

let root: make.Holder
beforeAll(async () => {
  root = await aRootCa()
})

const asked = (more: Partial<CheckContext> = {}): CheckContext =>
  ({ at: NOW.getTime(), purpose: 'email-signing', policy: ANY_POLICY, budget: PATH_BUDGET, crypto: pathCrypto, ...more })

/** End-entity first. */
const pathOf = (...holders: readonly make.Holder[]): CandidatePath =>
  ({ certificates: holders.map(holder => parseCertificate(holder.certificate)), anchor: undefined })

type Subtrees = Parameters<typeof nameConstraints>[0]

async function heldPath(subtrees: Subtrees, names: readonly Der[], subject = sequence()): Promise<CandidatePath> {
  const issuing = await anIntermediate(root, { extensions: { nameConstraints: nameConstraints(subtrees) } })
  return pathOf(await anEndEntity(issuing, { subject, extensions: { subjectAltName: names.length > 0 ? subjectAltName(...names) : null } }), issuing, root)
}

const offending = async (...question: Parameters<typeof heldPath>) =>
  checkNameConstraints(await heldPath(...question), asked()).map(failure => (failure.code === 'certpath/name-constraint' ? failure.address : failure.code))

const uri = (text: string): Der => contextPrimitive(6, ia5String(text).subarray(2))
const otherName = (type: string): Der => context(0, oid(type), context(0, utf8String('x')))

describe('a name outside what the authority may vouch for', () => {
  it.each<[string, Der, Der, string]>([
    ['rfc822Name', emailName('a.test'), emailName('bob@b.test'), 'bob@b.test'],
    ['SmtpUTF8Mailbox, held by rfc822Name', emailName('a.test'), smtpUtf8Mailbox('老師@b.test'), '老師@b.test'],
    ['SmtpUTF8Mailbox, held by its own form', smtpUtf8Mailbox('老師@a.test'), smtpUtf8Mailbox('老師@b.test'), '老師@b.test'],
    ['dNSName', dnsName('a.test'), dnsName('b.test'), 'b.test'],
    ['URI', uri('a.test'), uri('https://b.test/'), 'https://b.test/'],
    ['iPAddress', contextPrimitive(7, Uint8Array.of(192, 0, 2, 0, 255, 255, 255, 0)), contextPrimitive(7, Uint8Array.of(10, 0, 0, 1)), '10.0.0.1'],
    ['directoryName', context(4, distinguishedName('', 'A')), context(4, distinguishedName('Bob', 'B')), 'Bob'],
    ['registeredID', contextPrimitive(8, oid('1.2.3').subarray(2)), contextPrimitive(8, oid('1.2.4').subarray(2)), '1.2.4'],
    ['otherName', otherName('1.2.3.4'), otherName('1.2.3.4'), '1.2.3.4'],
    ['x400Address', context(3, octetString(Uint8Array.of(1))), context(3, octetString(Uint8Array.of(1))), 'x400'],
    ['ediPartyName', context(5, context(1, utf8String('p'))), context(5, context(1, utf8String('p'))), 'edi-party'],
  ])('%s is told', async (_, permitted, name, expected) => {
    expect(await offending({ permitted: [permitted] }, [name])).toEqual([expected])
  })
  it('is the first of several, and told with the authority', async () => {
    const path = await heldPath({ permitted: [emailName('a.test')] }, ['x@a.test', 'y@b.test', 'z@c.test'].map(emailName))
    expect(checkNameConstraints(path, asked())).toEqual([{ code: 'certpath/name-constraint', issuer: 'Test Issuing CA', address: 'y@b.test' }])
  })
  it('one of several permitted subtrees is enough, one excluded is enough against', async () => {
    const names = [emailName('x@a.test')]
    expect(await offending({ permitted: ['b.test', 'a.test'].map(emailName) }, names)).toEqual([])
    expect(await offending({ permitted: [emailName('a.test')], excluded: ['b.test', 'x@a.test'].map(emailName) }, names)).toEqual(['x@a.test'])
    expect(await offending({ permitted: [emailName('a.test')], excluded: [emailName('y@a.test')] }, names)).toEqual([])
  })
  it('an otherName of another type is another form, and so is a registeredID of the same number', async () => {
    const registered = contextPrimitive(8, oid('1.2.3.4').subarray(2))
    expect(await offending({ excluded: [otherName('1.2.3.4')] }, [otherName('1.2.3.5')])).toEqual([])
    expect(await offending({ excluded: [otherName('1.2.3.4')] }, [registered])).toEqual([])
    expect(await offending({ excluded: [registered] }, [otherName('1.2.3.4')])).toEqual([])
  })
  it('an address in the subject that is no text is no address', async () => {
    const subject = sequence(setOf(sequence(oid('1.2.840.113549.1.9.1'), integer(1))))
    expect(await offending({ excluded: [emailName('b.test')] }, [], subject)).toEqual([])
  })
  it('a mailbox in ASCII is not held by a subtree in UTF-8, which only speaks of names that are not in ASCII', async () => {
    expect(await offending({ permitted: [smtpUtf8Mailbox('老師@a.test')] }, [emailName('x@b.test')])).toEqual([])
  })
  it('an address in the subject counts, with an alternative name and without', async () => {
    const subject = sequence(emailAttribute('x@b.test'))
    expect(await offending({ permitted: [emailName('a.test')] }, [], subject)).toEqual(['x@b.test'])
    expect(await offending({ permitted: [emailName('a.test')] }, [emailName('x@a.test')], subject)).toEqual(['x@b.test'])
  })
  it('the subject counts as a directory name, an empty one does not', async () => {
    const permitted = [context(4, distinguishedName('', 'A'))]
    expect(await offending({ permitted }, [emailName('x@a.test')], distinguishedName('Bob', 'B'))).toEqual(['Bob'])
    expect(await offending({ permitted }, [emailName('x@a.test')])).toEqual([])
  })
})

describe('who is held', () => {
  const permitted = [context(4, distinguishedName('', 'A'))]
  const limits = { extensions: { nameConstraints: nameConstraints({ permitted }) } }
  it('authorities below, but not self-issued ones', async () => {
    const upper = await anIntermediate(root, { commonName: 'Upper', ...limits })
    const leaf = (issuer: make.Holder) => anEndEntity(issuer, { subject: distinguishedName('Bob', 'A') })
    const renewed = await anIntermediate(upper, { commonName: 'Upper' })
    const lower = await anIntermediate(upper, { commonName: 'Lower' })
    expect(checkNameConstraints(pathOf(await leaf(renewed), renewed, upper, root), asked())).toEqual([])
    expect(checkNameConstraints(pathOf(await leaf(lower), lower, upper, root), asked())).toMatchObject([{ issuer: 'Upper', address: 'Lower' }])
  })
  it('the end-entity, self-issued or not, and by nothing that it says itself', async () => {
    const upper = await anIntermediate(root, { commonName: 'Upper', ...limits })
    expect(checkNameConstraints(pathOf(await anEndEntity(upper, { subject: upper.name }), upper), asked())).toMatchObject([{ address: 'Upper' }])
    expect(checkNameConstraints(pathOf(upper, root), asked())).toEqual([])
  })
})

describe('bounded comparisons', () => {
  // Three names with two subtrees.
  const question = () => heldPath({ permitted: [emailName('a.test')], excluded: [emailName('b.test')] }, ['x@a.test', 'y@a.test', 'z@a.test'].map(emailName))
  const budget = (nameComparisons: number) => asked({ budget: { ...PATH_BUDGET, nameComparisons } })
  it('as many as the budget has, and not one more', async () => {
    const path = await question()
    expect(checkNameConstraints(path, budget(6))).toEqual([])
    expect(() => checkNameConstraints(path, budget(5))).toThrow(BudgetExhausted)
  })
  it('budget-exhausted: more is a failure of the path, with its number, and the other checks are still made', async () => {
    const path = await question()
    expect(validatePath(path, budget(6))).toEqual([])
    expect(validatePath(path, budget(5))).toEqual([{ code: 'certpath/budget-exhausted', n: 6 }])
    const late = { ...budget(5), at: NOW.getTime() + 800 * 86_400_000 }
    expect(validatePath(path, late).map(failure => failure.code)).toContain('certpath/expired')
  })
  it('a fault of ours is no failure of the path', async () => {
    const faulty = { ...pathCrypto, weaknessOf: () => { throw new TypeError('fault') } }
    const path = await question()
    expect(() => validatePath(path, asked({ crypto: faulty }))).toThrow(TypeError)
  })
})

describe('the purpose', () => {
  const purposes = async (...list: readonly string[]) => {
    const leaf = await anEndEntity(root, { extensions: { extKeyUsage: extKeyUsage(...list) } })
    return checkExtendedKeyUsage(pathOf(leaf, root), asked())
  }
  it('is told by name where it has one', async () => {
    expect(await purposes('1.3.6.1.5.5.7.3.1', '1.2.3.4')).toEqual([{ code: 'certpath/wrong-purpose', subject: 'Alice', purpose: 'serverAuth, 1.2.3.4' }])
  })
  it('of a path that is asked about for any purpose is not looked at', async () => {
    const leaf = await anEndEntity(root, { extensions: { extKeyUsage: extKeyUsage('1.3.6.1.5.5.7.3.1') } })
    expect(checkExtendedKeyUsage(pathOf(leaf, root), asked({ purpose: 'any' }))).toEqual([])
  })
  it('of many only five', async () => {
    expect(await purposes('1.2.1', '1.2.2', '1.2.3', '1.2.4', '1.2.5')).toMatchObject([{ purpose: '1.2.1, 1.2.2, 1.2.3, 1.2.4, 1.2.5' }])
    expect(await purposes('1.2.1', '1.2.2', '1.2.3', '1.2.4', '1.2.5', '1.2.6')).toMatchObject([{ purpose: '1.2.1, 1.2.2, 1.2.3, 1.2.4, 1.2.5' }])
  })
  it('of a key: any is every usage, signing is not', async () => {
    const certificate = parseCertificate((await anEndEntity(root, { extensions: { keyUsage: make.keyUsage(6) } })).certificate)
    expect([isUsableFor('any', certificate), isUsableFor('email-signing', certificate)]).toEqual([true, false])
  })
})

describe('the date of distrust', () => {
  it('is the last moment that still counts', async () => {
    const path = pathOf(await anEndEntity(root, { notBefore: new Date('2026-03-01T00:00:00Z') }), root)
    const anchor = (emailDistrustAfter: number | null) => ({ certificate: parseCertificate(root.certificate), source: 'built-in' as const, emailDistrustAfter })
    const judged = (limit: number | null) => checkDistrust({ ...path, anchor: anchor(limit) }).length
    const start = Date.parse('2026-03-01T00:00:00Z')
    expect([judged(start - 1), judged(start), judged(start + 1), judged(null), checkDistrust(path).length]).toEqual([1, 0, 0, 0, 0])
  })
})

describe('the period', () => {
  it('begins with its first moment and ends with its last second', async () => {
    const path = pathOf(await anEndEntity(root, { notBefore: new Date('2026-03-01T00:00:00Z'), notAfter: new Date('2026-04-01T00:00:00Z') }))
    const judged = (at: string) => checkValidity(path, asked({ at: Date.parse(at) })).map(({ code }) => code)
    expect([judged('2026-02-28T23:59:59.999Z'), judged('2026-03-01T00:00:00Z')]).toEqual([['certpath/not-yet-valid'], []])
    expect([judged('2026-04-01T00:00:00.999Z'), judged('2026-04-01T00:00:01Z')]).toEqual([[], ['certpath/expired']])
  })
})

describe('a certificate to look at', () => {
  it('shows its usages by name, and whether it is an authority’s', async () => {
    const leaf = await anEndEntity(root, { extensions: { keyUsage: make.keyUsage(0), extKeyUsage: extKeyUsage('1.3.6.1.5.5.7.3.4', '1.2.3.4') } })
    const summaries = await Promise.all([leaf, root].map(({ certificate }) => summarizeCertificate(parseCertificate(certificate), pathCrypto)))
    expect(summaries.map(summary => summary.isCertificateAuthority)).toEqual([false, true])
    expect(summaries[0]).toMatchObject({ keyUsage: ['digitalSignature'], extendedKeyUsage: ['emailProtection', '1.2.3.4'] })
  })
  it('shows nothing where it says nothing, and nothing where that cannot be read', async () => {
    const summaries = await Promise.all([null, make.extension('2.5.29.15', integer(1)), make.extension('2.5.29.15', sequence())].map(async keyUsage => {
      const basicConstraints = keyUsage && make.extension('2.5.29.19', integer(1))
      const extKeyUsage = keyUsage && make.extension('2.5.29.37', integer(1))
      const { certificate } = await anEndEntity(root, { extensions: { keyUsage, extKeyUsage, basicConstraints } })
      return summarizeCertificate(parseCertificate(certificate), pathCrypto)
    }))
    for (const summary of summaries) expect(summary).toMatchObject({ keyUsage: [], extendedKeyUsage: [], isCertificateAuthority: false })
  })
  it('brings octets of its own, which keep nothing else alive', async () => {
    const certificate = parseCertificate((await anEndEntity(root)).certificate)
    const { der } = await summarizeCertificate(certificate, pathCrypto)
    expect([der, der.buffer === certificate.der.buffer]).toEqual([certificate.der, false])
  })
  it('is held to the public profile only on a valid path to a built-in anchor', async () => {
    const certificate = parseCertificate((await anEndEntity(root)).certificate)
    const valid = (anchorSource: AnchorSource) => ({ outcome: 'valid', path: [], anchorSource, policies: [] }) as unknown as PathVerdict
    const profile = async (path: PathVerdict) => (await summarizeEndEntity(certificate, pathCrypto, path)).profile
    const invalid = { outcome: 'invalid', anchorSource: 'built-in' } as unknown as PathVerdict
    expect(profileFindings(certificate, true)).not.toEqual(profileFindings(certificate, false))
    expect(await profile(valid('built-in'))).toEqual(profileFindings(certificate, true))
    expect([await profile(valid('user')), await profile(invalid)]).toEqual(Array(2).fill(profileFindings(certificate, false)))
  })
  it('has its fingerprint and serial number in capitals, as other programs show them', async () => {
    const { certificate } = await anEndEntity(root, { serial: 0xabcdef })
    const summary = await summarizeCertificate(parseCertificate(certificate), pathCrypto)
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', certificate as BufferSource))
    expect(summary.sha256Fingerprint).toBe(Buffer.from(digest).toString('hex').toUpperCase())
    expect(summary.serialNumber).toBe('00ABCDEF')
  })
  it('claims no identity class without policies', async () => {
    const certificate = parseCertificate((await anEndEntity(root)).certificate)
    expect([reservedPoliciesOf(certificate), identityClassOf(certificate)]).toEqual([[], null])
  })
  it.each(['2.23.140.1.5.0.1', '2.23.140.1.5.1.0', '2.23.140.1.5.', '2.23.140.1.5.1.1.0'])('%s names no class', policy => {
    expect(classOfPolicy(policy)).toBeNull()
  })
})
