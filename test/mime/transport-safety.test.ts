/** What survives transport: long texts are looked at by the module, short ones by the loop, and both by the rule. */
import { fc } from '../support/properties.ts'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { isTransportSafe } from '../../src/mime/transport-safety.ts'

/** The rule in other words (RFC 8551 section 3.1.3, RFC 5322 section 2.1.1). */
function isSafe(text: string): boolean {
  if (/[^\p{ASCII}]|\0/u.test(text)) return false
  const lines = text.split('\r\n')
  const rest = lines.pop() ?? ''
  return !/[\r\n]/u.test(text.replaceAll('\r\n', '')) && lines.every(line => line.length <= 998 && !/^From |[ \t]$/u.test(line)) && rest.length <= 998
}

const octetsOf = (text: string) => Uint8Array.from(text, character => character.charCodeAt(0))

/** Longer than what is left to the loop, with lines as mail has them around `odd`. */
function aText(before: number, odd: string, after: number, length: number): string {
  const line = `${'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0NTY3'.repeat(13).slice(0, length)}\r\n`
  return line.repeat(before) + odd + line.repeat(after)
}

const oddities = fc.oneof(
  fc.constantFrom('', 'a\n', 'a\r', '\r\n', 'a \r\n', 'a\t\r\n', ' \r\n', '\t\r\n', 'From me\r\n', 'From\r\n', 'From', 'Fro\r\n', '\0', '\u0080', '\u00ff', '\x7f', '\x01\r\n', 'a\tb\r\n', '\r\r\n', '\n\r'),
  fc.constantFrom(997, 998, 999, 5000, 140_000).map(length => `${'x'.repeat(length)}\r\n`),
  fc.string({ unit: fc.constantFrom('a', ' ', '\t', '\r', '\n', '\r\n', '.', 'From ', '\u00e9'), maxLength: 30 }),
)

afterEach(() => {
  vi.unstubAllGlobals()
  vi.resetModules()
})

describe('safety for transport', () => {
  it('is the rule, wherever in a long text something odd stands', () => {
    fc.assert(
      fc.property(fc.nat(150), oddities, fc.nat(150), fc.constantFrom(76, 64, 15, 16, 17, 31, 32, 1, 0, 998), (before, odd, after, length) => {
        const text = aText(before, odd, after, length)
        expect(isTransportSafe(octetsOf(text))).toBe(isSafe(text))
      }),
      { numRuns: 500 },
    )
  })

  it('is the rule for octets of every kind at every place of a line', () => {
    const text = octetsOf(aText(40, '', 40, 76))
    for (const octet of [0, 1, 9, 10, 11, 13, 31, 32, 33, 70, 126, 127, 128, 160, 254, 255]) {
      for (let place = 0; place < 78; place++) {
        const octets = text.slice()
        octets[10 * 78 + place] = octet
        expect([octet, place, isTransportSafe(octets)]).toEqual([octet, place, isSafe(String.fromCharCode(...octets))])
      }
    }
  })

  it.each([76, 998])('is found over many windows of lines of %i, and lost by one octet in the last', length => {
    const octets = octetsOf(aText(Math.ceil(400_000 / length), '', 0, length))
    expect(isTransportSafe(octets)).toBe(true)
    octets[octets.length - 5000] = 0xe4
    expect(isTransportSafe(octets)).toBe(false)
  })

  it('needs no module', async () => {
    vi.stubGlobal('WebAssembly', {
      Module: function refuse() {
        throw new Error('refused by the policy')
      },
    })
    vi.resetModules()
    const { isTransportSafe: without } = await import('../../src/mime/transport-safety.ts')
    expect(without(octetsOf(aText(100, '', 0, 76)))).toBe(true)
    expect(without(octetsOf(aText(100, 'a\n', 0, 76)))).toBe(false)
  })
})
