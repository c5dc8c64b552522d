/**
 * What is sent of a body that Outlook's editor made: HTML that we wrote out of what a reader sees, and its text.
 *
 * SECURITY (SEC-84): somebody's foreign style could show the writer one text and the recipients another, over the writer's signature. So the
 * body goes through the same lists as a mail that is shown, hidden text and what would be fetched are left out, and the text comes from the same
 * tree. The preview is drawn from what this gives.
 */
import type { OutgoingAttachment } from '../../mime/outgoing-message.ts'
import { isOurs, sanitizeHtml } from '../mail/sanitize-html.ts'
import { visibleText } from '../mail/visible-text.ts'

export interface WrittenBody {
  readonly html: string | null
  readonly text: string
  /** Pictures from elsewhere, and hidden texts, that are not sent. */
  readonly leftOut: number
}

/** @param attachments those with a Content-ID are the pictures that the HTML may name. Never throws. */
export function writtenBody(html: string | null, text: string, attachments: readonly OutgoingAttachment[]): WrittenBody {
  if (html === null) return { html: null, text, leftOut: 0 }
  const { images, idOf } = placeholders(attachments)
  const clean = sanitizeHtml(html, { images, linksAllowed: true, pictureNotice: () => '' })
  const page = new DOMParser().parseFromString(`<!doctype html><body>${clean.body}`, 'text/html')
  for (const element of [...page.body.querySelectorAll('*')]) {
    // What the pane adds for its own readers is nothing that the writer wrote.
    if (isOurs(element)) element.remove()
    if (element.localName === 'a') for (const name of ['target', 'rel', 'title']) element.removeAttribute(name)
    const id = element.localName === 'img' ? idOf.get(element.getAttribute('src') ?? '') : undefined
    if (id !== undefined) element.setAttribute('src', `cid:${encodeURIComponent(id)}`)
  }
  if (clean.bodyStyle !== '') page.body.setAttribute('style', clean.bodyStyle)
  const root = page.body
  return { html: `<!doctype html><html><head><meta charset="utf-8"></head>${root.outerHTML}</html>`, text: visibleText(root), leftOut: clean.remoteImages + clean.hiddenTexts }
}

/** The sanitiser turns `cid:` into octets; here each picture is a few octets that only say which it is. */
function placeholders(attachments: readonly OutgoingAttachment[]): { readonly images: ReadonlyMap<string, Uint8Array>; readonly idOf: ReadonlyMap<string, string> } {
  const images = new Map<string, Uint8Array>()
  const idOf = new Map<string, string>()
  for (const [index, { contentId }] of attachments.entries()) {
    if (contentId === null) continue
    const bytes = Uint8Array.of(...PNG, index >> 16, (index >> 8) & 0xff, index & 0xff)
    images.set(contentId, bytes)
    idOf.set(`data:image/png;base64,${btoa(String.fromCharCode(...bytes))}`, contentId)
  }
  return { images, idOf }
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
