/** Octets that count how often they are looked at: linear work is proven by counting, not by a clock. */

export interface CountedBytes {
  readonly bytes: Uint8Array
  readonly visits: () => number
}

/** Calls that look at octets themselves count all those that they pass. */
const SEARCHES: ReadonlySet<PropertyKey> = new Set(['indexOf', 'lastIndexOf', 'includes'])

const isDigit = (code: number) => code >= 0x30 && code <= 0x39

/**
 * A stand-in for `octets` that counts every octet read by index, passed by a search, copied or walked over. Views on it
 * count on the same account.
 */
export function countedBytes(octets: Uint8Array): CountedBytes {
  let visits = 0
  const wrap = (target: Uint8Array): Uint8Array =>
    new Proxy(target, {
      get(_, key) {
        if (typeof key === 'string' && isDigit(key.charCodeAt(0))) {
          visits++
          return target[Number(key)]
        }
        if (key === 'subarray') return (...range: [number?, number?]) => wrap(target.subarray(...range))
        if (SEARCHES.has(key)) {
          return (wanted: number, from = 0) => {
            const found = target.indexOf(wanted, from)
            visits += (found < 0 ? target.length : found + 1) - Math.min(from, target.length)
            return key === 'includes' ? found >= 0 : found
          }
        }
        const value: unknown = Reflect.get(target, key, target)
        if (typeof value !== 'function') return value
        visits += target.length
        return (value as (...input: unknown[]) => unknown).bind(target)
      },
    })
  return { bytes: wrap(octets), visits: () => visits }
}
