/** Reads XML by name and namespace, as far as SOAP needs it: elements, attributes, text. No document types: whoever sends one is refused. */

export interface XmlElement {
  /** Local name. */
  readonly name: string
  readonly namespace: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  /** Text of this element alone. */
  readonly text: string
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

export const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

function unescape(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (_, decimal?: string, hex?: string, name?: string) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal))
    if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16))
    const known = entities[name ?? '']
    if (known === undefined) throw new Error(`unknown entity ${name ?? ''}`)
    return known
  })
}

interface Open {
  readonly tag: string
  readonly name: string
  readonly namespace: string
  readonly scope: Readonly<Record<string, string>>
  readonly attributes: Readonly<Record<string, string>>
  readonly children: XmlElement[]
  readonly text: string[]
}

function opened(tag: string, rest: string, outer: Readonly<Record<string, string>>): Open {
  const attributes: Record<string, string> = {}
  const scope: Record<string, string> = { ...outer }
  for (const [, name = '', quoted = ''] of rest.matchAll(/([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')/g)) {
    const value = unescape(quoted.slice(1, -1))
    if (name === 'xmlns') scope[''] = value
    else if (name.startsWith('xmlns:')) scope[name.slice(6)] = value
    else attributes[name.slice(name.indexOf(':') + 1)] = value
  }
  const colon = tag.indexOf(':')
  return { tag, name: tag.slice(colon + 1), namespace: scope[colon < 0 ? '' : tag.slice(0, colon)] ?? '', scope, attributes, children: [], text: [] }
}

/** Elements that are open, outermost first; the first one stands for the document. */
class OpenElements {
  private readonly stack: Open[] = [opened('', '', {})]

  get document(): XmlElement | null {
    return this.stack.length === 1 ? (this.top.children[0] ?? null) : null
  }

  text(piece: string): void {
    this.top.text.push(unescape(piece))
  }

  /** @param inner What stands between the angle brackets. */
  tag(inner: string): void {
    if (inner.startsWith('/')) return this.end(inner.slice(1).trim())
    const [, tag = '', rest = ''] = /^([\w:.-]+)([\s\S]*?)\/?$/.exec(inner) ?? []
    if (tag === '') throw new Error('XML: a tag without a name')
    this.stack.push(opened(tag, rest, this.top.scope))
    if (inner.endsWith('/')) this.end(tag)
  }

  private get top(): Open {
    return this.stack.at(-1) as Open
  }

  private end(tag: string): void {
    const element = this.stack.length > 1 ? this.stack.pop() : undefined
    if (element?.tag !== tag) throw new Error(`XML: </${tag}> closes nothing`)
    const { name, namespace, attributes, children, text } = element
    this.top.children.push({ name, namespace, attributes, children, text: text.join('') })
  }
}

/** Index behind a comment or processing instruction at `angle`; null when there is none. */
function afterAside(source: string, angle: number): number | null {
  const until = source.startsWith('<?', angle) ? '?>' : source.startsWith('<!--', angle) ? '-->' : null
  if (until === null) return null
  const found = source.indexOf(until, angle)
  if (found < 0) throw new Error('XML ends inside a comment')
  return found + until.length
}

/** @throws when the text is not well-formed or has a document type. */
export function readXml(source: string): XmlElement {
  const elements = new OpenElements()
  let at = 0
  while (at < source.length) {
    const angle = source.indexOf('<', at)
    elements.text(source.slice(at, angle < 0 ? source.length : angle))
    if (angle < 0) break
    const after = afterAside(source, angle)
    if (after === null && source.startsWith('<!', angle)) throw new Error('XML with a document type')
    const bracket = source.indexOf('>', angle)
    if (bracket < 0) throw new Error('XML ends inside a tag')
    if (after === null) elements.tag(source.slice(angle + 1, bracket))
    at = after ?? bracket + 1
  }
  const { document } = elements
  if (document === null) throw new Error('XML is not complete')
  return document
}

/** The first descendant of this name, the element itself included; null when there is none. */
export function findElement(element: XmlElement, namespace: string, name: string): XmlElement | null {
  if (element.name === name && element.namespace === namespace) return element
  for (const child of element.children) {
    const found = findElement(child, namespace, name)
    if (found !== null) return found
  }
  return null
}

export const findElements = (element: XmlElement, namespace: string, name: string): XmlElement[] => [
  ...(element.name === name && element.namespace === namespace ? [element] : []),
  ...element.children.flatMap(child => findElements(child, namespace, name)),
]
