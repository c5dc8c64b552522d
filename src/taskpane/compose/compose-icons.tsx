/** Icons that only the screens for writing need: drawn like the others, a grid of 20, decoration. */

const DRAWINGS = {
  sign: 'M10 2.6a5.4 5.4 0 1 1 0 10.8 5.4 5.4 0 0 1 0-10.8ZM6.6 12.4v5.1l3.4-1.9 3.4 1.9v-5.1',
  encrypt: 'M6.5 7.6h7A1.9 1.9 0 0 1 15.4 9.5v6a1.9 1.9 0 0 1-1.9 1.9h-7a1.9 1.9 0 0 1-1.9-1.9v-6a1.9 1.9 0 0 1 1.9-1.9ZM6.6 7.4V5.2a3.4 3.4 0 0 1 6.8 0v2.2M10 12v1',
  pen: 'M13.2 3.4a2.3 2.3 0 0 1 3.3 3.3l-9.4 9.4-4.2 1.1 1.1-4.2ZM11.7 5l3.2 3.2M2.8 3.6h7M2.8 6.6h4.4M2.8 9.6h1.6',
  send: 'M3.2 3.4l14 6.6-14 6.6 1.6-6.6ZM4.9 10h6.3',
  bin: 'M4 5.4h12M8.2 5.2a1.8 1.8 0 0 1 3.6 0M5.4 5.6l.9 10.2a1.3 1.3 0 0 0 1.3 1.2h4.8a1.3 1.3 0 0 0 1.3-1.2l.9-10.2M8.6 8.6v5M11.4 8.6v5',
  group: 'M7.4 4.2a2.6 2.6 0 1 1 0 5.2 2.6 2.6 0 0 1 0-5.2ZM3 15.8c0-2.4 1.8-4 4.4-4s4.4 1.6 4.4 4ZM13.2 5.4a2.1 2.1 0 1 1 0 4.2M13.8 12c2 .2 3.3 1.6 3.3 3.8h-2.7',
} as const

export type ComposeIconName = keyof typeof DRAWINGS

export function ComposeIcon({ name, size = 20 }: { readonly name: ComposeIconName; readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={DRAWINGS[name]} fill="none" stroke="currentColor" strokeWidth="1.25" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
