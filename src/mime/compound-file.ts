/**
 * Compound files ([MS-CFB]): the container of Outlook's `.msg`. Streams are found by name and given as bytes.
 *
 * Every chain is bounded by the file's own number of sectors, so loops and false lengths end in `mime/truncated`.
 */
import { MimeError } from './errors.ts'

const SIGNATURE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
const END_OF_CHAIN = 0xfffffffe
const FREE_SECTOR = 0xffffffff
const NO_ENTRY = 0xffffffff
/** Section 2.6.1: directory entries are 128 octets. */
const ENTRY_SIZE = 128
/** Streams below this length lie in the mini stream (section 2.2, offset 56; always 4096). */
const MINI_STREAM_CUTOFF = 4096
const MINI_SECTOR_SIZE = 64
const MAXIMAL_ENTRIES = 20_000
/** Storages in one another; Outlook nests a message in an attachment in a message. */
const MAXIMAL_DEPTH = 32

/** Section 2.6.1: object types. */
const KIND_OF_TYPE: ReadonlyMap<number, CompoundEntry['kind']> = new Map([
  [1, 'storage'],
  [2, 'stream'],
  [5, 'root'],
])

export interface CompoundEntry {
  readonly name: string
  readonly kind: 'storage' | 'stream' | 'root' | 'unused'
  readonly children: readonly CompoundEntry[]
  /** Octets of a stream, as the file says. */
  readonly size: number
  /** Contents of a stream: a new array. @throws MimeError `mime/truncated`. */
  readonly read: () => Uint8Array
}

/** True for the eight octets that begin every compound file. */
export function isCompoundFile(bytes: Uint8Array): boolean {
  return SIGNATURE.every((octet, i) => bytes[i] === octet)
}

/**
 * Opens the file and gives its root storage.
 *
 * @throws MimeError `mime/truncated` when a structure does not hold together, `mime/too-many-parts` for storages too deep in
 * one another.
 */
export function openCompoundFile(bytes: Uint8Array): CompoundEntry {
  if (!isCompoundFile(bytes) || bytes.length < 512) throw new MimeError('mime/truncated', 'no compound file')
  return new CompoundFile(bytes).root()
}

interface DirectoryRecord {
  readonly name: string
  readonly type: number
  readonly left: number
  readonly right: number
  readonly child: number
  readonly startSector: number
  readonly size: number
}

class CompoundFile {
  private readonly bytes: Uint8Array
  private readonly view: DataView
  private readonly sectorSize: number
  private readonly allocation: Uint32Array
  private readonly miniAllocation: Uint32Array
  private readonly records: readonly DirectoryRecord[]
  private readonly miniStream: Uint8Array

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const shift = this.view.getUint16(30, true)
    if (shift !== 9 && shift !== 12) throw new MimeError('mime/truncated', 'sector size of no compound file')
    this.sectorSize = 1 << shift
    this.allocation = this.readAllocationTable()
    this.records = this.readDirectory()
    this.miniAllocation = asWords(this.readChain(this.view.getUint32(60, true)))
    const root = this.records[0]
    this.miniStream = root && root.startSector < FREE_SECTOR - 5 ? this.readChain(root.startSector) : new Uint8Array()
  }

  root(): CompoundEntry {
    return this.entry(0, new Set([0]), 0)
  }

  private sector(index: number): Uint8Array {
    const start = (index + 1) * this.sectorSize
    if (start + 1 > this.bytes.length) throw new MimeError('mime/truncated', 'sector past the end')
    return this.bytes.subarray(start, start + this.sectorSize)
  }

  /** Section 2.3 and 2.5: the first 109 table sectors are named in the header, the others in DIFAT sectors. */
  private readAllocationTable(): Uint32Array {
    const sectors: number[] = []
    for (let i = 0; i < 109; i++) sectors.push(this.view.getUint32(76 + i * 4, true))
    const limit = Math.ceil(this.bytes.length / this.sectorSize)
    let next = this.view.getUint32(68, true)
    for (let steps = 0; next < FREE_SECTOR - 5; steps++) {
      if (steps > limit) throw new MimeError('mime/truncated', 'allocation table loops')
      const words = asWords(this.sector(next))
      sectors.push(...words.subarray(0, -1))
      next = words.at(-1) ?? END_OF_CHAIN
    }
    const used = sectors.filter(sector => sector < FREE_SECTOR - 5).slice(0, limit)
    const table = new Uint32Array((used.length * this.sectorSize) / 4).fill(FREE_SECTOR)
    for (const [i, sector] of used.entries()) table.set(asWords(this.sector(sector)), (i * this.sectorSize) / 4)
    return table
  }

  private readChain(start: number): Uint8Array {
    const parts: Uint8Array[] = []
    let sector = start
    while (sector < FREE_SECTOR - 5) {
      if (parts.length > this.allocation.length) throw new MimeError('mime/truncated', 'sector chain loops')
      parts.push(this.sector(sector))
      sector = this.allocation[sector] ?? END_OF_CHAIN
    }
    const joined = new Uint8Array(parts.length * this.sectorSize)
    for (const [i, part] of parts.entries()) joined.set(part, i * this.sectorSize)
    return joined
  }

  private readDirectory(): DirectoryRecord[] {
    const stream = this.readChain(this.view.getUint32(48, true))
    const view = new DataView(stream.buffer)
    const records: DirectoryRecord[] = []
    for (let offset = 0; offset + ENTRY_SIZE <= stream.length && records.length < MAXIMAL_ENTRIES; offset += ENTRY_SIZE) {
      const nameLength = Math.min(Math.max(view.getUint16(offset + 64, true) - 2, 0), 64)
      records.push({
        name: new TextDecoder('utf-16le').decode(stream.subarray(offset, offset + nameLength)),
        type: stream[offset + 66] ?? 0,
        left: view.getUint32(offset + 68, true),
        right: view.getUint32(offset + 72, true),
        child: view.getUint32(offset + 76, true),
        startSector: view.getUint32(offset + 116, true),
        size: view.getUint32(offset + 120, true),
      })
    }
    return records
  }

  private entry(index: number, seen: Set<number>, depth: number): CompoundEntry {
    if (depth > MAXIMAL_DEPTH) throw new MimeError('mime/too-many-parts', `storages nested deeper than ${MAXIMAL_DEPTH}`)
    const record = this.records[index]
    if (!record) throw new MimeError('mime/truncated', 'directory entry missing')
    const children: CompoundEntry[] = []
    const pending = record.type === 2 ? [] : [record.child]
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const sibling = next === NO_ENTRY || seen.has(next) ? undefined : this.records[next]
      if (!sibling) continue
      seen.add(next)
      pending.push(sibling.left, sibling.right)
      children.push(this.entry(next, seen, depth + 1))
    }
    return { name: record.name, kind: KIND_OF_TYPE.get(record.type) ?? 'unused', children, size: record.size, read: () => this.readStream(record) }
  }

  private readStream(record: DirectoryRecord): Uint8Array {
    if (record.size > this.bytes.length) throw new MimeError('mime/truncated', 'stream longer than the file')
    const whole = record.size < MINI_STREAM_CUTOFF ? this.readMiniChain(record.startSector, record.size) : this.readChain(record.startSector)
    if (whole.length < record.size) throw new MimeError('mime/truncated', 'stream cut short')
    return whole.subarray(0, record.size)
  }

  private readMiniChain(start: number, size: number): Uint8Array {
    const joined = new Uint8Array(Math.ceil(size / MINI_SECTOR_SIZE) * MINI_SECTOR_SIZE)
    let sector = start
    let offset = 0
    while (offset < size) {
      const part = this.miniStream.subarray(sector * MINI_SECTOR_SIZE, (sector + 1) * MINI_SECTOR_SIZE)
      if (part.length < MINI_SECTOR_SIZE) throw new MimeError('mime/truncated', 'mini stream cut short')
      joined.set(part, offset)
      offset += MINI_SECTOR_SIZE
      sector = this.miniAllocation[sector] ?? END_OF_CHAIN
    }
    return joined
  }
}

function asWords(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Uint32Array.from({ length: bytes.length >> 2 }, (_, i) => view.getUint32(i * 4, true))
}
