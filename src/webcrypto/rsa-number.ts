/** RSA's numbers as octets and back (RFC 8017 section 4). */
import { encodeHex } from '../bytes/encoding.ts'

/** OS2IP; 0 for no octets. */
export function numberOfOctets(octets: Uint8Array): bigint {
  return octets.length === 0 ? 0n : BigInt(`0x${encodeHex(octets)}`)
}

/** I2OSP: `length` octets, which must be enough. */
export function octetsOfNumber(value: bigint, length: number): Uint8Array {
  const hex = value.toString(16).padStart(2 * length, '0')
  return Uint8Array.from({ length }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16))
}
