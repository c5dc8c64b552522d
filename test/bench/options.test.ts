import { describe, expect, it } from 'vitest'
import { OPERATIONS, readOptions, SIZES, UsageError } from './options.ts'

describe('the words after npm run bench', () => {
  it('measure everything when there are none', () => {
    expect(readOptions([])).toEqual({ operations: [...OPERATIONS], sizes: Object.keys(SIZES), rounds: undefined, json: undefined, extras: true })
  })

  it('choose operations, sizes, rounds and a file', () => {
    const options = readOptions(['--op', 'verify-opaque', '--size', '1M,25M', '--rounds', '3', '--json', 'out.jsonl'])
    expect(options).toEqual({ operations: ['verify-opaque'], sizes: ['1M', '25M'], rounds: 3, json: 'out.jsonl', extras: false })
  })

  it('refuse an operation of a later version with a sentence', () => {
    expect(() => readOptions(['--op', 'encrypt-gcm'])).toThrow(/is not measured yet/u)
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
