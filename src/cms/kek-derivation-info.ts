/** What a key-encryption key is derived from beside the secret, in DER, so that it is bound to its use. */
import { writeContext, writeInteger, writeOctetString, writeSequence } from '../x509/der-writer.ts'

/**
 * ECC-CMS-SharedInfo (RFC 5753 section 7.2).
 *
 * @param wrapAlgorithm - The AlgorithmIdentifier of the key wrap as received: its writer has encoded the same octets here.
 * @param keyLength - Octets of the key-encryption key; the structure holds bits.
 */
export function encodeEccSharedInfo(wrapAlgorithm: Uint8Array, keyingMaterial: Uint8Array | undefined, keyLength: number): Uint8Array {
  const bits = new Uint8Array(4)
  new DataView(bits.buffer).setUint32(0, keyLength * 8)
  return writeSequence(wrapAlgorithm, ...explicitOctets(0, keyingMaterial), ...explicitOctets(2, bits))
}

/** CMSORIforKEMOtherInfo (RFC 9629 section 5). @param keyLength - Octets, 1 to 65535. */
export function encodeKemOtherInfo(wrapAlgorithm: Uint8Array, keyingMaterial: Uint8Array | undefined, keyLength: number): Uint8Array {
  return writeSequence(wrapAlgorithm, writeInteger(keyLength), ...explicitOctets(0, keyingMaterial))
}

function explicitOctets(tag: number, octets: Uint8Array | undefined): Uint8Array[] {
  return octets ? [writeContext(tag, writeOctetString(octets))] : []
}
