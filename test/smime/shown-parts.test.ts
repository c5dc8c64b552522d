/** What is shown of verified content: decoded for reading, and what could not be decoded is said. */
import { beforeAll, describe, expect, it } from 'vitest'
import { aRootCa, anEndEntity, type Holder } from '../make/certificate-authority.ts'
import { aClearSignedMessage, aSignedData, bytesOf } from '../make/signed-message.ts'
import { judgeMessage } from '../support/judge.ts'

let root: Holder
let alice: Holder

beforeAll(async () => {
  root = await aRootCa()
  alice = await anEndEntity(root)
})

async function shown(entity: string) {
  const cms = await aSignedData({ content: bytesOf(entity), signers: [{ holder: alice }] })
  const { verdict, parts } = await judgeMessage(aClearSignedMessage(cms, { entity }), { anchors: [root.certificate] })
  return { standing: verdict.standing, parts }
}

const entity = (type: string, ...lines: string[]) => [`Content-Type: ${type}`, '', ...lines, ''].join('\r\n')

describe('text', () => {
  it('that is flowed is joined for reading', async () => {
    const { standing, parts } = await shown(entity('text/plain; charset=utf-8; format=flowed', 'The offer ', 'stands.'))
    expect([standing, parts[0]?.text]).toEqual(['valid', 'The offer stands.\r\n'])
  })
  it('in an unknown charset is shown as Latin-1, with a note, and stays valid', async () => {
    const { standing, parts } = await shown(entity('text/plain; charset=x-unknown', 'The offer stands.'))
    expect(standing).toBe('valid')
    expect(parts[0]).toMatchObject({ text: 'The offer stands.\r\n', notes: [{ code: 'mime/charset-unknown', values: { charset: 'x-unknown' } }] })
  })
  it.each(['utf-8', 'ISO-2022-JP', 'Shift_JIS', 'euc-kr', 'GB18030', 'windows-1252', 'us-ascii'])('in %s has no note', async charset => {
    const { parts } = await shown(entity(`text/plain; charset=${charset}`, 'The offer stands.'))
    expect(parts[0]?.notes).toBeUndefined()
  })
  it('that begins like a header is text all the same (CVE-2023-50762)', async () => {
    expect((await shown(entity('text/plain', 'A: b', '', 'We pay.'))).parts[0]?.text).toBe('A: b\r\n\r\nWe pay.\r\n')
  })
})

describe('a copy of the protected header', () => {
  const withCopy = (parameters: string, ...fields: string[]) =>
    [...fields, `Content-Type: text/plain; charset=utf-8; ${parameters}`, '', 'Subject: A letter', '', 'The offer stands.', ''].join('\r\n')
  const FIELDS = ['From: alice@example.com', 'Subject: A letter']
  it('is left out where the header is shown', async () => {
    expect((await shown(withCopy('hp="cipher"; hp-legacy-display="1"', ...FIELDS))).parts[0]?.text).toBe('The offer stands.\r\n')
  })
  it.each([
    ['not marked', 'hp="cipher"', FIELDS],
    ['nothing confidential', 'hp="clear"; hp-legacy-display="1"', FIELDS],
    ['no protection', 'hp-legacy-display="1"', FIELDS],
    ['a field that is not protected', 'hp="cipher"; hp-legacy-display="1"', FIELDS.slice(0, 1)],
  ])('%s: it stays', async (_, parameters, fields) => {
    expect((await shown(withCopy(parameters, ...fields))).parts[0]?.text).toBe('Subject: A letter\r\n\r\nThe offer stands.\r\n')
  })
})

describe('what is no text, whatever its type says', () => {
  it('a text in an unknown transfer encoding is a file (RFC 2045 section 6.4)', async () => {
    const { parts } = await shown('Content-Type: text/plain\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 x\r\n')
    expect(parts[0]).toMatchObject({ mediaType: 'text/plain', text: null, size: 13 })
  })
  it('an attached text is a file', async () => {
    expect((await shown('Content-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nx\r\n')).parts[0]).toMatchObject({ name: 'a.txt', text: null })
  })
})
