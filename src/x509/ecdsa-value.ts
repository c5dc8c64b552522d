/** Ecdsa-Sig-Value (RFC 5480 appendix A; SEC 1 section C.8), written from the pair that WebCrypto gives. */
import { concatBytes } from '../bytes/bytes.ts'
import { writeElement, writeSequence } from './der-writer.ts'

/** @param pair - r and s, each as long as the curve's order. */
export function writeEcdsaValue(pair: Uint8Array): Uint8Array {
  const half = pair.length / 2
  return writeSequence(writeUnsigned(pair.subarray(0, half)), writeUnsigned(pair.subarray(half)))
}

function writeUnsigned(magnitude: Uint8Array): Uint8Array {
  const first = magnitude.findIndex(octet => octet !== 0)
  const digits = first === -1 ? Uint8Array.of(0) : magnitude.subarray(first)
  return writeElement(0x02, (digits[0] ?? 0) >= 0x80 ? concatBytes([Uint8Array.of(0), digits]) : digits)
}
