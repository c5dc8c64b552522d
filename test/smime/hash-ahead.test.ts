/** The digest that is begun before the structure of a large message is known: used where it is of the very octets, and only there. */
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { guessFirstPart } from '../../src/mime/first-part-guess.ts'
import { hashAhead } from '../../src/smime/hash-ahead.ts'
import type { Holder } from '../make/certificate-authority.ts'
import { aCorrespondence, type Correspondence } from '../make/correspondence.ts'
import { aClearSignedMessage, base64Lines, bytesOf, HEADER, type MessageOptions } from '../make/signed-message.ts'
import { judgeMessage } from '../support/judge.ts'

const LETTER = `Content-Type: text/plain\r\n\r\n${'One line of a long letter, and no end of it.\r\n'.repeat(7000)}`
const SIGNATURE_PART = 'Content-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\n'

let root: Holder
let signed: Uint8Array
let signature: Correspondence['signature']

beforeAll(async () => {
  ;({ root, signature } = await aCorrespondence())
  signed = await signature({}, { content: bytesOf(LETTER) })
})

afterEach(() => { vi.restoreAllMocks() })

const aLongLetter = (options: MessageOptions = {}) => aClearSignedMessage(signed, { entity: LETTER, ...options })

/** Standing, every reason, and how often a digest of more than 100 KB was computed. */
async function judge(message: Uint8Array): Promise<string> {
  const digest = vi.spyOn(crypto.subtle, 'digest')
  const { verdict } = await judgeMessage(message, { anchors: [root.certificate] })
  const large = digest.mock.calls.filter(([, octets]) => octets.byteLength > 100_000).length
  return [verdict.standing, ...verdict.reasons, large].join(' ')
}

/** The message with another text around and between its parts. */
function arranged({ text = LETTER, between = '', after = '', micalg = 'sha-256' }: { text?: string; between?: string; after?: string; micalg?: string }): Uint8Array {
  const type = `Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=${micalg}; boundary="b1"`
  return bytesOf(`${[...HEADER, type].join('\r\n')}\r\n\r\n--b1\r\n${text}\r\n--b1\r\n${SIGNATURE_PART}${base64Lines(signed)}\r\n${between}--b1--\r\n${after}`)
}

describe('a digest that is begun ahead', () => {
  it('is of the signed part, and is the only one', async () => {
    const message = aLongLetter()
    const ahead = hashAhead({ bytes: message, form: 'auto' })
    expect(Buffer.from(ahead?.octets ?? []).toString()).toBe(LETTER)
    expect(await judge(message)).toBe('valid 1')
  })

  it.each(['sha-256', 'SHA256', '"sha-256"'])('is the one that micalg names: %s', async micalg => {
    expect(await judge(arranged({ micalg }))).toBe('valid 1')
  })
  it.each(['sha-512', 'sha1'])('where micalg lies (%s), the right one is computed besides', async micalg => {
    expect(await judge(arranged({ micalg }))).toBe('valid 2')
  })
  it.each(['md5', 'unknown', '"sha-256, sha-1"'])('is not begun for micalg %s', async micalg => {
    expect(hashAhead({ bytes: arranged({ micalg }), form: 'auto' })).toBeUndefined()
    expect(await judge(arranged({ micalg }))).toBe('valid 1')
  })

  it('does not stand for a letter that was stored with bare line feeds, which is hashed in canonical form', async () => {
    expect(await judge(bytesOf(Buffer.from(aLongLetter()).toString().replaceAll('\r\n', '\n')))).toBe('valid 2')
  })
  it('does not stand for less: a boundary in the epilogue is not the end of the signed part', async () => {
    const epilogue = `${'Not signed by anybody.\r\n'.repeat(9000)}--b1\r\n${SIGNATURE_PART}${base64Lines(signed)}\r\n--b1--\r\n`
    const { verdict, innermost } = await judgeMessage(arranged({ after: epilogue }), { anchors: [root.certificate] })
    expect(verdict.standing).toBe('valid')
    expect(Buffer.from(innermost).toString()).toBe(LETTER)
    expect(await judge(arranged({ after: epilogue }))).toBe('valid 2')
  })
  it('does not stand for more: a boundary in the middle ends the signed part, whatever was hashed', async () => {
    const split = LETTER.slice(0, 150_000)
    const text = `${split}\r\n--b1\r\nContent-Type: text/plain\r\n\r\n${LETTER.slice(150_000)}`
    const whole = await signature({}, { content: bytesOf(text) })
    const message = aClearSignedMessage(whole, { entity: text })
    expect(Buffer.from(hashAhead({ bytes: message, form: 'auto' })?.octets ?? []).toString()).toBe(text)
    expect(await judge(message)).toBe('invalid smime/malformed 1')
  })
  it('of an altered letter shows that it was altered', async () => {
    expect(await judge(aLongLetter({ entity: LETTER.replace('no end', 'an end') }))).toMatch(/^invalid smime\/content-altered /u)
  })

  it.each(['cms', 'outlook-message'] as const)('is not begun for what is said to be %s', form => {
    expect(hashAhead({ bytes: aLongLetter(), form })).toBeUndefined()
  })
  it('is not begun for a short letter, nor for one that is not signed', () => {
    expect(hashAhead({ bytes: aClearSignedMessage(signed), form: 'message' })).toBeUndefined()
    expect(hashAhead({ bytes: bytesOf(Buffer.from(aLongLetter()).toString().replace('multipart/signed', 'multipart/mixed')), form: 'message' })).toBeUndefined()
  })
})

describe('the guess', () => {
  const multipart = (body: string, type = 'multipart/mixed; boundary=b') => guessFirstPart(bytesOf(`Content-Type: ${type}\r\n\r\n${body}`))?.range
  it.each([
    ['a part and another', '--b\r\nab\r\n--b\r\nc\r\n--b--\r\n', 2],
    ['an empty part', '--b\r\n--b\r\nc\r\n--b--\r\n', 0],
  ])('of %s', (_, body, length) => {
    const range = multipart(body)
    expect(range && range.end - range.start).toBe(length)
  })
  it.each([
    ['one part alone', '--b\r\nab\r\n--b--\r\n'],
    ['a close delimiter first', '--b--\r\n--b\r\nab\r\n--b\r\n'],
    ['no delimiter', 'ab\r\n'],
    ['a first part that begins beyond what is looked at', `${'preamble\r\n'.repeat(7000)}--b\r\nab\r\n--b\r\nc\r\n--b--\r\n`],
    ['a second part that begins before what is looked at', `--b\r\nab\r\n--b\r\n${'c\r\n'.repeat(30_000)}`],
  ])('is none for %s', (_, body) => {
    expect(multipart(body)).toBeUndefined()
  })
  it.each(['text/plain; boundary=b', 'multipart/mixed', 'multipart/mixed; boundary=""'])('is none for %s', type => {
    expect(multipart('--b\r\nab\r\n--b\r\nc\r\n--b--\r\n', type)).toBeUndefined()
  })
  it.each([
    ['no header at all', '\r\n--b\r\nab\r\n--b\r\n'],
    ['a header beyond its limits', `${'X: y\r\n'.repeat(20_000)}\r\n`],
  ])('is none for %s', (_, text) => {
    expect(guessFirstPart(bytesOf(text))).toBeUndefined()
  })
})
