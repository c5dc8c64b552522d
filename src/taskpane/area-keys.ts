/** F6 and Shift+F6 go round the pane's areas: tabs, verdict, checks, content, footer. */

const FOCUSABLE = 'button:not([tabindex="-1"]), a[href], input:not([hidden]), [tabindex="0"], h1[tabindex]'

/** Installs the keys. Returns how to remove them. */
export function watchAreaKeys(root: Document): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'F6') return
    const areas = [...root.querySelectorAll<HTMLElement>('[data-area]')].filter(area => firstFocusable(area) !== null)
    if (areas.length === 0) return
    event.preventDefault()
    const current = areas.findIndex(area => area.contains(root.activeElement))
    const step = event.shiftKey ? -1 : 1
    const next = areas[(current < 0 ? 0 : current + step + areas.length) % areas.length]
    if (next) firstFocusable(next)?.focus()
  }
  root.addEventListener('keydown', onKey)
  return () => { root.removeEventListener('keydown', onKey) }
}

function firstFocusable(area: HTMLElement): HTMLElement | null {
  return area.querySelector<HTMLElement>(FOCUSABLE)
}
