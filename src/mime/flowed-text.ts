/**
 * Text/plain with `format=flowed` (RFC 3676), put together for reading.
 *
 * For the screen only: signatures cover the lines as they came (section 4.6), and nothing made here is ever hashed.
 */
import type { ParameterizedValue } from './content-type.ts'

/** One line with its quote marks and stuffing taken off (section 4.1). */
interface FlowedLine {
  readonly depth: number
  readonly content: string
  /** `-- `: neither flowed nor fixed (section 4.3). */
  readonly isSeparator: boolean
  readonly isFlowed: boolean
}

/** True for text/plain whose lines may be joined. Names and values are not case sensitive (section 4). */
export function isFlowed({ value, parameters }: ParameterizedValue): boolean {
  return value === 'text/plain' && parameters.get('format')?.trim().toLowerCase() === 'flowed'
}

/**
 * Joins the lines of each paragraph. Quote marks stay, one space behind them; stuffing goes.
 *
 * Where the quote depth changes, a paragraph ends whatever its last line says ("quote-depth-wins", section 4.5).
 *
 * @param text - Decoded text with CRLF or LF.
 * @param contentType - The part's; its DelSp says whether the space before a soft line break belongs to the text.
 * @returns a text with the line break that ends a paragraph as CRLF. Text that is not flowed comes back as it is.
 */
export function joinFlowedLines(text: string, contentType: ParameterizedValue): string {
  if (!isFlowed(contentType)) return text
  const deletesSpace = contentType.parameters.get('delsp')?.trim().toLowerCase() === 'yes'
  const lines = text.split(/\r?\n/u)
  const endsWithBreak = lines.length > 1 && lines.at(-1) === ''
  if (endsWithBreak) lines.pop()
  const paragraphs: string[] = []
  let open: { readonly depth: number; readonly pieces: string[] } | undefined
  for (const line of lines.map(readLine)) {
    if (open && (open.depth !== line.depth || line.isSeparator)) {
      paragraphs.push(written(open))
      open = undefined
    }
    open ??= { depth: line.depth, pieces: [] }
    open.pieces.push(line.isFlowed && deletesSpace ? line.content.slice(0, -1) : line.content)
    if (line.isFlowed) continue
    paragraphs.push(written(open))
    open = undefined
  }
  if (open) paragraphs.push(written(open))
  return paragraphs.join('\r\n') + (endsWithBreak ? '\r\n' : '')
}

function readLine(line: string): FlowedLine {
  let depth = 0
  while (line[depth] === '>') depth++
  const content = line.slice(line[depth] === ' ' ? depth + 1 : depth)
  const isSeparator = content === '-- '
  return { depth, content, isSeparator, isFlowed: content.endsWith(' ') && !isSeparator }
}

function written({ depth, pieces }: { readonly depth: number; readonly pieces: readonly string[] }): string {
  const content = pieces.join('')
  return '>'.repeat(depth) + (depth > 0 && content !== '' ? ' ' : '') + content
}
