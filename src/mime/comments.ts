/** Comments in structured header fields (RFC 5322 section 3.2.2). */

/**
 * The text without its comments, which may hold others. One that never ends takes the rest with it.
 *
 * One pass: a pattern that looks for the end from every opening is quadratic for a line of openings.
 */
export function withoutComments(text: string): string {
  let depth = 0
  let outside = ''
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '\\') at++
    else if (character === '(') {
      if (depth++ === 0) outside += text.slice(from, at)
    } else if (character === ')' && depth > 0 && --depth === 0) from = at + 1
  }
  return depth > 0 ? outside : outside + text.slice(from)
}
