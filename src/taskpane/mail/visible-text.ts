/** The text that a reader sees of a sanitised document: for searching, copying and quoting the same text as is on the screen (SEC-46). */

const OWN_LINES: ReadonlySet<string> = new Set([
  'address', 'article', 'aside', 'blockquote', 'caption', 'center', 'dd', 'div', 'dl', 'dt', 'figcaption', 'figure', 'footer', 'h1', 'h2', 'h3', 'h4',
  'h5', 'h6', 'header', 'hr', 'li', 'main', 'nav', 'ol', 'p', 'pre', 'section', 'table', 'tr', 'ul',
])

/**
 * Lines of text in reading order, at most one empty one in a row. Takes a document from which hidden text was removed; it looks at no style
 * but `white-space`. @param isOurs elements whose text is not the mail's.
 */
export function visibleText(root: Element, isOurs: (element: Element) => boolean = () => false): string {
  const pieces: string[] = []
  const visit = (node: Node, isPreserved: boolean): void => {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = node.textContent ?? ''
      pieces.push(isPreserved ? text : text.replace(/[ \t\r\n\f]+/gu, ' '))
      return
    }
    if (!(node instanceof Element) || isOurs(node)) return
    const name = node.localName
    if (name === 'br') pieces.push('\n')
    const edge = OWN_LINES.has(name) ? '\n' : name === 'td' || name === 'th' ? '\t' : ''
    pieces.push(edge)
    const keeps = name === 'pre' || /white-space: ?pre/u.test(node.getAttribute('style') ?? '')
    for (const child of node.childNodes) visit(child, isPreserved || keeps)
    pieces.push(edge === '\t' ? '' : edge)
  }
  visit(root, false)
  return pieces.join('').replace(/[ \t]*\n[ \t]*/gu, '\n').replace(/\n{3,}/gu, '\n\n').replace(/ {2,}/gu, ' ').trim()
}
