/** Compound files ([MS-CFB], version 3) and Outlook messages in them ([MS-OXMSG]), made from nothing. */
import { joined } from './der.ts'

export type CompoundNode =
  | { readonly name: string; readonly children: readonly CompoundNode[] }
  | { readonly name: string; readonly content: Uint8Array }

const SECTOR = 512
const MINI_SECTOR = 64
const CUTOFF = 4096
const END = 0xfffffffe
const NONE = 0xffffffff

interface Entry {
  readonly node: CompoundNode
  readonly type: number
  sibling: number
  child: number
  start: number
}

const padded = (bytes: Uint8Array, unit: number) => joined([bytes, new Uint8Array((unit - (bytes.length % unit)) % unit)])

function words(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4)
  const view = new DataView(bytes.buffer)
  values.forEach((value, i) => view.setUint32(i * 4, value, true))
  return bytes
}

const utf16 = (text: string) => Uint8Array.from(Buffer.from(text, 'utf16le'))
const contentOf = (node: CompoundNode) => ('content' in node ? node.content : new Uint8Array())

/** Entries in the order of the directory, each level a list by its right siblings. */
function flatten(children: readonly CompoundNode[]): Entry[] {
  const entries: Entry[] = [{ node: { name: 'Root Entry', children }, type: 5, sibling: NONE, child: NONE, start: END }]
  // The list grows while it is walked: breadth first.
  for (const entry of entries) {
    if (!('children' in entry.node)) continue
    let previous: Entry | undefined
    for (const node of entry.node.children) {
      if (previous) previous.sibling = entries.length
      else entry.child = entries.length
      previous = { node, type: 'children' in node ? 1 : 2, sibling: NONE, child: NONE, start: END }
      entries.push(previous)
    }
  }
  return entries
}

function directoryEntry({ node, type, sibling, child, start }: Entry, size: number): Uint8Array {
  const bytes = new Uint8Array(128)
  const view = new DataView(bytes.buffer)
  const name = utf16(`${node.name}\0`).subarray(0, 64)
  bytes.set(name)
  view.setUint16(64, name.length, true)
  bytes.set([type, 1], 66)
  words([NONE, sibling, child]).forEach((octet, i) => bytes.set([octet], 68 + i))
  view.setUint32(116, start, true)
  view.setUint32(120, size, true)
  return bytes
}

/** A file of these storages and streams; streams below 4096 octets lie in the mini stream. */
export function aCompoundFile(children: readonly CompoundNode[]): Uint8Array {
  const entries = flatten(children)
  const chain: number[] = []
  const sectors: Uint8Array[] = []
  const place = (content: Uint8Array): number => {
    if (content.length === 0) return END
    const start = chain.length
    const count = Math.ceil(content.length / SECTOR)
    for (let i = 1; i < count; i++) chain.push(start + i)
    chain.push(END)
    sectors.push(padded(content, SECTOR))
    return start
  }
  const miniChain: number[] = []
  const miniParts: Uint8Array[] = []
  for (const entry of entries) {
    const content = contentOf(entry.node)
    if (content.length >= CUTOFF) entry.start = place(content)
    else if (content.length > 0) {
      entry.start = miniChain.length
      const count = Math.ceil(content.length / MINI_SECTOR)
      for (let i = 1; i < count; i++) miniChain.push(entry.start + i)
      miniChain.push(END)
      miniParts.push(padded(content, MINI_SECTOR))
    }
  }
  const miniStream = joined(miniParts)
  const root = entries[0] as Entry
  root.start = place(miniStream)
  const miniTable = place(words(miniChain))
  const sizeOf = (entry: Entry) => (entry === root ? miniStream.length : contentOf(entry.node).length)
  const directory = place(joined(entries.map(entry => directoryEntry(entry, sizeOf(entry)))))
  const tables = Math.ceil((chain.length + 1) / (SECTOR / 4 - 1))
  const tableStart = chain.length
  for (let i = 0; i < tables; i++) chain.push(0xfffffffd)
  const table = words([...chain, ...Array.from({ length: (tables * SECTOR) / 4 - chain.length }, () => NONE)])
  const header = new Uint8Array(SECTOR)
  header.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
  header.set([0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0], 24)
  header.set(words([tables, directory, 0, CUTOFF, miniTable, Math.ceil((miniChain.length * 4) / SECTOR), END, 0]), 44)
  header.set(words(Array.from({ length: 109 }, (_, i) => (i < tables ? tableStart + i : NONE))), 76)
  return joined([header, ...sectors, table])
}

export interface OutlookMessageOptions {
  readonly messageClass?: string
  readonly header?: string
  readonly body?: string
  readonly attachments?: readonly { readonly type: string; readonly name: string; readonly data: Uint8Array }[]
}

/** A stored message: class, internet header, text, attachments. */
export function anOutlookMessage({ messageClass = 'IPM.Note', header, body, attachments = [] }: OutlookMessageOptions): Uint8Array {
  const text = (tag: string, value: string): CompoundNode => ({ name: `__substg1.0_${tag}001F`, content: utf16(value) })
  return aCompoundFile([
    { name: '__properties_version1.0', content: new Uint8Array(32) },
    text('001A', messageClass),
    ...(header === undefined ? [] : [text('007D', header)]),
    ...(body === undefined ? [] : [text('1000', body)]),
    ...attachments.map(({ type, name, data }, i) => ({
      name: `__attach_version1.0_#${i.toString(16).padStart(8, '0').toUpperCase()}`,
      children: [text('370E', type), text('3707', name), { name: '__substg1.0_37010102', content: data }],
    })),
  ])
}
