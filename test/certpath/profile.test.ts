/** The CA/Browser Forum's S/MIME profile, rule by rule: each certificate leaves a good one in one thing. */
import { beforeAll, describe, expect, it } from 'vitest'
import { profileFindings } from '../../src/certpath/profile/findings.ts'
import { PROFILE_RULES } from '../../src/certpath/profile/rules.ts'
import { parseCertificate } from '../../src/x509/certificate.ts'
import { aRootCa, anEndEntity, anIntermediate, type CertificateOptions, emailName, extension, extKeyUsage, type Holder, keyUsage, NOW, smtpUtf8Mailbox, subjectAltName } from '../make/certificate-authority.ts'
import { context, contextPrimitive, type Der, integer, nullValue, octetString, oid, sequence, tlv } from '../make/der.ts'
import { aClearSignedMessage, aSignedData, bytesOf, ENTITY } from '../make/signed-message.ts'
import { judgeCertificate, judgeMessage } from '../support/judge.ts'

const DAY = 86_400_000
const policies = (...list: readonly string[]): Der => extension('2.5.29.32', sequence(...list.map(each => sequence(oid(each)))))
const uri = (text: string): Der => tlv(0x86, bytesOf(text))
const listAt = (...texts: readonly string[]): Der => extension('2.5.29.31', sequence(sequence(context(0, context(0, ...texts.map(uri))))))
const access = (...texts: readonly string[]): Der => extension('1.3.6.1.5.5.7.1.1', sequence(...texts.map(text => sequence(oid('1.3.6.1.5.5.7.48.2'), uri(text)))))
const attribute = (type: string, text: string): Der => tlv(0x31, sequence(oid(type), tlv(0x0c, bytesOf(text))))
const subject = (...pairs: readonly (readonly [string, string])[]): Der => sequence(...pairs.map(([type, text]) => attribute(type, text)))

const [CN, O, C, ORG_ID, GIVEN_NAME, STREET, EMAIL] = ['2.5.4.3', '2.5.4.10', '2.5.4.6', '2.5.4.97', '2.5.4.42', '2.5.4.9', '1.2.840.113549.1.9.1']
const CLASS = (validation: number, generation: number) => policies(`2.23.140.1.5.${validation}.${generation}`)

let root: Holder
beforeAll(async () => {
  root = await aRootCa()
})

type Extensions = NonNullable<CertificateOptions['extensions']>

const aMailCertificate = (options: CertificateOptions = {}, extensions: Extensions = {}): Promise<Holder> =>
  anEndEntity(root, {
    subject: subject([CN, 'alice@example.com']),
    ...options,
    extensions: { extra1: CLASS(1, 3), extra2: listAt('http://crl.example/a.crl'), ...extensions },
  })

async function found(options: CertificateOptions = {}, extensions: Extensions = {}): Promise<string[]> {
  const holder = await aMailCertificate(options, extensions)
  return profileFindings(parseCertificate(holder.certificate), false).map(({ code, detail }) => `${code} ${detail}`.trim())
}

const organisation = [[O, 'Contoso'], [ORG_ID, 'NTRJP-123']] as const

describe('the profile of mail certificates', () => {
  it('a certificate that follows it', async () => {
    expect(await found()).toEqual([])
    expect(await found({ subject: subject(...organisation, [CN, 'Contoso'], [C, 'JP']) }, { extra1: CLASS(2, 3) })).toEqual([])
    expect(await found({ subject: subject(...organisation, [GIVEN_NAME, 'Alice']) }, { extra1: CLASS(3, 3) })).toEqual([])
    expect(await found({ keyKind: 'RSA-2048', subject: subject([GIVEN_NAME, 'Alice'], [C, 'XX']) }, { extra1: CLASS(4, 2) })).toEqual([])
  })
  it.each<[string, CertificateOptions, Extensions, string[]]>([
    ['two classes', {}, { extra1: policies('2.23.140.1.5.1.3', '2.23.140.1.5.1.2') }, ['certpath/profile-policy 2.23.140.1.5.1.3, 2.23.140.1.5.1.2']],
    ['the old generation after its end', {}, { extra1: CLASS(1, 1) }, []],
    ['the old generation after its end', { notBefore: new Date('2025-07-15T00:00:00Z') }, { extra1: CLASS(1, 1) }, ['certpath/profile-legacy']],
    ['a day and a second too long', { notBefore: NOW, notAfter: new Date(NOW.getTime() + 825 * DAY) }, {}, ['certpath/profile-validity 826']],
    ['not a second too long', { notBefore: NOW, notAfter: new Date(NOW.getTime() + 825 * DAY - 1000) }, {}, []],
    ['as long as the old generation', { notBefore: new Date('2025-01-01T00:00:00Z'), notAfter: new Date('2028-01-01T00:00:00Z') }, { extra1: CLASS(1, 1) }, []],
    ['a short key', { keyKind: 'RSA-1024' }, {}, ['certpath/profile-key-size 1024']],
    ['no alternative names', { mailboxes: [] }, {}, ['certpath/profile-san-missing']],
    ['alternative names without a mailbox', {}, { subjectAltName: subjectAltName(contextPrimitive(2, bytesOf('example.com'))) }, ['certpath/profile-mailbox-missing', 'certpath/profile-subject-mailbox-alone alice@example.com']],
    ['critical alternative names', {}, { subjectAltName: extension('2.5.29.17', sequence(emailName('alice@example.com')), true) }, ['certpath/profile-san-critical']],
    ['critical alternative names of nobody', { subject: sequence() }, { subjectAltName: extension('2.5.29.17', sequence(emailName('alice@example.com')), true) }, []],
    ['two mailboxes in one entry', { subject: sequence(), mailboxes: ['a@example.com b@example.com'] }, {}, ['certpath/profile-mailbox-malformed a@example.com b@example.com']],
    ['a mailbox beyond ASCII', { subject: sequence() }, { subjectAltName: subjectAltName(smtpUtf8Mailbox('アリス@example.com')) }, []],
    ['another mailbox in the subject', { subject: subject([EMAIL, 'bob@example.com']) }, {}, ['certpath/profile-subject-mailbox-alone bob@example.com']],
    ['another mailbox in a name among the alternative ones', {}, { subjectAltName: subjectAltName(emailName('alice@example.com'), context(4, subject([EMAIL, 'bob@example.com']))) }, ['certpath/profile-subject-mailbox-alone bob@example.com']],
    ['two mailboxes in the subject', { subject: subject([EMAIL, 'alice@example.com bob@example.com']) }, {}, ['certpath/profile-subject-email alice@example.com bob@example.com']],
    ['a name that nobody checked', { subject: subject([CN, 'Alice']) }, {}, ['certpath/profile-common-name Alice']],
    ['an organisation that nobody checked', { subject: subject([O, 'Contoso']) }, {}, ['certpath/profile-subject-surplus organizationName']],
    ['a street in the strict generation', { subject: subject(...organisation, [STREET, '1 Main St']) }, { extra1: CLASS(2, 3) }, ['certpath/profile-subject-surplus streetAddress']],
    ['an attribute of no table', { subject: subject(...organisation, ['1.2.3.4', 'x']) }, { extra1: CLASS(2, 2) }, ['certpath/profile-subject-surplus 1.2.3.4']],
    ['an organisation without its number', { subject: subject([O, 'Contoso']) }, { extra1: CLASS(2, 3) }, ['certpath/profile-subject-missing organizationIdentifier']],
    ['a person without a name', { subject: subject([CN, 'alice@example.com']) }, { extra1: CLASS(4, 3) }, ['certpath/profile-subject-missing givenName']],
    ['a country that is none', { subject: subject(...organisation.slice(0, 1), [ORG_ID, 'LEIXG-1'], [C, 'YY']) }, { extra1: CLASS(2, 3) }, ['certpath/profile-country YY']],
    ['a number of another country', { subject: subject(...organisation, [C, 'DE']) }, { extra1: CLASS(2, 3) }, ['certpath/profile-registration-country NTRJP-123']],
    ['a Greek VAT number', { subject: subject([O, 'Contoso'], [ORG_ID, 'VATEL-123'], [C, 'GR']) }, { extra1: CLASS(2, 3) }, []],
    ['no limits of the key', {}, { keyUsage: null }, ['certpath/profile-key-usage-missing']],
    ['limits that are not critical', {}, { keyUsage: extension('2.5.29.15', tlv(0x03, Uint8Array.of(7, 0x80))) }, ['certpath/profile-key-usage-not-critical']],
    ['a key for neither', {}, { keyUsage: keyUsage(1) }, ['certpath/profile-key-usage-purpose nonRepudiation']],
    ['an EC key that transports keys', {}, { keyUsage: keyUsage(0, 2) }, ['certpath/profile-key-usage-surplus keyEncipherment']],
    ['an EC key that agrees on keys', {}, { keyUsage: keyUsage(0, 4) }, []],
    ['an RSA key that encrypts data, strictly', { keyKind: 'RSA-2048' }, { keyUsage: keyUsage(2, 3) }, ['certpath/profile-key-usage-surplus dataEncipherment']],
    ['an RSA key that encrypts data', { keyKind: 'RSA-2048' }, { keyUsage: keyUsage(2, 3), extra1: CLASS(1, 2) }, []],
    ['for servers too', {}, { extra1: CLASS(1, 2), extKeyUsage: extKeyUsage('1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.1') }, ['certpath/profile-extended-key-usage serverAuth']],
    ['for clients too', {}, { extra1: CLASS(1, 2), extKeyUsage: extKeyUsage('1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.2') }, []],
    ['for clients too, strictly', {}, { extKeyUsage: extKeyUsage('1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.2') }, ['certpath/profile-extended-key-usage clientAuth']],
    ['not for mail', {}, { extra1: CLASS(1, 2), extKeyUsage: extKeyUsage('1.3.6.1.5.5.7.3.2') }, ['certpath/profile-extended-key-usage emailProtection']],
    ['no key identifier of the issuer', {}, { authorityKeyIdentifier: null }, ['certpath/profile-authority-key']],
    ['the issuer by serial number too', {}, { authorityKeyIdentifier: extension('2.5.29.35', sequence(contextPrimitive(0, Uint8Array.of(1)), contextPrimitive(2, Uint8Array.of(1)))) }, ['certpath/profile-authority-key']],
    ['no list', {}, { extra2: null }, ['certpath/profile-crl-missing']],
    ['a list by LDAP too', {}, { extra2: listAt('http://crl.example/a.crl', 'ldap://crl.example/a') }, ['certpath/profile-crl-scheme ldap']],
    ['a list by LDAP too, in the old generation', {}, { extra1: CLASS(1, 1), extra2: listAt('http://crl.example/a.crl', 'ldap://crl.example/a') }, []],
    ['the issuer by LDAP', {}, { extra3: access('ldap://ca.example/a') }, ['certpath/profile-issuer-access ldap']],
    ['the issuer by HTTP', {}, { extra3: access('http://ca.example/a') }, []],
    ['attributes of a person', {}, { extra3: extension('2.5.29.9', sequence()) }, ['certpath/profile-directory-attributes']],
    ['a critical statement', {}, { extra3: extension('1.3.6.1.5.5.7.1.3', sequence(), true) }, ['certpath/profile-qc-critical']],
    ['a legal entity behind a mailbox', {}, { extra3: extension('1.3.6.1.4.1.52266.1', octetString(Uint8Array.of(1))) }, ['certpath/profile-lei']],
    ['Adobe’s extension', {}, { extra3: extension('1.2.840.113583.1.1.9.1', sequence()) }, ['certpath/profile-adobe 1.2.840.113583.1.1.9.1']],
    ['Adobe’s extension in the middle generation', {}, { extra1: CLASS(1, 2), extra3: extension('1.2.840.113583.1.1.9.1', sequence()) }, []],
    ['older than the profile', { notBefore: new Date('2023-08-31T23:59:59Z'), mailboxes: [] }, {}, []],
  ])('%s', async (_, options, extensions, expected) => {
    expect(await found(options, extensions)).toEqual(expected)
  })
  it('the bytes of the two algorithm identifiers', async () => {
    const parameters = sequence(oid('1.2.840.113549.1.1.1'))
    const encoded = await aMailCertificate({ keyKind: 'RSA-2048' })
    const parsed = parseCertificate(encoded.certificate)
    const altered = { ...parsed, publicKey: { ...parsed.publicKey, algorithm: { ...parsed.publicKey.algorithm, encoded: parameters } } }
    expect(profileFindings(altered, false).map(({ code }) => code)).toEqual(['certpath/profile-key-algorithm'])
    expect(await found({ digest: 'SHA-1' })).toEqual(['certpath/profile-signature-algorithm SHA-1 with ECDSA'])
    expect(await found({ digest: 'SHA-384' })).toEqual([])
  })
  it('an authority, and a rule that has something unreadable before it, say nothing', async () => {
    const authority = await anIntermediate(root, { extensions: { extra1: CLASS(1, 3) } })
    expect(profileFindings(parseCertificate(authority.certificate), true)).toEqual([])
    expect(await found({}, { extra2: extension('2.5.29.31', nullValue()) })).toEqual([])
    expect(await found({}, { extra1: extension('2.5.29.32', integer(1)) })).toEqual([])
  })
  it('has a section for every rule, and every code once', () => {
    expect(new Set(PROFILE_RULES.map(({ code }) => code)).size).toBe(PROFILE_RULES.length)
    for (const { section } of PROFILE_RULES) expect(section).toMatch(/^[67]\.\d/u)
  })
})

describe('whose certificates are looked at', () => {
  it('a private authority owes the profile nothing, a public one does', async () => {
    const plain = parseCertificate((await anEndEntity(root)).certificate)
    expect(profileFindings(plain, false)).toEqual([])
    expect(profileFindings(plain, true).map(({ code }) => code)).toEqual(['certpath/profile-policy'])
  })
  it('the signer’s and no other of the path; the standing is what it was', async () => {
    const holder = await aMailCertificate({ subject: subject([CN, 'Alice']) })
    const message = aClearSignedMessage(await aSignedData({ content: bytesOf(ENTITY), signers: [{ holder }], certificates: [holder.certificate] }))
    const { verdict } = await judgeMessage(message, { anchors: [root.certificate] })
    const [signer] = verdict.signers
    expect(signer?.certificate?.profile).toEqual([{ code: 'certpath/profile-common-name', section: '7.1.4.2.2 (a)', detail: 'Alice' }])
    expect([verdict.standing, verdict.reasons, signer?.notes.map(({ code }) => code)]).toEqual(['valid', [], []])
    expect(signer?.path.outcome === 'valid' && signer.path.path.map(({ profile }) => profile)).toEqual([undefined, undefined])
  })
  it('the one that is asked about', async () => {
    const holder = await aMailCertificate({ mailboxes: [] })
    const { leaf, path } = await judgeCertificate(holder.certificate, { anchors: [root.certificate] })
    expect(leaf.profile?.map(({ code }) => code)).toEqual(['certpath/profile-san-missing'])
    expect(path.outcome).toBe('valid')
  })
})
