/** The task pane's place at the right edge: title bar with pin and close, and a width that can be dragged. */
import { openPane } from '../pane-frame.ts'
import type { PaneFrame } from '../pane-frame.ts'
import type { DraftEvent } from '../frame-name.ts'
import type { OutlookHost } from '../outlook-host.ts'
import { element } from './element.ts'
import type { Strings } from './strings.ts'

const narrowest = 270
const widest = 450
export const usualWidth = 320

const pinDrawing = '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M6 2h4l-.5 5L12 9.5H4L6.5 7zM8 9.5V14"/></svg>'
const closeDrawing = '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4l8 8M12 4l-8 8"/></svg>'

export class PaneArea {
  /** Whether the pane stays when another message is chosen. */
  pinned = true
  private readonly place: HTMLElement
  private readonly closed: () => void
  private open: PaneFrame | null = null
  private width = usualWidth

  constructor(place: HTMLElement, closed: () => void) {
    this.place = place
    this.closed = closed
  }

  get isOpen(): boolean {
    return this.open !== null
  }

  /** Whether a window message came from the pane. */
  isFrom(source: MessageEventSource): boolean {
    return this.open?.element.contentWindow === source
  }

  show(host: OutlookHost, address: string, title: string, words: Strings): void {
    this.hide()
    const frame = element('div', { class: 'frame' })
    this.place.replaceChildren(this.grip(words), this.bar(title, words), frame)
    this.place.setAttribute('aria-label', words.paneTitle)
    this.place.hidden = false
    this.resize(this.width)
    this.open = openPane(host, address, frame, title)
  }

  hide(): void {
    this.open?.close()
    this.open = null
    this.place.hidden = true
    this.place.replaceChildren()
  }

  /** The window that the pane belonged to is gone. */
  close(): void {
    if (this.open === null) return
    this.hide()
    this.closed()
  }

  /** The host's item changed: a pinned pane is told, another one closes. */
  itemChanged(): void {
    if (this.open === null) return
    if (this.pinned) {
      this.open.tellItemChanged()
      return
    }
    this.hide()
    this.closed()
  }

  /** Recipients or attachments of the open draft changed. */
  draftChanged(change: DraftEvent, details: Readonly<Record<string, unknown>>): void {
    this.open?.tellDraftChanged(change, details)
  }

  /** The frame's own width, without the grip and the borders, in CSS pixels. */
  resize(width: number): void {
    this.width = Math.min(widest, Math.max(narrowest, Math.round(width)))
    this.place.style.width = `${this.width + 9}px`
    this.place.querySelector('.grip')?.setAttribute('aria-valuenow', String(this.width))
  }

  private bar(title: string, words: Strings): HTMLElement {
    const pin = element('button', { type: 'button', title: words.pin, 'aria-label': words.pin, 'aria-pressed': String(this.pinned) })
    pin.innerHTML = pinDrawing
    pin.addEventListener('click', () => {
      this.pinned = !this.pinned
      pin.setAttribute('aria-pressed', String(this.pinned))
    })
    const close = element('button', { type: 'button', title: words.close, 'aria-label': words.close })
    close.innerHTML = closeDrawing
    close.addEventListener('click', () => this.close())
    return element('div', { class: 'bar' }, element('strong', {}, title), pin, close)
  }

  private grip(words: Strings): HTMLElement {
    const grip = element('div', {
      class: 'grip', role: 'separator', tabindex: '0', 'aria-label': words.resize, 'aria-orientation': 'vertical',
      'aria-valuemin': String(narrowest), 'aria-valuemax': String(widest), 'aria-valuenow': String(this.width),
    })
    grip.addEventListener('pointerdown', event => grip.setPointerCapture(event.pointerId))
    grip.addEventListener('pointermove', event => {
      if (grip.hasPointerCapture(event.pointerId)) this.resize(this.place.getBoundingClientRect().right - event.clientX)
    })
    grip.addEventListener('keydown', event => {
      if (event.key === 'ArrowLeft') this.resize(this.width + 10)
      if (event.key === 'ArrowRight') this.resize(this.width - 10)
    })
    return grip
  }
}
