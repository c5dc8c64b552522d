/** Search inside the open message: where a text stands in another, without regard to case and width. */

export interface Match {
  readonly start: number
  readonly end: number
}

/** What is looked for, and which of its places is the current one (from 0). */
export interface Search {
  readonly query: string
  readonly current: number
}

/** Places that are marked; a letter in a long message occurs more often than anyone steps through. */
export const MAXIMAL_MATCHES = 1000

/** Where `query` stands in `text`, in order, not overlapping. None for a blank query. */
export function findMatches(text: string, query: string): Match[] {
  const wanted = folded(query.trim()).text
  if (wanted === '') return []
  const { text: within, origins } = folded(text)
  const found: Match[] = []
  for (let at = within.indexOf(wanted); at >= 0 && found.length < MAXIMAL_MATCHES; at = within.indexOf(wanted, at + wanted.length)) {
    found.push({ start: origins[at] ?? 0, end: (origins[at + wanted.length - 1] ?? 0) + 1 })
  }
  return found.filter(({ start, end }) => end > start)
}

/** The text in one case and width, and for each of its code units where it came from: `ﬀ` becomes longer when folded. */
function folded(text: string): { readonly text: string; readonly origins: readonly number[] } {
  const pieces: string[] = []
  const origins: number[] = []
  for (const [at, unit] of text.split('').entries()) {
    const sign = unit.normalize('NFKC').toLowerCase()
    pieces.push(sign)
    origins.push(...Array.from(sign.split(''), () => at))
  }
  return { text: pieces.join(''), origins }
}
