/** Names cannot lie (SEC-20): what hides is shown, and a name that reads like another address is told. */
import { describe, expect, it } from 'vitest'
import { headerNotes } from '../../src/smime/notes.ts'
import { foreignText } from '../../src/taskpane/text/foreign-text.ts'

/** Code points that show nothing, or change how others are shown. */
const HIDING: readonly (readonly [string, number])[] = [
  ['NUL', 0x00], ['bell', 0x07], ['tab', 0x09], ['line feed', 0x0a], ['carriage return', 0x0d], ['escape', 0x1b], ['delete', 0x7f], ['next line', 0x85],
  ['application program command', 0x9f], ['soft hyphen', 0xad], ['combining grapheme joiner', 0x34f], ['Arabic letter mark', 0x61c],
  ['Hangul choseong filler', 0x115f], ['Hangul jungseong filler', 0x1160], ['Khmer inherent aq', 0x17b4], ['Khmer inherent aa', 0x17b5],
  ['Mongolian variation selector', 0x180b], ['Mongolian vowel separator', 0x180e], ['zero-width space', 0x200b], ['zero-width non-joiner', 0x200c],
  ['zero-width joiner', 0x200d], ['left-to-right mark', 0x200e], ['right-to-left mark', 0x200f], ['line separator', 0x2028], ['paragraph separator', 0x2029],
  ['left-to-right embedding', 0x202a], ['right-to-left embedding', 0x202b], ['pop directional formatting', 0x202c], ['left-to-right override', 0x202d],
  ['right-to-left override (CVE-2023-3417)', 0x202e], ['word joiner', 0x2060], ['invisible times', 0x2062], ['invisible plus', 0x2064],
  ['left-to-right isolate', 0x2066], ['right-to-left isolate', 0x2067], ['first strong isolate', 0x2068], ['pop directional isolate', 0x2069],
  ['inhibit symmetric swapping', 0x206a], ['nominal digit shapes', 0x206f], ['Braille blank (CVE-2022-1834)', 0x2800], ['Hangul filler', 0x3164],
  ['variation selector 1', 0xfe00], ['variation selector 16', 0xfe0f], ['byte order mark', 0xfeff], ['half-width Hangul filler', 0xffa0],
  ['interlinear anchor', 0xfff9], ['object replacement', 0xfffc], ['noncharacter', 0xfffe], ['hieroglyph joiner', 0x13430], ['shorthand overlap', 0x1bca0],
  ['musical beam', 0x1d173], ['language tag', 0xe0001], ['tag letter', 0xe0041], ['cancel tag', 0xe007f], ['variation selector 17', 0xe0100],
]

describe('a name with', () => {
  it.each(HIDING)('%s shows a box', (_, code) => {
    expect(foreignText(`Bank${String.fromCodePoint(code)}Tokyo`)).toBe('Bank□Tokyo')
    expect(foreignText(`${String.fromCodePoint(code).repeat(500)}x`)).toBe('□x')
  })
  it('every default-ignorable character, control and separator of lines shows one', () => {
    const unseen: string[] = []
    for (let code = 0; code <= 0x10ffff; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue
      const character = String.fromCodePoint(code)
      if (/[\p{DI}\p{Cc}\p{Zl}\p{Zp}\p{Bidi_C}]/u.test(character) && foreignText(character) !== '□') unseen.push(code.toString(16))
    }
    expect(unseen).toEqual([])
  })
  it('honest characters shows them', () => {
    for (const name of ['山田 太郎', 'Zoë O’Brien-Łukasz', 'محمد علي', 'Σωκράτης', 'Владимир', '김철수']) expect(foreignText(name)).toBe(name)
  })
})

const notesFor = (from: string) => headerNotes([{ name: 'from', value: from }]).map(note => note.code)

describe('a name that reads like another address is told', () => {
  it.each([
    ['plainly', '"boss@contoso.com" <eve@evil.test>'],
    ['in brackets', '"Boss (boss@contoso.com)" <eve@evil.test>'],
    ['in angle brackets', '"<boss@contoso.com>" <eve@evil.test>'],
    ['with a full stop', '"write to boss@contoso.com." <eve@evil.test>'],
    ['with a full-width at sign', '"boss＠contoso.com" <eve@evil.test>'],
    ['with a small at sign', '"boss﹫contoso.com" <eve@evil.test>'],
    ['in full-width letters', '"ｂｏｓｓ＠ｃｏｎｔｏｓｏ．ｃｏｍ" <eve@evil.test>'],
    ['with blanks around the at sign', '"boss @ contoso.com" <eve@evil.test>'],
    ['with ideographic spaces around it', '"boss\u3000@\u3000contoso.com" <eve@evil.test>'],
    ['with zero-width spaces in it', '"boss\u200b@\u200bcontoso.com" <eve@evil.test>'],
    ['with a Braille blank in it', '"boss\u2800@contoso.com" <eve@evil.test>'],
    ['with a soft hyphen in it', '"bo\u00adss@contoso.com" <eve@evil.test>'],
    ['behind the real one', '"eve@evil.test boss@contoso.com" <eve@evil.test>'],
    ['encoded', '=?utf-8?b?Ym9zc0Bjb250b3NvLmNvbQ==?= <eve@evil.test>'],
    ['with Cyrillic letters', '"b\u043ess@contoso.com" <boss@contoso.com>'],
  ])('%s', (_, from) => {
    expect(notesFor(from)).toEqual(['smime/name-hides-address'])
  })
  it.each([
    ['its own address', '"alice@example.com" <alice@example.com>'],
    ['its own in another case', '"Alice@Example.COM" <alice@example.com>'],
    ['a company behind an at sign', '"Alice @ Contoso" <alice@example.com>'],
    ['an at sign alone', '"Alice @" <alice@example.com>'],
    ['a handle', '"@alice" <alice@example.com>'],
    ['no at sign', 'Alice Example <alice@example.com>'],
  ])('%s is not', (_, from) => {
    expect(notesFor(from)).toEqual([])
  })
})

describe('a domain of several scripts is told', () => {
  it.each([
    ['Cyrillic in Latin', 'alice@p\u0430ypal.example', true],
    ['Greek in Latin', 'alice@g\u03bf\u03bfgle.example', true],
    ['Cyrillic alone', 'alice@\u043f\u0440\u0438\u043c\u0435\u0440.example', false],
    ['Latin with marks', 'alice@bücher.example', false],
    ['Japanese', 'alice@例え.example', false],
  ])('%s', (_, from, isTold) => {
    expect(notesFor(from)).toEqual(isTold ? ['smime/mixed-script-domain'] : [])
  })
})
