/** What fuzzing found, kept as stories. */
import { describe, expect, it } from 'vitest'
import { parseMailboxList } from '../../src/mime/mailbox.ts'

describe('a From field with the spaces of other alphabets', () => {
  it.each([
    ['no-break space', '\u00a0'],
    ['ideographic space', '\u3000'],
    ['line separator', '\u2028'],
    ['byte order mark', '\ufeff'],
  ])('%s in a name is part of the name, and reading ends', (_name, space) => {
    expect(parseMailboxList(`山田${space}太郎 <alice@example.com>`)).toEqual([{ displayName: `山田${space}太郎`, address: 'alice@example.com' }])
  })

  it('and one beside an address does not become that address', () => {
    expect(parseMailboxList('\u00a0alice@example.com')?.[0]?.address).not.toBe('alice@example.com')
    expect(parseMailboxList('<alice@example.com\u3000>')?.[0]?.address).not.toBe('alice@example.com')
  })
})
