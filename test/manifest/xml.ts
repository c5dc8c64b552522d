/** As much of an XML reader as a manifest needs. Strict: anything it does not know is an error. */

export interface XmlElement {
  /** As written, with its prefix. */
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  readonly text: string
}

const TOKEN = /<!--(?:(?!--)[\s\S])*-->|<\?xml [^?]*\?>|<(\/?)([\w:.]+)((?:\s+[\w:.]+="[^"<]*")*)\s*(\/?)>|[^<]+/gy
const ATTRIBUTE = /([\w:.]+)="([^"]*)"/g
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const decode = (text: string): string =>
  text.replaceAll(/&(\w+);/g, (_, name: string) => ENTITIES[name] ?? fail(`unknown entity ${name}`))

const fail = (what: string): never => {
  throw new Error(`not well-formed: ${what}`)
}

interface OpenElement extends XmlElement {
  readonly attributes: Map<string, string>
  readonly children: XmlElement[]
  text: string
}

const open = (name: string, attributes = ''): OpenElement => {
  const element: OpenElement = { name, attributes: new Map(), children: [], text: '' }
  for (const [, key = '', value = ''] of attributes.matchAll(ATTRIBUTE)) {
    if (element.attributes.has(key)) fail(`${key} twice in <${name}>`)
    element.attributes.set(key, decode(value))
  }
  return element
}

/** @throws Error when `source` is not well-formed, or uses XML that no manifest needs (CDATA, document types). */
export function parseXml(source: string): XmlElement {
  const top = open('')
  const stack = [top]
  let end = 0
  for (const token of source.matchAll(TOKEN)) {
    end = token.index + token[0].length
    const [whole, closing, name, attributes, empty] = token
    const parent = stack.at(-1) ?? top
    if (name === undefined) {
      if (!whole.startsWith('<')) parent.text += decode(whole)
    } else if (closing === '/') {
      if (parent.name !== name) fail(`</${name}> closes <${parent.name}>`)
      stack.pop()
    } else {
      const element = open(name, attributes)
      parent.children.push(element)
      if (empty !== '/') stack.push(element)
    }
  }
  if (end !== source.length) fail(`cannot read on at character ${end}`)
  const [root, ...others] = top.children
  if (stack.length !== 1 || !root || others.length > 0 || top.text.trim() !== '') return fail('not exactly one root element')
  return root
}

export const childrenOf = (element: XmlElement | undefined, name: string): XmlElement[] =>
  element?.children.filter(child => child.name === name) ?? []

export const childOf = (element: XmlElement | undefined, name: string): XmlElement | undefined => childrenOf(element, name)[0]

/** The element itself and everything below, in document order. */
export const allOf = (element: XmlElement): XmlElement[] => [element, ...element.children.flatMap(allOf)]
