/** A mail's plain text: text nodes only, its links as text, what hides or turns letters shown as □ (SEC-20, 26, 49). */
import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import { foreignLines } from '../text/foreign-text.ts'
import { findMatches, type Match, type Search } from './find-in-message.ts'

export interface PlainTextProps {
  /** Decoded text; `format=flowed` is undone before (mime/flowed-text.ts). */
  readonly text: string
  /** What is searched for, or null. */
  readonly search: Search | null
  /** The element's name for those who cannot see it. */
  readonly title: string
}

/** The text as it is shown, which is the text that is searched. */
export function shownText(text: string): string {
  return foreignLines(text)
}

export function PlainText({ text, search, title }: PlainTextProps) {
  const shown = useMemo(() => shownText(text), [text])
  const query = search?.query ?? ''
  const matches = useMemo(() => findMatches(shown, query), [shown, query])
  const current = useRef<HTMLElement>(null)
  useEffect(() => { current.current?.scrollIntoView({ block: 'nearest' }) }, [matches, search?.current])
  return (
    <div className="mail" dir="auto" lang="" tabIndex={0} role="document" aria-label={title}>
      {piecesOf(shown, matches).map(({ piece, index }, key) => (
        index === null ? piece : <mark key={key} ref={index === search?.current ? current : null} data-current={index === search?.current || undefined}>{piece}</mark>
      ))}
    </div>
  )
}

interface TextPiece {
  readonly piece: ReactNode
  /** Which match it is, or null for what is between two. */
  readonly index: number | null
}

function piecesOf(text: string, matches: readonly Match[]): TextPiece[] {
  const pieces: TextPiece[] = []
  let at = 0
  for (const [index, { start, end }] of matches.entries()) {
    pieces.push({ piece: text.slice(at, start), index: null }, { piece: text.slice(start, end), index })
    at = end
  }
  return [...pieces, { piece: text.slice(at), index: null }]
}
