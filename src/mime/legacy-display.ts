/**
 * The copy of protected header fields that an author puts in front of the text for programs that cannot show them
 * ("legacy display element" of RFC 9788). Whoever shows the protected fields leaves the copy out.
 *
 * SECURITY: only what reads like the named fields is ever left out. Marked text with anything else in it stays, so that
 * nobody can hide a sentence from the reader under this name.
 */

const HTML_ELEMENT = /^<div\s+class\s*=\s*(["'])header-protection-legacy-display\1\s*>/iu

/** Longest copy that is looked for; a header is shorter. */
const MAXIMAL_COPY = 16_384

/**
 * Takes the copy off a text that is marked as having one.
 *
 * @param names - Lower-case names of the protected fields.
 * @returns the text as it is when it does not begin with such a copy.
 */
export function withoutLegacyDisplay(text: string, mediaType: string, names: ReadonlySet<string>): string {
  return mediaType === 'text/html' ? withoutElement(text, names) : withoutLines(text, names)
}

/** Text: everything up to and including the first blank line. */
function withoutLines(text: string, names: ReadonlySet<string>): string {
  const blank = /\r?\n\r?\n/u.exec(text.slice(0, MAXIMAL_COPY))
  return blank && areFields(text.slice(0, blank.index), names) ? text.slice(blank.index + blank[0].length) : text
}

/** HTML: the first element of the body, a `div` of that class. */
function withoutElement(html: string, names: ReadonlySet<string>): string {
  const body = /<body(?:\s[^>]{0,1000})?>\s{0,1000}/iu.exec(html.slice(0, MAXIMAL_COPY))
  if (!body) return html
  const start = body.index + body[0].length
  const opening = HTML_ELEMENT.exec(html.slice(start, start + 200))
  const end = html.indexOf('</div>', start)
  if (!opening || end < 0 || end - start > MAXIMAL_COPY) return html
  const inside = html.slice(start + opening[0].length, end).replace(/<\/?(?:pre|p|br)\s*\/?>/giu, '\n')
  if (inside.includes('<') || !areFields(inside.trim().replace(/\n{2,}/gu, '\n'), names)) return html
  return html.slice(0, start) + html.slice(end + '</div>'.length)
}

function areFields(lines: string, names: ReadonlySet<string>): boolean {
  const [first = '', ...others] = lines.split(/\r?\n/u)
  const isField = (line: string) => names.has(line.slice(0, Math.max(line.indexOf(':'), 0)).trimEnd().toLowerCase())
  return isField(first) && others.every(line => isField(line) || /^[ \t]/u.test(line))
}
