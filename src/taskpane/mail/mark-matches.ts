/** Marks what was searched for in a sanitised document, before it is framed: nothing can be marked in the frame itself. */
import { findMatches, type Search } from './find-in-message.ts'
import { isOurs, type SanitizedMail } from './sanitize-html.ts'

/** Elements whose content stands on lines of its own: a match does not go across their edges. */
const LINES = 'address,article,aside,blockquote,br,caption,center,dd,div,dl,dt,figure,footer,h1,h2,h3,h4,h5,h6,header,hr,img,li,main,nav,ol,p,pre,section,table,td,th,tr,ul'

/**
 * The current place brings itself into view: the frame has no script that could scroll, and this property does it where the browser knows it
 * (Chromium from 133). Elsewhere the place is marked and the reader scrolls.
 */
const CURRENT_LOOK = 'background-color: #ff9632; color: #000; scroll-initial-target: nearest'
const OTHER_LOOK = 'background-color: #ffe95c; color: #000'

interface Run {
  readonly nodes: Text[]
}

/** The mail with every match in a `mark`, and how many there are. Our own additions are not searched. Takes sanitised mail only. */
export function markedMail(mail: SanitizedMail, search: Search): { readonly mail: SanitizedMail; readonly matches: number } {
  const { body } = new DOMParser().parseFromString(`<!doctype html><body>${mail.body}`, 'text/html')
  const matches = markMatches(body, search)
  return { mail: { ...mail, body: body.innerHTML }, matches }
}

function markMatches(root: Element, { query, current }: Search): number {
  let count = 0
  for (const { nodes } of runsOf(root)) {
    const matches = findMatches(nodes.map(node => node.data).join(''), query)
    const first = count
    count += matches.length
    // From the last to the first, so that places found earlier stay where they are.
    for (const [index, { start, end }] of [...matches.entries()].reverse()) wrap(nodes, start, end, first + index === current)
  }
  return count
}

/** Text nodes that stand in one line of text, together. */
function runsOf(root: Element): Run[] {
  const runs: Run[] = [{ nodes: [] }]
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, node =>
    node instanceof Element && isOurs(node) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT)
  let block: Element | null = root
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.nodeType !== Node.TEXT_NODE) {
      if ((node as Element).matches('br,hr,img')) runs.push({ nodes: [] })
      continue
    }
    const around = (node.parentElement?.closest(LINES) ?? root)
    if (around !== block) runs.push({ nodes: [] })
    block = around
    runs.at(-1)?.nodes.push(node as Text)
  }
  return runs
}

function wrap(nodes: readonly Text[], start: number, end: number, isCurrent: boolean): void {
  let offset = 0
  for (const node of nodes) {
    const from = Math.max(start - offset, 0)
    const to = Math.min(end - offset, node.data.length)
    offset += node.data.length
    if (from < to) wrapPart(node, from, to, isCurrent)
    if (offset >= end) return
  }
}

/** The node keeps the text before the mark, so that its place in the run stays true. */
function wrapPart(node: Text, from: number, to: number, isCurrent: boolean): void {
  const rest = node.splitText(from)
  rest.splitText(to - from)
  const mark = node.ownerDocument.createElement('mark')
  mark.setAttribute('style', isCurrent ? CURRENT_LOOK : OTHER_LOOK)
  rest.replaceWith(mark)
  mark.append(rest)
}
