/** What a bench says of its rounds. */
import { describe, expect, it } from 'vitest'
import { goalTable } from './goals.ts'
import { lineOf, median, memoryRatio, ratioOf, summarize, tableOf } from './statistics.ts'

const result = (contender: string, times: readonly number[], peakMB: number | null = null, octets?: number) => summarize('verify-detached', '25M', contender, times, peakMB, octets)

describe('rounds', () => {
  it('give their median, odd and even', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([4, 1, 2, 9])).toBe(3)
  })

  it('are compared one by one, so that a slow moment hits both contenders', () => {
    const [ours, other] = [result('sealpane-chromium', [10, 300, 20]), result('limit-chromium', [10, 100, 10])]
    expect(ratioOf(ours, other)).toBe(2)
    expect(ours.medianMs / other.medianMs).toBe(2)
    expect(ratioOf(result('a', [10, 100, 100]), result('b', [100, 100, 10]))).toBe(1)
  })

  it('hold memory against the file', () => {
    expect(memoryRatio(result('sealpane-node', [1], 50, 25 * 1024 * 1024))).toBe(2)
    expect(memoryRatio(result('sealpane-node', [1]))).toBeUndefined()
  })
})

describe('what leaves', () => {
  it('is one line with the keys of the contract for programs', () => {
    expect(JSON.parse(lineOf(result('openssl', [1, 2, 3], 4, 5)))).toEqual({
      op: 'verify-detached', size: '25M', contender: 'openssl', medianMs: 2, minMs: 1, maxMs: 3, peakMB: 4,
    })
    expect(lineOf(result('openssl', [1]))).toMatch(/\}\n$/u)
  })

  it('is a table for people', () => {
    const table = tableOf([result('sealpane-chromium', [2]), result('openssl', [40])])
    expect(table).toContain('0.050')
    expect(table.split('\n')).toHaveLength(5)
  })

  it('names the goals that were measured, met or missed, and no others', () => {
    const table = goalTable([result('sealpane-chromium', [40]), result('limit-chromium', [20]), result('openssl', [1000])])
    expect(table).toMatch(/MISSED +2\.00 +of 1\.35 +verify-detached against LIMIT/u)
    expect(table).toMatch(/met +0\.04 +of 0\.06 +verify-detached against openssl/u)
    expect(table).not.toContain('decrypt')
    expect(goalTable([])).toBe('')
  })
})
