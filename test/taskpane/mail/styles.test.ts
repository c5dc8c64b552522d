/** SEC-44: of a mail's CSS only what is on the list comes out, written anew. */
import { describe, expect, it } from 'vitest'
import { readDeclarations, readStyleSheet } from '../../../src/taskpane/mail/css-values.ts'
import { visibilityOf } from '../../../src/taskpane/mail/hidden-text.ts'
import { allowedDeclaration } from '../../../src/taskpane/mail/style-allow-list.ts'

const written = (css: string) =>
  readDeclarations(css).map(allowedDeclaration).filter(found => found !== null).map(({ property, value }) => `${property}: ${value}`).join('; ')

describe('a declaration', () => {
  it.each([
    ['color: RED', 'color: red'],
    ['color:#0563C1;text-decoration:underline', 'color: #0563c1; text-decoration: underline'],
    ['margin:0cm 1.5em 6.0pt auto', 'margin: 0cm 1.5em 6.0pt auto'],
    ['font-family:"Segoe UI",Meiryo,sans-serif', "font-family: 'Segoe UI', meiryo, sans-serif"],
    ['font: italic bold 12px/1.5 Arial, sans-serif', 'font: italic bold 12px/1.5 arial, sans-serif'],
    ['border:solid windowtext 1.0pt', 'border: solid windowtext 1.0pt'],
    ['background:#fff url(http://a.example/x.png) no-repeat', 'background-color: #fff'],
    ['color:rgb(1, 2, 3) !important', 'color: rgb(1, 2, 3)'],
    ['text-indent:-18.0pt', 'text-indent: -18.0pt'],
  ])('that is harmless stays: %s', (css, expected) => {
    expect(written(css)).toBe(expected)
  })

  it.each([
    'background-image:url(http://a.example)', 'background:u\\72l(http://a.example)', 'list-style-image:url(x)', 'list-style:url(x) disc', 'cursor:url(x)',
    'content:"Valid"', 'content:url(x)', 'position:fixed', 'position:sticky', 'z-index:9', 'transform:scale(9)', 'inset:0', 'top:0', 'overflow:hidden', 'clip-path:inset(0)',
    'filter:blur(9px)', 'mask:url(x)', 'mix-blend-mode:difference', 'opacity:0.5', 'animation:a 1s', 'transition:all 1s', 'color:var(--a)', '--a:red', 'color:env(x)',
    'color:attr(title)', 'width:calc(1px + 1px)', 'width:100vw', 'width:50cqw', 'width:expression(alert(1))', 'behavior:url(x)', '-moz-binding:url(x)', 'font-family:url(x)',
    'font-family:"a;b"', 'font-family:"a:url(x)"', 'width:99999px', 'margin:-9999px', 'text-indent:-9999px', 'letter-spacing:-99px', 'line-height:0', 'font-size:1px', 'font-size:0', 'color:transparent',
    'color:rgba(0,0,0,0)', 'color:#0000', 'text-transform:uppercase', 'display:flex', 'display:none', 'visibility:hidden', 'max-height:0', 'unicode-bidi:bidi-override',
    'user-select:none', 'pointer-events:none', 'quotes:"a"', 'counter-reset:a', 'src:url(x)', 'color:red}b{color:blue', 'columns:99', 'zoom:9', 'scroll-initial-target:nearest',
    'view-transition-name:a', 'anchor-name:--a', 'appearance:button', 'will-change:transform', 'shape-outside:url(x)', 'border-image:url(x) 1', 'writing-mode:vertical-rl',
  ])('that could do more is left out: %s', css => {
    expect(written(css)).toBe('')
  })

  it('with a comment, a bracket or a quotation mark that does not end takes no other with it out of its place', () => {
    expect(written('color:red;/* background:url(x); */font-weight:bold')).toBe('color: red; font-weight: bold')
    expect(written("font-family:'a;color:red")).toBe('')
    expect(written('width:(1px;color:red')).toBe('')
  })
})

describe('a style sheet', () => {
  it('gives its plain rules, whatever stands around them', () => {
    const rules = readStyleSheet('<!-- @font-face{src:url(x)} p.MsoNormal, li {margin:0cm} @page a{size:1pt} @media screen{b{color:red}} -->')
    expect(rules.map(({ selector }) => selector)).toEqual(['p.MsoNormal', 'li', 'b'])
  })

  it.each([
    '@import "a";', '@font-face{src:url(a)}', '@supports (a:b){p{color:red}}', '@container (min-width:1px){p{color:red}}', '@media (min-width:1px){p{color:red}}',
    '@media (prefers-color-scheme:dark){p{color:red}}', '@keyframes a{from{color:red}}', '@layer a{p{color:red}}', '@media print{p{color:red}}', '@scope (p){b{color:red}}',
  ])('leaves out %s', css => {
    expect(readStyleSheet(css)).toEqual([])
  })

  it('of any length is read in bounds', () => {
    expect(readStyleSheet('p{color:red}'.repeat(100_000)).length).toBeLessThanOrEqual(2000)
    expect(readStyleSheet('{'.repeat(200_000))).toEqual([])
    expect(readStyleSheet('/*'.repeat(100_000))).toEqual([])
  })
})

describe('hidden text', () => {
  it.each(['display:none', 'mso-hide:all', 'opacity:0', 'max-height:0;overflow:hidden', 'width:0;overflow:hidden'])('is gone with all it holds: %s', css => {
    expect(visibilityOf(readDeclarations(css)).isGone).toBe(true)
  })

  it.each(['visibility:hidden', 'font-size:0', 'font-size:1px', 'font-size:0.1pt', 'font-size:0em'])('is text, and what is inside may show itself: %s', css => {
    expect(visibilityOf(readDeclarations(css))).toEqual({ isGone: false, text: 'hidden' })
  })

  it.each(['color:red', 'font-size:12px', 'height:0', 'overflow:hidden', 'opacity:0.9'])('is not what can be read: %s', css => {
    const { isGone, text } = visibilityOf(readDeclarations(css))
    expect([isGone, text === 'hidden']).toEqual([false, false])
  })
})
