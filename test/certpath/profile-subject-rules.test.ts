/** The rules of the S/MIME profile about the subject and its mailboxes, each alone. */
import { beforeAll, describe, expect, it } from 'vitest'
import { answerOfRule } from '../../src/certpath/profile/findings.ts'
import { isMailboxAddress } from '../../src/certpath/profile/mailbox-text.ts'
import type { ProfileRule } from '../../src/certpath/profile/profile-rule.ts'
import { PROFILE_RULES } from '../../src/certpath/profile/rules.ts'
import { ATTRIBUTE, isAttributeAllowed } from '../../src/certpath/profile/subject-attribute-table.ts'
import { parseCertificate } from '../../src/x509/certificate.ts'
import { aRootCa, anEndEntity, dnsName, emailName, extension, type Holder, smtpUtf8Mailbox, subjectAltName } from '../make/certificate-authority.ts'
import { context, type Der, oid, sequence, setOf, tlv, utf8String } from '../make/der.ts'

type Attributes = readonly (readonly [name: keyof typeof ATTRIBUTE | 'other', text: string])[]
type Class = 'mailbox' | 'organization' | 'sponsor' | 'individual'
type Generation = 'legacy' | 'multipurpose' | 'strict'

const CLASSES: readonly Class[] = ['mailbox', 'organization', 'sponsor', 'individual']
const GENERATIONS: readonly Generation[] = ['legacy', 'multipurpose', 'strict']
const ALICE = 'alice@example.com'

let root: Holder
beforeAll(async () => {
  root = await aRootCa()
})

const nameOf = (attributes: Attributes): Der =>
  sequence(...attributes.map(([name, text]) => setOf(sequence(oid(name === 'other' ? '1.2.3.4' : ATTRIBUTE[name]), utf8String(text)))))

async function answer(code: string, subject: Der, validation: Class = 'mailbox', generation: Generation = 'strict', names: readonly Der[] | null = [emailName(ALICE)]): Promise<string> {
  const policy = `2.23.140.1.5.${CLASSES.indexOf(validation) + 1}.${GENERATIONS.indexOf(generation) + 1}`
  const extensions = { extra1: extension('2.5.29.32', sequence(sequence(oid(policy)))), subjectAltName: names && subjectAltName(...names) }
  const { certificate } = await anEndEntity(root, { key: root.key, subject, extensions })
  const rule = PROFILE_RULES.find(each => each.code === `certpath/profile-${code}`) as ProfileRule
  const told = answerOfRule(rule, parseCertificate(certificate))
  return typeof told === 'string' ? told : `breach ${told.breach}`.trim()
}

describe('the attributes of a subject', () => {
  it.each<[keyof typeof ATTRIBUTE, readonly Class[]]>([
    ['commonName', CLASSES],
    ['serialNumber', CLASSES],
    ['emailAddress', CLASSES],
    ['localityName', ['organization', 'sponsor', 'individual']],
    ['stateOrProvinceName', ['organization', 'sponsor', 'individual']],
    ['countryName', ['organization', 'sponsor', 'individual']],
    ['organizationName', ['organization', 'sponsor']],
    ['organizationalUnitName', ['organization', 'sponsor']],
    ['organizationIdentifier', ['organization', 'sponsor']],
    ['givenName', ['sponsor', 'individual']],
    ['surname', ['sponsor', 'individual']],
    ['pseudonym', ['sponsor', 'individual']],
    ['title', ['sponsor', 'individual']],
  ])('%s is for %j', (name, classes) => {
    for (const generation of GENERATIONS) {
      expect(CLASSES.filter(validation => isAttributeAllowed(ATTRIBUTE[name], { validation, generation }))).toEqual(classes)
    }
  })
  it.each<[Generation, readonly Class[], readonly Class[]]>([
    ['legacy', CLASSES.slice(1), CLASSES.slice(1)],
    ['multipurpose', CLASSES.slice(1), []],
    ['strict', [], []],
  ])('a street and what no table names, in the %s generation', (generation, street, other) => {
    const allowed = (type: string) => CLASSES.filter(validation => isAttributeAllowed(type, { validation, generation }))
    expect([allowed(ATTRIBUTE.streetAddress), allowed(ATTRIBUTE.postalCode), allowed('1.2.3.4')]).toEqual([street, street, other])
  })
  it.each<[string, Class, Attributes, string]>([
    ['a mailbox alone', 'mailbox', [['commonName', ALICE], ['serialNumber', '1'], ['emailAddress', ALICE]], 'holds'],
    ['a name beside it', 'mailbox', [['commonName', ALICE], ['surname', 'Liddell'], ['other', 'x']], 'breach surname, 1.2.3.4'],
    ['nothing', 'individual', [], 'holds'],
  ])('%s', async (_, validation, attributes, expected) => {
    expect(await answer('subject-surplus', nameOf(attributes), validation)).toBe(expected)
  })
})

describe('what a subject must have', () => {
  const organisation: Attributes = [['organizationName', 'Contoso'], ['organizationIdentifier', 'NTRJP-1']]
  it.each<[string, Class, Generation, Attributes, string]>([
    ['a mailbox needs nothing', 'mailbox', 'strict', [], 'not-applicable'],
    ['an organisation', 'organization', 'strict', organisation, 'holds'],
    ['an organisation without a name', 'organization', 'strict', organisation.slice(1), 'breach organizationName'],
    ['an organisation without anything', 'organization', 'legacy', [], 'breach organizationName, organizationIdentifier'],
    ['a person of nobody', 'sponsor', 'strict', [['givenName', 'Alice'], ['organizationName', 'Contoso']], 'breach organizationIdentifier'],
    ['nobody of an organisation', 'sponsor', 'strict', organisation, 'breach givenName'],
    ['nobody of an organisation, in the middle generation', 'sponsor', 'multipurpose', organisation, 'breach givenName'],
    ['nobody of an organisation, in the old generation', 'sponsor', 'legacy', organisation, 'holds'],
    ['nobody of nobody', 'sponsor', 'strict', [['organizationIdentifier', 'NTRJP-1']], 'breach organizationName, givenName'],
    ['a surname', 'sponsor', 'strict', [...organisation, ['surname', 'Liddell']], 'holds'],
    ['a pseudonym', 'sponsor', 'strict', [...organisation, ['pseudonym', 'Alice']], 'holds'],
    ['a person', 'individual', 'strict', [['givenName', 'Alice']], 'holds'],
    ['a person without a name', 'individual', 'strict', [['commonName', ALICE], ['title', 'Dr']], 'breach givenName'],
    ['a person without a name, in the old generation', 'individual', 'legacy', [['commonName', ALICE]], 'holds'],
  ])('%s', async (_, validation, generation, attributes, expected) => {
    expect(await answer('subject-missing', nameOf(attributes), validation, generation)).toBe(expected)
  })
})

describe('common name', () => {
  it.each<[string, Class, Attributes, string]>([
    ['a mailbox', 'mailbox', [['commonName', ALICE]], 'holds'],
    ['none', 'mailbox', [], 'holds'],
    ['a name', 'mailbox', [['commonName', 'Alice']], 'breach Alice'],
    ['the organisation, which a mailbox does not vouch for', 'mailbox', [['organizationName', 'Contoso'], ['commonName', 'Contoso']], 'breach Contoso'],
    ['the organisation', 'organization', [['organizationName', 'Contoso'], ['commonName', 'Contoso']], 'holds'],
    ['the organisation’s mailbox', 'organization', [['organizationName', 'Contoso'], ['commonName', 'info@example.com']], 'holds'],
    ['another organisation', 'organization', [['organizationName', 'Contoso'], ['commonName', 'Fabrikam']], 'breach Fabrikam'],
    ['a name beside a mailbox', 'mailbox', [['commonName', ALICE], ['commonName', 'Alice']], 'breach Alice'],
    ['a person of an organisation', 'sponsor', [['commonName', 'Alice']], 'not-applicable'],
    ['a person', 'individual', [['commonName', 'Alice']], 'not-applicable'],
  ])('%s', async (_, validation, attributes, expected) => {
    expect(await answer('common-name', nameOf(attributes), validation)).toBe(expected)
  })
})

describe('countries', () => {
  const at = (country: string, ...identifiers: readonly string[]): Attributes => [['countryName', country], ...identifiers.map(text => ['organizationIdentifier', text] as const)]
  it.each<[string, Class, Attributes, string]>([
    ['one that is', 'organization', at('JP'), 'holds'],
    ['the last of the list', 'individual', at('ZW'), 'holds'],
    ['the first of the list', 'sponsor', at('AD'), 'holds'],
    ['none in particular', 'organization', at('XX'), 'holds'],
    ['one that is not', 'individual', at('YY'), 'breach YY'],
    ['one in small letters', 'sponsor', at('jp'), 'breach jp'],
    ['no country', 'organization', [], 'not-applicable'],
    ['a mailbox has none', 'mailbox', at('YY'), 'not-applicable'],
  ])('%s', async (_, validation, attributes, expected) => {
    expect(await answer('country', nameOf(attributes), validation)).toBe(expected)
  })
  it.each<[string, Class, Attributes, string]>([
    ['a number of the country', 'organization', at('JP', 'NTRJP-1'), 'holds'],
    ['a number of another country', 'organization', at('DE', 'NTRJP-1'), 'breach NTRJP-1'],
    ['a person’s organisation of the country', 'sponsor', at('JP', 'NTRJP-1'), 'holds'],
    ['a person’s organisation of another country', 'sponsor', at('DE', 'NTRJP-1'), 'breach NTRJP-1'],
    ['a person has no number', 'individual', at('DE', 'NTRJP-1'), 'not-applicable'],
    ['a mailbox has no number', 'mailbox', at('DE', 'NTRJP-1'), 'not-applicable'],
    ['no country', 'organization', [['organizationIdentifier', 'NTRJP-1']], 'not-applicable'],
    ['no number', 'organization', at('JP'), 'not-applicable'],
    ['numbers of the world', 'organization', at('JP', 'LEIXG-1', 'INTXG-1'), 'not-applicable'],
    ['no number of a scheme', 'organization', at('DE', '12345'), 'not-applicable'],
    ['something before the scheme', 'organization', at('DE', 'xNTRJP-1'), 'not-applicable'],
    ['no reference after the line', 'organization', at('DE', 'NTRJP-'), 'not-applicable'],
    ['a state of the country', 'organization', at('US', 'NTRUS+CA-1'), 'holds'],
    ['a state of another country', 'organization', at('DE', 'NTRUS+CA-1'), 'breach NTRUS+CA-1'],
    ['a state with too long a code', 'organization', at('DE', 'NTRUS+CALI-1'), 'not-applicable'],
    ['an authority of the country', 'organization', at('US', 'GOVUS'), 'holds'],
    ['an authority of another country', 'organization', at('DE', 'GOVUS+CA'), 'breach GOVUS+CA'],
    ['a Greek VAT number', 'organization', at('GR', 'VATEL-1'), 'holds'],
    ['a Greek VAT number is of Greece', 'organization', at('EL', 'VATEL-1'), 'breach VATEL-1'],
    ['a Greek number that is none of VAT', 'organization', at('GR', 'NTREL-1'), 'breach NTREL-1'],
    ['a VAT number of Northern Ireland', 'organization', at('GB', 'VATXI-1'), 'holds'],
    ['a German VAT number', 'organization', at('DE', 'VATDE-1'), 'holds'],
    ['two numbers', 'organization', at('DE', 'VATDE-1', 'NTRJP-1', 'NTRFR-1'), 'breach NTRJP-1, NTRFR-1'],
  ])('%s', async (_, validation, attributes, expected) => {
    expect(await answer('registration-country', nameOf(attributes), validation)).toBe(expected)
  })
})

describe('mailboxes', () => {
  it.each(['a@b', 'a.b+c@example.com', 'アリス@example.com'])('%s is one', text => {
    expect(isMailboxAddress(text)).toBe(true)
  })
  it.each(['', 'a', '@', 'a@', '@b', 'a@b@c', 'a b@c', 'a@b c', ' a@b', 'a@b ', '<a@b>', 'a@b>', 'a@b,c@d', 'a@b;', '"a"@b', 'a:b@c', 'a(x)@b', 'a@b\n'])('%j is none', text => {
    expect(isMailboxAddress(text)).toBe(false)
  })
  it.each<[string, readonly Der[] | null, string, string]>([
    ['no alternative names', null, 'not-applicable', 'not-applicable'],
    ['a host', [dnsName('example.com')], 'breach', 'not-applicable'],
    ['a host and a mailbox', [dnsName('example.com'), emailName(ALICE)], 'holds', 'holds'],
    ['a mailbox beyond ASCII', [smtpUtf8Mailbox('アリス@example.com')], 'holds', 'holds'],
    ['a mailbox beyond ASCII with its name', [smtpUtf8Mailbox('アリス <a@example.com>')], 'holds', 'breach アリス <a@example.com>'],
    ['a mailbox, and two in one entry', [emailName(ALICE), emailName('a@b, c@d')], 'holds', 'breach a@b, c@d'],
  ])('%s', async (_, names, present, single) => {
    const answers = [await answer('mailbox-missing', sequence(), 'mailbox', 'strict', names), await answer('mailbox-malformed', sequence(), 'mailbox', 'strict', names)]
    expect(answers).toEqual([present, single])
  })
  it.each<[string, Attributes, string]>([
    ['none', [['commonName', ALICE]], 'not-applicable'],
    ['one', [['emailAddress', ALICE]], 'holds'],
    ['one, and two in one', [['emailAddress', ALICE], ['emailAddress', 'a@b c@d']], 'breach a@b c@d'],
  ])('%s as emailAddress of the subject', async (_, attributes, expected) => {
    expect(await answer('subject-email', nameOf(attributes))).toBe(expected)
  })
  const directory = (attributes: Attributes) => context(4, nameOf(attributes))
  it.each<[string, Attributes, readonly Der[] | null, string]>([
    ['no mailbox', [['serialNumber', '1']], [emailName(ALICE)], 'not-applicable'],
    ['something like a mailbox in another attribute', [['organizationName', 'bob@example.com']], [emailName(ALICE)], 'not-applicable'],
    ['a name', [['commonName', 'Alice']], [emailName(ALICE)], 'not-applicable'],
    ['a mailbox, without alternative names', [['emailAddress', ALICE]], null, 'not-applicable'],
    ['the mailbox', [['emailAddress', ALICE]], [emailName(ALICE)], 'holds'],
    ['the mailbox in capitals', [['emailAddress', 'ALICE@example.com']], [emailName('Alice@Example.com')], 'holds'],
    ['the mailbox among those beyond ASCII', [['commonName', ALICE]], [smtpUtf8Mailbox(ALICE)], 'holds'],
    ['the mailbox among hosts only', [['commonName', 'alice@example.com']], [dnsName('alice@example.com')], 'breach alice@example.com'],
    ['another mailbox, twice', [['emailAddress', 'bob@example.com'], ['commonName', 'bob@example.com']], [emailName(ALICE)], 'breach bob@example.com'],
    ['another mailbox in an alternative name', [], [emailName(ALICE), directory([['emailAddress', 'bob@example.com']])], 'breach bob@example.com'],
    ['another mailbox as common name of an alternative name', [], [directory([['commonName', 'bob@example.com']]), emailName(ALICE)], 'breach bob@example.com'],
    ['the mailbox in an alternative name', [], [directory([['commonName', ALICE]]), emailName(ALICE)], 'holds'],
  ])('%s in the subject', async (_, attributes, names, expected) => {
    expect(await answer('subject-mailbox-alone', nameOf(attributes), 'mailbox', 'strict', names)).toBe(expected)
  })
  it('a value that is no text is no mailbox and no name', async () => {
    const subject = sequence(setOf(sequence(oid(ATTRIBUTE.commonName), tlv(0x02, Uint8Array.of(1)))))
    expect([await answer('subject-mailbox-alone', subject), await answer('common-name', subject)]).toEqual(['not-applicable', 'holds'])
  })
})
