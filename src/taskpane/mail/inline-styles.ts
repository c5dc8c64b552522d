/**
 * Puts a mail's style sheets into the `style` attributes of the elements they are for, so that the frame needs no `<style>` element and no
 * selector runs while the mail is on the screen: nothing can ask for `:visited`, a width or an attribute's value (SEC-44).
 */
import { type Declaration, readDeclarations, readStyleSheet, type StyleRule } from './css-values.ts'

/** How many elements may be given a rule, all rules together. Beyond it rules have no effect. */
const MAXIMAL_MATCHES = 100_000

/** Names, classes and ids, as descendants or children, and three pseudo-classes that depend on the document alone. */
const COMPOUND = String.raw`(?=[a-z*.#])(?:[a-z][a-z\d]*|\*)?(?:[.#][A-Za-z_][\w-]*){0,8}(?::(?:link|first-child|last-child)){0,2}`
const SELECTOR = new RegExp(`^${COMPOUND}(?:(?: ?> ?| )${COMPOUND}){0,7}$`, 'iu')

interface Weighted {
  readonly weight: number
  readonly declarations: readonly Declaration[]
}

const NONE: readonly Declaration[] = []

/** Everything that styles an element, in the order of the cascade. Not filtered yet. */
export type StylesOf = (element: Element) => readonly Declaration[]

/** Reads sheets and `style` attributes of `root`. Rules with any other selector than the plain ones have no effect. */
export function cascade(root: Element, sheets: readonly string[]): StylesOf {
  const matched = new Map<Element, Weighted[]>()
  const attributes = new Map<string, readonly Declaration[]>()
  let left = MAXIMAL_MATCHES
  for (const rule of sheets.flatMap(readStyleSheet)) {
    const elements = left > 0 ? elementsOf(root, rule) : []
    left -= elements.length
    for (const element of elements.slice(0, Math.max(0, left))) {
      const rules = matched.get(element) ?? []
      rules.push({ weight: specificity(rule.selector), declarations: rule.declarations })
      matched.set(element, rules)
    }
  }
  return element => {
    const style = element.getAttribute('style')
    if (style === null && !matched.has(element)) return NONE
    // Sorting is stable, so of two equal rules the later one wins.
    const rules = (matched.get(element) ?? []).sort((a, b) => a.weight - b.weight).flatMap(rule => rule.declarations)
    // Mail programs write the same attribute into every cell: it is read once.
    const own = attributes.get(style ?? '') ?? inOrder(readDeclarations(style ?? ''))
    attributes.set(style ?? '', own)
    return rules.length === 0 ? own : inOrder([...rules, ...own])
  }
}

/** Important declarations win, whatever stands behind them. */
function inOrder(declarations: readonly Declaration[]): readonly Declaration[] {
  if (!declarations.some(each => each.isImportant)) return declarations
  return [...declarations.filter(each => !each.isImportant), ...declarations.filter(each => each.isImportant)]
}

function elementsOf(root: Element, { selector: written }: StyleRule): Element[] {
  const selector = written.replace(/\s+/gu, ' ')
  if (selector.length > 200 || !SELECTOR.test(selector)) return []
  // `html` and `body` are replaced by the root; what is for them is for it.
  const isForPage = /^(?:html|body|:root)$/iu.test(selector)
  return isForPage ? [root] : [...root.querySelectorAll(selector)]
}

/** CSS Selectors: ids count before classes, classes before names. */
function specificity(selector: string): number {
  const count = (pattern: RegExp) => selector.match(pattern)?.length ?? 0
  return count(/#/gu) * 10_000 + count(/[.:]/gu) * 100 + count(/(?:^|[\s>])[a-z]/giu)
}
