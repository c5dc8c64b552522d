/** The pane's icons, drawn on a grid of 20. All are decoration: the word beside them says the same. */
import type { ReactNode } from 'react'

interface Drawing {
  readonly solid?: string
  readonly line?: string
  readonly dash?: string
}

/** `solid` is filled (even-odd), `line` is stroked with a round 1.25 pen. */
const DRAWINGS = {
  'seal-valid': { solid: 'M10 1.7a8.3 8.3 0 1 1 0 16.6 8.3 8.3 0 0 1 0-16.6Zm3.1 5.6L8.9 11.5 6.9 9.5a.55.55 0 0 0-.78.78l2.39 2.39a.55.55 0 0 0 .78 0l4.59-4.59a.55.55 0 0 0-.78-.78Z' },
  'seal-attention': { solid: 'M8.7 2.4a1.5 1.5 0 0 1 2.6 0l6.9 12.9a1.5 1.5 0 0 1-1.32 2.2H3.12a1.5 1.5 0 0 1-1.32-2.2L8.7 2.4ZM10 6.6a.6.6 0 0 0-.6.6v4.4a.6.6 0 0 0 1.2 0V7.2a.6.6 0 0 0-.6-.6Zm0 6.6a.85.85 0 1 0 0 1.7.85.85 0 0 0 0-1.7Z' },
  'seal-invalid': { solid: 'M8.76 1.72a1.75 1.75 0 0 1 2.48 0l7.04 7.04a1.75 1.75 0 0 1 0 2.48l-7.04 7.04a1.75 1.75 0 0 1-2.48 0l-7.04-7.04a1.75 1.75 0 0 1 0-2.48l7.04-7.04ZM7.8 7a.56.56 0 0 0-.8.8L9.2 10 7 12.2a.56.56 0 0 0 .8.8l2.2-2.2 2.2 2.2a.56.56 0 0 0 .8-.8L10.8 10 13 7.8a.56.56 0 0 0-.8-.8L10 9.2 7.8 7Z' },
  'seal-none': { line: 'M10 2.2a7.8 7.8 0 1 1 0 15.6 7.8 7.8 0 0 1 0-15.6ZM6.6 10h6.8' },
  'seal-unknown': { line: 'M10 2.2a7.8 7.8 0 1 1 0 15.6 7.8 7.8 0 0 1 0-15.6ZM7.9 8a2.1 2.1 0 1 1 3.4 1.7c-.8.6-1.3 1-1.3 1.9', solid: 'M10 12.9a.8.8 0 1 1 0 1.6.8.8 0 0 1 0-1.6Z' },
  'seal-checking': { dash: 'M10 2.2a7.8 7.8 0 1 1 0 15.6 7.8 7.8 0 0 1 0-15.6Z' },
  lock: { solid: 'M10 1.5A3.9 3.9 0 0 0 6.1 5.4v1.7H6A2.2 2.2 0 0 0 3.8 9.3v6A2.2 2.2 0 0 0 6 17.5h8a2.2 2.2 0 0 0 2.2-2.2v-6A2.2 2.2 0 0 0 14 7.1h-.1V5.4A3.9 3.9 0 0 0 10 1.5ZM7.4 5.4a2.6 2.6 0 0 1 5.2 0v1.7H7.4V5.4Zm2.6 5.7a1.1 1.1 0 1 1 0 2.2 1.1 1.1 0 0 1 0-2.2Z' },
  unlocked: { line: 'M5.6 8.2h7.8a1.6 1.6 0 0 1 1.6 1.6v5.6a1.6 1.6 0 0 1-1.6 1.6H5.6A1.6 1.6 0 0 1 4 15.4V9.8a1.6 1.6 0 0 1 1.6-1.6Zm5.4 0V5.4a3.2 3.2 0 0 1 6.4 0', solid: 'M9.5 11.6a1 1 0 1 1 0 2 1 1 0 0 1 0-2Z' },
  tick: { line: 'M3.8 10.6l3.9 3.9 8.5-9' },
  dash: { line: 'M5 10h10' },
  chevron: { line: 'M4.5 7.2l5.5 5.6 5.5-5.6' },
  certificate: { line: 'M8.5 14.5H4a1.5 1.5 0 0 1-1.5-1.5V5A1.5 1.5 0 0 1 4 3.5h12A1.5 1.5 0 0 1 17.5 5v4M5.5 7h9M5.5 10h4M13.8 9.9a2.7 2.7 0 1 1 0 5.4 2.7 2.7 0 0 1 0-5.4Zm-1.6 5.1v3.2l1.6-1 1.6 1V15' },
  document: { line: 'M6 2.6h4.8l4.6 4.6v8.7a1.5 1.5 0 0 1-1.5 1.5H6a1.5 1.5 0 0 1-1.5-1.5V4.1A1.5 1.5 0 0 1 6 2.6Zm4.6.2v3.1a1.5 1.5 0 0 0 1.5 1.5h3M7.2 11h5.6M7.2 14h5.6' },
  layers: { line: 'M10 3l7 4-7 4-7-4 7-4ZM3 10.4l7 4 7-4M3 13.6l7 4 7-4' },
  person: { line: 'M10 2.7a3.4 3.4 0 1 1 0 6.8 3.4 3.4 0 0 1 0-6.8ZM5 11.8h10a1.5 1.5 0 0 1 1.5 1.5c0 2.6-2.7 4.2-6.5 4.2s-6.5-1.6-6.5-4.2A1.5 1.5 0 0 1 5 11.8Z' },
  building: { line: 'M4.5 17.4V4A1.5 1.5 0 0 1 6 2.5h5.5A1.5 1.5 0 0 1 13 4v13.4M13 8.5h1.5A1.5 1.5 0 0 1 16 10v7.4M3 17.4h14M7.2 6h3M7.2 9h3M7.2 12h3M8.7 17.2v-2.4' },
  root: { line: 'M3 8l7-4.8L17 8ZM4.5 8.2v6.6M8.2 8.2v6.6M11.8 8.2v6.6M15.5 8.2v6.6M2.8 17.2h14.4M3.8 14.9h12.4' },
  copy: { line: 'M8 3.5h6.5A1.5 1.5 0 0 1 16 5v8M5.5 6.5h6A1.5 1.5 0 0 1 13 8v7.5a1.5 1.5 0 0 1-1.5 1.5h-6A1.5 1.5 0 0 1 4 15.5V8a1.5 1.5 0 0 1 1.5-1.5Z' },
  save: { line: 'M4.5 3h8.8L17 6.7v8.8a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 3 15.5v-11A1.5 1.5 0 0 1 4.5 3Zm2 .2v3.9h6V3.2M6 16.8v-5.3h8v5.3' },
  mail: { line: 'M4 4.5h12A1.5 1.5 0 0 1 17.5 6v8a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 14V6A1.5 1.5 0 0 1 4 4.5ZM2.8 6.7L10 10.8l7.2-4.1' },
  history: { line: 'M3.6 8.2A6.8 6.8 0 1 1 3.2 10M3.4 4.2v4h4M10 6.2V10h3' },
  refresh: { line: 'M16.4 8.2A6.8 6.8 0 1 0 16.8 10M16.6 4.2v4h-4' },
  info: { line: 'M10 2.2a7.8 7.8 0 1 1 0 15.6 7.8 7.8 0 0 1 0-15.6ZM10 9.2v4.6', solid: 'M10 5.8a.9.9 0 1 1 0 1.8.9.9 0 0 1 0-1.8Z' },
  shield: { line: 'M10 2.6c2 1.5 4.3 2.2 6.5 2.3v4.6c0 3.8-2.5 6.6-6.5 8-4-1.4-6.5-4.2-6.5-8V4.9c2.2-.1 4.5-.8 6.5-2.3Z' },
  key: { line: 'M12.6 3.2a4.2 4.2 0 1 1-1 8.3L10 13.1H8.2v1.8H6.4v1.8H3.3v-3.1l5.3-5.3a4.2 4.2 0 0 1 4-5.1Z', solid: 'M13.6 5.5a.9.9 0 1 1 0 1.8.9.9 0 0 1 0-1.8Z' },
  eye: { line: 'M2.6 11.2C3.6 8 6.5 5.8 10 5.8s6.4 2.2 7.4 5.4M10 8.6a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6Z' },
  'eye-off': { line: 'M2.6 11.2C3.6 8 6.5 5.8 10 5.8s6.4 2.2 7.4 5.4M10 8.6a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6ZM4 16.5L16 4' },
  upload: { line: 'M4.5 3.2h11M10 17V6.2M5.6 10.4L10 6l4.4 4.4' },
  back: { line: 'M16.5 10H4M9 4.6L3.6 10 9 15.4' },
  attachment: { line: 'M15.8 9.2l-6 6a3.6 3.6 0 0 1-5.1-5.1l6.6-6.6a2.4 2.4 0 0 1 3.4 3.4l-6.6 6.6a1.2 1.2 0 0 1-1.7-1.7l5.6-5.6' },
} as const satisfies Readonly<Record<string, Drawing>>

export type IconName = keyof typeof DRAWINGS

export function Icon({ name, size = 20, className }: { readonly name: IconName; readonly size?: number; readonly className?: string }) {
  const drawing: Drawing = DRAWINGS[name]
  const lines: ReactNode = (
    <>
      {drawing.line === undefined ? null : <path d={drawing.line} fill="none" stroke="currentColor" strokeWidth="1.25" strokeLinecap="round" strokeLinejoin="round" />}
      {drawing.dash === undefined ? null : <path d={drawing.dash} fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="2.7 3.43" />}
      {drawing.solid === undefined ? null : <path d={drawing.solid} fill="currentColor" fillRule="evenodd" />}
    </>
  )
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" focusable="false" className={className}>
      {lines}
    </svg>
  )
}
