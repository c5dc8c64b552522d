/** Which elements and attributes a mail may show (SEC-43): text, tables, lists, pictures and links. All else goes. */

/** Elements that stay. `html`, `head` and `body` are read and then replaced by ours. */
export const ALLOWED_ELEMENTS: ReadonlySet<string> = new Set([
  'a', 'abbr', 'acronym', 'address', 'article', 'aside', 'b', 'bdi', 'bdo', 'big', 'blockquote', 'br', 'caption', 'center', 'cite', 'code', 'col',
  'colgroup', 'dd', 'del', 'dfn', 'dir', 'div', 'dl', 'dt', 'em', 'figcaption', 'figure', 'font', 'footer', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6',
  'header', 'hr', 'i', 'img', 'ins', 'kbd', 'li', 'main', 'mark', 'nav', 'ol', 'p', 'pre', 'q', 'rp', 'rt', 'ruby', 's', 'samp', 'section', 'small',
  'span', 'strike', 'strong', 'sub', 'sup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr', 'tt', 'u', 'ul', 'var', 'wbr',
])

/** Elements that go with all they hold; of any other that is not allowed the text stays. */
export const DROPPED_WITH_CONTENT: readonly string[] = [
  'applet', 'audio', 'base', 'canvas', 'datalist', 'embed', 'frame', 'frameset', 'head', 'iframe', 'link', 'math', 'meta', 'noembed', 'noframes',
  'noscript', 'object', 'option', 'param', 'portal', 'script', 'select', 'source', 'style', 'svg', 'template', 'textarea', 'title', 'track', 'video', 'xmp',
]

const size = /^\d{1,4}%?$/u
const number = /^-?\d{1,4}$/u
const align = /^(?:left|right|center|justify|top|middle|bottom|baseline)$/iu
const colour = /^(?:#[\da-f]{3}|#[\da-f]{6}|[a-z]{3,20})$/iu
const anyText = /^[^\0]{0,1000}$/u

const EVERYWHERE: Readonly<Record<string, RegExp>> = {
  align, dir: /^(?:ltr|rtl|auto)$/iu, lang: /^[a-z\d-]{1,35}$/iu, style: /^[^<>]*$/u, title: anyText,
}

const TABLE: Readonly<Record<string, RegExp>> = { bgcolor: colour, border: number, height: size, valign: align, width: size }
const CELL: Readonly<Record<string, RegExp>> = { ...TABLE, colspan: number, nowrap: /^(?:nowrap|)$/iu, rowspan: number, scope: /^(?:row|col|rowgroup|colgroup)$/iu }

const OF_ELEMENT: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  a: { href: anyText },
  col: { span: number, ...TABLE },
  colgroup: { span: number, ...TABLE },
  font: { color: colour, face: /^[\p{L}\d ,_'-]{1,120}$/u, size: /^[+-]?[1-7]$/u },
  hr: { color: colour, size: number, width: size, noshade: /^(?:noshade|)$/iu },
  img: { alt: anyText, border: number, height: size, hspace: number, src: /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z\d+/=]*$/u, vspace: number, width: size },
  li: { type: /^(?:1|a|i|disc|circle|square)$/iu, value: number },
  ol: { reversed: /^(?:reversed|)$/iu, start: number, type: /^[1ai]$/iu },
  table: { ...TABLE, cellpadding: number, cellspacing: number },
  tbody: TABLE, tfoot: TABLE, thead: TABLE, tr: TABLE, td: CELL, th: CELL,
  ul: { type: /^(?:disc|circle|square)$/iu },
}

/** Whether `element` may carry `name` with this value. Names come in lower case. */
export function isAllowedAttribute(element: string, name: string, value: string): boolean {
  const own = OF_ELEMENT[element]
  const pattern = (own && Object.hasOwn(own, name) ? own[name] : undefined) ?? (Object.hasOwn(EVERYWHERE, name) ? EVERYWHERE[name] : undefined)
  return pattern?.test(value) ?? false
}

/** Every attribute name that some element may carry. */
export const ATTRIBUTE_NAMES: readonly string[] = [...new Set([EVERYWHERE, ...Object.values(OF_ELEMENT)].flatMap(names => Object.keys(names)))]
