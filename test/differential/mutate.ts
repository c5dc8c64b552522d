/** Small damages, each of a kind that forgers and broken programs do. */
import type { Chance } from './random.ts'

type Damage = (bytes: Uint8Array, chance: Chance) => Uint8Array

const joined = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts))

const flipBit: Damage = (bytes, chance) => {
  const changed = bytes.slice()
  const at = chance.below(bytes.length)
  changed[at] = (changed[at] ?? 0) ^ (1 << chance.below(8))
  return changed
}

const setOctet: Damage = (bytes, chance) => {
  const changed = bytes.slice()
  changed[chance.below(bytes.length)] = chance.of([0, 1, 0x30, 0x31, 0x7f, 0x80, 0xa0, 0xff, 0x04, 0x24, 0x0a, 0x0d, 0x20])
  return changed
}

const remove: Damage = (bytes, chance) => {
  const at = chance.below(bytes.length)
  return joined(bytes.subarray(0, at), bytes.subarray(at + 1 + chance.below(4)))
}

const insert: Damage = (bytes, chance) => {
  const at = chance.below(bytes.length)
  return joined(bytes.subarray(0, at), Uint8Array.from({ length: 1 + chance.below(4) }, () => chance.below(256)), bytes.subarray(at))
}

const repeat: Damage = (bytes, chance) => {
  const at = chance.below(bytes.length)
  const end = at + 1 + chance.below(Math.min(64, bytes.length - at))
  return joined(bytes.subarray(0, end), bytes.subarray(at, end), bytes.subarray(end))
}

const truncate: Damage = (bytes, chance) => bytes.slice(0, 1 + chance.below(bytes.length))

const swap: Damage = (bytes, chance) => {
  const changed = bytes.slice()
  const [one, other] = [chance.below(bytes.length), chance.below(bytes.length)]
  ;[changed[one], changed[other]] = [changed[other] ?? 0, changed[one] ?? 0]
  return changed
}

export const DAMAGES: Readonly<Record<string, Damage>> = { flipBit, setOctet, remove, insert, repeat, truncate, swap }

/** One to three damages. Empty input stays as it is. */
export function mutate(bytes: Uint8Array, chance: Chance): Uint8Array {
  let changed = bytes
  for (let left = 1 + chance.below(3); left > 0 && changed.length > 0; left--) changed = chance.of(Object.values(DAMAGES))(changed, chance)
  return changed
}
