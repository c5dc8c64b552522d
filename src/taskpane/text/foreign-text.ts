/** Values that somebody else wrote: made harmless before they enter a sentence (SEC-20). */

/** Longest foreign value in a sentence. Addresses are exempt: they are never cut. */
const MAXIMAL_LENGTH = 64

/**
 * Characters that show nothing, or that change how others are shown: controls, soft hyphen, Hangul fillers, Mongolian
 * separators, zero-width and bidi characters, line and paragraph separators, invisible operators, Braille blank, variation
 * selectors, byte order mark, interlinear marks, formatting of hieroglyphs, shorthand and music, and tags.
 */
const DECEPTIVE =
  // eslint-disable-next-line no-control-regex, no-misleading-character-class
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\u{13430}-\u{1343f}\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]+/gu

/** Each run of deceptive characters becomes one □. Does not cut. */
export function revealHidden(value: string): string {
  return value.replace(DECEPTIVE, '□')
}

/** For one line in a sentence: deceptive characters shown as □, at most 64 characters unless it is an address. */
export function foreignText(value: string): string {
  const shown = revealHidden(value)
  if (isAddressList(shown)) return shown
  const characters = Array.from(shown)
  return characters.length <= MAXIMAL_LENGTH ? shown : `${characters.slice(0, MAXIMAL_LENGTH - 1).join('')}…`
}

/** For message text: line breaks and tabs stay, bidi and invisible characters are shown as □. */
export function foreignLines(value: string): string {
  return value
    .replaceAll('\r\n', '\n')
    .split(/([\n\t])/u)
    .map(piece => (piece === '\n' || piece === '\t' ? piece : revealHiddenInProse(piece)))
    .join('')
}

/** Soft hyphen, joiners, direction marks, variation selectors, byte order mark. */
// eslint-disable-next-line no-misleading-character-class
const HONEST_IN_PROSE = /^[\u00ad\u200c-\u200f\ufe00-\ufe0f\ufeff]+$/u

/** In running text a joiner or a variation selector is honest (emoji, Indic and Persian script). */
function revealHiddenInProse(value: string): string {
  return value.replace(DECEPTIVE, run => (HONEST_IN_PROSE.test(run) ? run : '□'))
}


function isAddressList(value: string): boolean {
  return value.split(', ').every(part => /^[^\s@]+@[^\s@]+$/u.test(part))
}
