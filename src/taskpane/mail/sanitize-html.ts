/**
 * A mail's HTML as a document that may be framed (SEC-26, 34, 41 to 46). DOMPurify goes over it first; then every element, attribute and style is
 * held against our own lists, and what comes out is parsed once more and held against them again.
 *
 * SECURITY: this is one of three walls and never the only one. The frame runs no script and has no origin, and its policy lets nothing be
 * fetched (`MailFrame.tsx`). Everything here happens in a document without a window, which loads nothing.
 */
import DOMPurify from 'dompurify'
import type { Declaration } from './css-values.ts'
import { visibilityOf } from './hidden-text.ts'
import { ALLOWED_ELEMENTS, ATTRIBUTE_NAMES, DROPPED_WITH_CONTENT, isAllowedAttribute } from './html-allow-list.ts'
import { cascade, type StylesOf } from './inline-styles.ts'
import { type InlineImages, PictureReader } from './mail-images.ts'
import { readLink } from './mail-links.ts'
import { allowedDeclaration } from './style-allow-list.ts'
import { visibleText } from './visible-text.ts'

export interface SanitizeOptions {
  readonly images: InlineImages
  /** Without it every link is text (SEC-34). */
  readonly linksAllowed: boolean
  /** What stands where a picture was left out, given who would have been asked for it. */
  readonly pictureNotice: (host: string) => string
}

export interface SanitizedMail {
  /** The body's inner HTML. */
  readonly body: string
  /** For the body's `style` attribute. */
  readonly bodyStyle: string
  /** Pictures that would have been fetched. */
  readonly remoteImages: number
  /** Places where the mail hid text; that text is left out. */
  readonly hiddenTexts: number
  /** What a reader can see, as plain text (SEC-46). Our own additions are left out. */
  readonly text: string
}

/** Elements that we add. The mail's own `class` is gone by the time ours comes. */
const OURS = 'sealpane-note'
const NOTE_LOOK = 'color: #616161; font-size: 12px; font-weight: normal; text-decoration: none'
const PICTURE_LOOK = `${NOTE_LOOK}; border: 1px dashed #8a8a8a; padding: 2px 4px`
/** A picture of this many pixels or fewer is there to be counted, not seen. */
const BEACON = 3

const CONFIG = {
  ALLOWED_TAGS: ['html', 'head', 'body', '#text', ...ALLOWED_ELEMENTS],
  ALLOWED_ATTR: ['class', 'id', 'background', 'text', ...ATTRIBUTE_NAMES],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  FORBID_CONTENTS: [...DROPPED_WITH_CONTENT],
  ALLOWED_NAMESPACES: ['http://www.w3.org/1999/xhtml'],
  WHOLE_DOCUMENT: true,
}

/** Never throws. What cannot be made safe comes out as its text. */
export function sanitizeHtml(html: string, options: SanitizeOptions): SanitizedMail {
  const { rest, sheets } = withoutStyleSheets(html)
  const root = purified(rest)
  const styles = cascade(root, sheets)
  const room: Cleaning = { options, pictures: new PictureReader(options.images), styles: new Map(), written: new Map(), allowed: new Map(), remoteImages: 0, hiddenTexts: 0 }
  for (const element of [root, ...root.querySelectorAll('*')]) room.styles.set(element, styles(element))
  hideNothing(root, room, false)
  const bodyStyle = cleanElements(root, room)
  const text = visibleText(root, isOurs)
  const body = root.innerHTML
  const found = { remoteImages: room.remoteImages, hiddenTexts: room.hiddenTexts, text }
  return isClean(body) ? { body, bodyStyle, ...found } : { body: asText(text), bodyStyle: 'white-space: pre-wrap', ...found }
}

interface Cleaning {
  readonly options: SanitizeOptions
  readonly pictures: PictureReader
  readonly styles: Map<Element, ReturnType<StylesOf>>
  /** What was found out about declarations before: `cascade` gives the same ones for the same text. */
  readonly written: Map<readonly Declaration[], string>
  readonly allowed: Map<Declaration, ReturnType<typeof allowedDeclaration>>
  remoteImages: number
  hiddenTexts: number
}

/** The body, in a document without a window. */
function purified(html: string): Element {
  const page = DOMPurify.sanitize(html, { ...CONFIG, RETURN_DOM: true })
  return (page instanceof Element ? page.querySelector('body') : null) ?? new DOMParser().parseFromString('', 'text/html').body
}

/** A comment, or a style sheet. Whichever begins first is one whole: Outlook puts comments into sheets, and sheets for itself into comments. */
const COMMENT_OR_SHEET = /<!--(?:-?>|[^]*?(?:--!?>|$))|<style(?![\w-])[^>]*>([^]*?)(?:<\/style[^>]*>|$)/giu

/**
 * Takes the style sheets out before the markup is parsed: the pane's policy refuses such elements, in documents without a window too, and says
 * so on the console. A blank stays, so that nothing grows together. What is taken for a sheet wrongly is a lost style.
 */
function withoutStyleSheets(html: string): { readonly rest: string; readonly sheets: readonly string[] } {
  const sheets: string[] = []
  const rest = html.replace(COMMENT_OR_SHEET, (_all, sheet: string | undefined) => {
    if (sheet !== undefined) sheets.push(sheet)
    return ' '
  })
  return { rest, sheets }
}

/** Takes out what the styles would hide. */
function hideNothing(parent: Element, room: Cleaning, isHidden: boolean): void {
  const pending: (readonly [Element, boolean])[] = [[parent, isHidden]]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [element, inherited] = next
    const { isGone, text } = visibilityOf(room.styles.get(element) ?? [])
    if (isGone || element.hasAttribute('hidden')) {
      if (element.textContent.trim() !== '') room.hiddenTexts++
      element.replaceChildren()
      if (element !== parent) element.remove()
      continue
    }
    const hidesText = text === 'inherit' ? inherited : text === 'hidden'
    for (const child of [...element.childNodes]) {
      if (child instanceof Element) pending.push([child, hidesText])
      else if (hidesText && child.nodeType === Node.TEXT_NODE && child.textContent?.trim() !== '') {
        room.hiddenTexts++
        child.remove()
      }
    }
  }
}

/** Holds every element below `root` against the lists. Gives the style of the root itself. */
function cleanElements(root: Element, room: Cleaning): string {
  const backgrounds = (element: Element) => (element.hasAttribute('background') ? 1 : 0)
  room.remoteImages += backgrounds(root)
  for (const element of [...root.querySelectorAll('*')]) {
    room.remoteImages += backgrounds(element)
    if (!isAllowedElement(element)) element.replaceWith(...element.childNodes)
    else if (element.localName === 'img') cleanPicture(element, room)
    else if (element.localName === 'a') cleanLink(element, room)
    else cleanAttributes(element, room)
  }
  const own = styleOf(root, room)
  const colours: readonly (readonly [attribute: string, property: string])[] = [['bgcolor', 'background-color'], ['text', 'color']]
  const attributes = colours.flatMap(([attribute, property]) => {
    const written = allowedDeclaration({ property, value: (root.getAttribute(attribute) ?? '').toLowerCase(), isImportant: false })
    return written === null ? [] : [`${property}: ${written.value}`]
  })
  return [...attributes, own].filter(style => style !== '').join('; ')
}

function isAllowedElement(element: Element): boolean {
  return element.namespaceURI === 'http://www.w3.org/1999/xhtml' && ALLOWED_ELEMENTS.has(element.localName)
}

function cleanAttributes(element: Element, room: Cleaning): void {
  const style = styleOf(element, room)
  for (const { name, value } of [...element.attributes]) {
    if (!isAllowedAttribute(element.localName, name, value)) element.removeAttribute(name)
  }
  if (style === '') element.removeAttribute('style')
  // Setting it makes the browser read it.
  else if (element.getAttribute('style') !== style) element.setAttribute('style', style)
}

const LONGEST_VALUE = 512

/** The last of several declarations of one property counts, and stands where the last one stood. */
function styleOf(element: Element, { styles, written, allowed }: Cleaning): string {
  const declarations = styles.get(element)
  if (declarations === undefined || declarations.length === 0) return ''
  const known = written.get(declarations)
  if (known !== undefined) return known
  const values = new Map<string, string>()
  for (const declaration of declarations) {
    const found = allowed.get(declaration)
    const value = found === undefined && declaration.value.length <= LONGEST_VALUE ? allowedDeclaration(declaration) : (found ?? null)
    allowed.set(declaration, value)
    if (value === null) continue
    values.delete(value.property)
    values.set(value.property, value.value)
  }
  const style = [...values].map(([property, value]) => `${property}: ${value}`).join('; ')
  written.set(declarations, style)
  return style
}

function cleanPicture(image: Element, room: Cleaning): void {
  const source = room.pictures.read(image.getAttribute('src') ?? '')
  if (source.kind === 'remote') room.remoteImages++
  if (source.kind === 'shown') {
    image.setAttribute('src', source.address)
    cleanAttributes(image, room)
    const style = image.getAttribute('style')
    image.setAttribute('style', [style, 'max-width: 100%'].filter(Boolean).join('; '))
    return
  }
  const alt = (image.getAttribute('alt') ?? '').trim()
  const isBeacon = ['width', 'height'].some(side => Number.parseInt(image.getAttribute(side) ?? '99', 10) <= BEACON)
  const pieces: Node[] = []
  if (alt !== '') pieces.push(image.ownerDocument.createTextNode(alt))
  if (source.kind === 'remote' && !isBeacon) pieces.push(note(image.ownerDocument, room.options.pictureNotice(source.host), PICTURE_LOOK))
  image.replaceWith(...pieces)
}

/** A link says where it leads: its whole address as a tooltip, its host behind its text unless the text says so itself. */
function cleanLink(link: Element, room: Cleaning): void {
  const target = readLink(link.getAttribute('href') ?? '')
  cleanAttributes(link, room)
  link.removeAttribute('href')
  link.removeAttribute('title')
  if (target === null) return
  if (room.options.linksAllowed) {
    link.setAttribute('href', target.address)
    link.setAttribute('target', '_blank')
    link.setAttribute('rel', 'noopener noreferrer')
  }
  link.setAttribute('title', target.address)
  if (!saysItself(link.textContent, target.place)) link.append(note(link.ownerDocument, ` [${target.place}]`, NOTE_LOOK))
}

/** Whether the text is the place, or an address at it; a text that only begins like it is not. */
function saysItself(text: string, place: string): boolean {
  const shown = text.trim().toLowerCase().replace(/^(?:https?:\/\/|mailto:)/u, '')
  const rest = shown.startsWith(place.toLowerCase()) ? shown.slice(place.length) : null
  return rest !== null && /^(?:[/?#]\S*)?$/u.test(rest)
}

function note(page: Document, text: string, look: string): Element {
  const element = page.createElement('span')
  element.className = OURS
  element.setAttribute('style', look)
  element.textContent = text
  return element
}

/** Whether we added the element: its text is not the mail's. */
export function isOurs(element: Element): boolean {
  return element.className === OURS
}

/** Whether what a browser makes of `body` holds nothing but what is on the lists. Mutations that parsing brings forth are seen here (mXSS). */
function isClean(body: string): boolean {
  const page = new DOMParser().parseFromString(`<!doctype html><body>${body}`, 'text/html')
  const isKnown = (element: Element, { name, value }: Attr) => {
    if (name === 'class') return value === OURS
    if (element.localName === 'a' && (name === 'target' || name === 'rel')) return true
    if (element.localName === 'a' && name === 'href') return readLink(value) !== null
    return isAllowedAttribute(element.localName, name, value)
  }
  return [...page.body.querySelectorAll('*')].every(element => isAllowedElement(element) && [...element.attributes].every(each => isKnown(element, each)))
}

function asText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
