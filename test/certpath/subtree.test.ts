/** One name against one subtree, form by form (RFC 5280 section 4.2.1.10; RFC 9549 for internationalised domains). */
import { describe, expect, it } from 'vitest'
import { canonicalDomain, isWithinSubtree } from '../../src/certpath/subtree.ts'
import { Asn1Reader } from '../../src/x509/asn1-reader.ts'
import { type GeneralName, readGeneralName } from '../../src/x509/general-name.ts'
import { context, distinguishedName, sequence } from '../make/der.ts'

type Text = 'email' | 'utf8-email' | 'dns' | 'uri'
const text = (kind: Text, value: string): GeneralName => ({ kind, text: value })
const ip = (...octets: readonly number[]): GeneralName => ({ kind: 'ip', octets: Uint8Array.from(octets) })

function directory(encoded: Uint8Array): GeneralName {
  const reader = new Asn1Reader(context(4, encoded))
  return readGeneralName(reader, reader.read(0))
}

const within = (kind: Text, name: string, subtree: string) => isWithinSubtree(text(kind, name), text(kind, subtree))

describe('a mailbox', () => {
  it.each<[name: string, subtree: string, expected: boolean | undefined]>([
    ['bob@example.com', 'bob@example.com', true],
    ['bob@example.com', 'bob@EXAMPLE.com.', true],
    ['bob@example.com', 'carol@example.com', false],
    ['bob@example.com', 'bob@example.org', false],
    ['bob@example.com', 'BOB@example.com', undefined],
    ['bob@example.org', 'BOB@example.com', false],
    ['"x@y"@example.com', '"x@y"@example.com', true],
    ['"x@y"@example.com', 'example.com', true],
    ['"x@y"@example.com', 'y"@example.com', false],
    ['bob@example.com', 'example.com', true],
    ['bob@example.com', '@example.com', true],
    ['bob@www.example.com', '@example.com', false],
    ['bob@www.example.com', 'example.com', false],
    ['bob@notexample.com', 'example.com', false],
    ['bob@www.example.com', '.example.com', true],
    ['bob@a.b.example.com', '.example.com', true],
    ['bob@example.com', '.example.com', false],
    ['bob@.example.com', '.example.com', false],
    ['bob@anywhere.test', '', true],
    ['@example.com', 'example.com', true],
    ['example.com', 'example.com', undefined],
    ['', '', undefined],
  ])('%s within %j: %s', (name, subtree, expected) => {
    expect(within('email', name, subtree)).toBe(expected)
    expect(isWithinSubtree(text('utf8-email', name), text('email', subtree))).toBe(expected)
    expect(isWithinSubtree(text('email', name), text('utf8-email', subtree))).toBe(expected)
  })
  it('in UTF-8 is the same mailbox with its domain in either form', () => {
    expect(within('utf8-email', '老師@例子.測試', '老師@xn--fsqu00a.xn--g6w251d')).toBe(true)
    expect(within('utf8-email', '老師@例子.測試', '學生@xn--fsqu00a.xn--g6w251d')).toBe(false)
    expect(within('utf8-email', '老師@例子.測試', '.測試')).toBe(true)
  })
})

describe('a domain', () => {
  it.each<[name: string, subtree: string, expected: boolean]>([
    ['example.com', 'example.com', true],
    ['EXAMPLE.COM.', 'example.com', true],
    ['www.example.com', 'example.com', true],
    ['a.b.example.com', 'example.com', true],
    ['notexample.com', 'example.com', false],
    ['com', 'example.com', false],
    ['example.com.evil.test', 'example.com', false],
    ['www.example.com', '.example.com', true],
    ['example.com', '.example.com', false],
    ['anything.test', '', true],
    ['', 'example.com', false],
    ['例子.測試', 'xn--g6w251d', true],
  ])('%s within %j: %s', (name, subtree, expected) => {
    expect(within('dns', name, subtree)).toBe(expected)
  })
})

describe('a URI', () => {
  it.each<[name: string, subtree: string, expected: boolean | undefined]>([
    ['https://example.com', 'example.com', true],
    ['https://example.com/', 'example.com', true],
    ['https://EXAMPLE.com./x', 'example.com', true],
    ['https://example.com:8080', 'example.com', true],
    ['https://example.com?q', 'example.com', true],
    ['https://example.com#f', 'example.com', true],
    ['svn+ssh://user@example.com/x', 'example.com', true],
    ['https://@example.com/', 'example.com', true],
    ['x-1.y://example.com/', 'example.com', true],
    ['https://example.com@evil.test/', 'example.com', false],
    ['https://evil.test/@example.com', 'example.com', false],
    ['https://evil.test?@example.com', 'example.com', false],
    ['https://evil.test#@example.com', 'example.com', false],
    ['https://www.example.com/', 'example.com', false],
    ['https://www.example.com/', '.example.com', true],
    ['https://longer-than-it.test/', '.example.com', false],
    ['https://example.com/', '.example.com', false],
    ['https://.example.com/', '.example.com', false],
    ['https://a1.test/', 'a1.test', true],
    ['https://例子.測試/', 'xn--fsqu00a.xn--g6w251d', true],
  ])('%s within %s: %s', (name, subtree, expected) => {
    expect(within('uri', name, subtree)).toBe(expected)
  })
  it.each([
    'https://192.0.2.1/',
    'https://[2001:db8::1]/',
    'https:///path',
    'https://',
    'mailto:bob@example.com',
    'urn:example:https://example.com/',
    '1http://example.com/',
    '//example.com/',
    'example.com',
    'https://example.com[/',
    'https://a@b@example.com/',
    'https://example.com\\@evil.test/',
    'https://example.com\\evil.test/',
  ])('%s has no host that everybody reads alike', name => {
    expect(within('uri', name, 'example.com')).toBeUndefined()
  })
})

describe('an address', () => {
  it.each<[name: GeneralName, subtree: GeneralName, expected: boolean | undefined]>([
    [ip(192, 0, 2, 9), ip(192, 0, 2, 0, 255, 255, 255, 0), true],
    [ip(192, 0, 2, 9), ip(192, 0, 2, 77, 255, 255, 255, 0), true],
    [ip(192, 0, 3, 9), ip(192, 0, 2, 0, 255, 255, 255, 0), false],
    [ip(192, 0, 2, 127), ip(192, 0, 2, 0, 255, 255, 255, 128), true],
    [ip(192, 0, 2, 128), ip(192, 0, 2, 0, 255, 255, 255, 128), false],
    [ip(9, 9, 9, 9), ip(192, 0, 2, 0, 0, 0, 0, 0), true],
    [ip(...new Uint8Array(16).fill(7)), ip(...new Uint8Array(16).fill(7), ...new Uint8Array(16).fill(255)), true],
    [ip(...new Uint8Array(16).fill(8)), ip(...new Uint8Array(16).fill(7), ...new Uint8Array(16).fill(255)), false],
    [ip(...new Uint8Array(16)), ip(...new Uint8Array(8)), false],
    [ip(0, 0, 0, 0), ip(...new Uint8Array(32)), false],
    [ip(0, 0, 0, 0), ip(0, 0, 0, 0), undefined],
    [ip(0, 0, 0, 0), ip(...new Uint8Array(9)), undefined],
    [ip(0, 0, 0), ip(0, 0, 0, 0, 0, 0, 0), undefined],
  ])('case %#', (name, subtree, expected) => {
    expect(isWithinSubtree(name, subtree)).toBe(expected)
  })
})

describe('a directory name', () => {
  const contoso = directory(distinguishedName('', 'Contoso'))
  it('lies within what it begins with, and within the empty name', () => {
    expect(isWithinSubtree(directory(distinguishedName('X', 'Contoso')), contoso)).toBe(true)
    expect(isWithinSubtree(contoso, contoso)).toBe(true)
    expect(isWithinSubtree(contoso, directory(sequence()))).toBe(true)
  })
  it('does not lie within a longer one or another one', () => {
    expect(isWithinSubtree(contoso, directory(distinguishedName('X', 'Contoso')))).toBe(false)
    expect(isWithinSubtree(directory(sequence()), contoso)).toBe(false)
    expect(isWithinSubtree(directory(distinguishedName('X', 'Fabrikam')), contoso)).toBe(false)
  })
})

describe('names of two forms', () => {
  const forms: readonly GeneralName[] = [
    text('email', 'a@example.com'),
    text('dns', 'example.com'),
    text('uri', 'https://example.com/'),
    ip(0, 0, 0, 0),
    directory(distinguishedName('X')),
    { kind: 'other', oid: '1.2.3' },
    { kind: 'registered-id', oid: '1.2.3' },
    { kind: 'x400' },
    { kind: 'edi-party' },
  ]
  const everything: readonly GeneralName[] = [text('email', ''), text('utf8-email', ''), text('dns', ''), text('uri', 'example.com'), ip(...new Uint8Array(8)), directory(sequence())]
  it.each(everything)('are never compared: anything within $kind', subtree => {
    const others = forms.filter(form => form.kind !== subtree.kind && !(form.kind === 'email' && subtree.kind === 'utf8-email'))
    expect(others.map(name => isWithinSubtree(name, subtree))).toEqual(others.map(() => undefined))
  })
  it('a domain with an @ in it is no mailbox, and one with a scheme is no URI', () => {
    expect(isWithinSubtree(text('dns', 'a@example.com'), text('email', 'example.com'))).toBeUndefined()
    expect(isWithinSubtree(text('dns', 'https://example.com/'), text('uri', 'example.com'))).toBeUndefined()
  })
  it.each(forms.slice(5))('nothing at all lies within $kind', subtree => {
    expect(forms.map(name => isWithinSubtree(name, subtree))).toEqual(forms.map(() => undefined))
  })
})

describe('one spelling of a domain', () => {
  it.each([
    ['Example.COM', 'example.com'],
    ['example.com.', 'example.com'],
    [' example.com\t', 'example.com'],
    ['.example.com', '.example.com'],
    ['例子', 'xn--fsqu00a'],
    ['例子.測試', 'xn--fsqu00a.xn--g6w251d'],
    ['例子。測試', 'xn--fsqu00a.xn--g6w251d'],
    ['例子.測試。', 'xn--fsqu00a.xn--g6w251d'],
    ['.例子.測試', '.xn--fsqu00a.xn--g6w251d'],
    ['例子.測試..', 'xn--fsqu00a.xn--g6w251d'],
    ['ｅxample.com', 'example.com'],
    ['BÜCHER.example', 'xn--bcher-kva.example'],
    ['', ''],
  ])('%j: %j', (domain, expected) => {
    expect(canonicalDomain(domain)).toBe(expected)
  })
  it.each(['0x7f.1', '127.1', 'a_b.example', 'a%62.example', 'a/b', 'a b.example'])('%s, all in ASCII, is left as it is', domain => {
    expect(canonicalDomain(domain)).toBe(domain)
  })
  it.each(['é/x', 'é?x', 'é#x', 'x@é', 'é:80', 'é\\x', 'é%41', 'é[x', 'é]x', 'é x', 'é\tx', 'é^x', 'é<x', '.é^x'])('%j is no domain and is left as it is', domain => {
    expect(canonicalDomain(domain)).toBe(domain)
  })
})
