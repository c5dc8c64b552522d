/** A short run of every target with a fixed seed; `npm run fuzz -- --minutes N` goes on from there. */
import { describe, expect, it } from 'vitest'
import { fuzz } from './harness.ts'
import { fuzzTargets } from './targets.ts'

const targets = await fuzzTargets()
const LIMIT = 600

describe('damaged input', () => {
  it.each(targets.map(target => [target.name, target] as const))('%s: coded errors only, in time, input untouched', async (_name, target) => {
    const { runs, taken, findings } = await fuzz(target, LIMIT, 7)
    expect(findings).toEqual([])
    expect(runs).toBe(LIMIT)
    expect(taken).toBeGreaterThan(0)
  })
})

describe('the harness', () => {
  const seeds = [Uint8Array.of(1, 2, 3)]

  it('reports an error without a code', async () => {
    const broken = () => {
      throw new TypeError('oops')
    }
    const { findings } = await fuzz({ name: 'broken', seeds, run: broken, rooms: ['x509/'] }, 10, 1)
    expect(findings[0]?.what).toContain('TypeError')
  })

  it('reports a parser that writes into its input', async () => {
    const { findings } = await fuzz({ name: 'writer', seeds, run: bytes => bytes.fill(9), rooms: [] }, 10, 1)
    expect(findings[0]?.what).toBe('changed the bytes it was given')
  })
})
