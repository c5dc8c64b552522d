/** Signatures and keys that are no numbers of their scheme: an answer, never an exception, and never `valid`. */
import { describe, expect, it } from 'vitest'
import { verifySignature } from '../../src/webcrypto/signature.ts'
import { schemeOf } from '../../src/webcrypto/signature-scheme.ts'
import { readAlgorithmIdentifier } from '../../src/x509/algorithm-identifier.ts'
import { Asn1Reader } from '../../src/x509/asn1-reader.ts'
import { readPublicKeyInfo } from '../../src/x509/public-key.ts'
import { algorithm, type Der, integer, joined, oid, sequence, tlv } from '../make/der.ts'

const keyOf = (identifier: Der, octets: Uint8Array) => {
  const reader = new Asn1Reader(sequence(identifier, tlv(3, joined([Uint8Array.of(0), octets]))))
  return readPublicKeyInfo(reader, reader.read(0))
}

const filled = (length: number, octet: number) => new Uint8Array(length).fill(octet)

const SCHEMES: readonly (readonly [name: string, dotted: string, key: Der, keyLength: number, signatures: readonly Uint8Array[]])[] = [
  ...(['7', '11', '13'] as const).map(
    arc =>
      [
        `brainpool ${arc}`,
        '1.2.840.10045.4.3.2',
        algorithm('1.2.840.10045.2.1', oid(`1.3.36.3.3.2.8.1.1.${arc}`)),
        { 7: 65, 11: 97, 13: 129 }[arc],
        [sequence(integer(0), integer(0)), sequence(integer(1), integer(1)), sequence(integer(0), integer(5)), sequence(integer((1n << 256n) - 1n), integer((1n << 256n) - 1n))],
      ] as const,
  ),
  ['Ed448', '1.3.101.113', algorithm('1.3.101.113'), 57, [filled(114, 0), filled(114, 0xff)]],
  ['ML-DSA-44', '2.16.840.1.101.3.4.3.17', algorithm('2.16.840.1.101.3.4.3.17'), 1312, [filled(2420, 0), filled(2420, 0xff)]],
  ['SLH-DSA-SHA2-128s', '2.16.840.1.101.3.4.3.20', algorithm('2.16.840.1.101.3.4.3.20'), 32, [filled(7856, 0), filled(7856, 0xff)]],
]

describe('odd octets', () => {
  it.each(SCHEMES)('%s', async (_, dotted, key, keyLength, signatures) => {
    const der = algorithm(dotted)
    const reader = new Asn1Reader(der)
    const answer = schemeOf(readAlgorithmIdentifier(reader, reader.read(0)), undefined)
    expect(answer.supported).toBe(true)
    if (!answer.supported) return
    const keys = [filled(keyLength, 0), filled(keyLength, 0xff), joined([Uint8Array.of(4), filled(keyLength - 1, 0)]), filled(1, 0), new Uint8Array()]
    for (const octets of keys) {
      for (const signature of [...signatures, new Uint8Array(), filled(1, 0)]) {
        expect(['invalid', 'unsupported']).toContain(await verifySignature(answer.scheme, keyOf(key, octets), signature, filled(3, 1)))
      }
    }
  })
})
