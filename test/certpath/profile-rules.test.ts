/** The rules of the S/MIME profile about the key and the extensions, each alone: where it holds, where it is broken, and where it says nothing. */
import { beforeAll, describe, expect, it } from 'vitest'
import { answerOfRule, profileFindings } from '../../src/certpath/profile/findings.ts'
import { IN_FORCE, type ProfileRule } from '../../src/certpath/profile/profile-rule.ts'
import { PROFILE_RULES } from '../../src/certpath/profile/rules.ts'
import { parseCertificate } from '../../src/x509/certificate.ts'
import { aRootCa, anEndEntity, anIntermediate, type CertificateOptions, dnsName, extension, extKeyUsage, type Holder, keyUsage, NOW, subjectAltName } from '../make/certificate-authority.ts'
import { algorithm, bitString, context, contextPrimitive, type Der, distinguishedName, integer, nullValue, octetString, oid, sequence, setOf, tlv, utf8String } from '../make/der.ts'
import { aKeyPair, ECDSA_OID, type KeyPair, pssAlgorithm, RSA_OID } from '../make/keys.ts'
import { bytesOf } from '../make/signed-message.ts'

type Extensions = NonNullable<CertificateOptions['extensions']>
type Story = [story: string, code: string, expected: string, extensions?: Extensions | undefined, options?: CertificateOptions | undefined]

const DAY = 86_400_000
const [MAIL, SERVER, CLIENT] = ['1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']
const policies = (...list: readonly string[]): Der => extension('2.5.29.32', sequence(...list.map(each => sequence(oid(each)))))
const claim = (validation: number, generation: number): Extensions => ({ extra1: policies(`2.23.140.1.5.${validation}.${generation}`) })
const [LEGACY, MULTIPURPOSE, STRICT] = [claim(1, 1), claim(1, 2), claim(1, 3)]
const uri = (text: string): Der => contextPrimitive(6, bytesOf(text))
const directory = context(4, distinguishedName('Directory'))

let root: Holder
let key: KeyPair
beforeAll(async () => {
  root = await aRootCa()
  key = root.key
})

const ruleOf = (code: string): ProfileRule => PROFILE_RULES.find(rule => rule.code === `certpath/profile-${code}`) as ProfileRule
const read = async (extensions: Extensions = {}, options: CertificateOptions = {}) =>
  parseCertificate((await anEndEntity(root, { key, ...options, extensions: { ...STRICT, ...extensions } })).certificate)
const told = (answer: ReturnType<typeof answerOfRule>) => (typeof answer === 'string' ? answer : `breach ${answer.breach}`.trim())
const aKey = (algorithmIdentifier: Der, octets: Uint8Array = new Uint8Array(32)): CertificateOptions => ({ key: { ...key, spki: sequence(algorithmIdentifier, bitString(octets)) } })
const tells = (stories: readonly Story[]) => {
  it.each<Story>(stories)('%s (%s): %s', async (_, code, expected, extensions, options) => {
    expect(told(answerOfRule(ruleOf(code), await read(extensions, options)))).toBe(expected)
  })
}

describe('who is held to the profile, and from when', () => {
  const NONE: Extensions = { extra1: null }
  const NO_PURPOSE: Extensions = { ...NONE, extKeyUsage: null }
  tells([
    ['a certificate for mail without a class', 'policy', 'breach', NONE],
    ['one that names nobody', 'policy', 'not-applicable', NONE, { mailboxes: [] }],
    ['one for everything', 'policy', 'not-applicable', NO_PURPOSE],
    ['one for clients alone', 'policy', 'not-applicable', { ...NONE, extKeyUsage: extKeyUsage(CLIENT) }],
    ['one class', 'policy', 'holds'],
    ['one class beside the issuer’s own policy', 'policy', 'holds', { extra1: policies('1.2.3.4', '2.23.140.1.5.1.3') }],
    ['a class, whatever the purpose', 'policy', 'holds', { extKeyUsage: null }],
    ['two classes', 'policy', 'breach 2.23.140.1.5.1.3, 2.23.140.1.5.2.3', { extra1: policies('2.23.140.1.5.1.3', '2.23.140.1.5.2.3') }],
    ['the first of two classes that is one counts', 'legacy', 'breach', { extra1: policies('2.23.140.1.5.9.9', '2.23.140.1.5.1.1') }, { notBefore: NOW }],
    ['a class that the Forum does not list', 'key-usage-missing', 'not-applicable', { extra1: policies('2.23.140.1.5.9.9'), keyUsage: null }],
    ['no class', 'key-usage-missing', 'not-applicable', { ...NONE, keyUsage: null }],
    ['the day on which the profile came into force', 'key-usage-missing', 'breach', { keyUsage: null }, { notBefore: new Date(IN_FORCE) }],
    ['the second before', 'key-usage-missing', 'not-effective', { keyUsage: null }, { notBefore: new Date(IN_FORCE - 1000) }],
    ['the second before, about nothing', 'key-usage-not-critical', 'not-applicable', { keyUsage: null }, { notBefore: new Date(IN_FORCE - 1000) }],
    ['an extension that cannot be read', 'key-usage-purpose', 'unreadable', { keyUsage: extension('2.5.29.15', nullValue(), true) }],
    ['the old generation on its last day', 'legacy', 'not-effective', LEGACY, { notBefore: new Date(Date.UTC(2025, 6, 14, 23, 59, 59)) }],
    ['the old generation after it', 'legacy', 'breach', LEGACY, { notBefore: new Date(Date.UTC(2025, 6, 15)) }],
    ['the middle generation then', 'legacy', 'holds', MULTIPURPOSE, { notBefore: new Date(Date.UTC(2025, 6, 15)) }],
    ['the old generation, 1185 days', 'validity', 'holds', LEGACY, { notBefore: NOW, notAfter: new Date(NOW.getTime() + 1185 * DAY - 1000) }],
    ['the old generation, a second more', 'validity', 'breach 1186', LEGACY, { notBefore: NOW, notAfter: new Date(NOW.getTime() + 1185 * DAY) }],
    ['the middle generation, a second more than 825 days', 'validity', 'breach 826', MULTIPURPOSE, { notBefore: NOW, notAfter: new Date(NOW.getTime() + 825 * DAY) }],
  ])
  it('not an authority', async () => {
    const authority = parseCertificate((await anIntermediate(root, { key, extensions: { ...STRICT, keyUsage: null } })).certificate)
    expect(PROFILE_RULES.map(rule => answerOfRule(rule, authority)).filter(answer => answer !== 'not-applicable')).toEqual([])
  })
  it('a fault of our own is no finding, and is not hidden', async () => {
    const certificate = await read()
    const broken: ProfileRule = { code: 'certpath/profile-policy', section: '', needsClaim: false, judge: () => { throw new RangeError('ours') } }
    expect(() => answerOfRule(broken, certificate)).toThrow('ours')
    class Broken extends Map<string, never> {
      override get(): never {
        throw new RangeError('ours')
      }
    }
    expect(() => profileFindings({ ...certificate, extensions: new Broken() }, false)).toThrow('ours')
  })
})

describe('keys', () => {
  const rsa = (bits: number) => aKey(algorithm('1.2.840.113549.1.1.1', nullValue()), sequence(integer((1n << BigInt(bits - 1)) + 1n), integer(65537)))
  const kind = (dotted: string) => aKey(algorithm(dotted))
  const [ED25519, ED448, X25519] = ['1.3.101.112', '1.3.101.113', '1.3.101.110'].map(kind)
  const mlDsa = (arc: number) => kind(`2.16.840.1.101.3.4.3.${arc}`)
  const mlKem = (arc: number) => kind(`2.16.840.1.101.3.4.4.${arc}`)
  const usage = (...bits: readonly number[]): Extensions => ({ keyUsage: keyUsage(...bits) })
  describe('sizes', () => {
    tells([
      ['RSA with 2048 bits', 'key-size', 'holds', {}, rsa(2048)],
      ['RSA with 2056 bits', 'key-size', 'holds', {}, rsa(2056)],
      ['RSA with 2040 bits', 'key-size', 'breach 2040', {}, rsa(2040)],
      ['RSA with 2047 bits', 'key-size', 'breach 2047', {}, rsa(2047)],
      ['RSA with 2049 bits', 'key-size', 'breach 2049', {}, rsa(2049)],
      ['a curve', 'key-size', 'not-applicable'],
    ])
  })
  describe('what they may be for', () => {
    tells([
      ['EC, signing', 'key-usage-purpose', 'holds', usage(0)],
      ['EC, agreeing', 'key-usage-purpose', 'holds', usage(4)],
      ['EC, transporting', 'key-usage-purpose', 'breach keyEncipherment', usage(2)],
      ['EC, for neither', 'key-usage-purpose', 'breach nonRepudiation, keyCertSign', usage(1, 5)],
      ['RSA, transporting', 'key-usage-purpose', 'holds', usage(2), rsa(2048)],
      ['RSA, signing', 'key-usage-purpose', 'holds', usage(0), rsa(2048)],
      ['RSA, agreeing', 'key-usage-purpose', 'breach keyAgreement', usage(4), rsa(2048)],
      ['Ed25519, signing', 'key-usage-purpose', 'holds', usage(0), ED25519],
      ['Ed448, signing', 'key-usage-purpose', 'holds', usage(0), ED448],
      ['Ed25519, agreeing', 'key-usage-purpose', 'breach keyAgreement', usage(4), ED25519],
      ['Ed448, agreeing', 'key-usage-purpose', 'breach keyAgreement', usage(4), ED448],
      ['X25519, of which the table has nothing', 'key-usage-purpose', 'not-applicable', usage(0), X25519],
      ['ML-DSA-44, signing', 'key-usage-purpose', 'holds', usage(0), mlDsa(17)],
      ['ML-DSA-87, signing', 'key-usage-purpose', 'holds', usage(0), mlDsa(19)],
      ['ML-DSA-44, transporting', 'key-usage-purpose', 'breach keyEncipherment', usage(2), mlDsa(17)],
      ['ML-DSA-87, transporting', 'key-usage-purpose', 'breach keyEncipherment', usage(2), mlDsa(19)],
      ['the arcs beside ML-DSA', 'key-usage-purpose', 'not-applicable', usage(2), mlDsa(16)],
      ['the arcs beside ML-DSA', 'key-usage-purpose', 'not-applicable', usage(2), mlDsa(20)],
      ['ML-KEM-512, transporting', 'key-usage-purpose', 'holds', usage(2), mlKem(1)],
      ['ML-KEM-1024, transporting', 'key-usage-purpose', 'holds', usage(2), mlKem(3)],
      ['ML-KEM-512, signing', 'key-usage-purpose', 'breach digitalSignature', usage(0), mlKem(1)],
      ['the arcs beside ML-KEM', 'key-usage-purpose', 'not-applicable', usage(0), mlKem(0)],
      ['the arcs beside ML-KEM', 'key-usage-purpose', 'not-applicable', usage(0), mlKem(4)],
      ['no limits', 'key-usage-purpose', 'not-applicable', { keyUsage: null }],
      ['limits to nothing', 'key-usage-purpose', 'not-applicable', { keyUsage: extension('2.5.29.15', bitString(new Uint8Array()), true) }],
    ])
  })
  describe('what may stand beside it', () => {
    tells([
      ['EC, signing', 'key-usage-surplus', 'holds', usage(0, 1)],
      ['EC, agreeing', 'key-usage-surplus', 'holds', usage(4, 7, 8)],
      ['EC, both', 'key-usage-surplus', 'holds', usage(0, 1, 4, 7)],
      ['EC, signing', 'key-usage-surplus', 'breach encipherOnly, decipherOnly', usage(0, 7, 8)],
      ['EC, signing', 'key-usage-surplus', 'breach keyEncipherment, dataEncipherment, keyCertSign, cRLSign', usage(0, 2, 3, 5, 6)],
      ['EC, agreeing', 'key-usage-surplus', 'breach nonRepudiation', usage(1, 4)],
      ['EC, for neither', 'key-usage-surplus', 'not-applicable', usage(1)],
      ['no limits', 'key-usage-surplus', 'not-applicable', { keyUsage: null }],
      ['RSA, transporting', 'key-usage-surplus', 'breach nonRepudiation, dataEncipherment', usage(1, 2, 3), rsa(2048)],
      ['RSA, transporting, in the middle generation', 'key-usage-surplus', 'holds', { ...MULTIPURPOSE, ...usage(2, 3) }, rsa(2048)],
      ['RSA, transporting, in the old generation', 'key-usage-surplus', 'holds', { ...LEGACY, ...usage(2, 3) }, rsa(2048)],
      ['RSA, signing, in the middle generation', 'key-usage-surplus', 'breach dataEncipherment', { ...MULTIPURPOSE, ...usage(0, 3) }, rsa(2048)],
      ['Ed25519', 'key-usage-surplus', 'holds', usage(0, 1), ED25519],
      ['Ed25519', 'key-usage-surplus', 'breach keyAgreement', usage(0, 4), ED25519],
      ['Ed448', 'key-usage-surplus', 'breach keyEncipherment', usage(0, 2), ED448],
      ['ML-DSA-65', 'key-usage-surplus', 'breach keyAgreement', usage(0, 4), mlDsa(18)],
      ['ML-KEM-768', 'key-usage-surplus', 'holds', usage(2), mlKem(2)],
      ['ML-KEM-768', 'key-usage-surplus', 'breach digitalSignature, dataEncipherment', usage(0, 2, 3), mlKem(2)],
      ['X25519', 'key-usage-surplus', 'not-applicable', usage(0, 4), X25519],
      ['limits', 'key-usage-missing', 'holds'],
      ['limits that are critical', 'key-usage-not-critical', 'holds'],
      ['limits that are not', 'key-usage-not-critical', 'breach', { keyUsage: extension('2.5.29.15', tlv(0x03, Uint8Array.of(7, 0x80))) }],
    ])
  })
  describe('how they are named', () => {
    const curve = (dotted: string) => aKey(algorithm('1.2.840.10045.2.1', oid(dotted)))
    const [BEFORE, SINCE] = [Date.UTC(2025, 7, 22) - 1000, Date.UTC(2025, 7, 22)].map(time => ({ notBefore: new Date(time) }))
    tells([
      ['P-256', 'key-algorithm', 'holds', {}, curve('1.2.840.10045.3.1.7')],
      ['P-384', 'key-algorithm', 'holds', {}, curve('1.3.132.0.34')],
      ['P-521', 'key-algorithm', 'holds', {}, curve('1.3.132.0.35')],
      ['brainpoolP256r1', 'key-algorithm', 'breach ECDSA', {}, curve('1.3.36.3.3.2.8.1.1.7')],
      ['RSA', 'key-algorithm', 'holds', {}, rsa(2048)],
      ['Ed25519', 'key-algorithm', 'holds', {}, ED25519],
      ['Ed448', 'key-algorithm', 'holds', {}, ED448],
      ['Ed25519 with parameters', 'key-algorithm', 'breach Ed25519', {}, aKey(algorithm('1.3.101.112', nullValue()))],
      ...[17, 18, 19].map((arc): Story => ['ML-DSA', 'key-algorithm', 'holds', {}, { ...mlDsa(arc), ...SINCE }]),
      ...[1, 2, 3].map((arc): Story => ['ML-KEM', 'key-algorithm', 'holds', {}, { ...mlKem(arc), ...SINCE }]),
      ['ML-DSA with parameters', 'key-algorithm', 'breach ML-DSA-44', {}, { ...aKey(algorithm('2.16.840.1.101.3.4.3.17', nullValue())), ...SINCE }],
      ['ML-DSA before the table had it', 'key-algorithm', 'breach ML-DSA-44', {}, { ...mlDsa(17), ...BEFORE }],
    ])
    it.each<[string, string, () => Der, (CertificateOptions | undefined)?]>([
      ...(['SHA-256', 'SHA-384', 'SHA-512'] as const).flatMap((digest, index): [string, string, () => Der][] => [
        [`RSA with ${digest}`, 'holds', () => algorithm(RSA_OID[digest], nullValue())],
        [`RSA with ${digest}, without NULL`, 'breach', () => algorithm(RSA_OID[digest])],
        [`ECDSA with ${digest}`, 'holds', () => algorithm(ECDSA_OID[digest])],
        [`ECDSA with ${digest} and NULL`, 'breach', () => algorithm(ECDSA_OID[digest], nullValue())],
        [`PSS with ${digest}`, 'holds', () => pssAlgorithm(digest, [32, 48, 64][index] as number)],
        [`PSS with ${digest} and another salt`, 'breach', () => pssAlgorithm(digest, 20)],
        [`PSS with ${digest} and another mask`, 'breach', () => pssAlgorithm(digest, [32, 48, 64][index] as number, 'SHA-1')],
      ]),
      ['RSA with SHA-1', 'breach', () => algorithm(RSA_OID['SHA-1'], nullValue())],
      ['Ed25519', 'holds', () => algorithm('1.3.101.112')],
      ['Ed448', 'holds', () => algorithm('1.3.101.113')],
      ...[17, 18, 19].map((arc): [string, string, () => Der, (CertificateOptions | undefined)?] => ['ML-DSA', 'holds', () => algorithm(`2.16.840.1.101.3.4.3.${arc}`), SINCE]),
      ['ML-DSA before the table had it', 'breach', () => algorithm('2.16.840.1.101.3.4.3.17'), BEFORE],
    ])('a signature by %s: %s', async (_, expected, encoded, options = {}) => {
      const certificate = await read({}, options)
      const named = { ...certificate, signatureAlgorithm: { ...certificate.signatureAlgorithm, encoded: encoded() } }
      expect(told(answerOfRule(ruleOf('signature-algorithm'), named)).split(' ')[0]).toBe(expected)
    })
  })
})

describe('extensions', () => {
  describe('purposes', () => {
    const purposes = (...list: readonly string[]): Extensions => ({ ...MULTIPURPOSE, extKeyUsage: extKeyUsage(...list) })
    tells([
      ['mail', 'extended-key-usage', 'holds', purposes(MAIL)],
      ['mail and clients', 'extended-key-usage', 'holds', purposes(MAIL, CLIENT)],
      ['mail and clients, strictly', 'extended-key-usage', 'breach clientAuth', { ...purposes(MAIL, CLIENT), ...STRICT }],
      ['mail and something of the issuer’s own, strictly', 'extended-key-usage', 'breach 1.2.3.4', { ...purposes(MAIL, '1.2.3.4'), ...STRICT }],
      ['clients alone', 'extended-key-usage', 'breach emailProtection', purposes(CLIENT)],
      ['servers alone', 'extended-key-usage', 'breach serverAuth', purposes(SERVER)],
      ['code too', 'extended-key-usage', 'breach codeSigning', purposes(MAIL, '1.3.6.1.5.5.7.3.3')],
      ['time-stamps too', 'extended-key-usage', 'breach timeStamping', purposes(MAIL, '1.3.6.1.5.5.7.3.8')],
      ['anything', 'extended-key-usage', 'breach anyExtendedKeyUsage', purposes(MAIL, '2.5.29.37.0')],
      ['no limits', 'extended-key-usage', 'breach emailProtection', { ...MULTIPURPOSE, extKeyUsage: null }],
    ])
  })
  describe('the key of the issuer', () => {
    const issuerKey = (value: Der, critical = false): Extensions => ({ authorityKeyIdentifier: extension('2.5.29.35', value, critical) })
    const identifier = contextPrimitive(0, Uint8Array.of(1))
    tells([
      ['named', 'authority-key', 'holds', issuerKey(sequence(identifier))],
      ['critical', 'authority-key', 'breach', issuerKey(sequence(identifier), true)],
      ['missing', 'authority-key', 'breach', { authorityKeyIdentifier: null }],
      ['empty', 'authority-key', 'breach', issuerKey(sequence())],
      ['by serial number alone', 'authority-key', 'breach', issuerKey(sequence(contextPrimitive(2, Uint8Array.of(1))))],
      ['by serial number too', 'authority-key', 'breach', issuerKey(sequence(identifier, contextPrimitive(2, Uint8Array.of(1))))],
    ])
  })
  describe('where the list of revocations is', () => {
    const points = (...list: readonly Der[]): Extensions => ({ extra2: extension('2.5.29.31', sequence(...list)) })
    const full = (...names: readonly Der[]) => sequence(context(0, context(0, ...names)))
    const relative = sequence(context(0, context(1, sequence(oid('2.5.4.3'), utf8String('list')))))
    const byIssuer = sequence(context(2, directory))
    const http = full(uri('http://crl.example/a'))
    const many = points(full(uri('https://crl.example/a'), uri('ldap://crl.example/a')), full(uri('ldap://crl.example/b')))
    tells([
      ['an address', 'crl-missing', 'holds', points(http)],
      ['a directory name and an address', 'crl-missing', 'holds', points(full(directory, uri('http://crl.example/a')))],
      ['an address in the second point', 'crl-missing', 'holds', points(relative, http)],
      ['nothing', 'crl-missing', 'breach'],
      ['a directory name', 'crl-missing', 'breach', points(full(directory))],
      ['a relative name', 'crl-missing', 'breach', points(relative)],
      ['an issuer of lists', 'crl-missing', 'breach', points(byIssuer)],
      ['nothing', 'crl-scheme', 'not-applicable'],
      ['a directory name', 'crl-scheme', 'not-applicable', points(full(directory))],
      ['a relative name and an issuer', 'crl-scheme', 'not-applicable', points(relative, byIssuer)],
      ['by HTTP, beside other names', 'crl-scheme', 'holds', points(relative, full(directory, uri('HTTP://crl.example/a')))],
      ['by others', 'crl-scheme', 'breach https, ldap', many],
      ['by no scheme', 'crl-scheme', 'breach', points(full(uri('crl.example/a')))],
      ['by others, in the old generation', 'crl-scheme', 'breach https, ldap', { ...many, ...LEGACY }],
      ['by HTTP too, in the old generation', 'crl-scheme', 'holds', { ...points(full(uri('ldap://crl.example/a'), uri('http://crl.example/a'))), ...LEGACY }],
      ['by HTTP too, in the middle generation', 'crl-scheme', 'breach ldap', { ...points(full(uri('ldap://crl.example/a')), http), ...MULTIPURPOSE }],
    ])
  })
  describe('where the issuer is', () => {
    const [OCSP, ISSUERS, OTHER] = ['1.3.6.1.5.5.7.48.1', '1.3.6.1.5.5.7.48.2', '1.3.6.1.5.5.7.48.3']
    const access = (list: readonly (readonly [string, Der?])[], critical = false): Extensions => ({
      extra2: extension('1.3.6.1.5.5.7.1.1', sequence(...list.map(([method, location]) => sequence(oid(method), ...(location ? [location] : [])))), critical),
    })
    const [http, https, ldap] = ['http', 'https', 'ldap'].map(scheme => uri(`${scheme}://ca.example/a`)) as [Der, Der, Der]
    tells([
      ['nowhere', 'issuer-access', 'not-applicable'],
      ['by HTTP', 'issuer-access', 'holds', access([[OCSP, http], [ISSUERS, http]])],
      ['critical', 'issuer-access', 'breach critical', access([[ISSUERS, http]], true)],
      ['a responder by HTTPS', 'issuer-access', 'breach https', access([[OCSP, https], [ISSUERS, ldap]])],
      ['an issuer by LDAP', 'issuer-access', 'breach ldap', access([[OCSP, http], [ISSUERS, ldap]])],
      ['an issuer by a directory name', 'issuer-access', 'holds', access([[ISSUERS, directory]])],
      ['something else by LDAP', 'issuer-access', 'holds', access([[OTHER, ldap]])],
      ['without a place', 'issuer-access', 'holds', access([[ISSUERS]])],
      ['by HTTP too, in the old generation', 'issuer-access', 'holds', { ...access([[ISSUERS, ldap], [ISSUERS, http]]), ...LEGACY }],
      ['each way counts on its own, in the old generation', 'issuer-access', 'breach ldap', { ...access([[OCSP, http], [ISSUERS, ldap]]), ...LEGACY }],
    ])
  })
  describe('what may be there, and how', () => {
    const plus = (dotted: string, critical = false): Extensions => ({ extra2: extension(dotted, sequence(), critical) })
    const [LEI, ROLE] = ['1.3.6.1.4.1.52266.1', '1.3.6.1.4.1.52266.2']
    const [STAMP, ARCHIVE] = ['1.2.840.113583.1.1.9.1', '1.2.840.113583.1.1.9.2']
    const lei = (identifier: boolean | null, role: boolean | null, of: Extensions): Extensions => ({
      ...of,
      ...(identifier === null ? {} : { extra2: extension(LEI, octetString(Uint8Array.of(1)), identifier) }),
      ...(role === null ? {} : { extra3: extension(ROLE, octetString(Uint8Array.of(1)), role) }),
    })
    const [ORGANIZATION, SPONSOR, INDIVIDUAL] = [claim(2, 3), claim(3, 3), claim(4, 3)]
    tells([
      ['no attributes of a person, strictly', 'directory-attributes', 'holds'],
      ['attributes of a person, strictly', 'directory-attributes', 'breach', plus('2.5.29.9')],
      ['attributes of a person in the middle generation', 'directory-attributes', 'breach', { ...plus('2.5.29.9'), ...MULTIPURPOSE }],
      ['none in the old generation', 'directory-attributes', 'not-applicable', LEGACY],
      ['attributes of a person in the old generation', 'directory-attributes', 'holds', { ...plus('2.5.29.9'), ...LEGACY }],
      ['critical ones', 'directory-attributes', 'breach', { ...plus('2.5.29.9', true), ...LEGACY }],
      ['no statements', 'qc-critical', 'not-applicable'],
      ['statements', 'qc-critical', 'holds', plus('1.3.6.1.5.5.7.1.3')],
      ['critical statements', 'qc-critical', 'breach', plus('1.3.6.1.5.5.7.1.3', true)],
      ['none of Adobe’s, strictly', 'adobe', 'holds'],
      ['both of Adobe’s, strictly', 'adobe', `breach ${STAMP}, ${ARCHIVE}`, { ...plus(STAMP), extra3: extension(ARCHIVE, sequence()) }],
      ['none of Adobe’s', 'adobe', 'not-applicable', MULTIPURPOSE],
      ['one of Adobe’s', 'adobe', 'holds', { ...plus(ARCHIVE), ...MULTIPURPOSE }],
      ['one of Adobe’s that is critical', 'adobe', `breach ${ARCHIVE}`, { ...plus(ARCHIVE, true), ...MULTIPURPOSE, extra3: extension(STAMP, sequence()) }],
      ['a mailbox', 'lei', 'holds', lei(null, null, STRICT)],
      ['a mailbox of a legal entity', 'lei', 'breach', lei(false, null, STRICT)],
      ['a mailbox with a role', 'lei', 'breach', lei(null, false, STRICT)],
      ['a person', 'lei', 'holds', lei(null, null, INDIVIDUAL)],
      ['a person that is a legal entity', 'lei', 'breach', lei(false, null, INDIVIDUAL)],
      ['an organisation', 'lei', 'holds', lei(null, null, ORGANIZATION)],
      ['an organisation that is a legal entity', 'lei', 'holds', lei(false, null, ORGANIZATION)],
      ['an organisation, critically', 'lei', 'breach', lei(true, null, ORGANIZATION)],
      ['an organisation with a role', 'lei', 'breach', lei(false, false, ORGANIZATION)],
      ['a person of an organisation', 'lei', 'holds', lei(false, false, SPONSOR)],
      ['a person of a legal entity, critically', 'lei', 'breach', lei(true, false, SPONSOR)],
      ['a person with a critical role', 'lei', 'breach', lei(false, true, SPONSOR)],
      ['a person with nothing but a critical role', 'lei', 'breach', lei(null, true, SPONSOR)],
    ])
  })
  describe('alternative names', () => {
    const names = { subjectAltName: subjectAltName(dnsName('example.com')) }
    const critical = { subjectAltName: extension('2.5.29.17', sequence(dnsName('example.com')), true) }
    tells([
      ['some', 'san-missing', 'holds', names],
      ['none', 'san-missing', 'breach', {}, { mailboxes: [] }],
      ['some', 'san-critical', 'holds', names],
      ['critical ones', 'san-critical', 'breach', critical],
      ['critical ones of nobody', 'san-critical', 'not-applicable', critical, { subject: sequence() }],
      ['none', 'san-critical', 'not-applicable', {}, { mailboxes: [] }],
    ])
  })
  it('at most five of many breaches are told', async () => {
    const subject = sequence(...[1, 2, 3, 4, 5, 6].map(arc => setOf(sequence(oid(`1.2.3.${arc}`), utf8String('x')))))
    expect(told(answerOfRule(ruleOf('subject-surplus'), await read({}, { subject })))).toBe('breach 1.2.3.1, 1.2.3.2, 1.2.3.3, 1.2.3.4, 1.2.3.5')
  })
  it('a key pair made elsewhere is read as what it is', async () => {
    const pair = await aKeyPair('Ed25519')
    expect(told(answerOfRule(ruleOf('key-usage-surplus'), await read({ keyUsage: keyUsage(0, 4) }, { key: pair })))).toBe('breach keyAgreement')
  })
})
