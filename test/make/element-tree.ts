/** DER as a tree that can be written again with one thing changed. Independent of the product's reader. */
import { type Der, joined, tlv } from './der.ts'

export interface TreeNode {
  readonly identifier: number
  readonly content: Uint8Array
  /** Undefined for a primitive element. */
  readonly children: readonly TreeNode[] | undefined
  /** Indices from the root, for example `1.0.4`. */
  readonly path: string
}

/** Reads one definite-length element with a one-octet identifier, which is all that fixtures have. */
export function readTree(der: Der, path = ''): TreeNode {
  const identifier = der[0] ?? 0
  const content = contentOf(der)
  if ((identifier & 0x20) === 0) return { identifier, content, children: undefined, path }
  const children: TreeNode[] = []
  for (let rest = content; rest.length > 0; ) {
    const child = readTree(rest, path === '' ? String(children.length) : `${path}.${children.length}`)
    children.push(child)
    rest = rest.subarray(headerLength(rest) + child.content.length)
  }
  return { identifier, content, children, path }
}

function headerLength(der: Der): number {
  const first = der[1] ?? 0
  return first < 0x80 ? 2 : 2 + (first & 0x7f)
}

function contentOf(der: Der): Uint8Array {
  const start = headerLength(der)
  const length = start === 2 ? (der[1] ?? 0) : der.subarray(2, start).reduce((sum, octet) => sum * 256 + octet, 0)
  return der.subarray(start, start + length)
}

/** Writes the tree; `change` may give other bytes for a node, or undefined to keep it. */
export function writeTree(node: TreeNode, change: (node: TreeNode, asIs: () => Der) => Der | undefined): Der {
  const asIs = () => tlv(node.identifier, node.children ? joined(node.children.map(child => writeTree(child, change))) : node.content)
  return change(node, asIs) ?? asIs()
}

export function allNodes(node: TreeNode): TreeNode[] {
  return [node, ...(node.children ?? []).flatMap(allNodes)]
}
