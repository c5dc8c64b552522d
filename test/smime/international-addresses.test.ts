/** Addresses in every alphabet (SEC-17; RFC 6532, RFC 8398 section 5): which two are one mailbox, and which never are. */
import { beforeAll, describe, expect, it } from 'vitest'
import { isSameMailbox } from '../../src/smime/sender.ts'
import { anEndEntity, emailName, smtpUtf8Mailbox, subjectAltName } from '../make/certificate-authority.ts'
import { aCorrespondence, type Correspondence } from '../make/correspondence.ts'
import { aClearSignedMessage, HEADER } from '../make/signed-message.ts'
import { judgeMessage } from '../support/judge.ts'

describe('one mailbox', () => {
  it.each([
    ['a domain as U-label and as A-label', 'alice@bücher.example', 'alice@xn--bcher-kva.example'],
    ['the A-label in capitals', 'alice@XN--BCHER-KVA.example', 'alice@bücher.example'],
    ['the U-label in capitals', 'alice@BÜCHER.example', 'alice@bücher.example'],
    ['a U-label decomposed', 'alice@e\u0301.example', 'alice@é.example'],
    ['every label a U-label', 'alice@例え.テスト', 'alice@xn--r8jz45g.xn--zckzah'],
    ['a sharp s, kept', 'alice@straße.example', 'alice@xn--strae-oqa.example'],
    ['ASCII case in the local part', 'ALICE@example.com', 'alice@example.com'],
    ['ASCII case in the domain', 'alice@EXAMPLE.com', 'alice@example.com'],
    ['a trailing dot', 'alice@example.com.', 'alice@example.com'],
    ['a local part beyond ASCII, octet for octet', '太郎@例え.テスト', '太郎@xn--r8jz45g.xn--zckzah'],
    ['an address literal', 'alice@[192.0.2.1]', 'alice@[192.0.2.1]'],
  ])('%s', (_, a, b) => {
    expect([isSameMailbox(a, b), isSameMailbox(b, a)]).toEqual([true, true])
  })
})

describe('two mailboxes', () => {
  it.each([
    ['a sharp s and two', 'alice@straße.example', 'alice@strasse.example'],
    ['a local part composed and decomposed: "MUST NOT be transformed in any way"', 'é@example.com', 'e\u0301@example.com'],
    ['capitals beyond ASCII in a local part', 'É@example.com', 'é@example.com'],
    ['the Kelvin sign', 'K@example.com', '\u212a@example.com'],
    ['a dotless i', '\u0131@example.com', 'i@example.com'],
    ['a dotted capital I', '\u0130@example.com', 'i@example.com'],
    ['a sharp s in a local part', 'ß@example.com', 'ss@example.com'],
    ['Cyrillic', '\u0430lice@example.com', 'alice@example.com'],
    ['a plus tag', 'alice+x@example.com', 'alice@example.com'],
    ['dots', 'a.lice@example.com', 'alice@example.com'],
    ['a number and a literal', 'alice@192.0.2.1', 'alice@[192.0.2.1]'],
    ['two spellings of a number', 'alice@0x7f.1', 'alice@127.0.0.1'],
    ['an escaped dot', 'alice@a%2eb.example', 'alice@a.b.example'],
    ['what a URL reader cuts off', 'alice@é.example/x', 'alice@é.example'],
    ['a port', 'alice@é.example:80', 'alice@é.example'],
    ['another host in front of an at sign', 'alice@é.example@evil.test', 'alice@é.example'],
    ['a longer domain', 'alice@example.com.evil.test', 'alice@example.com'],
    ['no domain', 'alice', 'alice'],
    ['no local part', '@example.com', '@example.com'],
  ])('%s', (_, a, b) => {
    expect([isSameMailbox(a, b), isSameMailbox(b, a)]).toEqual([false, false])
  })
})

describe('a signed message', () => {
  let of: Correspondence
  beforeAll(async () => {
    of = await aCorrespondence()
  })
  const judge = async (name: ReturnType<typeof emailName>, from: string) => {
    const holder = await anEndEntity(of.issuing, { extensions: { subjectAltName: subjectAltName(name) } })
    const header = [`From: ${from}`, ...HEADER.slice(1)]
    const { verdict } = await judgeMessage(aClearSignedMessage(await of.signature({ holder }), { header }), { anchors: [of.root.certificate] })
    return [verdict.standing, ...verdict.reasons].join(' ')
  }
  it.each([
    ['From with a U-label, certificate with an A-label', emailName('alice@xn--bcher-kva.example'), 'alice@bücher.example', 'valid'],
    ['From with an A-label, SmtpUTF8Mailbox with a U-label', smtpUtf8Mailbox('太郎@例え.テスト'), '太郎@xn--r8jz45g.xn--zckzah', 'valid'],
    ['both in UTF-8', smtpUtf8Mailbox('太郎@例え.テスト'), '山田 <太郎@例え.テスト>', 'valid'],
    ['another local part', smtpUtf8Mailbox('太郎@例え.テスト'), '次郎@例え.テスト', 'attention smime/sender-mismatch'],
    ['a decomposed local part', smtpUtf8Mailbox('é@example.com'), 'e\u0301@example.com', 'attention smime/sender-mismatch'],
    ['a soft hyphen in the domain', emailName('alice@example.com'), 'alice@ex\u00adample.com', 'attention smime/from-malformed'],
    ['a zero-width space in the local part', emailName('alice@example.com'), 'ali\u200bce@example.com', 'attention smime/from-malformed'],
    ['a right-to-left override', emailName('alice@example.com'), 'alice\u202e@example.com', 'attention smime/from-malformed'],
  ])('%s', async (_, name, from, expected) => {
    expect(await judge(name, from)).toBe(expected)
  })
})
