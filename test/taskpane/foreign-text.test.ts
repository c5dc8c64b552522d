import { expect, it } from 'vitest'
import { foreignLines, foreignText } from '../../src/taskpane/text/foreign-text.ts'
import { fillText } from '../../src/taskpane/text/fill-text.ts'

it.each([
  ['a blank Braille pattern', 'Bank\u2800Tokyo'],
  ['a Hangul filler', 'Bank\u3164Tokyo'],
  ['a zero-width space', 'Bank\u200bTokyo'],
  ['a right-to-left override', 'Bank\u202eTokyo'],
  ['an isolate', 'Bank\u2066Tokyo'],
  ['tags', 'Bank\u{e0041}\u{e0042}Tokyo'],
  ['a line break', 'Bank\r\nTokyo'],
  ['a byte order mark', 'Bank\ufeffTokyo'],
])('shows %s as a box', (_what, value) => {
  expect(foreignText(value)).toBe('Bank□Tokyo')
})

it('cuts a long name to 64 characters and never an address', () => {
  expect(Array.from(foreignText('x'.repeat(100)))).toHaveLength(64)
  expect(Array.from(foreignText('田'.repeat(100)))).toHaveLength(64)
  const address = `${'a'.repeat(90)}@contoso.co.jp`
  expect(foreignText(address)).toBe(address)
})

it('cuts what only looks like an address', () => {
  expect(Array.from(foreignText(`${'a '.repeat(60)}@contoso.co.jp`))).toHaveLength(64)
})

it('does not fill a value that looks like a placeholder', () => {
  expect(fillText('Signed by {signer}', { signer: '{issuer}', issuer: 'x' })).toBe('Signed by \u2068{issuer}\u2069')
})

it('leaves line breaks, tabs and emoji in a text and shows direction marks', () => {
  expect(foreignLines('a\r\n\tb 👩\u200d💻')).toBe('a\n\tb 👩\u200d💻')
  expect(foreignLines('invoice\u202efdp.exe')).toBe('invoice□fdp.exe')
})
