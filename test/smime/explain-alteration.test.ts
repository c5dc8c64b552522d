/** A broken signature is explained by what mail systems do, and stays broken. */
import { beforeAll, describe, expect, it } from 'vitest'
import { EXPLANATION_LIMITS, explainAlteration } from '../../src/smime/explain-alteration.ts'
import { undoneMutations } from '../../src/smime/known-mutations.ts'
import { aRootCa, anEndEntity, type Holder } from '../make/certificate-authority.ts'
import { aClearSignedMessage, aSignedData, bytesOf, type SignerOptions } from '../make/signed-message.ts'
import { judgeMessage } from '../support/judge.ts'

let root: Holder
let alice: Holder

beforeAll(async () => {
  root = await aRootCa()
  alice = await anEndEntity(root)
})

const TEXT = 'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nDear Bob,  \r\n\r\nFrom Friday on the café is yours.\r\n'
const LETTERS = Buffer.from('An attachment of some length, so that it takes more than one line of base64. '.repeat(4)).toString('base64')
const wrapped = (width: number) => (LETTERS.match(new RegExp(`.{1,${width}}`, 'gu')) ?? []).join('\r\n')
const attachment = (width: number) => `Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${wrapped(width)}\r\n`
const multipart = (...parts: string[]) => `Content-Type: multipart/mixed; boundary="in"\r\n\r\n${parts.map(part => `--in\r\n${part}\r\n`).join('')}--in--\r\n`

async function judge(signed: string, received: string, signer: Partial<SignerOptions> = {}) {
  const cms = await aSignedData({ content: bytesOf(signed), signers: [{ holder: alice, ...signer }] })
  const { verdict, parts } = await judgeMessage(aClearSignedMessage(cms, { entity: received }), { anchors: [root.certificate] })
  expect(parts, 'nothing of an altered message is shown').toEqual([])
  return [verdict.standing, ...verdict.reasons].join(' ')
}

describe('known mutations are named and nothing more', () => {
  it.each([
    ['a final line break lost', TEXT, TEXT.slice(0, -2), 'smime/line-endings-changed'],
    ['a final line break added', TEXT, `${TEXT}\r\n`, 'smime/line-endings-changed'],
    ['blank lines at the end added', TEXT, `${TEXT}\r\n\r\n\r\n`, 'smime/line-endings-changed'],
    ['blanks at line ends lost', TEXT.replace('Bob,  ', 'Bob,'), TEXT, 'smime/line-endings-changed'],
    ['some line ends bare', TEXT, TEXT.replace('Bob,  \r\n', 'Bob,  \n'), 'smime/line-endings-changed'],
    ['signed with bare line feeds', TEXT.replaceAll('\r\n', '\n'), TEXT, 'smime/line-endings-changed'],
    ['a list footer below', TEXT, `${TEXT}_______________________________________________\r\nlist mailing list\r\nlist@example.org\r\n`, 'smime/footer-added'],
    ['a list footer below a blank line', TEXT, `${TEXT}\r\n-- \r\nlist mailing list\r\n`, 'smime/footer-added'],
    ['a footer without a rule', TEXT, `${TEXT}\r\nThis message was scanned.\r\n`, 'smime/footer-added'],
    ['a banner above', TEXT, TEXT.replace('Dear', 'CAUTION: This message came from outside.\r\n\r\nDear'), 'smime/footer-added'],
    ['a footer as one more part', multipart(TEXT), multipart(TEXT, 'Content-Type: text/plain\r\n\r\nlist mailing list\r\n'), 'smime/footer-added'],
    ['a footer in the text of a multipart', multipart(TEXT, attachment(76)), multipart(`${TEXT}_____________\r\nlist mailing list\r\n`, attachment(76)), 'smime/footer-added'],
    ['a banner in the text of a multipart', multipart(TEXT, attachment(76)), multipart(TEXT.replace('Dear', 'CAUTION: This message came from outside.\r\n\r\nDear'), attachment(76)), 'smime/footer-added'],
    ['a footer in the text, and one word changed', multipart(TEXT, attachment(76)), multipart(`${TEXT.replace('yours', 'theirs')}-- \r\nlist\r\n`, attachment(76)), 'smime/content-altered'],
    ['8bit became quoted-printable', TEXT, TEXT.replace('8bit', 'quoted-printable').replace('é', '=C3=A9').replace('Bob,  ', 'Bob, =20'), 'smime/reencoded'],
    ['8bit became base64', TEXT, `${TEXT.slice(0, TEXT.indexOf('Dear')).replace('8bit', 'base64')}${Buffer.from(TEXT.slice(TEXT.indexOf('Dear'))).toString('base64')}\r\n`, 'smime/reencoded'],
    ['base64 wrapped anew', attachment(76), attachment(64), 'smime/reencoded'],
    ['base64 in a part wrapped anew', multipart(TEXT, attachment(72)), multipart(TEXT, attachment(76)), 'smime/reencoded'],
    ['another charset written', TEXT, TEXT.replace('utf-8', 'us-ascii'), 'smime/reencoded'],
    ['From quoted as in a mailbox file', TEXT, TEXT.replace('\r\nFrom ', '\r\n>From '), 'smime/reencoded'],
    ['one word changed', TEXT, TEXT.replace('yours', 'theirs'), 'smime/content-altered'],
    ['a footer, and one word changed', TEXT, `${TEXT.replace('yours', 'theirs')}-- \r\nlist\r\n`, 'smime/content-altered'],
  ])('%s', async (_, signed, received, code) => {
    expect(await judge(signed, received)).toBe(`invalid ${code}`)
  })
  it('only what the signer vouches for explains: a digest that nobody signed does not', async () => {
    expect(await judge(TEXT, `${TEXT}\r\n`, { breakSignature: true })).toBe('invalid smime/content-altered')
  })
  it('a signature without its certificate explains nothing', async () => {
    const cms = await aSignedData({ content: bytesOf(TEXT), signers: [{ holder: alice }], certificates: [] })
    const { verdict } = await judgeMessage(aClearSignedMessage(cms, { entity: `${TEXT}\r\n` }), { anchors: [root.certificate] })
    expect(verdict).toMatchObject({ standing: 'invalid', reasons: ['smime/content-altered'] })
  })
})

describe('work is bounded', () => {
  const nobody = { name: 'SHA-256', value: new Uint8Array(32) } as const
  it.each([
    ['dashes', '-'],
    ['separator lines', '----\r\n'],
    ['blank lines', '\r\n'],
    ['blanks', ' '],
    ['charset labels', ';charset=x'],
    ['From lines', '\r\n>From x'],
  ])('a mebibyte of %s', async (_, unit) => {
    const hostile = `Content-Type: text/plain; charset=x\r\nContent-Transfer-Encoding: base64\r\n\r\n${unit.repeat(Math.floor((EXPLANATION_LIMITS.octets - 200) / unit.length))}`
    const candidates = [...undoneMutations(bytesOf(hostile))]
    expect(candidates.length).toBeLessThanOrEqual(EXPLANATION_LIMITS.digests)
    expect(candidates.every(({ before }) => before.length <= hostile.length * 8)).toBe(true)
    expect(await explainAlteration(bytesOf(hostile), nobody)).toBe('smime/content-altered')
  })
  it('a larger entity is not explained', async () => {
    const large = bytesOf(`${TEXT}${'x'.repeat(EXPLANATION_LIMITS.octets)}`)
    const value = new Uint8Array(await crypto.subtle.digest('SHA-256', large as BufferSource))
    const received = new Uint8Array([...large, 13, 10])
    expect(await explainAlteration(received, { name: 'SHA-256', value })).toBe('smime/content-altered')
  })
})
