/** Path building and validation (RFC 5280 section 6): for every rule the path that keeps it and the one that breaks it. */
import { beforeAll, describe, expect, it } from 'vitest'
import {
  aRootCa,
  aSelfSignedEndEntity,
  anEndEntity,
  anIntermediate,
  basicConstraints,
  type CertificateOptions,
  dnsName,
  emailName,
  extension,
  extKeyUsage,
  type Holder,
  keyUsage,
  nameConstraints,
  NOW,
  smtpUtf8Mailbox,
  subjectAltName,
} from '../make/certificate-authority.ts'
import { algorithm, context, distinguishedName, emailAttribute, integer, nullValue, octetString, sequence } from '../make/der.ts'
import { failureOf, judgeCertificate, type Judging } from '../support/judge.ts'

const DAY = 86_400_000
const EMAIL = '1.3.6.1.5.5.7.3.4'
const SERVER = '1.3.6.1.5.5.7.3.1'

let root: Holder
let issuing: Holder

beforeAll(async () => {
  root = await aRootCa()
  issuing = await anIntermediate(root)
})

async function check(leaf: Holder, judging: Partial<Judging> & { purpose?: 'email-signing' | 'email-encryption' | 'any' } = {}) {
  return failureOf(await judgeCertificate(leaf.certificate, { anchors: [root.certificate], certificates: [issuing.certificate], ...judging }))
}

/** A chain root → issuing → leaf with deviations in either. */
async function chain(authority: CertificateOptions, leaf: CertificateOptions = {}, judging: Parameters<typeof check>[1] = {}) {
  const intermediate = await anIntermediate(root, authority)
  return check(await anEndEntity(intermediate, leaf), { certificates: [intermediate.certificate], ...judging })
}

describe('a good path', () => {
  it('reaches the root through the issuing authority', async () => {
    const result = await judgeCertificate((await anEndEntity(issuing)).certificate, { anchors: [root.certificate], certificates: [issuing.certificate] })
    expect(result.path.outcome === 'valid' && result.path.path.map(certificate => certificate.label)).toEqual(['Alice', 'Test Issuing CA', 'Test Root CA'])
  })
  it('may end at an anchor that is not self-signed', async () => {
    expect(await check(await anEndEntity(issuing), { anchors: [issuing.certificate], certificates: [] })).toBe('valid')
  })
  it('may be the anchor itself', async () => {
    const own = await aSelfSignedEndEntity()
    expect(await check(own, { anchors: [own.certificate] })).toBe('valid')
  })
  it.each(['P-384', 'P-521', 'RSA-2048', 'RSA-PSS', 'Ed25519'] as const)('holds with %s keys throughout', async keyKind => {
    const top = await aRootCa({ keyKind })
    const leaf = await anEndEntity(top, { keyKind })
    expect(await check(leaf, { anchors: [top.certificate], certificates: [] })).toBe('valid')
  })
})

describe('trust', () => {
  it('issuer-missing: the message brought no intermediate', async () => {
    expect(await check(await anEndEntity(issuing), { certificates: [] })).toBe('certpath/issuer-missing')
  })
  it('untrusted-root: the path ends at a root that nobody lists', async () => {
    const other = await aRootCa({ commonName: 'Other Root' })
    const leaf = await anEndEntity(other)
    expect(await check(leaf, { certificates: [other.certificate] })).toBe('certpath/untrusted-root')
  })
  it('self-signed: the signer vouches for themselves', async () => {
    expect(await check(await aSelfSignedEndEntity())).toBe('certpath/self-signed')
  })
  it('an authority with the anchor’s name and another key is not the anchor', async () => {
    const impostor = await aRootCa()
    const leaf = await anEndEntity(impostor)
    expect(await check(leaf, { certificates: [impostor.certificate] })).not.toBe('valid')
  })
  it('a cross-signed authority is followed to whichever root is trusted', async () => {
    const otherRoot = await aRootCa({ commonName: 'Other Root' })
    const crossed = await anIntermediate(otherRoot, { key: issuing.key })
    const leaf = await anEndEntity(issuing)
    const certificates = [crossed.certificate, issuing.certificate]
    expect(await check(leaf, { certificates, anchors: [otherRoot.certificate] })).toBe('valid')
    expect(await check(leaf, { certificates, anchors: [root.certificate] })).toBe('valid')
  })
})

describe('signatures', () => {
  it('signature-wrong: the leaf’s signature was altered', async () => {
    expect(await check(await anEndEntity(issuing, { forged: true }))).toBe('certpath/signature-wrong')
  })
  it('signature-wrong: the authority’s certificate was altered', async () => {
    expect(await chain({ forged: true })).toBe('certpath/signature-wrong')
  })
  it('unreadable: inside and outside name different algorithms (section 4.1.1.2)', async () => {
    const leaf = await anEndEntity(issuing, { innerAlgorithm: algorithm('1.2.840.113549.1.1.11', nullValue()) })
    await expect(check(leaf)).rejects.toMatchObject({ code: 'engine/unreadable-file' })
  })
  it('weak-algorithm: an authority still signs with SHA-1', async () => {
    expect(await check(await anEndEntity(issuing, { digest: 'SHA-1' }))).toBe('certpath/weak-algorithm')
  })
  it('weak-algorithm: an authority has a 1024-bit key', async () => {
    expect(await chain({ keyKind: 'RSA-1024' })).toBe('certpath/weak-algorithm')
  })
})

describe('validity (6.1.3 (a)(2))', () => {
  const notAfter = new Date(NOW.getTime() + DAY)
  it.each([
    ['in its last second', notAfter, 'valid'],
    ['a second later', new Date(notAfter.getTime() + 1000), 'certpath/expired'],
  ])('a leaf %s', async (_, at, expected) => {
    expect(await check(await anEndEntity(issuing, { notAfter }), { at })).toBe(expected)
  })
  it('not-yet-valid: the leaf starts tomorrow', async () => {
    expect(await check(await anEndEntity(issuing, { notBefore: new Date(NOW.getTime() + DAY) }))).toBe('certpath/not-yet-valid')
  })
  it('issuer-expired: an intermediate ended', async () => {
    expect(await chain({ notAfter: new Date(NOW.getTime() - DAY) })).toBe('certpath/issuer-expired')
  })
  it('issuer-expired: the anchor ended', async () => {
    const old = await aRootCa({ notAfter: new Date(NOW.getTime() - DAY) })
    expect(await check(await anEndEntity(old), { anchors: [old.certificate] })).toBe('certpath/issuer-expired')
  })
  it('a time after 2050 is read as GeneralizedTime', async () => {
    expect(await check(await anEndEntity(issuing, { notAfter: new Date('2060-01-01T00:00:00Z') }))).toBe('valid')
  })
})

describe('basic constraints (4.2.1.9)', () => {
  it('not-a-ca: an end-entity issued a certificate', async () => {
    const alice = await anEndEntity(issuing)
    const mallory = await anEndEntity(alice)
    expect(await check(mallory, { certificates: [issuing.certificate, alice.certificate] })).toBe('certpath/not-a-ca')
  })
  it('not-a-ca: the extension is absent', async () => {
    expect(await chain({ extensions: { basicConstraints: null } })).toBe('certpath/not-a-ca')
  })
  it('not-a-ca: the extension says FALSE', async () => {
    expect(await chain({ extensions: { basicConstraints: basicConstraints(false) } })).toBe('certpath/not-a-ca')
  })
  it('not-a-ca: a version 1 certificate is no intermediate', async () => {
    expect(await chain({ version: 1 })).toBe('certpath/not-a-ca')
  })
  it('a version 1 root may be an anchor', async () => {
    const old = await aRootCa({ version: 1 })
    expect(await check(await anEndEntity(old), { anchors: [old.certificate] })).toBe('valid')
  })
  it('path-length: an authority below one that allows none', async () => {
    const upper = await anIntermediate(root, { commonName: 'Upper', pathLength: 0 })
    const lower = await anIntermediate(upper, { commonName: 'Lower' })
    const certificates = [upper.certificate, lower.certificate]
    expect(await check(await anEndEntity(lower), { certificates })).toBe('certpath/path-length')
    expect(await check(await anEndEntity(upper), { certificates })).toBe('valid')
  })
  it('path-length: the anchor’s own limit counts', async () => {
    const strict = await aRootCa({ pathLength: 0 })
    const lower = await anIntermediate(strict)
    expect(await check(await anEndEntity(lower), { anchors: [strict.certificate], certificates: [lower.certificate] })).toBe('certpath/path-length')
  })
  it('a self-issued certificate (new key, same name) does not count', async () => {
    const upper = await anIntermediate(root, { commonName: 'Upper', pathLength: 0 })
    const renewed = await anIntermediate(upper, { commonName: 'Upper', pathLength: 0 })
    expect(await check(await anEndEntity(renewed), { certificates: [upper.certificate, renewed.certificate] })).toBe('valid')
  })
})

describe('key usage (4.2.1.3, RFC 8550 4.4.2)', () => {
  it.each([
    ['digitalSignature', keyUsage(0), 'valid'],
    ['nonRepudiation alone', keyUsage(1), 'valid'],
    ['keyEncipherment alone', keyUsage(2), 'certpath/key-usage'],
    ['nothing said', null, 'valid'],
  ])('a signer’s key for %s', async (_, usage, expected) => {
    expect(await check(await anEndEntity(issuing, { extensions: { keyUsage: usage } }))).toBe(expected)
  })
  it.each([
    ['RSA with keyEncipherment', 'RSA-2048', keyUsage(2), 'valid'],
    ['RSA with digitalSignature', 'RSA-2048', keyUsage(0), 'certpath/key-usage'],
    ['EC with keyAgreement', 'P-256', keyUsage(4), 'valid'],
    ['EC with keyEncipherment', 'P-256', keyUsage(2), 'certpath/key-usage'],
  ] as const)('encryption to %s', async (_, keyKind, usage, expected) => {
    expect(await check(await anEndEntity(issuing, { keyKind, extensions: { keyUsage: usage } }), { purpose: 'email-encryption' })).toBe(expected)
  })
  it('any purpose asks for no usage', async () => {
    expect(await check(await anEndEntity(issuing, { extensions: { keyUsage: keyUsage(6) } }), { purpose: 'any' })).toBe('valid')
  })
  it('not-a-ca: an authority without keyCertSign', async () => {
    expect(await chain({ extensions: { keyUsage: keyUsage(6) } })).toBe('certpath/not-a-ca')
  })
})

describe('purpose (4.2.1.12, RFC 8550 4.4.4)', () => {
  it.each([
    ['e-mail among others', extKeyUsage(SERVER, EMAIL), 'valid'],
    ['any', extKeyUsage('2.5.29.37.0'), 'valid'],
    ['nothing said', null, 'valid'],
    ['servers only', extKeyUsage(SERVER), 'certpath/wrong-purpose'],
  ])('a leaf for %s', async (_, usage, expected) => {
    expect(await check(await anEndEntity(issuing, { extensions: { extKeyUsage: usage } }))).toBe(expected)
  })
  it('wrong-purpose: an authority for servers only', async () => {
    expect(await chain({ extensions: { extKeyUsage: extKeyUsage(SERVER) } })).toBe('certpath/wrong-purpose')
  })
})

describe('extensions (4.2)', () => {
  const unknown = (critical: boolean) => extension('1.2.3.4.5', octetString(Uint8Array.of(1)), critical)
  it('unknown-critical-extension in the leaf, in an authority', async () => {
    expect(await check(await anEndEntity(issuing, { extensions: { extra1: unknown(true) } }))).toBe('certpath/unknown-critical-extension')
    expect(await chain({ extensions: { extra1: unknown(true) } })).toBe('certpath/unknown-critical-extension')
  })
  it('an unknown extension that is not critical is passed over', async () => {
    expect(await check(await anEndEntity(issuing, { extensions: { extra1: unknown(false) } }))).toBe('valid')
  })
  it('unreadable: the same extension twice', async () => {
    const leaf = await anEndEntity(issuing, { extensions: { extra1: extKeyUsage(EMAIL) } })
    await expect(check(leaf)).rejects.toMatchObject({ code: 'engine/unreadable-file' })
  })
  it('unreadable: basic constraints that are no SEQUENCE', async () => {
    expect(await chain({ extensions: { basicConstraints: extension('2.5.29.19', integer(1), true) } })).toBe('x509/unreadable')
  })
})

describe('name constraints (4.2.1.10)', () => {
  const permit = (...names: Parameters<typeof nameConstraints>[0]['permitted'] & object) => ({ extensions: { nameConstraints: nameConstraints({ permitted: names }) } })
  const exclude = (...names: Parameters<typeof nameConstraints>[0]['excluded'] & object) => ({ extensions: { nameConstraints: nameConstraints({ excluded: names }) } })
  const refused = 'certpath/name-constraint'

  it.each([
    ['the host itself', 'example.com', ['alice@example.com'], 'valid'],
    ['another host', 'example.com', ['alice@evil.test'], refused],
    ['a host below it', 'example.com', ['alice@mail.example.com'], refused],
    ['hosts below a dotted domain', '.example.com', ['alice@mail.example.com'], 'valid'],
    ['the dotted domain itself', '.example.com', ['alice@example.com'], refused],
    ['one mailbox', 'alice@example.com', ['alice@example.com'], 'valid'],
    ['another mailbox', 'alice@example.com', ['bob@example.com'], refused],
    ['one good and one bad address', 'example.com', ['alice@example.com', 'ceo@evil.test'], refused],
    ['a trailing dot (CVE-2026-8763)', 'example.com', ['alice@example.com.'], 'valid'],
  ])('permitted e-mail, %s', async (_, constraint, mailboxes, expected) => {
    expect(await chain(permit(emailName(constraint)), { mailboxes })).toBe(expected)
  })
  it.each([
    ['the host', 'evil.test', 'x@evil.test', refused],
    ['the host in capitals', 'EVIL.test', 'x@evil.TEST', refused],
    ['the host with a trailing dot', 'evil.test', 'x@evil.test.', refused],
    ['another host', 'evil.test', 'x@example.com', 'valid'],
  ])('excluded e-mail, %s', async (_, constraint, mailbox, expected) => {
    expect(await chain(exclude(emailName(constraint)), { mailboxes: [mailbox] })).toBe(expected)
  })
  it('an address that stands only in the subject is held as well', async () => {
    const subject = distinguishedName('Alice', undefined, emailAttribute('x@evil.test'))
    expect(await chain(exclude(emailName('evil.test')), { mailboxes: [], subject })).toBe(refused)
  })
  it('a SmtpUTF8Mailbox is held by e-mail subtrees (RFC 9598)', async () => {
    const san = { extensions: { subjectAltName: subjectAltName(smtpUtf8Mailbox('老師@evil.test')) } }
    expect(await chain(exclude(emailName('evil.test')), san)).toBe(refused)
    expect(await chain(permit(emailName('evil.test')), san)).toBe('valid')
  })
  it('the anchor’s constraints count', async () => {
    const limited = await aRootCa({ ...exclude(emailName('example.com')) })
    expect(await check(await anEndEntity(limited), { anchors: [limited.certificate] })).toBe(refused)
  })
  it('two authorities intersect', async () => {
    const upper = await anIntermediate(root, { commonName: 'Upper', ...permit(emailName('example.com')) })
    const lower = await anIntermediate(upper, { commonName: 'Lower', ...permit(emailName('alice@example.com')) })
    const certificates = [upper.certificate, lower.certificate]
    expect(await check(await anEndEntity(lower), { certificates })).toBe('valid')
    expect(await check(await anEndEntity(lower, { mailboxes: ['bob@example.com'] }), { certificates })).toBe(refused)
  })
  it('directory names are held as prefixes', async () => {
    const organization = context(4, distinguishedName('', 'Contoso'))
    expect(await chain(permit(organization), { organization: 'Contoso' })).toBe('valid')
    expect(await chain(permit(organization), { organization: 'CONTOSO' })).toBe('valid')
    expect(await chain(permit(organization), { organization: 'Fabrikam' })).toBe(refused)
  })
  it('DNS names with labels added on the left', async () => {
    const names = (host: string) => ({ extensions: { subjectAltName: subjectAltName(emailName('a@x.test'), dnsName(host)) } })
    expect(await chain(permit(dnsName('example.com')), names('mail.example.com'))).toBe('valid')
    expect(await chain(permit(dnsName('example.com')), names('notexample.com'))).toBe(refused)
  })
  it('a form that cannot be compared is refused when it is constrained and present (EDIPartyName)', async () => {
    const edi = context(5, context(1, octetString(Uint8Array.of(1))))
    expect(await chain(permit(edi), { extensions: { subjectAltName: subjectAltName(emailName('a@x.test'), edi) } })).toBe(refused)
    expect(await chain(permit(edi))).toBe('valid')
  })
  it('a subtree with a minimum is refused (profile)', async () => {
    const withMinimum = extension('2.5.29.30', sequence(context(0, sequence(emailName('example.com'), context(0, Uint8Array.of(1))))), true)
    expect(await chain({ extensions: { nameConstraints: withMinimum } })).toBe('x509/unreadable')
  })
})

describe('bounded work (SEC-57)', () => {
  it('two authorities that certify one another end in an answer', async () => {
    const a = await aRootCa({ commonName: 'A' })
    const b = await aRootCa({ commonName: 'B' })
    const aByB = await anIntermediate(b, { commonName: 'A', key: a.key })
    const bByA = await anIntermediate(a, { commonName: 'B', key: b.key })
    expect(await check(await anEndEntity(a), { certificates: [aByB.certificate, bByA.certificate] })).toBe('certpath/issuer-missing')
  })
  it('thirty authorities of one name end in an answer, and a good path among them is found', async () => {
    const named = await Promise.all(Array.from({ length: 30 }, () => anIntermediate(root, { commonName: 'Twin' })))
    const crossing: Uint8Array[] = []
    for (const [index, holder] of named.entries()) {
      const next = named[(index + 1) % named.length]
      if (next) crossing.push((await anIntermediate(next, { commonName: 'Twin', key: holder.key })).certificate)
    }
    const leaf = await anEndEntity(named[7] as Holder, { extensions: { authorityKeyIdentifier: null } })
    const untrusted = await aRootCa({ commonName: 'Elsewhere' })
    expect(await check(leaf, { certificates: crossing, anchors: [untrusted.certificate] })).not.toBe('valid')
    expect(await check(leaf, { certificates: [...crossing, ...named.map(holder => holder.certificate)] })).toBe('valid')
  })
  it('budget-exhausted: a path of eleven certificates', async () => {
    let issuer = root
    const certificates: Uint8Array[] = []
    for (let depth = 0; depth < 9; depth++) {
      issuer = await anIntermediate(issuer, { commonName: `Level ${depth}` })
      certificates.push(issuer.certificate)
    }
    expect(await check(await anEndEntity(issuer), { certificates })).toBe('certpath/budget-exhausted')
    expect(await check(await anEndEntity(issuer), { certificates, anchors: [certificates[1] as Uint8Array] })).toBe('valid')
  })
})
