/** Writing DER (and, on purpose, worse) for fixtures. Independent of the product's reader. */

export type Der = Uint8Array

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    out.set(part, offset)
    offset += part.length
  }
  return out
}

export function tlv(identifier: number, content: Uint8Array): Der {
  const { length } = content
  const header =
    length < 0x80
      ? [identifier, length]
      : length < 0x100
        ? [identifier, 0x81, length]
        : length < 0x10000
          ? [identifier, 0x82, length >> 8, length & 0xff]
          : [identifier, 0x84, (length >>> 24) & 0xff, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff]
  return joined([Uint8Array.from(header), content])
}

/** BER's indefinite form around complete members. */
export function indefinite(identifier: number, ...members: readonly Der[]): Der {
  return joined([Uint8Array.of(identifier, 0x80), ...members, Uint8Array.of(0, 0)])
}

export const sequence = (...members: readonly Der[]): Der => tlv(0x30, joined(members))
export const setOfAsGiven = (...members: readonly Der[]): Der => tlv(0x31, joined(members))
export const setOf = (...members: readonly Der[]): Der => setOfAsGiven(...[...members].sort((a, b) => Buffer.compare(a, b)))
export const octetString = (content: Uint8Array): Der => tlv(0x04, content)
export const bitString = (content: Uint8Array, unused = 0): Der => tlv(0x03, joined([Uint8Array.of(unused), content]))
export const boolean = (value: boolean): Der => Uint8Array.of(0x01, 0x01, value ? 0xff : 0x00)
export const nullValue = (): Der => Uint8Array.of(0x05, 0x00)
export const utf8String = (text: string): Der => tlv(0x0c, new TextEncoder().encode(text))
export const ia5String = (text: string): Der => tlv(0x16, Uint8Array.from(text, character => character.charCodeAt(0)))
export const printableString = (text: string): Der => tlv(0x13, new TextEncoder().encode(text))
export const context = (tag: number, ...members: readonly Der[]): Der => tlv(0xa0 | tag, joined(members))
export const contextPrimitive = (tag: number, content: Uint8Array): Der => tlv(0x80 | tag, content)

export function integer(value: number | bigint): Der {
  let hex = BigInt(value).toString(16)
  if (hex.length % 2 === 1) hex = `0${hex}`
  const octets = Uint8Array.from(Buffer.from(hex, 'hex'))
  return tlv(0x02, (octets[0] ?? 0) >= 0x80 ? joined([Uint8Array.of(0), octets]) : octets)
}

export function oid(dotted: string): Der {
  const [first = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt)
  const octets: number[] = []
  for (const arc of [first * 40n + second, ...rest]) {
    const groups = [Number(arc & 0x7fn)]
    for (let left = arc >> 7n; left > 0n; left >>= 7n) groups.unshift(Number(left & 0x7fn) | 0x80)
    octets.push(...groups)
  }
  return tlv(0x06, Uint8Array.from(octets))
}

/** UTCTime until 2049, GeneralizedTime from 2050 (RFC 5280 section 4.1.2.5). */
export function time(at: Date): Der {
  const text = at.toISOString().replace(/[-:T]/gu, '').replace(/\.\d+Z$/u, 'Z')
  return at.getUTCFullYear() < 2050 ? tlv(0x17, new TextEncoder().encode(text.slice(2))) : tlv(0x18, new TextEncoder().encode(text))
}

export const algorithm = (dotted: string, ...parameters: readonly Der[]): Der => sequence(oid(dotted), ...parameters)

/** Common name and, in front of it, organisation. */
export function distinguishedName(commonName: string, organization?: string, ...more: readonly Der[]): Der {
  const attribute = (type: string, value: Der) => setOf(sequence(oid(type), value))
  return sequence(
    ...(organization === undefined ? [] : [attribute('2.5.4.10', utf8String(organization))]),
    ...(commonName === '' ? [] : [attribute('2.5.4.3', utf8String(commonName))]),
    ...more,
  )
}

/** A subject attribute emailAddress, as old private authorities write it. */
export const emailAttribute = (address: string): Der => setOf(sequence(oid('1.2.840.113549.1.9.1'), ia5String(address)))
