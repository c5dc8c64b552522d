/** Hostile messages (SEC-75): each limit, one below and one above it, and work that grows with the input and no faster. Counted, not timed. */
import { describe, expect, it } from 'vitest'
import { countedSteps } from '../support/counted-steps.ts'
import { CodedError } from '../../src/bytes/coded-error.ts'
import { parseParameterizedValue } from '../../src/mime/content-type.ts'
import { parseDateTime } from '../../src/mime/date-time.ts'
import { decodeEncodedWords } from '../../src/mime/encoded-word.ts'
import { decodeBody, parseEntity } from '../../src/mime/entity.ts'
import { joinFlowedLines } from '../../src/mime/flowed-text.ts'
import { withoutLegacyDisplay } from '../../src/mime/legacy-display.ts'
import { MIME_LIMITS } from '../../src/mime/limits.ts'
import { parseMailboxList } from '../../src/mime/mailbox.ts'
import { headerNotes } from '../../src/smime/notes.ts'
import { bytesOf } from '../make/signed-message.ts'
import { countedBytes } from '../support/counted-bytes.ts'

function outcome(run: () => unknown): string {
  try {
    run()
    return 'read'
  } catch (error) {
    if (error instanceof CodedError) return String(error.code)
    throw error
  }
}

const read = (text: string) => outcome(() => parseEntity(bytesOf(text)))
const TOO_MANY = 'mime/too-many-parts'

describe('the counters', () => {
  it('count octets by index, by search, by copy and through views', () => {
    const { bytes, visits } = countedBytes(new Uint8Array(1000))
    const seen = [bytes[0], bytes.subarray(10)[5], bytes.indexOf(1, 100), [...bytes.subarray(500)].length]
    expect([seen, visits()]).toEqual([[0, 0, -1, 500], 1 + 1 + 900 + 500])
  })
  it('count steps: a hundred times the input, a hundred times the steps', async () => {
    const comments = (count: number) => countedSteps(() => parseMailboxList('(a) '.repeat(count)))
    const [few, many] = [await comments(100), await comments(10_000)]
    expect(few).toBeGreaterThan(400)
    expect(many / few).toBeGreaterThan(80)
    expect(many / few).toBeLessThan(110)
  })
})

describe('limits, each at its value and one above', () => {
  const nested = (depth: number) => `${'Content-Type: message/rfc822\r\n\r\n'.repeat(depth)}Subject: x\r\n\r\ny`
  const nestedMultiparts = (depth: number) => {
    const open = Array.from({ length: depth }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`).join('')
    return `${open}Subject: x\r\n\r\ny`
  }
  const parts = (count: number) => `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(count)}--b--`
  const lines = (count: number) => `${'A: b\r\n'.repeat(count)}\r\nx`
  const folded = (count: number) => `A: b\r\n${' c\r\n'.repeat(count - 1)}\r\nx`
  const octets = (count: number) => `Subject: ${'x'.repeat(count - 'Subject: \r\n'.length)}\r\n\r\nx`

  it.each<[string, (value: number) => string, number]>([
    ['messages in one another', nested, MIME_LIMITS.depth],
    ['multiparts in one another', nestedMultiparts, MIME_LIMITS.depth],
    ['parts beside one another', parts, MIME_LIMITS.parts - 1],
    ['lines in a header', lines, MIME_LIMITS.headerLines - 1],
    ['lines in a folded field', folded, MIME_LIMITS.headerLines - 1],
    ['octets in a header line', octets, MIME_LIMITS.headerOctets],
  ])('%s', (_, make, limit) => {
    expect(read(make(limit)), `${limit}`).toBe('read')
    expect(read(make(limit + 1)), `${limit + 1}`).toBe(TOO_MANY)
  })
  it('octets in a header of many lines', () => {
    const line = `A: ${'x'.repeat(995)}\r\n`
    const count = Math.floor(MIME_LIMITS.headerOctets / line.length)
    expect(read(`${line.repeat(count)}\r\nx`)).toBe('read')
    expect(read(`${line.repeat(count + 2)}\r\nx`)).toBe(TOO_MANY)
  })
  it('the header of a part has the same limits', () => {
    expect(read(`Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n${lines(MIME_LIMITS.headerLines + 1)}`)).toBe(TOO_MANY)
  })
  it('a body line has none: it is never held as a line', () => {
    expect(read(`Subject: x\r\n\r\n${'x'.repeat(1_100_000)}`)).toBe('read')
  })
})

describe('beyond the limits, hardly anything is looked at', () => {
  it.each<[string, string]>([
    ['a hundred thousand messages in one another', 'Content-Type: message/rfc822\r\n\r\n'.repeat(100_000)],
    ['a million lines in a header', 'A: b\r\n'.repeat(1_000_000)],
    ['a field folded a million times', `A: b\r\n${' \r\n'.repeat(1_000_000)}`],
    ['a header line of ten megabytes', `Subject: ${'x'.repeat(10_000_000)}`],
  ])('%s', (_, text) => {
    const { bytes, visits } = countedBytes(bytesOf(text))
    expect(outcome(() => parseEntity(bytes))).toBe(TOO_MANY)
    expect(visits()).toBeLessThan(text.length + 40 * MIME_LIMITS.headerOctets)
  })
  it('ten million delimiter lines', () => {
    const text = `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n'.repeat(2_000_000)}`
    const { bytes, visits } = countedBytes(bytesOf(text))
    expect(outcome(() => parseEntity(bytes))).toBe(TOO_MANY)
    expect(visits()).toBeLessThan(MIME_LIMITS.parts * 100)
  })
})

describe('octets looked at grow as the message does', () => {
  const multipart = (boundary: string, body: string) => `Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n${body}`
  const SHAPES: Readonly<Record<string, (n: number) => string>> = {
    'all dashes': n => multipart('-'.repeat(60), '-'.repeat(n)),
    'dashes in lines': n => multipart('-'.repeat(60), `${'-'.repeat(61)}\r\n`.repeat(n / 63)),
    'lines that begin like a delimiter': n => multipart('boundary', '--boundaryx\r\n'.repeat(n / 13)),
    'delimiters with blanks and then text': n => multipart('b', `--b${' '.repeat(n)}x`),
    'many of those': n => multipart('b', `--b${' '.repeat(60)}x\r\n`.repeat(n / 66)),
    'line feeds': n => multipart('\n', '\n'.repeat(n)),
    'text': n => multipart('b', 'The offer stands until Friday.\r\n'.repeat(n / 32)),
    'a part without an end': n => multipart('b', `--b\r\n\r\n${'x'.repeat(n)}`),
    'thirty multiparts in one another around it': n =>
      Array.from({ length: 30 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`).join('') + `\r\n${'x'.repeat(n)}`,
  }
  const visited = (text: string) => {
    const { bytes, visits } = countedBytes(bytesOf(text))
    parseEntity(bytes)
    return visits()
  }
  it.each(Object.keys(SHAPES))('%s', name => {
    const make = SHAPES[name] ?? (() => '')
    const [small, large] = [visited(make(32_768)), visited(make(131_072))]
    expect(large / small).toBeLessThan(4.4)
    expect(large).toBeLessThan(131_072 * (name.startsWith('thirty') ? 2 * 31 : 4))
  })
})

describe('steps grow as a header field does, up to the largest', () => {
  const from = (value: string) => headerNotes([{ name: 'from', value }])
  const FIELDS: Readonly<Record<string, readonly [unit: string, around: (repeated: string) => string, run: (value: string) => unknown]>> = {
    'encoded words': ['=?utf-8?q?=41?= ', text => text, decodeEncodedWords],
    'encoded words that never end': ['=?utf-8?q?', text => text, decodeEncodedWords],
    'encoded words in other charsets by turns': ['=?utf-8?q?a?= =?iso-8859-1?q?a?= ', text => text, decodeEncodedWords],
    'beginnings of encoded words': ['=?', text => text, decodeEncodedWords],
    'one encoded word': ['a', text => `=?utf-8?q?${text}?=`, decodeEncodedWords],
    'mailboxes': ['a@b.example, ', text => text, parseMailboxList],
    'ideographic spaces': ['\u3000', text => `${text}alice@example.com`, parseMailboxList],
    'ideographic spaces in a name': ['\u3000a', text => `${text} <alice@example.com>`, parseMailboxList],
    'open comments': ['(', text => text, parseMailboxList],
    'comments in one another': ['(', text => `${text}${text.replaceAll('(', ')')} a@b.example`, parseMailboxList],
    'comments beside one another': ['() ', text => `${text}a@b.example`, parseMailboxList],
    'quotes': ['"', text => text, parseMailboxList],
    'backslashes': ['\\', text => `"${text}" <a@b.example>`, parseMailboxList],
    'dots': ['a.', text => `${text}a@b.example`, parseMailboxList],
    'angle brackets': ['<', text => text, parseMailboxList],
    'a long name': ['a', text => `${text} <a@b.example>`, from],
    'at signs in a name': ['a@', text => `"${text}" <a@b.example>`, from],
    'dots behind an address in a name': ['.', text => `"a@b${text}x" <a@b.example>`, from],
    'parameters': ['; a=b', text => `text/plain${text}`, parseParameterizedValue],
    'one parameter': ['a', text => `text/plain; name="${text}"`, parseParameterizedValue],
    'an extended parameter': ['a', text => `text/plain; name*=utf-8''${text}`, parseParameterizedValue],
    'a continued parameter': ['%41', text => `text/plain; name*0*=utf-8''${text}`, parseParameterizedValue],
    'semicolons': [';', text => `text/plain${text}`, parseParameterizedValue],
    'comments in a type': ['(', text => `text/plain${text}`, parseParameterizedValue],
    'blanks before a parameter': [' ', text => `text/plain;${text}x`, parseParameterizedValue],
    'comments in a date': ['(', text => `Mon, 15 Jun 2026 12:00:00 ${text}`, parseDateTime],
    'blanks in a date': [' ', text => `Mon,${text}15${text}Jun`, parseDateTime],
    'a month without an end': ['a', text => `15 ${text}`, parseDateTime],
    'comments in a transfer encoding': ['(', text => text, value => parseEntity(bytesOf(`Content-Transfer-Encoding: ${value}\r\n\r\nx`))],
    'quote marks in flowed text': ['> ', text => text, value => joinFlowedLines(value, parseParameterizedValue('text/plain; format=flowed'))],
    'flowed lines': ['a \r\n', text => text, value => joinFlowedLines(value, parseParameterizedValue('text/plain; format=flowed'))],
    'fields before a text': ['Subject: x\r\n', text => `${text}\r\ny`, value => withoutLegacyDisplay(value, 'text/plain', new Set(['subject']))],
    'bodies before a text': ['<body ', text => text, value => withoutLegacyDisplay(value, 'text/html', new Set(['subject']))],
    'soft line breaks': ['=\r\n', text => text, value => decodeBody(parseEntity(bytesOf(`Content-Transfer-Encoding: quoted-printable\r\n\r\n${value}`)))],
    'blanks at line ends': [' ', text => `${text}\r\n`, value => decodeBody(parseEntity(bytesOf(`Content-Transfer-Encoding: quoted-printable\r\n\r\n${value}`)))],
    'escapes that never end': ['= ', text => text, value => decodeBody(parseEntity(bytesOf(`Content-Transfer-Encoding: quoted-printable\r\n\r\n${value}`)))],
    'one escape before blanks': [' ', text => `=${text}x`, value => decodeBody(parseEntity(bytesOf(`Content-Transfer-Encoding: quoted-printable\r\n\r\n${value}`)))],
  }
  it.each(Object.keys(FIELDS))('%s', { timeout: 20_000 }, async name => {
    const [unit, around, run] = FIELDS[name] ?? ['', (text: string) => text, () => undefined]
    const steps = (octets: number) => countedSteps(() => run(around(unit.repeat(Math.ceil(octets / unit.length)))))
    const [small, large] = [await steps(60_000), await steps(240_000)]
    expect(large).toBeLessThan(small * 4.4 + 2000)
    expect(large).toBeLessThan(240_000 * 40)
  })
})
