/**
 * Which CSS a mail may use (SEC-44): properties by list, and of each the values by list. Nothing that can fetch, that reads what is around it
 * (`attr`, `env`, `var`, `counter`), that leaves its place, covers or clips other text, or that depends on the width of the window.
 *
 * Left out on purpose: `position`, `z-index`, `transform`, `overflow`, `clip`, `max-height`, `filter`, `opacity` as a look, `content`,
 * `text-transform` (another text than the one written), `cursor`, every animation, flex and grid.
 */
import type { Declaration } from './css-values.ts'

/** Gives the value as it may stand in the frame, or null when it may not. */
type ValueRule = (value: string) => string | null

/** Largest length that is accepted, in pixels; nothing in a mail needs more, and a million of them only hide what comes after. */
const MAXIMAL_LENGTH = 4000
/** Text below this size cannot be read. It is treated as hidden text (`hidden-text.ts`) and never drawn. */
export const SMALLEST_FONT = 4
/** A hanging indent as mail programs write it for lists; more would move the text out of sight. */
const MAXIMAL_HANGING = 72

const PIXELS: ReadonlyMap<string, number> = new Map([
  ['px', 1], ['pt', 4 / 3], ['pc', 16], ['in', 96], ['cm', 37.8], ['mm', 3.78], ['em', 16], ['rem', 16], ['ex', 8], ['%', 0.16], ['', 1],
])

/** A length in pixels, taking the reader's usual font for relative units. Null when `value` is no length. */
export function lengthInPixels(value: string): number | null {
  const match = /^([+-]?(?:\d{1,7}(?:\.\d{0,8})?|\.\d{1,8}))(px|pt|pc|in|cm|mm|em|rem|ex|%|)$/u.exec(value)
  const factor = PIXELS.get(match?.[2] ?? '?')
  return match?.[1] === undefined || factor === undefined ? null : Number(match[1]) * factor
}

const isWithin = (value: string, low: number, high: number): boolean => {
  const pixels = lengthInPixels(value)
  return pixels !== null && pixels >= low && pixels <= high
}

const words = (...allowed: readonly string[]): ValueRule => value => (allowed.includes(value) ? value : null)
const between = (low: number, high: number): ValueRule => value => (isWithin(value, low, high) ? value : null)
const either = (...rules: readonly ValueRule[]): ValueRule => value => rules.reduce<string | null>((found, rule) => found ?? rule(value), null)

/** Up to `most` values with blanks between them. */
const several = (rule: ValueRule, most = 4): ValueRule => value => {
  const pieces = tokensOf(value).map(rule)
  return pieces.length > 0 && pieces.length <= most && !pieces.includes(null) ? pieces.join(' ') : null
}

const NUMBER = String.raw`[+-]?(?:\d{1,4}(?:\.\d{0,6})?|\.\d{1,6})%?`
const COLOUR_FUNCTION = new RegExp(String.raw`^(?:rgb|rgba|hsl|hsla)\(\s*${NUMBER}(?:\s*[,/ ]\s*${NUMBER}){2,3}\s*\)$`, 'u')

const colour: ValueRule = value =>
  /^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/u.test(value) || COLOUR_FUNCTION.test(value) || isColourWord(value) ? value : null

/** Colours have names of letters only; of the other words of CSS none is drawn as a colour. */
const isColourWord = (value: string): boolean => /^[a-z]{3,20}$/u.test(value) && !['inherit', 'initial', 'unset', 'revert', 'none', 'url'].includes(value)

/** Colour of text: one that can be seen through is left out, so that the text stays visible (SEC-46). */
const textColour: ValueRule = value => (value === 'transparent' || isSeenThrough(value) ? null : colour(value))

function isSeenThrough(value: string): boolean {
  if (/^#(?:[0-9a-f]{4}|[0-9a-f]{8})$/u.test(value)) return true
  return /^(?:rgb|hsl)/u.test(value) && (value.match(/[\d.]+%?/gu) ?? []).length > 3
}

/** `background` keeps its colour only. */
const backgroundColour: ValueRule = value => {
  const others = ['none', 'repeat', 'scroll', 'fixed', 'local', 'top', 'left', 'right', 'bottom', 'center', 'cover', 'contain', 'auto']
  return tokensOf(value).map(token => (others.includes(token) ? null : colour(token))).find(found => found !== null) ?? null
}

const families: ValueRule = value => {
  const names = value.split(',').map(name => name.trim())
  const isPlain = names.every(name => /^(?:"[\p{L}\p{N} _.+-]{1,64}"|'[\p{L}\p{N} _.+-]{1,64}'|[\p{L}\d_ -]{1,64})$/u.test(name))
  return isPlain && names.length <= 16 ? names.map(name => name.replaceAll('"', "'")).join(', ') : null
}

const fontSize = either(
  words('xx-small', 'x-small', 'small', 'medium', 'large', 'x-large', 'xx-large', 'smaller', 'larger'),
  between(SMALLEST_FONT, 200),
)
const lineHeight: ValueRule = value => {
  if (value === 'normal') return value
  return /^[\d.]+$/u.test(value) ? (Number(value) >= 0.8 && Number(value) <= 5 ? value : null) : isWithin(value, 8, 400) ? value : null
}

/** `font: italic bold 12px/1.5 Arial, sans-serif`. One of CSS's system fonts alone is let through as well. */
const font: ValueRule = value => {
  const match = /^((?:[a-z\d-]+\s+){0,4})([\d.]+(?:px|pt|em|rem|%)|(?:xx?-)?(?:small|large)|medium)(?:\s*\/\s*([\d.]+[a-z%]*))?\s+(.+)$/u.exec(value)
  if (!match) return null
  const [, styles = '', size = '', height, names = ''] = match
  const isPlain = tokensOf(styles).every(word => /^(?:normal|italic|oblique|small-caps|bold|bolder|lighter|[1-9]00)$/u.test(word))
  const checked = [fontSize(size), height === undefined ? '' : lineHeight(height), families(names)]
  if (!isPlain || checked.includes(null)) return null
  return `${styles}${size}${height === undefined ? '' : `/${height}`} ${families(names) ?? ''}`
}

const length = between(0, MAXIMAL_LENGTH)
const extent = either(words('auto'), length)
const borderStyle = words('none', 'hidden', 'solid', 'dashed', 'dotted', 'double', 'groove', 'ridge', 'inset', 'outset')
const borderWidth = either(words('thin', 'medium', 'thick'), between(0, 100))
const border = several(either(borderStyle, borderWidth, colour), 3)
const weight = words('normal', 'bold', 'bolder', 'lighter', '100', '200', '300', '400', '500', '600', '700', '800', '900')
const decorationLine = words('none', 'underline', 'overline', 'line-through')
const listType = words('disc', 'circle', 'square', 'decimal', 'lower-alpha', 'upper-alpha', 'lower-latin', 'upper-latin', 'lower-roman', 'upper-roman', 'none')
const listPlace = words('inside', 'outside')

const sides = (name: (side: string) => string, rule: ValueRule): (readonly [string, ValueRule])[] =>
  ['top', 'right', 'bottom', 'left'].map(side => [name(side), rule] as const)

const PROPERTIES: ReadonlyMap<string, ValueRule> = new Map<string, ValueRule>([
  ['color', textColour],
  ['background-color', either(words('transparent'), colour)],
  ['font', font],
  ['font-family', families],
  ['font-size', fontSize],
  ['font-style', words('normal', 'italic', 'oblique')],
  ['font-variant', words('normal', 'small-caps')],
  ['font-weight', weight],
  ['line-height', lineHeight],
  ['letter-spacing', either(words('normal'), between(-1, 20))],
  ['word-spacing', either(words('normal'), between(-2, 40))],
  ['text-align', words('left', 'right', 'center', 'justify', 'start', 'end')],
  ['text-decoration', several(either(decorationLine, words('solid', 'double', 'dotted', 'dashed', 'wavy'), colour))],
  ['text-indent', between(-MAXIMAL_HANGING, 400)],
  ['vertical-align', either(words('baseline', 'top', 'middle', 'bottom', 'sub', 'super', 'text-top', 'text-bottom'), between(-20, 20))],
  ['white-space', words('normal', 'nowrap', 'pre', 'pre-wrap', 'pre-line')],
  ['word-break', words('normal', 'break-all', 'keep-all', 'break-word')],
  ['overflow-wrap', words('normal', 'break-word', 'anywhere')],
  ['word-wrap', words('normal', 'break-word')],
  ['direction', words('ltr', 'rtl')],
  ['display', words('block', 'inline', 'inline-block', 'list-item', 'table', 'inline-table', 'table-row', 'table-cell', 'table-row-group', 'table-header-group', 'table-footer-group')],
  ['float', words('left', 'right', 'none')],
  ['clear', words('left', 'right', 'both', 'none')],
  ['width', extent],
  ['height', extent],
  ['min-width', extent],
  ['min-height', extent],
  ['max-width', either(words('none'), between(16, MAXIMAL_LENGTH))],
  ['margin', several(extent)],
  ...sides(side => `margin-${side}`, extent),
  ['padding', several(length)],
  ...sides(side => `padding-${side}`, length),
  ['border', border],
  ...sides(side => `border-${side}`, border),
  ['border-color', several(colour)],
  ['border-style', several(borderStyle)],
  ['border-width', several(borderWidth)],
  ...sides(side => `border-${side}-color`, colour),
  ...sides(side => `border-${side}-style`, borderStyle),
  ...sides(side => `border-${side}-width`, borderWidth),
  ['border-collapse', words('collapse', 'separate')],
  ['border-spacing', several(between(0, 100), 2)],
  ['border-radius', several(between(0, 400))],
  ['table-layout', words('auto', 'fixed')],
  ['caption-side', words('top', 'bottom')],
  ['empty-cells', words('show', 'hide')],
  ['list-style', several(either(listType, listPlace), 2)],
  ['list-style-type', listType],
  ['list-style-position', listPlace],
])

/** The declaration as it may stand in the frame, or null. What is given is made of known words and numbers only. */
export function allowedDeclaration({ property, value }: Declaration): { readonly property: string; readonly value: string } | null {
  if (property === 'background') {
    const found = backgroundColour(value)
    return found === null ? null : { property: 'background-color', value: found }
  }
  const written = PROPERTIES.get(property)?.(value) ?? null
  return written === null ? null : { property, value: written }
}

/** Pieces between blanks, a function with its arguments being one piece. */
function tokensOf(value: string): string[] {
  return value.match(/[^\s()]*\([^()]*\)|[^\s()]+/gu) ?? []
}
