/** The field of GHASH, with the values that the authors of GCM printed (McGrew and Viega, test cases 2 and 4). */
import { describe, expect, it } from 'vitest'
import { blockOf, multiplierBy, octetsOfBlock, powerOfBlock } from '../../src/webcrypto/ghash.ts'

const block = (hex: string) => BigInt(`0x${hex}`)

describe('the field of GHASH', () => {
  it('multiplies as printed: the first block of case 2, then its lengths', () => {
    const timesH = multiplierBy(block('66e94bd4ef8a2c3b884cfa59ca342b2e'))
    const first = timesH(block('0388dace60b6a392f328c2b971b2fe78'))
    expect(first).toBe(block('5e2ec746917062882c85b0685353deb7'))
    expect(timesH(first ^ block('00000000000000000000000000000080'))).toBe(block('f38cbb1ad69223dcc3457ae5b6b0f885'))
  })

  it('has powers: multiplied one by one they are the same', () => {
    const base = block('b83b533708bf535d0aa6e52980d53b78')
    let product = base
    for (let exponent = 1; exponent <= 40; exponent++) {
      expect(powerOfBlock(base, exponent)).toBe(product)
      product = multiplierBy(base)(product)
    }
    expect(() => powerOfBlock(base, 0)).toThrow(RangeError)
  })

  it('is the same from either side, and spreads over sums', () => {
    const [a, b, c] = [block('feedfacedeadbeeffeedfacedeadbeef'), block('abaddad2000000000000000000000001'), block('80000000000000000000000000000000')] as const
    expect(multiplierBy(a)(b)).toBe(multiplierBy(b)(a))
    expect(multiplierBy(a)(b ^ c)).toBe(multiplierBy(a)(b) ^ multiplierBy(a)(c))
    // The one of the field is its first bit.
    expect(multiplierBy(a)(c)).toBe(a)
  })

  it('reads and writes octets, the first one highest', () => {
    const octets = Uint8Array.from({ length: 16 }, (_, i) => 17 * i)
    expect(octetsOfBlock(blockOf(octets))).toEqual(octets)
    expect(blockOf(Uint8Array.of(1, 0))).toBe(256n)
  })
})
