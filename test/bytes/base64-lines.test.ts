/** Base64 in lines: the module and the loop give one answer, in whatever pieces the octets come. */
import { fc } from '../support/properties.ts'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Base64LineWriter, base64LinesLength, encodeBase64Lines } from '../../src/bytes/base64-lines.ts'

const expected = (octets: Uint8Array) => (Buffer.from(octets).toString('base64').match(/.{1,64}/gu) ?? []).map(line => `${line}\r\n`).join('')
const textOf = (octets: Uint8Array) => Buffer.from(octets).toString('latin1')
const someOctets = (length: number, seed: number) => Uint8Array.from({ length }, (_, i) => ((i + seed) * 7919) >> 5)

/** `octets` cut at these places. */
function cut(octets: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places.map(place => place % (octets.length + 1)), octets.length].sort((a, b) => a - b)
  return ends.map((end, i) => octets.subarray(ends[i - 1] ?? 0, end))
}

afterEach(() => {
  vi.unstubAllGlobals()
  vi.resetModules()
})

describe('base64 lines', () => {
  it('are what Node writes, in any pieces, with enough for the module in some of them', () => {
    fc.assert(
      fc.property(fc.nat(12_000), fc.nat(255), fc.array(fc.nat(12_000), { maxLength: 5 }), (length, seed, places) => {
        const octets = someOctets(length, seed)
        const encoded = encodeBase64Lines(cut(octets, places))
        expect(textOf(encoded)).toBe(expected(octets))
        expect(encoded.length).toBe(base64LinesLength(length))
      }),
    )
  })

  it.each([1119, 1120, 1121, 2240, 2300])('go over the end of the module’s window, at %i lines', lines => {
    for (const rest of [-1, 0, 1, 2, 3, 47]) {
      const octets = someOctets(lines * 48 + rest, lines)
      expect(textOf(encodeBase64Lines([octets]))).toBe(expected(octets))
    }
  })

  it('know every octet at every place of a group', () => {
    for (let place = 0; place < 48; place++) {
      const octets = new Uint8Array(256 * 48)
      for (let octet = 0; octet < 256; octet++) octets[octet * 48 + place] = octet
      expect(textOf(encodeBase64Lines([octets]))).toBe(expected(octets))
    }
  })

  it('are written where they belong, and nothing around them is touched', () => {
    const octets = someOctets(64 * 48 * 3 + 5, 1)
    const target = new Uint8Array(base64LinesLength(octets.length) + 20).fill(0x2e)
    const writer = new Base64LineWriter(target, 10)
    for (const part of cut(octets, [7, 4000])) writer.write(part)
    expect(writer.end()).toBe(target.length - 10)
    expect(textOf(target)).toBe(`..........${expected(octets)}..........`)
  })

  it('need no module', async () => {
    vi.stubGlobal('WebAssembly', {
      Module: function refuse() {
        throw new Error('refused by the policy')
      },
    })
    vi.resetModules()
    const { encodeBase64Lines: encode } = await import('../../src/bytes/base64-lines.ts')
    const octets = someOctets(9000, 3)
    expect(textOf(encode(cut(octets, [100, 5000])))).toBe(expected(octets))
  })
})
