/** Wycheproof's signature files: what is valid holds, what is not does not, with every parameter a vector names. */
import { describe, expect, it } from 'vitest'
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../../src/x509/algorithm-identifier.ts'
import { Asn1Reader } from '../../src/x509/asn1-reader.ts'
import { readPublicKeyInfo } from '../../src/x509/public-key.ts'
import { verifySignature } from '../../src/webcrypto/signature.ts'
import { schemeOf } from '../../src/webcrypto/signature-scheme.ts'
import { algorithm, nullValue } from '../make/der.ts'
import { type DigestName, ECDSA_OID, pssAlgorithm, RSA_OID } from '../make/keys.ts'
import { HAS_CORPORA, readCorpusFile } from './corpus.ts'

interface Group {
  readonly type: string
  readonly publicKeyDer: string
  readonly sha?: string
  readonly mgfSha?: string
  readonly sLen?: number
  readonly tests: readonly Test[]
}

interface Test {
  readonly tcId: number
  readonly comment: string
  readonly flags: readonly string[]
  readonly msg: string
  readonly sig: string
  readonly result: string
}

const bytesOfHex = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))

function identifierOf(group: Group): AlgorithmIdentifier {
  const digest = group.sha as DigestName
  const writers: Readonly<Record<string, () => Uint8Array>> = {
    EcdsaVerify: () => algorithm(ECDSA_OID[digest]),
    EddsaVerify: () => algorithm('1.3.101.112'),
    RsassaPkcs1Verify: () => algorithm(RSA_OID[digest], nullValue()),
    RsassaPssWithParametersVerify: () => pssAlgorithm(digest, group.sLen ?? -1, group.mgfSha as DigestName),
  }
  const der = writers[group.type]?.()
  if (!der) throw new Error(`no identifier for ${group.type}`)
  const reader = new Asn1Reader(der)
  return readAlgorithmIdentifier(reader, reader.read(0))
}

/** "Acceptable" leaves the answer open, except where it is a forger's room: a DigestInfo in another encoding. */
function isRight(result: string, flags: readonly string[], outcome: string): boolean {
  if (result === 'acceptable') return flags.includes('MissingNull') ? outcome === 'invalid' : outcome !== 'unsupported'
  return result === 'valid' ? outcome === 'valid' : outcome === 'invalid'
}

const FILES: readonly string[] = [
  'ecdsa_secp256r1_sha256_test',
  'ecdsa_secp384r1_sha384_test',
  'ecdsa_secp521r1_sha512_test',
  'ed25519_test',
  'rsa_signature_2048_sha256_test',
  'rsa_signature_2048_sha512_test',
  'rsa_pss_2048_sha1_mgf1_20_params_test',
  'rsa_pss_2048_sha256_mgf1_32_params_test',
  'rsa_pss_4096_sha512_mgf1_64_params_test',
  'rsa_pss_misc_params_test',
]

describe.skipIf(!HAS_CORPORA)(`corpus wycheproof, signatures${HAS_CORPORA ? '' : ' (skipped: ../shared/corpora is absent)'}`, () => {
  it.each(FILES)('%s', { timeout: 120_000 }, async file => {
    const { testGroups, numberOfTests } = JSON.parse(new TextDecoder().decode(readCorpusFile('wycheproof', `${file}.json`))) as {
      readonly testGroups: readonly Group[]
      readonly numberOfTests: number
    }
    const wrong: string[] = []
    let count = 0
    for (const group of testGroups) {
      const reader = new Asn1Reader(bytesOfHex(group.publicKeyDer))
      const publicKey = readPublicKeyInfo(reader, reader.read(0))
      const answer = schemeOf(identifierOf(group), undefined)
      for (const test of group.tests) {
        count++
        const outcome = answer.supported ? await verifySignature(answer.scheme, publicKey, bytesOfHex(test.sig), bytesOfHex(test.msg)) : 'unsupported'
        if (!isRight(test.result, test.flags, outcome)) wrong.push(`${test.tcId} ${test.comment}: ${test.result}, we say ${outcome}`)
      }
    }
    expect(wrong).toEqual([])
    expect([count > 80, count]).toEqual([true, numberOfTests])
  })
})
