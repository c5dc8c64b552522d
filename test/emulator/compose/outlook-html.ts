/**
 * What Outlook makes of the HTML that is put into it. Microsoft says only that it is sanitised; the exact rules are not documented, so this is a
 * choice: whatever is certain (no script, no handler, a whole document around it) and one habit that breaks whoever compares bytes.
 */

const DROPPED = 'script, iframe, object, embed, form, base, link, meta, noscript'

/** Body of Outlook's editor: the markup between `<body>` and `</body>`, written anew by the browser. */
export function normalisedBody(html: string): string {
  const parsed = new DOMParser().parseFromString(html, 'text/html')
  for (const element of parsed.querySelectorAll(DROPPED)) element.remove()
  for (const element of parsed.querySelectorAll('*')) {
    for (const { name, value } of [...element.attributes]) {
      const isHandler = name.startsWith('on') || name.startsWith('data-') || /^\s*javascript:/i.test(value)
      if (isHandler) element.removeAttribute(name)
    }
  }
  const walker = parsed.createTreeWalker(parsed.body, NodeFilter.SHOW_COMMENT)
  const comments: Comment[] = []
  while (walker.nextNode() !== null) comments.push(walker.currentNode as Comment)
  for (const comment of comments) comment.remove()
  return parsed.body.innerHTML.trim()
}

/** What `body.getAsync('html')` gives: a whole document with a style of Outlook's own. */
export function outlookDocument(body: string): string {
  return (
    '<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">' +
    '<style type="text/css" style="display:none;"> P {margin-top:0;margin-bottom:0;} </style></head>\r\n' +
    `<body dir="ltr">${body}</body></html>`
  )
}

const BLOCKS = new Set(['P', 'DIV', 'LI', 'TR', 'H1', 'H2', 'H3', 'H4', 'BLOCKQUOTE', 'UL', 'OL', 'TABLE', 'PRE', 'HR'])

function textOf(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return (node.textContent ?? '').replace(/[ \t\r\n]+/g, ' ')
  if (!(node instanceof HTMLElement)) return [...node.childNodes].map(textOf).join('')
  if (node.tagName === 'BR') return '\r\n'
  if (node.tagName === 'STYLE') return ''
  const inner = [...node.childNodes].map(textOf).join('')
  return BLOCKS.has(node.tagName) ? `${inner.replace(/^ +| +$/g, '')}\r\n` : inner
}

/** What `body.getAsync('text')` gives. */
export function textOfHtml(html: string): string {
  return textOf(new DOMParser().parseFromString(html, 'text/html').body).replace(/(?:\r\n)+$/, '')
}

/** Text as the editor's markup. */
export function htmlOfText(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return escaped.split(/\r\n|\r|\n/).map(line => `<div>${line === '' ? '<br>' : line}</div>`).join('')
}
