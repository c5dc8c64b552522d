/** The copy of the protected header in front of the text (RFC 9788) goes; nothing else may hide behind its name. */
import { describe, expect, it } from 'vitest'
import { withoutLegacyDisplay } from '../../src/mime/legacy-display.ts'

const NAMES = new Set(['subject', 'from', 'to'])
const text = (value: string) => withoutLegacyDisplay(value, 'text/plain', NAMES)
const html = (value: string) => withoutLegacyDisplay(value, 'text/html', NAMES)
const element = (inside: string) => `<html><body class="x">\r\n<div class="header-protection-legacy-display"><pre>${inside}</pre></div><p>Hello</p></body></html>`

describe('in a text', () => {
  it('the fields go, with the blank line below', () => {
    expect(text('Subject: Dinner\r\nTo: Bob,\r\n  Carol\r\n\r\nHello\r\n\r\nAlice')).toBe('Hello\r\n\r\nAlice')
    expect(text('Subject: Dinner\n\nHello')).toBe('Hello')
  })
  it.each([
    ['a sentence among them', 'Subject: Dinner\r\nThis is no offer.\r\n\r\nWe pay.'],
    ['a field that is not protected', 'Comments: this is no offer\r\n\r\nWe pay.'],
    ['no blank line', 'Subject: all of it'],
    ['a blank line first', '\r\n\r\nSubject: Dinner\r\n\r\nHello'],
    ['a continuation first', ' Subject: Dinner\r\n\r\nHello'],
    ['a line without a name', ': Dinner\r\n\r\nHello'],
    ['more than a header’s length', `Subject: ${'x'.repeat(20_000)}\r\n\r\nHello`],
  ])('%s: everything stays', (_, value) => {
    expect(text(value)).toBe(value)
  })
})

describe('in HTML', () => {
  it.each(['Subject: Dinner', 'Subject: Dinner\r\nTo: Bob', 'Subject: Dinner<br>To: Bob'])('the element with %j goes', inside => {
    expect(html(element(inside))).toBe('<html><body class="x">\r\n<p>Hello</p></body></html>')
  })
  it.each([
    ['a sentence in it', element('Subject: Dinner\nThis is no offer.')],
    ['markup in it', element('Subject: <b>x</b>')],
    ['an element in it', element('Subject: <div>x</div>')],
    ['another class', element('Subject: Dinner').replace('legacy-display"', 'legacy-display other"')],
    ['another element first', element('Subject: Dinner').replace('<div', '<p>Hi</p><div')],
    ['no end', '<body><div class="header-protection-legacy-display">Subject: x'],
    ['no body', '<div class="header-protection-legacy-display">Subject: x</div>'],
  ])('%s: everything stays', (_, value) => {
    expect(html(value)).toBe(value)
  })
})
