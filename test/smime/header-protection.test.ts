/** Header protection (RFC 9788; SEC-15): protected fields are read from verified octets, and what differs outside is said. */
import { beforeAll, describe, expect, it } from 'vitest'
import { aRootCa, anEndEntity, type Holder, NOW } from '../make/certificate-authority.ts'
import { aClearSignedMessage, anOpaqueMessage, aSignedData, bytesOf, HEADER } from '../make/signed-message.ts'
import { judgeMessage, type Judging } from '../support/judge.ts'

let root: Holder
let alice: Holder

beforeAll(async () => {
  root = await aRootCa()
  alice = await anEndEntity(root)
})

const FIELDS = HEADER.filter(line => !line.startsWith('MIME'))
const hp = (fields: readonly string[], parameter = 'hp="clear"') =>
  [...fields, `Content-Type: text/plain; charset=utf-8; ${parameter}`, '', 'The offer stands.', ''].join('\r\n')
const outerWith = (start: string, line: string) => HEADER.map(field => (field.startsWith(start) ? line : field))

async function judge(entity: string, header: readonly string[] = HEADER, judging: Partial<Judging> = {}, received = entity) {
  const cms = await aSignedData({ content: bytesOf(entity), signers: [{ holder: alice }] })
  return judgeMessage(aClearSignedMessage(cms, { header, entity: received }), { anchors: [root.certificate], ...judging })
}

const outline = ({ verdict }: Awaited<ReturnType<typeof judge>>) =>
  [verdict.standing, ...verdict.reasons, ...(verdict.signers[0]?.notes.map(note => `(${note.code})`) ?? [])].join(' ')

describe('the author’s header inside what was signed', () => {
  it.each(['hp="clear"', 'protected-headers="v1"'])('%s and the same outside is valid, and said', async parameter => {
    const result = await judge(hp(FIELDS, parameter))
    expect(outline(result)).toBe('valid (smime/header-protected)')
    expect(result.verdict.headerProtection).toMatchObject({ fields: ['from', 'to', 'subject', 'date'], changed: [] })
  })
  it('a changed subject is a note, and the signed one is shown', async () => {
    const result = await judge(hp(FIELDS), outerWith('Subject', 'Subject: [list] Urgent: pay now'))
    expect(outline(result)).toBe('valid (smime/header-protection-differs)')
    expect(result.verdict.headers.subject).toBe('A letter')
    expect(result.verdict.signers[0]?.notes[0]?.values).toEqual({ inner: 'A letter', outer: '[list] Urgent: pay now' })
  })
  it.each([
    ['another recipient', 'To', 'To: carol@example.com', ['to']],
    ['another date', 'Date', `Date: ${new Date(NOW.getTime() + 60_000).toUTCString().replace('GMT', '+0000')}`, ['date']],
    ['a recipient with a name', 'To', 'To: Bob <bob@example.com>', []],
    ['a date in another zone', 'Date', 'Date: Mon, 15 Jun 2026 14:00:00 +0200', []],
    ['a folded subject', 'Subject', 'Subject: =?utf-8?q?A?=\r\n  =?utf-8?q?_letter?=', []],
  ])('%s outside', async (_, start, line, changed) => {
    expect((await judge(hp(FIELDS), outerWith(start, line))).verdict.headerProtection?.changed).toEqual(changed)
  })
  it('another From outside needs a look, and the signed one is shown (RFC 9788 section 4.4)', async () => {
    const result = await judge(hp(FIELDS), outerWith('From', 'From: Alice <eve@evil.test>'))
    expect(result.verdict).toMatchObject({ standing: 'attention', reasons: ['smime/header-from-differs'], headers: { from: 'alice@example.com' } })
    expect(result.verdict.signers[0]?.sender).toEqual({ outcome: 'header-differs', inner: 'alice@example.com', outer: 'eve@evil.test' })
  })
  it('another From in Outlook needs a look', async () => {
    expect((await judge(hp(FIELDS), HEADER, { host: { fromAddress: 'eve@evil.test' } })).verdict.reasons).toEqual(['smime/host-from-differs'])
  })
  it('without a header outside, Outlook’s word is compared', async () => {
    const entity = hp(FIELDS)
    const cms = await aSignedData({ content: bytesOf(entity), signers: [{ holder: alice }] })
    const stored = aClearSignedMessage(cms, { header: [], entity })
    const judged = async (fromAddress: string) => (await judgeMessage(stored, { anchors: [root.certificate], form: 'entity', host: { fromAddress } })).verdict.reasons
    expect(await judged('alice@example.com')).toEqual([])
    expect(await judged('eve@evil.test')).toEqual(['smime/header-from-differs'])
  })
  it('a From inside that the certificate does not speak for is a mismatch', async () => {
    const fields = FIELDS.map(line => (line.startsWith('From') ? 'From: boss@example.com' : line))
    expect((await judge(hp(fields))).verdict.reasons).toEqual(['smime/sender-mismatch'])
    expect((await judge(hp(fields), outerWith('From', 'From: boss@example.com'))).verdict.reasons).toEqual(['smime/sender-mismatch'])
  })
  it.each([
    ['two From fields inside', [...FIELDS, 'From: eve@evil.test'], 'smime/several-from'],
    ['a From inside that names nobody', ['From: nobody', ...FIELDS.slice(1)], 'smime/from-malformed'],
  ])('%s', async (_, fields, code) => {
    expect((await judge(hp(fields))).verdict).toMatchObject({ standing: 'attention', reasons: [code] })
  })
  it('is not read from content that does not hold', async () => {
    const signed = hp(FIELDS)
    const forged = hp(FIELDS.map(line => line.replace('A letter', 'Pay now')))
    const { verdict } = await judge(signed, HEADER, {}, forged)
    expect(verdict).toMatchObject({ standing: 'invalid', reasons: ['smime/content-altered'], headers: { subject: 'A letter' } })
    expect(verdict.headerProtection).toBeUndefined()
  })
  it('fields without the parameter protect nothing', async () => {
    const result = await judge(hp(FIELDS.map(line => line.replace('A letter', 'Other')), 'x=y'))
    expect(outline(result)).toBe('valid')
    expect(result.verdict.headers.subject).toBe('A letter')
  })
  it('with hp, a field that is only outside is not shown', async () => {
    const inner = FIELDS.filter(line => !line.startsWith('Subject'))
    expect((await judge(hp(inner))).verdict.headers.subject).toBe('')
    expect((await judge(hp(inner, 'protected-headers="v1"'))).verdict.headers.subject).toBe('A letter')
  })
  it('what the author left outside on purpose is no change', async () => {
    const entity = hp([...FIELDS, 'HP-Outer: Subject: [...]', 'HP-Outer: To: bob@example.com', `HP-Outer: ${FIELDS[3] ?? ''}`], 'hp="cipher"')
    const result = await judge(entity, outerWith('Subject', 'Subject: [...]'))
    expect(outline(result)).toBe('valid (smime/header-protected)')
    expect(result.verdict.headers.subject).toBe('A letter')
    expect((await judge(entity)).verdict.headerProtection?.changed).toEqual(['subject'])
  })
  it('a reader who is not among the signed recipients is told (Davis 2001)', async () => {
    expect(outline(await judge(hp(FIELDS), HEADER, { host: { ownAddress: 'carol@example.com', fromAddress: 'alice@example.com' } }))).toContain('(smime/not-addressed-to-you)')
    expect(outline(await judge(hp(FIELDS), HEADER, { host: { ownAddress: 'BOB@example.com', fromAddress: 'alice@example.com' } }))).toBe('valid (smime/header-protected)')
  })
})

describe('a message wrapped for protection (RFC 8551 section 3.1)', () => {
  const wrapped = (fields: readonly string[], parameter = '; forwarded=no') =>
    [`Content-Type: message/rfc822${parameter}`, '', ...fields, 'Content-Type: text/plain', '', 'The offer stands.', ''].join('\r\n')
  it.each(['; forwarded=no', ''])('is the message (%j)', async parameter => {
    const result = await judge(wrapped(FIELDS, parameter), outerWith('Subject', 'Subject: other'))
    expect(result.verdict).toMatchObject({ standing: 'valid', headers: { subject: 'A letter' }, headerProtection: { form: 'wrapped' } })
    expect(result.parts.map(part => part.text)).toEqual(['The offer stands.\r\n'])
  })
  it('a forwarded one is an attachment', async () => {
    const { verdict, parts } = await judge(wrapped(FIELDS.map(line => line.replace('alice@', 'boss@')), '; forwarded=yes'))
    expect(verdict).toMatchObject({ standing: 'valid', headers: { from: 'alice@example.com' } })
    expect(parts.map(part => part.mediaType)).toEqual(['message/rfc822'])
  })
  it('one of somebody else is not the signer’s', async () => {
    expect((await judge(wrapped(FIELDS.map(line => line.replace('alice@', 'boss@'))))).verdict.reasons).toEqual(['smime/sender-mismatch'])
  })
})

describe('opaque, and legacy display', () => {
  it('is read from an opaque signature too', async () => {
    const content = bytesOf(hp(FIELDS))
    const cms = await aSignedData({ content, encapsulated: content, signers: [{ holder: alice }] })
    const { verdict } = await judgeMessage(anOpaqueMessage(cms, outerWith('From', 'From: eve@evil.test')), { anchors: [root.certificate] })
    expect(verdict.reasons).toEqual(['smime/header-from-differs'])
  })
})
