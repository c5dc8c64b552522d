/**
 * Lists of message and attachment properties inside TNEF ([MS-OXTNEF] section 2.1.3.4). Values are views on the input.
 *
 * A list that breaks off gives what came before: the properties wanted here stand beside hundreds that are not.
 */
export interface TnefProperty {
  /** PidTag without its type, for example 0x3707. */
  readonly id: number
  /** PtypXxx ([MS-OXCDATA] section 2.11.1), without the bit for several values. */
  readonly type: number
  /** The first value's octets; of an object those behind its interface identifier. */
  readonly value: Uint8Array
  /** For an object: its interface identifier, in hexadecimal. */
  readonly interfaceId: string | null
}

/** Properties in one list. Outlook writes about a hundred. */
const MAXIMAL_PROPERTIES = 5000
const FIRST_NAMED = 0x8000
const SEVERAL = 0x1000
const OBJECT = 0x0d
const VARIABLE: ReadonlySet<number> = new Set([OBJECT, 0x1e, 0x1f, 0x102])
/** Octets of a value of fixed size, padded to four. */
const FIXED: ReadonlyMap<number, number> = new Map([[2, 4], [3, 4], [4, 4], [5, 8], [6, 8], [7, 8], [0x0a, 4], [0x0b, 4], [0x14, 8], [0x40, 8], [0x48, 16]])

export function readTnefProperties(bytes: Uint8Array): TnefProperty[] {
  const reader = new PropertyReader(bytes)
  const count = Math.min(reader.word() ?? 0, MAXIMAL_PROPERTIES)
  const properties: TnefProperty[] = []
  for (let i = 0; i < count; i++) {
    const property = reader.property()
    if (property === null) break
    properties.push(property)
  }
  return properties
}

class PropertyReader {
  private readonly bytes: Uint8Array
  private readonly view: DataView
  private at = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  word(): number | null {
    if (this.at + 4 > this.bytes.length) return null
    this.at += 4
    return this.view.getUint32(this.at - 4, true)
  }

  property(): TnefProperty | null {
    const tag = this.word()
    if (tag === null) return null
    const type = tag & 0xffff & ~SEVERAL
    const id = tag >>> 16
    if (id >= FIRST_NAMED && !this.skipName()) return null
    const isVariable = VARIABLE.has(type)
    const count = isVariable || (tag & SEVERAL) !== 0 ? this.word() : 1
    // Every value takes at least four octets, so a larger count is a lie.
    if (count === null || count > (this.bytes.length - this.at) / 4) return null
    let first: Uint8Array | null = null
    for (let i = 0; i < count; i++) {
      const value = this.take(isVariable ? this.word() : (FIXED.get(type) ?? null))
      if (value === null) return null
      first ??= value
    }
    const value = first ?? new Uint8Array()
    if (type !== OBJECT) return { id, type, value, interfaceId: null }
    const interfaceId = [...value.subarray(0, 16)].map(octet => octet.toString(16).padStart(2, '0')).join('')
    return { id, type, value: value.subarray(16), interfaceId }
  }

  /** NamedPropSpec: a namespace, then a number or a name. */
  private skipName(): boolean {
    if (this.take(16) === null) return false
    const kind = this.word()
    if (kind === 0) return this.word() !== null
    return kind === 1 && this.take(this.word()) !== null
  }

  /** Octets, and past the padding behind them. The last value of a list may lack its padding. */
  private take(length: number | null): Uint8Array | null {
    if (length === null || this.at + length > this.bytes.length) return null
    const value = this.bytes.subarray(this.at, this.at + length)
    this.at = Math.min(this.at + length + ((4 - (length % 4)) % 4), this.bytes.length)
    return value
  }
}
