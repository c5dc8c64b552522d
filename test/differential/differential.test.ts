/** A slice of `npm run interop`'s comparison: every seed and some damaged ones. */
import { beforeAll, describe, expect, it } from 'vitest'
import { type Comparison, compareCases } from './compare.ts'
import { BEYOND_OPENSSL, STRICTER_RULES } from './explanations.ts'

describe('ours beside OpenSSL, over generated and damaged messages', () => {
  let result: Comparison

  beforeAll(async () => {
    result = await compareCases(500)
  }, 180_000)

  it('calls nothing valid that OpenSSL refuses, but for what OpenSSL cannot judge', () => {
    expect(result.onlyOurs).toEqual([])
    expect(result.explained).toBeGreaterThanOrEqual(BEYOND_OPENSSL.length)
  })

  it('names the stricter rule wherever OpenSSL alone accepts', () => {
    expect([...result.onlyTheirs].filter(([reason]) => !(reason in STRICTER_RULES))).toEqual([])
  })

  it('accepts with OpenSSL what is as it should be, and refuses with it what is not', () => {
    expect(result.bothAccept).toBeGreaterThan(40)
    expect(result.bothRefuse).toBeGreaterThan(200)
  })
})
