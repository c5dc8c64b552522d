/** Wycheproof's files about private keys: RSA decryption and key agreement. */
import { describe, expect, it } from 'vitest'
import { Asn1Reader } from '../../src/x509/asn1-reader.ts'
import { X509Error } from '../../src/x509/errors.ts'
import { type PublicKeyInfo, readPublicKeyInfo } from '../../src/x509/public-key.ts'
import type { SignatureDigest } from '../../src/webcrypto/digest.ts'
import { openPrivateKey, type PrivateKeyOperations } from '../../src/webcrypto/private-key.ts'
import { algorithm, integer, octetString, oid, sequence } from '../make/der.ts'
import { HAS_CORPORA } from './corpus.ts'
import { bytesOfHex, compareSecret, hexOf, runWycheproof, type WycheproofTest } from './wycheproof-file.ts'

const CLEAN = { wrong: [], isComplete: true }

interface RsaGroup {
  readonly privateKeyPkcs8: string
  readonly sha: SignatureDigest
  readonly mgfSha: SignatureDigest
  readonly tests: readonly RsaTest[]
}

interface RsaTest extends WycheproofTest {
  readonly msg: string
  readonly ct: string
  readonly label: string
}

async function rsaKeyOf(group: RsaGroup): Promise<Required<Pick<PrivateKeyOperations, 'decryptKey'>>> {
  const key = await openPrivateKey(bytesOfHex(group.privateKeyPkcs8))
  if (!key?.decryptKey) throw new Error('the key does not open')
  return { decryptKey: key.decryptKey }
}

interface AgreementTest extends WycheproofTest {
  readonly public: string
  readonly private: string
  readonly shared: string
}

interface AgreementGroup {
  readonly tests: readonly AgreementTest[]
}

function readOriginator(spki: string): PublicKeyInfo | undefined {
  try {
    const reader = new Asn1Reader(bytesOfHex(spki))
    return readPublicKeyInfo(reader, reader.read(0))
  } catch (error) {
    if (error instanceof X509Error) return undefined
    throw error
  }
}

/** A private number of P-256 as a file would have it. The vectors write it as an INTEGER. */
function p256KeyOf(number: string): Uint8Array {
  const curve = algorithm('1.2.840.10045.2.1', oid('1.2.840.10045.3.1.7'))
  return sequence(integer(0), curve, octetString(sequence(integer(1), octetString(bytesOfHex(number)))))
}

const skipped = HAS_CORPORA ? '' : ' (skipped: ../shared/corpora is absent)'

describe.skipIf(!HAS_CORPORA)(`corpus wycheproof, private keys${skipped}`, () => {
  it('rsa_pkcs1_2048_test: the message, or one made up', { timeout: 60_000 }, async () => {
    const answer = await runWycheproof<RsaGroup>('rsa_pkcs1_2048_test', async (test, group) => {
      const { decryptKey } = await rsaKeyOf(group)
      // An invalid ciphertext is asked for a key as long as those of AES-256.
      const length = test.result === 'invalid' ? 32 : test.msg.length / 2
      const answers = [await decryptKey({ scheme: 'pkcs1' }, bytesOfHex(test.ct), length), await decryptKey({ scheme: 'pkcs1' }, bytesOfHex(test.ct), length)]
      const [first, second] = answers.map(hexOf)
      if (first?.length !== 2 * length || first !== second) return 'not always the same octets'
      return (first === test.msg) === (test.result === 'valid') ? undefined : `we say ${first}`
    })
    expect(answer).toEqual(CLEAN)
  })
  it.each(['rsa_oaep_2048_sha1_mgf1sha1_test', 'rsa_oaep_2048_sha256_mgf1sha1_test', 'rsa_oaep_2048_sha256_mgf1sha256_test'])('%s', { timeout: 60_000 }, async file => {
    const answer = await runWycheproof<RsaGroup>(file, async (test, group) => {
      const { decryptKey } = await rsaKeyOf(group)
      const transport = { scheme: 'oaep', digest: group.sha, mgfDigest: group.mgfSha, label: bytesOfHex(test.label) } as const
      return compareSecret(test.result, await decryptKey(transport, bytesOfHex(test.ct), test.msg.length / 2), test.msg)
    })
    expect(answer).toEqual(CLEAN)
  })
  it('ecdh_secp256r1_test', { timeout: 60_000 }, async () => {
    const answer = await runWycheproof<AgreementGroup>('ecdh_secp256r1_test', async test => {
      const key = await openPrivateKey(p256KeyOf(test.private))
      const originator = readOriginator(test.public)
      return compareSecret(test.result, originator && (await key?.agree?.(originator)), test.shared)
    })
    expect(answer).toEqual(CLEAN)
  })
  it('x25519_asn_test', { timeout: 60_000 }, async () => {
    const answer = await runWycheproof<AgreementGroup>('x25519_asn_test', async test => {
      const key = await openPrivateKey(bytesOfHex(test.private))
      const originator = readOriginator(test.public)
      return compareSecret(test.result, originator && (await key?.agree?.(originator)), test.shared)
    })
    expect(answer).toEqual(CLEAN)
  })
})

