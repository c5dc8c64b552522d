/** MIME entities as ranges of the received bytes: every octet stays where it was (RFC 2045, RFC 2046). */
import { fc } from '../support/properties.ts'
import { describe, expect, it } from 'vitest'
import { decodeBody, entityBytes, type MimeEntity, parseEntity, readFileName } from '../../src/mime/entity.ts'
import { MimeError } from '../../src/mime/errors.ts'
import { MIME_LIMITS } from '../../src/mime/limits.ts'
import { bytesOf } from '../make/signed-message.ts'

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const parse = (text: string) => parseEntity(bytesOf(text))
const bodies = (entity: MimeEntity) => entity.children.map(child => textOf(child.source.subarray(child.bodyRange.start, child.bodyRange.end)))

const multipart = (lines: readonly string[], end = '\r\n') => ['Content-Type: multipart/mixed; boundary="b"', '', ...lines].join(end)

describe('header fields', () => {
  it('are unfolded for reading and untouched in the bytes', () => {
    const text = 'Subject: one\r\n two\r\n\tthree\r\nX: y\r\n\r\nbody'
    const entity = parse(text)
    expect(entity.fields).toEqual([
      { name: 'subject', value: 'one two\tthree' },
      { name: 'x', value: 'y' },
    ])
    expect(textOf(entityBytes(entity))).toBe(text)
  })
  it('end at the first blank line, with either line end', () => {
    expect(textOf(decodeBody(parse('A: b\n\nA: c\n\n')).bytes)).toBe('A: c\n\n')
  })
  it('read 8-bit as UTF-8, else as Latin-1', () => {
    expect(parse('Subject: 拝啓\r\n\r\n').fields[0]?.value).toBe('拝啓')
    expect(parseEntity(Uint8Array.from([...bytesOf('S: '), 0xe9, 0x0d, 0x0a, 0x0d, 0x0a])).fields[0]?.value).toBe('é')
  })
  it('name a line that is none', () => {
    expect(parse('A: b\r\nno field\r\nC: d\r\n\r\n')).toMatchObject({ defects: ['mime/header-line-malformed'], fields: [{ name: 'a' }, { name: 'c' }] })
  })
  it('may be all there is', () => {
    const entity = parse('A: b')
    expect(entity.bodyRange.start).toBe(entity.bodyRange.end)
  })
})

describe('multipart', () => {
  it.each(['\r\n', '\n'])('gives each part without the line end before its delimiter (%j)', end => {
    const entity = parse(multipart(['preamble', '--b', '', 'one', '', '--b', 'X: y', '', 'two', '--b--', 'epilogue'], end))
    expect(bodies(entity)).toEqual([`one${end}`, 'two'])
    expect(entity.defects).toEqual([])
  })
  it('takes blanks after a delimiter and refuses anything else', () => {
    const entity = parse(multipart(['--b  \t', '', 'one', '--bb', 'still one', '--b-', '--b--']))
    expect(bodies(entity)).toEqual(['one\r\n--bb\r\nstill one\r\n--b-'])
  })
  it('takes a delimiter only at the start of a line', () => {
    expect(bodies(parse(multipart(['--b', '', 'x --b', ' --b', '--b--'])))).toEqual(['x --b\r\n --b'])
  })
  it('keeps a part of no octets', () => {
    expect(bodies(parse(multipart(['--b', '', '--b--'])))).toEqual([''])
    expect(parse(multipart(['--b', '--b--'])).children).toHaveLength(1)
  })
  it('without its close delimiter keeps the last part and says so', () => {
    const entity = parse(multipart(['--b', '', 'one']))
    expect(bodies(entity)).toEqual(['one'])
    expect(entity.defects).toEqual(['mime/close-delimiter-missing'])
  })
  it('without a boundary is a body', () => {
    expect(parse('Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\nx')).toMatchObject({ children: [], defects: ['mime/boundary-missing'] })
  })
  it('nests, and inner delimiters end nothing outside', () => {
    const inner = multipart(['--b', '', 'deep', '--b--']).replaceAll('b"', 'c"').replaceAll('--b', '--c')
    const entity = parse(multipart(['--b', inner, '--b', '', 'next', '--b--']))
    expect(entity.children[0]?.children.map(child => textOf(decodeBody(child).bytes))).toEqual(['deep'])
    expect(bodies(entity)[1]).toBe('next')
  })
  it('opens an attached message', () => {
    const entity = parse(multipart(['--b', 'Content-Type: message/rfc822', '', 'Subject: inner', '', 'text', '--b--']))
    expect(entity.children[0]?.children[0]?.fields).toEqual([{ name: 'subject', value: 'inner' }])
  })
})

describe('what is no message', () => {
  it.each([
    ['no bytes', '', 'mime/empty'],
    ['prose', 'Dear all,\r\n', 'mime/not-a-message'],
    ['a name without a colon', 'Subject\r\n\r\n', 'mime/not-a-message'],
  ])('%s', (_, text, code) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code }))
  })
  it('an mbox line and a byte order mark in front are passed over', () => {
    expect(parse('From alice@example.com Mon Jan 1\r\nSubject: x\r\n\r\n').fields[0]?.value).toBe('x')
    expect(parseEntity(Uint8Array.from([0xef, 0xbb, 0xbf, ...bytesOf('Subject: x\r\n\r\n')])).fields[0]?.value).toBe('x')
  })
})

describe('limits (SEC-75)', () => {
  const nested = (depth: number) => {
    let text = 'A: b\r\n\r\nx'
    for (let level = 0; level < depth; level++) text = `Content-Type: multipart/mixed; boundary="l${level}"\r\n\r\n--l${level}\r\n${text}\r\n--l${level}--`
    return text
  }
  it('nesting', () => {
    expect(() => parse(nested(MIME_LIMITS.depth))).not.toThrow()
    expect(() => parse(nested(MIME_LIMITS.depth + 1))).toThrow(expect.objectContaining({ code: 'mime/too-many-parts' }))
  })
  it('parts', () => {
    const parts = (count: number) => multipart([...Array.from({ length: count }, () => '--b\r\n\r\nx'), '--b--'])
    expect(parse(parts(MIME_LIMITS.parts - 1)).children).toHaveLength(MIME_LIMITS.parts - 1)
    expect(() => parse(parts(MIME_LIMITS.parts))).toThrow(expect.objectContaining({ code: 'mime/too-many-parts' }))
  })
  it('header lines and octets', () => {
    expect(() => parse(`${'A: b\r\n'.repeat(MIME_LIMITS.headerLines + 1)}\r\n`)).toThrow(expect.objectContaining({ code: 'mime/too-many-parts' }))
    expect(() => parse(`A: ${'b'.repeat(MIME_LIMITS.headerOctets + 1)}\r\n\r\n`)).toThrow(expect.objectContaining({ code: 'mime/too-many-parts' }))
  })
})

describe('any bytes at all', () => {
  const octets = fc.uint8Array({ maxLength: 400 })
  it('give an entity whose parts lie inside it, or a coded error', () => {
    const holds = (entity: MimeEntity): boolean =>
      entity.range.start <= entity.bodyRange.start &&
      entity.bodyRange.end === entity.range.end &&
      entity.children.every(child => child.range.start >= entity.bodyRange.start && child.range.end <= entity.bodyRange.end && holds(child))
    fc.assert(
      fc.property(octets, fc.boolean(), (bytes, prefixed) => {
        const input = prefixed ? Uint8Array.from([...bytesOf('Content-Type: multipart/mixed; boundary="-"\r\n\r\n'), ...bytes]) : bytes
        try {
          return holds(parseEntity(input))
        } catch (error) {
          return error instanceof MimeError
        }
      }),
      { numRuns: 2000 },
    )
  })
  it('survive in the parts of a multipart octet for octet', () => {
    fc.assert(
      fc.property(fc.array(octets, { minLength: 1, maxLength: 4 }), parts => {
        const separators = parts.flatMap(part => [bytesOf('--8f3c2b1a\r\n\r\n'), part, bytesOf('\r\n')])
        const whole = Buffer.concat([bytesOf('Content-Type: multipart/mixed; boundary=8f3c2b1a\r\n\r\n'), ...separators, bytesOf('--8f3c2b1a--')])
        const entity = parseEntity(new Uint8Array(whole))
        expect(entity.children.map(child => [...child.source.subarray(child.bodyRange.start, child.bodyRange.end)])).toEqual(parts.map(part => [...part]))
      }),
    )
  })
})

describe('file names', () => {
  it.each([
    ['plain', 'attachment; filename="a.txt"', 'a.txt'],
    ['RFC 2231 with a charset', "attachment; filename*=utf-8''%E8%A6%8B%E7%A9%8D.pdf", '見積.pdf'],
    ['RFC 2231 in pieces', "attachment; filename*0*=utf-8''%E8%A6%8B; filename*1=.pdf", '見.pdf'],
    ['RFC 2047 in a parameter, as many programs write', 'attachment; filename="=?iso-2022-jp?B?GyRCOCtAURsoQg==?="', '見積'],
    ['absent', 'inline', undefined],
  ])('%s', (_, disposition, name) => {
    expect(readFileName(parse(`Content-Disposition: ${disposition}\r\n\r\n`))).toBe(name)
  })
})
