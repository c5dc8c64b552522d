/** Every form of general name against subtrees and against itself (RFC 5280 section 4.2.1.10; SEC-54, SEC-69). */
import { beforeAll, describe, expect, it } from 'vitest'
import { isWithinSubtree } from '../../src/certpath/subtree.ts'
import { Asn1Reader } from '../../src/x509/asn1-reader.ts'
import { type GeneralName, generalNameKey, readGeneralName } from '../../src/x509/general-name.ts'
import { aRootCa, anEndEntity, anIntermediate, dnsName, emailName, type Holder, nameConstraints, smtpUtf8Mailbox, subjectAltName } from '../make/certificate-authority.ts'
import { context, contextPrimitive, type Der, distinguishedName, ia5String, octetString, oid, utf8String } from '../make/der.ts'
import { failureOf, judgeCertificate } from '../support/judge.ts'

const uri = (text: string): Der => contextPrimitive(6, ia5String(text).subarray(2))
const ip = (...octets: readonly number[]): Der => contextPrimitive(7, Uint8Array.from(octets))
const directory = (...name: Parameters<typeof distinguishedName>): Der => context(4, distinguishedName(...name))

/** One of each of the nine kinds, and SmtpUTF8Mailbox as the tenth. */
const KINDS: Readonly<Record<string, Der>> = {
  'other': context(0, oid('1.2.3.4'), context(0, utf8String('x'))),
  'utf8-email': smtpUtf8Mailbox('老師@example.com'),
  'email': emailName('alice@example.com'),
  'dns': dnsName('example.com'),
  'x400': context(3, octetString(Uint8Array.of(1))),
  'directory': directory('Alice', 'Contoso'),
  'edi-party': context(5, context(1, utf8String('party'))),
  'uri': uri('https://example.com/'),
  'ip': ip(192, 0, 2, 1),
  'registered-id': contextPrimitive(8, oid('1.2.3.4').subarray(2)),
}

function nameOf(der: Der): GeneralName {
  const reader = new Asn1Reader(der)
  return readGeneralName(reader, reader.read(0))
}

const refused = 'certpath/name-constraint'
let root: Holder
beforeAll(async () => {
  root = await aRootCa()
})

async function judge(subtrees: Parameters<typeof nameConstraints>[0], ...names: readonly Der[]): Promise<string> {
  const issuing = await anIntermediate(root, { extensions: { nameConstraints: nameConstraints(subtrees) } })
  const leaf = await anEndEntity(issuing, { extensions: { subjectAltName: subjectAltName(emailName('a@free.test'), ...names) } })
  return failureOf(await judgeCertificate(leaf.certificate, { anchors: [root.certificate], certificates: [issuing.certificate] }))
}

describe('the nine kinds', () => {
  it.each(Object.keys(KINDS))('%s is read as itself, and equals itself or nothing', kind => {
    const name = nameOf(KINDS[kind] as Der)
    expect(name.kind).toBe(kind)
    const others = Object.keys(KINDS).filter(each => each !== kind).map(each => generalNameKey(nameOf(KINDS[each] as Der)))
    expect(others.filter(key => key !== undefined)).not.toContain(generalNameKey(name))
  })
  it.each(['other', 'x400', 'edi-party', 'registered-id'])('%s never lies within anything: constrained and present is refused', async kind => {
    const name = KINDS[kind] as Der
    expect(isWithinSubtree(nameOf(name), nameOf(name))).toBeUndefined()
    expect(await judge({ permitted: [name] }, name)).toBe(refused)
    expect(await judge({ excluded: [name] }, name)).toBe(refused)
    expect(await judge({ permitted: [name] })).toBe('valid')
  })
  it.each(Object.keys(KINDS))('%s is not held by constraints on other forms', async kind => {
    const isMail = kind === 'email' || kind === 'utf8-email'
    const constraint = isMail ? dnsName('elsewhere.test') : emailName('free.test')
    expect(await judge({ permitted: [constraint] }, KINDS[kind] as Der)).toBe('valid')
  })
})

describe('mailboxes', () => {
  it.each<[story: string, constraint: string, name: Der, expected: string]>([
    ['the very mailbox', 'bob@example.com', emailName('bob@example.com'), refused],
    ['in other letters: may be the same mailbox', 'bob@example.com', emailName('BOB@example.com'), refused],
    ['another one', 'bob@example.com', emailName('carol@example.com'), 'valid'],
    ['host in other letters, with a dot at the end', 'example.com', emailName('bob@EXAMPLE.com.'), refused],
    ['SmtpUTF8Mailbox on the host', 'example.com', smtpUtf8Mailbox('老師@example.com'), refused],
    ['SmtpUTF8Mailbox on an internationalised host, as U-label', 'xn--fsqu00a.xn--g6w251d', smtpUtf8Mailbox('老師@例子.測試'), refused],
    ['SmtpUTF8Mailbox below it', '.xn--g6w251d', smtpUtf8Mailbox('老師@例子.測試'), refused],
    ['no address at all', 'example.com', emailName('example.com'), refused],
  ])('excluded, %s', async (_, constraint, name, expected) => {
    expect(await judge({ excluded: [emailName(constraint)] }, name)).toBe(expected)
  })
  it('permitted is read strictly: other letters are not the permitted mailbox', async () => {
    const permitted = [emailName('free.test'), emailName('bob@example.com')]
    expect(await judge({ permitted }, emailName('bob@example.com'))).toBe('valid')
    expect(await judge({ permitted }, emailName('BOB@example.com'))).toBe(refused)
  })
  it('a path behind the domain is no way around it', async () => {
    expect(await judge({ permitted: [emailName('free.test')] }, smtpUtf8Mailbox('a@free.test/é'))).toBe(refused)
    expect(await judge({ permitted: [emailName('free.test')] }, smtpUtf8Mailbox('a@é:b@free.test'))).toBe('valid')
  })
})

describe('other comparable forms', () => {
  it.each<[story: string, constraint: Der, name: Der, expected: string]>([
    ['host of a URI', uri('example.com'), uri('https://user@example.com:8080/x'), 'valid'],
    ['host below, where only the host is permitted', uri('example.com'), uri('https://www.example.com/'), refused],
    ['host below a dotted one', uri('.example.com'), uri('https://www.example.com/'), 'valid'],
    ['URI with an address instead of a host', uri('example.com'), uri('https://192.0.2.1/'), refused],
    ['URI without a host', uri('example.com'), uri('mailto:a@example.com'), refused],
    ['host only in the user part', uri('example.com'), uri('https://example.com@evil.test/'), refused],
    ['address in the network', ip(192, 0, 2, 0, 255, 255, 255, 0), ip(192, 0, 2, 9), 'valid'],
    ['address outside', ip(192, 0, 2, 0, 255, 255, 255, 0), ip(192, 0, 3, 9), refused],
    ['address of the other version', ip(192, 0, 2, 0, 255, 255, 255, 0), ip(...new Uint8Array(16)), refused],
    ['mask of the wrong length', ip(192, 0, 2, 0), ip(192, 0, 2, 0), refused],
    ['DNS name with a dot at the end', dnsName('example.com'), dnsName('a.example.com.'), 'valid'],
    ['directory name with an invisible letter', directory('', 'Contoso'), directory('X', 'Con\u200btoso'), 'valid'],
    ['directory name by Unicode’s compatibility', directory('', 'Contoso'), directory('X', 'Ｃontoso'), 'valid'],
    ['directory name that only begins alike', directory('', 'Contoso'), directory('X', 'Contoso Ltd'), refused],
  ])('permitted, %s', async (_, constraint, name, expected) => {
    const subject = constraint[0] === 0xa4 ? { permitted: [constraint, directory('Alice')] } : { permitted: [constraint] }
    expect(await judge(subject, name)).toBe(expected)
  })
})
