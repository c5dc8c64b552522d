/**
 * Every target for two seconds, and at least so many cases: more than a minute in all. `npm run fuzz -- --minutes N` goes on
 * from there.
 */
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { executedFiles } from '../support/counted-steps.ts'
import { fuzz } from './harness.ts'
import { fuzzTargets } from './targets.ts'

const targets = await fuzzTargets()
/** Always the same cases, for a failure that comes again. */
const FIXED = 600
const MILLISECONDS = 2000

/** Files that write, or hold names and numbers: nothing hostile is read there. */
const READS_NOTHING = /(?:errors|limits|-writer|certification-request|ecdsa-value|element-parts|issuer-and-serial|kek-derivation-info|outgoing-message|written-entity)\.ts$/u

describe('damaged input', () => {
  it.each(targets.map(target => [target.name, target] as const))('%s: coded errors only, in time, input untouched', async (_name, target) => {
    const end = performance.now() + MILLISECONDS
    const first = await fuzz(target, FIXED, 7)
    expect(first.findings).toEqual([])
    expect(first.runs).toBe(FIXED)
    expect(first.taken).toBeGreaterThan(0)
    expect((await fuzz(target, Infinity, 8, end)).findings).toEqual([])
  })
  it('goes on for a minute in all', () => {
    expect(targets.length * MILLISECONDS).toBeGreaterThanOrEqual(60_000)
  })
})

describe('the targets', () => {
  it.each(targets.map(target => [target.name, target] as const))('%s begins with seeds that its parser takes', async (_name, { seeds, run }) => {
    expect(seeds.length).toBeGreaterThan(0)
    for (const seed of seeds) await run(seed)
  })
  it('reach every file of the rooms that read', async () => {
    const files = ['mime', 'x509', 'cms'].flatMap(room => readdirSync(`src/${room}`).filter(name => !READS_NOTHING.test(name)).map(name => `src/${room}/${name}`))
    const reached = await executedFiles(async () => {
      for (const { seeds, run } of targets) for (const seed of seeds) await run(seed)
    })
    expect(files.filter(file => !reached.some(url => url.endsWith(file)))).toEqual([])
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
