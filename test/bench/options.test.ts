import { describe, expect, it } from 'vitest'
import { isMaking, OPERATIONS, readOptions, SIZES, UsageError } from './options.ts'

describe('the words after npm run bench', () => {
  it('measure everything when there are none', () => {
    expect(readOptions([])).toEqual({ operations: [...OPERATIONS], sizes: Object.keys(SIZES), rounds: undefined, json: undefined, extras: true })
  })

  it('choose operations, sizes, rounds and a file', () => {
    const options = readOptions(['--op', 'verify-opaque', '--size', '1M,25M', '--rounds', '3', '--json', 'out.jsonl'])
    expect(options).toEqual({ operations: ['verify-opaque'], sizes: ['1M', '25M'], rounds: 3, json: 'out.jsonl', extras: false })
  })

  it('tell what makes messages from what opens them', () => {
    expect(readOptions(['--op', 'sign,encrypt-gcm']).operations.every(isMaking)).toBe(true)
    expect(readOptions(['--op', 'verify-detached,decrypt-gcm']).operations.some(isMaking)).toBe(false)
  })

  it.each([
    [['--op', 'dance']],
    [['--size', '3M']],
    [['--rounds', '0']],
    [['--rounds']],
    [['--fast', 'yes']],
  ])('refuse %j', words => {
    expect(() => readOptions(words)).toThrow(UsageError)
  })
})
