/** Base64 of whole bodies: the module, the platform and the loops give one answer to any octets. */
import { readFileSync } from 'node:fs'
import { fc } from '../support/properties.ts'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { decodeBase64Body, decodeBase64InPlace } from '../../src/bytes/base64-body.ts'
import { beginBase64, type DecodedBase64, finishBase64 } from '../../src/bytes/base64-decoder.ts'

/** The loops alone: what everything else is measured by. */
const octetByOctet = (text: Uint8Array) => finishBase64(beginBase64(text, new Uint8Array(text.length)))

const plain = ({ bytes, ...oddities }: DecodedBase64) => ({ ...oddities, text: Buffer.from(bytes).toString('hex') })

/** Long enough for the module, with a piece of anything in it. */
function aBody(piece: Uint8Array, at: number, lineLength: number, lineEnd: string): Uint8Array {
  const text = Buffer.from(Uint8Array.from({ length: 3200 }, (_, i) => (i * 7919) >> 3)).toString('base64')
  const lines = Buffer.from(lineLength === 0 ? text : text.replace(new RegExp(`.{${lineLength}}`, 'gu'), `$&${lineEnd}`))
  return new Uint8Array(Buffer.concat([lines.subarray(0, at), piece, lines.subarray(at)]))
}

const bodies = fc
  .tuple(fc.uint8Array({ maxLength: 40 }), fc.nat(4200), fc.constantFrom(0, 64, 76, 77, 4), fc.constantFrom('\r\n', '\n', ' \t\r\n'))
  .map(parts => aBody(...parts))

afterEach(() => {
  vi.unstubAllGlobals()
  vi.resetModules()
})

describe('the base64 module', () => {
  it('says of any octets what the loops say', () => {
    fc.assert(
      fc.property(bodies, body => {
        expect(plain(decodeBase64Body(body))).toEqual(plain(octetByOctet(body)))
      }),
    )
  })

  it('writes the same over the text itself', () => {
    fc.assert(
      fc.property(bodies, body => {
        const expected = plain(octetByOctet(body))
        const decoded = decodeBase64InPlace(body)
        expect(plain(decoded)).toEqual(expected)
        expect(decoded.bytes.buffer).toBe(body.buffer)
      }),
    )
  })

  it.each([130_000, 130_799, 130_800, 130_801, 262_144])('carries a group over the end of its window, at %i octets', length => {
    const body = new Uint8Array(Buffer.alloc(length + 3, 'QUJDZGVm\nx'))
    expect(plain(decodeBase64Body(body))).toEqual(plain(octetByOctet(body)))
    expect(plain(decodeBase64InPlace(body.slice()))).toEqual(plain(octetByOctet(body)))
  })

  it('knows every octet at every place of a group of sixteen', () => {
    for (let octet = 0; octet < 256; octet++) {
      for (let place = 0; place < 17; place++) {
        const body = aBody(Uint8Array.of(octet), 1600 + place, 0, '')
        expect(plain(decodeBase64Body(body))).toEqual(plain(octetByOctet(body)))
      }
    }
  })

  it('is what its script assembles', async () => {
    const script = (await import(new URL('../../scripts/make-body-module.mjs', import.meta.url).href)) as { moduleSource: () => string }
    expect(readFileSync(new URL('../../src/bytes/body-module.ts', import.meta.url), 'utf8')).toBe(script.moduleSource())
  })
})

describe('where the policy forbids WebAssembly', () => {
  it('bodies are decoded all the same', async () => {
    vi.stubGlobal('WebAssembly', {
      Module: function refuse() {
        throw new Error('refused by the policy')
      },
    })
    vi.resetModules()
    const { decodeBase64Body: decode, decodeBase64InPlace: decodeInPlace } = await import('../../src/bytes/base64-body.ts')
    const body = aBody(Uint8Array.of(0x2a), 500, 76, '\r\n')
    expect(plain(decode(body))).toEqual(plain(octetByOctet(body)))
    expect(plain(decodeInPlace(body.slice()))).toEqual(plain(octetByOctet(body)))
  })
})
