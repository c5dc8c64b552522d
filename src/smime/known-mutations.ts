/**
 * What mail systems are known to do to an entity on its way: each mutation undone, as octets that may be the ones signed.
 *
 * Only ever used to explain a signature that is broken already (`explain-alteration.ts`); nothing made here is shown.
 */
import { decodeLatin1 } from '../bytes/encoding.ts'
import type { ContentAlteredCode } from './verdict.ts'
import { leavesOf, undoneEncodings } from './undone-encodings.ts'

/** What may have happened, and what it would have happened to. Latin-1 text stands for octets. */
export interface Mutation {
  readonly code: Exclude<ContentAlteredCode, 'smime/content-altered'>
  readonly before: string
}

/** Candidates for the entity before it was changed, the most common causes first. Lazy: a caller stops when one fits. */
export function* undoneMutations(received: Uint8Array): Generator<Mutation> {
  const text = decodeLatin1(received)
  for (const before of undoneLineChanges(text)) yield { code: 'smime/line-endings-changed', before }
  for (const before of undoneAdditions(text)) yield { code: 'smime/footer-added', before }
  for (const before of undoneAdditionsInside(text, received)) yield { code: 'smime/footer-added', before }
  for (const before of undoneEncodings(text, received)) yield { code: 'smime/reencoded', before }
}

/** Line breaks and the white space beside them. */
function* undoneLineChanges(text: string): Generator<string> {
  const withCrLf = text.replace(/\r?\n/gu, '\r\n')
  yield withCrLf
  yield `${text}\r\n`
  if (text.endsWith('\r\n')) yield text.slice(0, -2)
  yield withoutBlanksAtLineEnds(text)
  yield `${withoutTrailingBreaks(text)}\r\n`
  yield text.replace(/\r\n/gu, '\n')
}

/** Linear on any input, unlike a pattern that backtracks over runs of blanks. */
function withoutBlanksAtLineEnds(text: string): string {
  return text.split('\r\n').map(line => line.trimEnd()).join('\r\n')
}

function withoutTrailingBreaks(text: string): string {
  let end = text.length
  while (end > 0 && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--
  return text.slice(0, end)
}

/** Gateways write into the text of a multipart as well: its first text, where readers see it. */
function* undoneAdditionsInside(text: string, received: Uint8Array): Generator<string> {
  const leaves = leavesOf(received)
  const leaf = leaves.length > 1 ? leaves.find(({ contentType }) => contentType.value === 'text/plain') : undefined
  if (!leaf) return
  const { start, end } = leaf.range
  for (const before of undoneAdditions(text.slice(start, end))) yield text.slice(0, start) + before + text.slice(end)
}

/** Lines that mailing lists and gateways draw above what they append. */
const SEPARATOR = /^(?:[_=*#~-]{4,}|-- ?)$/u

/** A footer below, a part behind, a banner above. */
function* undoneAdditions(text: string): Generator<string> {
  const close = /\r\n--([^\r\n]{1,250})--[ \t]*(?:\r\n)*$/u.exec(text.slice(-300))
  if (close) {
    const delimiter = `\r\n--${close[1] ?? ''}\r\n`
    const lastPart = text.lastIndexOf(delimiter)
    const ending = text.slice(text.length - close[0].length)
    if (lastPart > 0) yield text.slice(0, lastPart) + ending
    return
  }
  const body = text.indexOf('\r\n\r\n') + 4
  if (body < 4) return
  const footer = lastSeparator(text, body)
  if (footer > body) {
    yield text.slice(0, footer)
    if (text.startsWith('\r\n', footer - 2)) yield text.slice(0, footer - 2)
  }
  const paragraph = text.lastIndexOf('\r\n\r\n', text.length - 5)
  if (paragraph > body) yield text.slice(0, paragraph + 2)
  const banner = text.indexOf('\r\n\r\n', body)
  if (banner > 0) yield text.slice(0, body) + text.slice(banner + 4)
}

function lastSeparator(text: string, from: number): number {
  let lineEnd = text.length
  for (let lines = 0; lines < 60 && lineEnd > from; lines++) {
    const lineStart = text.lastIndexOf('\n', lineEnd - 1) + 1
    if (lineStart < from) return -1
    if (SEPARATOR.test(text.slice(lineStart, lineEnd).replace(/\r$/u, ''))) return lineStart
    lineEnd = lineStart - 1
  }
  return -1
}
