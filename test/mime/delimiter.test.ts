/** Delimiter lines of multiparts (RFC 2046 section 5.1.1): both ways of searching find the same ones. */
import { fc } from '../support/properties.ts'
import { describe, expect, it } from 'vitest'
import { findDashLines } from '../../src/bytes/dash-lines.ts'
import { DelimiterFinder, type DelimiterLine } from '../../src/mime/delimiter.ts'
import { parseEntity } from '../../src/mime/entity.ts'
import { bytesOf } from '../make/signed-message.ts'
import { countedBytes } from '../support/counted-bytes.ts'

const piece = fc.constantFrom('\n', '\r\n', '-', '--', '--b', '--b\r\n', '\n--b', '\r\n--b--\r\n', '--bx', '--b \t\r\n', 'text', ' ')
const bodies = fc.array(piece, { maxLength: 60 }).map(pieces => bytesOf(pieces.join('')))

function allLines(finder: DelimiterFinder, body: Uint8Array): DelimiterLine[] {
  const lines: DelimiterLine[] = []
  for (let line = finder.find(body, 0, 0, body.length); line; line = finder.find(body, line.next, line.next, body.length)) lines.push(line)
  return lines
}

describe('delimiter lines', () => {
  it('are the same whether every octet is looked at or only lines that begin with dashes', () => {
    fc.assert(
      fc.property(bodies, body => {
        expect(allLines(new DelimiterFinder('b', findDashLines(body) ?? []), body)).toEqual(allLines(new DelimiterFinder('b'), body))
      }),
      { numRuns: 500 },
    )
  })

  it('are the same inside a part of the body', () => {
    fc.assert(
      fc.property(bodies, fc.nat(200), fc.nat(200), (body, from, length) => {
        const end = Math.min(body.length, from + length)
        expect(new DelimiterFinder('b', findDashLines(body) ?? []).find(body, from, from, end)).toEqual(new DelimiterFinder('b').find(body, from, from, end))
      }),
      { numRuns: 500 },
    )
  })
})

describe('lines that begin with dashes', () => {
  it('are found wherever the module’s window ends', () => {
    for (const place of [1, 2, 31, 32, 33, 34, 35, 130_796, 130_797, 130_798, 130_799, 130_800, 130_801, 261_593, 261_594, 261_595, 261_596, 261_597, 399_997, 399_998]) {
      const body = new Uint8Array(400_000).fill(0x61)
      body.set([0x0a, 0x2d, 0x2d], place - 1)
      expect(findDashLines(body), `${place}`).toEqual([place])
    }
  })

  it('cost one look at each octet, however many multiparts there are around it', () => {
    const around = Array.from({ length: 30 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`).join('')
    const { bytes, visits } = countedBytes(bytesOf(`${around}\r\n${'x'.repeat(1_000_000)}`))
    expect(parseEntity(bytes).children).toHaveLength(1)
    expect(visits()).toBeLessThan(1_100_000)
  })

  it('are no list any more when there are too many', () => {
    expect(findDashLines(bytesOf('\n--'.repeat(4096)))).toHaveLength(4096)
    expect(findDashLines(bytesOf('\n--'.repeat(4097)))).toBeUndefined()
  })
})

describe('a large message', () => {
  const filling = 'All work and no play makes Jack a dull boy.\r\n'.repeat(6000)
  const message = (text: string) =>
    `Content-Type: multipart/mixed; boundary=outer\r\n\r\npreamble\r\n--outer\r\nContent-Type: multipart/mixed; boundary=outerinner\r\n\r\n` +
    `--outerinner\r\n\r\n${text}\r\n--outerinner\r\n\r\n--outer is no delimiter\r\n--outerinner--\r\n\r\n--outer\r\n\r\n${filling}--outer--\r\n`

  it.each([['ordinary text', filling], ['more lines with dashes than are listed', '--x\r\n'.repeat(60_000)]])('with %s is cut as a small one is', (_, text) => {
    const shape = parseEntity(bytesOf(message(text))).children.map(child => child.children.map(part => part.bodyRange.end - part.bodyRange.start))
    expect(shape).toEqual([[text.length, '--outer is no delimiter'.length], []])
  })
})
