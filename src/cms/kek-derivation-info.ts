/** What a key-encryption key is derived from beside the secret, in DER, so that it is bound to its use. */
import { concatBytes } from '../bytes/bytes.ts'

/**
 * ECC-CMS-SharedInfo (RFC 5753 section 7.2).
 *
 * @param wrapAlgorithm - The AlgorithmIdentifier of the key wrap as received: its writer has encoded the same octets here.
 * @param keyLength - Octets of the key-encryption key; the structure holds bits.
 */
export function encodeEccSharedInfo(wrapAlgorithm: Uint8Array, keyingMaterial: Uint8Array | undefined, keyLength: number): Uint8Array {
  const bits = new Uint8Array(4)
  new DataView(bits.buffer).setUint32(0, keyLength * 8)
  return element(0x30, wrapAlgorithm, ...explicitOctets(0xa0, keyingMaterial), ...explicitOctets(0xa2, bits))
}

/** CMSORIforKEMOtherInfo (RFC 9629 section 5). @param keyLength - Octets, 1 to 65535. */
export function encodeKemOtherInfo(wrapAlgorithm: Uint8Array, keyingMaterial: Uint8Array | undefined, keyLength: number): Uint8Array {
  return element(0x30, wrapAlgorithm, element(0x02, integerOctets(keyLength)), ...explicitOctets(0xa0, keyingMaterial))
}

function explicitOctets(identifier: number, octets: Uint8Array | undefined): Uint8Array[] {
  return octets ? [element(identifier, element(0x04, octets))] : []
}

function integerOctets(value: number): Uint8Array {
  const octets: number[] = []
  for (let left = value; left > 0; left = Math.floor(left / 256)) octets.unshift(left % 256)
  return Uint8Array.from((octets[0] ?? 0) < 0x80 && octets.length > 0 ? octets : [0, ...octets])
}

function element(identifier: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(contents)
  return concatBytes([Uint8Array.of(identifier, ...lengthOctets(content.length)), content])
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length]
  const octets: number[] = []
  for (let left = length; left > 0; left = Math.floor(left / 256)) octets.unshift(left % 256)
  return [0x80 | octets.length, ...octets]
}
