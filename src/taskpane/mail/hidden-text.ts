/**
 * Text that a mail's styles would hide (SEC-46, covert content and "kobold letters"): it is taken out of the document instead, so that what is
 * on the screen, what can be selected, found and copied, and what a reader is told are one text.
 *
 * NOT checked: text in the colour of what is behind it. It stays in the document, is found and copied, and is seen when selected.
 */
import type { Declaration } from './css-values.ts'
import { lengthInPixels, SMALLEST_FONT } from './style-allow-list.ts'

/** What the declarations of one element say about being seen. `inherit` leaves it as it is around the element. */
export interface Visibility {
  /** The element and everything in it is gone. */
  readonly isGone: boolean
  /** Its text is hidden; a descendant may show its own again. */
  readonly text: 'hidden' | 'shown' | 'inherit'
}

const AS_AROUND: Visibility = { isGone: false, text: 'inherit' }

/** @param declarations in the order of the cascade, later ones winning. */
export function visibilityOf(declarations: readonly Declaration[]): Visibility {
  if (declarations.length === 0) return AS_AROUND
  const last = (property: string): string | undefined => declarations.findLast(each => each.property === property)?.value
  const isGone = last('display') === 'none' || last('mso-hide') === 'all' || isZero(last('opacity')) || isFolded(last)
  return { isGone, text: textOf(last('visibility'), last('font-size')) }
}

function textOf(visibility: string | undefined, size: string | undefined): Visibility['text'] {
  if (visibility === 'hidden' || visibility === 'collapse') return 'hidden'
  const pixels = size === undefined || size.endsWith('%') || size.endsWith('em') ? null : lengthInPixels(size)
  if (pixels !== null && pixels < SMALLEST_FONT) return 'hidden'
  if (size !== undefined && /^0*\.?0*(?:%|r?em)$/u.test(size)) return 'hidden'
  return visibility === 'visible' || pixels !== null ? 'shown' : 'inherit'
}

/** The two-line trick of newsletters: no height, and what does not fit is cut off. */
function isFolded(last: (property: string) => string | undefined): boolean {
  const hides = last('overflow') === 'hidden' || last('overflow-y') === 'hidden'
  return hides && [last('max-height'), last('height'), last('max-width'), last('width')].some(isZero)
}

const isZero = (value: string | undefined): boolean => value !== undefined && lengthInPixels(value) === 0
