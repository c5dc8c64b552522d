/**
 * GHASH (NIST SP 800-38D sections 6.3 and 6.4) of a long text from the values of its parts: multiplication in its field. The parts
 * themselves are hashed by WebCrypto; here one block is multiplied for each of them.
 *
 * A block is a number of 128 bits, the first bit of the octets the highest.
 */

/** The field's polynomial without its first term: 11100001 and 120 zeros. */
const REDUCTION = 0xe1n << 120n

/** Multiplication by one block, which is prepared so that any number of others costs little. */
export function multiplierBy(block: bigint): (other: bigint) => bigint {
  const shifted: bigint[] = []
  for (let value = block; shifted.length < 128; value = (value & 1n) === 1n ? (value >> 1n) ^ REDUCTION : value >> 1n) shifted.push(value)
  return other => {
    let product = 0n
    for (const [index, octet] of octetsOfBlock(other).entries()) {
      for (let bit = 0; bit < 8; bit++) if (((octet >> (7 - bit)) & 1) === 1) product ^= shifted[index * 8 + bit] as bigint
    }
    return product
  }
}

/** The block's power by a number from 1 on. */
export function powerOfBlock(block: bigint, exponent: number): bigint {
  let power: bigint | undefined
  let square = block
  for (let left = exponent; left > 0; left >>= 1) {
    if ((left & 1) === 1) power = power === undefined ? square : multiplierBy(square)(power)
    square = multiplierBy(square)(square)
  }
  if (power === undefined) throw new RangeError('a power from 1 on')
  return power
}

export function blockOf(octets: Uint8Array): bigint {
  let block = 0n
  for (const octet of octets) block = (block << 8n) | BigInt(octet)
  return block
}

export function octetsOfBlock(block: bigint): Uint8Array {
  const octets = new Uint8Array(16)
  const view = new DataView(octets.buffer)
  view.setBigUint64(0, block >> 64n)
  view.setBigUint64(8, block & 0xffffffffffffffffn)
  return octets
}
