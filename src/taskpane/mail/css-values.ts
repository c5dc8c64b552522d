/**
 * A mail's CSS, cut into declarations and rules. What comes out is never handed on as it came in: `style-allow-list.ts` writes every value
 * anew from the tokens it knows, so a disagreement between this reader and a browser can lose a style and nothing else (SEC-44).
 */

export interface Declaration {
  /** In lower case. */
  readonly property: string
  /** Trimmed, without `!important`, in lower case outside quotation marks. */
  readonly value: string
  readonly isImportant: boolean
}

export interface StyleRule {
  /** One selector of the rule's list, trimmed. */
  readonly selector: string
  readonly declarations: readonly Declaration[]
}

/** Longest style sheet that is read, and most rules taken out of it; the rest has no effect. */
const MAXIMAL_SHEET = 256 * 1024
const MAXIMAL_RULES = 2000

/** Media for which a rule counts. Anything that asks for a width, a scheme or a preference would make the text depend on the reader (SEC-46). */
const PLAIN_MEDIA = /^@media\s+(?:only\s+)?(?:all|screen)\s*$/iu

/**
 * The declarations of a `style` attribute or of a rule's block. SECURITY: one with a backslash or a brace is left out, so no escape can
 * spell a word that is not on a list.
 */
export function readDeclarations(css: string): Declaration[] {
  return splitOutside(withoutComments(css), ';').flatMap(text => {
    const colon = text.indexOf(':')
    if (colon < 0 || /[\\{}<>]/u.test(text)) return []
    const property = text.slice(0, colon).trim().toLowerCase()
    const raw = text.slice(colon + 1).trim()
    const value = raw.replace(/\s*!\s*important\s*$/iu, '')
    return /^[a-z][a-z-]*$/u.test(property) && value !== '' ? [{ property, value: lowerOutsideQuotes(value), isImportant: value !== raw }] : []
  })
}

/** The rules of a `<style>` element, in order, one for each selector of a list. At-rules are left out, but for `@media screen` and `all`. */
export function readStyleSheet(css: string): StyleRule[] {
  const rules: StyleRule[] = []
  collectRules(withoutComments(css.slice(0, MAXIMAL_SHEET)).replace(/<!--|-->/gu, ' '), rules, 0)
  return rules
}

function collectRules(css: string, rules: StyleRule[], depth: number): void {
  let at = 0
  while (at < css.length && rules.length < MAXIMAL_RULES) {
    const end = endOfPrelude(css, at)
    const prelude = css.slice(at, end).trim()
    if (css[end] !== '{') {
      at = end + 1
      continue
    }
    const close = endOfBlock(css, end)
    const block = css.slice(end + 1, close)
    at = close + 1
    if (prelude.startsWith('@')) {
      if (depth === 0 && PLAIN_MEDIA.test(prelude)) collectRules(block, rules, 1)
      continue
    }
    const declarations = readDeclarations(block)
    if (declarations.length === 0) continue
    for (const selector of prelude.split(',')) rules.push({ selector: selector.trim(), declarations })
  }
}

/** Where the text before a block ends: at `{`, or at `;` or `}` when there is no block. */
function endOfPrelude(css: string, start: number): number {
  for (let at = start; at < css.length; at++) {
    const sign = css.charAt(at)
    if (sign === '"' || sign === "'") at = endOfString(css, at)
    else if (sign === '{' || sign === ';' || sign === '}') return at
  }
  return css.length
}

function endOfBlock(css: string, open: number): number {
  let depth = 0
  for (let at = open; at < css.length; at++) {
    const sign = css.charAt(at)
    if (sign === '"' || sign === "'") at = endOfString(css, at)
    else if (sign === '{') depth++
    else if (sign === '}' && --depth === 0) return at
  }
  return css.length
}

/** Index of the closing quotation mark; a line end closes as well, as it does in a browser. */
function endOfString(css: string, open: number): number {
  const quote = css.charAt(open)
  for (let at = open + 1; at < css.length; at++) {
    const sign = css.charAt(at)
    if (sign === '\\') at++
    else if (sign === quote || sign === '\n') return at
  }
  return css.length
}

function splitOutside(css: string, separator: string): string[] {
  const pieces: string[] = []
  let start = 0
  let depth = 0
  for (let at = 0; at < css.length; at++) {
    const sign = css.charAt(at)
    if (sign === '"' || sign === "'") at = endOfString(css, at)
    else if (sign === '(') depth++
    else if (sign === ')') depth = Math.max(0, depth - 1)
    else if (sign === separator && depth === 0) {
      pieces.push(css.slice(start, at))
      start = at + 1
    }
  }
  return [...pieces, css.slice(start)]
}

/** An unclosed comment reaches to the end. */
function withoutComments(css: string): string {
  let rest = css
  const kept: string[] = []
  for (let open = rest.indexOf('/*'); open >= 0; open = rest.indexOf('/*')) {
    kept.push(rest.slice(0, open))
    const close = rest.indexOf('*/', open + 2)
    rest = close < 0 ? '' : rest.slice(close + 2)
  }
  return [...kept, rest].join(' ')
}

function lowerOutsideQuotes(value: string): string {
  return value.replace(/"[^"]*"|'[^']*'|[^"']+/gu, piece => (/^["']/u.test(piece) ? piece : piece.toLowerCase()))
}
