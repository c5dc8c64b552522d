/** `DOMParser` for XML where there is no browser, as far as answers of Exchange Web Services are read with it: on the emulator's own reader. */
import { readXml, type XmlElement } from '../../emulator/server/mail/xml.ts'

class Node {
  private readonly element: XmlElement

  constructor(element: XmlElement) {
    this.element = element
  }

  get localName(): string {
    return this.element.name
  }

  get namespaceURI(): string {
    return this.element.namespace
  }

  get children(): readonly Node[] {
    return this.element.children.map(child => new Node(child))
  }

  get textContent(): string {
    return this.element.text + this.children.map(child => child.textContent).join('')
  }

  getAttribute(name: string): string | null {
    return this.element.attributes[name] ?? null
  }

  getElementsByTagNameNS(namespace: string, name: string): readonly Node[] {
    return this.children.flatMap(child => [...(child.localName === name && child.namespaceURI === namespace ? [child] : []), ...child.getElementsByTagNameNS(namespace, name)])
  }
}

const broken: XmlElement = { name: 'parsererror', namespace: '', attributes: {}, children: [], text: '' }

export class XmlReader {
  parseFromString(text: string): { readonly documentElement: Node } {
    try {
      return { documentElement: new Node(readXml(text)) }
    } catch {
      return { documentElement: new Node(broken) }
    }
  }
}
