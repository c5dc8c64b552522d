/** Flowed text for reading (RFC 3676). */
import { describe, expect, it } from 'vitest'
import { parseParameterizedValue } from '../../src/mime/content-type.ts'
import { joinFlowedLines } from '../../src/mime/flowed-text.ts'

const FLOWED = parseParameterizedValue('text/plain; format=flowed')
const WITHOUT_SPACE = parseParameterizedValue('text/plain; Format="Flowed"; DelSp=Yes')
const join = (...lines: string[]) => joinFlowedLines(lines.join('\r\n'), FLOWED).split('\r\n')

describe('a paragraph of flowed lines', () => {
  it('is one line, the space before each soft break kept', () => {
    expect(join('The offer ', 'stands until ', 'Friday.', '', 'Alice')).toEqual(['The offer stands until Friday.', '', 'Alice'])
  })
  it('loses that space with DelSp (section 4.1)', () => {
    expect(joinFlowedLines('お見積りの有効 \r\n期限は金曜日です。\r\n', WITHOUT_SPACE)).toBe('お見積りの有効期限は金曜日です。\r\n')
    expect(joinFlowedLines('two words  \r\nmore', WITHOUT_SPACE)).toBe('two words more')
  })
  it('ends with the text, also when its last line is flowed', () => {
    expect(join('open ', 'end ')).toEqual(['open end '])
    expect(joinFlowedLines('open \r\n', FLOWED)).toBe('open \r\n')
  })
  it('goes through a line of spaces, which is a flowed line, and stops at an empty one', () => {
    expect(join('a ', '  ', 'b')).toEqual(['a  b'])
    expect(join('a', '', 'b')).toEqual(['a', '', 'b'])
  })
})

describe('stuffing (section 4.4)', () => {
  it('goes, once', () => {
    expect(join(' From Friday on', ' > no quote', '  indented')).toEqual(['From Friday on', '> no quote', ' indented'])
  })
  it('is looked at before the end of the line', () => {
    expect(join(' ', 'b')).toEqual(['', 'b'])
  })
})

describe('quotes (section 4.5)', () => {
  it('keep their depth, and are joined within it', () => {
    expect(join('>> Exit, ', '>>Stage Left', '> answer')).toEqual(['>> Exit, Stage Left', '> answer'])
  })
  it('with a space between the marks are another depth', () => {
    expect(join('> > Exit')).toEqual(['> > Exit'])
    expect(join('> > Exit ', '>> Left')).toEqual(['> > Exit ', '>> Left'])
  })
  it('end where the depth changes, whatever the line says (the standard’s own example)', () => {
    expect(join('> spongy dizzy-eyed ', '> reeky pigeon-egg! ', '>> Thou artless ', '>> scut!')).toEqual(['> spongy dizzy-eyed reeky pigeon-egg! ', '>> Thou artless scut!'])
    expect(join('> quoted ', 'not quoted')).toEqual(['> quoted ', 'not quoted'])
  })
  it('that are empty stay marks', () => {
    expect(join('>', '> ', '>x')).toEqual(['>', '>', '> x'])
  })
})

describe('the line before a signature (section 4.3)', () => {
  it.each([['-- ', '-- '], ['> -- ', '> -- '], ['>-- ', '> -- ']])('%j is neither joined to what is above nor to what is below', (line, shown) => {
    const mark = line.startsWith('>') ? '>' : ''
    expect(join(`${mark}text `, line, `${mark}Alice`)).toEqual([mark === '' ? 'text ' : '> text ', shown, mark === '' ? 'Alice' : '> Alice'])
  })
})

describe('other text stays as it came', () => {
  it.each(['text/plain', 'text/plain; format=fixed', 'text/plain; format=x; delsp=yes', 'text/html; format=flowed'])('%s', type => {
    const text = ' From here \r\n>> on \n'
    expect(joinFlowedLines(text, parseParameterizedValue(type))).toBe(text)
  })
})

describe('hostile text', () => {
  it.each(['>', ' ', '> \r\n', '\r\n', '-- \r\n', '>'.repeat(100) + ' x \r\n'])('a mebibyte of %j never grows by more than a space a line', unit => {
    const text = unit.repeat(Math.floor(1_048_576 / unit.length))
    expect(joinFlowedLines(text, FLOWED).length).toBeLessThanOrEqual(text.length + text.split('\n').length)
  })
})
