/** Signatures by algorithms that WebCrypto lacks, made by OpenSSL: they hold, are graded, and break when touched. */
import { createHash } from 'node:crypto'
import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js'
import { slh_dsa_sha2_128f } from '@noble/post-quantum/slh-dsa.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { aRootCa, anEndEntity, type Holder } from '../make/certificate-authority.ts'
import { algorithm, integer, joined, oid, sequence, tlv } from '../make/der.ts'
import { type DigestName, type KeyPair, pssAlgorithm } from '../make/keys.ts'
import { anEd448Key, anOpensslEcKey, anOpensslPssKey, anOpensslRsaKey } from '../make/openssl-keys.ts'
import { aClearSignedMessage, aSignedData, bytesOf, ENTITY, type SignerOptions } from '../make/signed-message.ts'
import { judgeMessage } from '../support/judge.ts'

let root: Holder

beforeAll(async () => {
  root = await aRootCa()
})

/** Standing and first reason of a message signed with that key. */
async function judge(key: KeyPair, signer: Partial<SignerOptions> = {}, entity = ENTITY): Promise<string> {
  const holder = await anEndEntity(root, { key })
  const cms = await aSignedData({ content: bytesOf(ENTITY), signers: [{ holder, ...signer }] })
  const { verdict } = await judgeMessage(aClearSignedMessage(cms, { entity }), { anchors: [root.certificate] })
  return [verdict.standing, ...verdict.reasons.slice(0, 1)].join(' ')
}

const CHANGED = ENTITY.replace('Friday', 'Monday')

describe('RSASSA-PSS (RFC 8017 section 9.1.2)', () => {
  it.each<[DigestName, DigestName, number]>([
    ['SHA-256', 'SHA-1', 20],
    ['SHA-256', 'SHA-1', 0],
    ['SHA-256', 'SHA-512', 32],
    ['SHA-256', 'SHA-256', 11],
    ['SHA-384', 'SHA-256', 48],
    ['SHA-512', 'SHA-224', 62],
  ])('%s, mask by %s, salt of %i octets', async (digest, mask, salt) => {
    const key = anOpensslPssKey(digest, mask, salt)
    expect(await judge(key, { digest })).toBe('valid')
    expect(await judge(key, { digest, breakSignature: true })).toBe('invalid smime/content-altered')
    expect(await judge(key, { digest }, CHANGED)).toBe('invalid smime/content-altered')
  })
  it('a key bound to other parameters, or to a longer salt, refuses (RFC 4055 section 3.3)', async () => {
    const key = anOpensslPssKey('SHA-256', 'SHA-256', 32)
    expect(await judge(key, { signatureAlgorithm: pssAlgorithm('SHA-256', 32, 'SHA-1') })).toBe('invalid smime/content-altered')
    expect(await judge(key, { signatureAlgorithm: pssAlgorithm('SHA-256', 20) })).toBe('invalid smime/content-altered')
  })
  it('a trailer or mask function of another kind is not checked', async () => {
    const key = anOpensslPssKey('SHA-256', 'SHA-256', 32)
    const odd = algorithm('1.2.840.113549.1.1.10', sequence(tlv(0xa3, integer(2))))
    expect(await judge(key, { signatureAlgorithm: odd })).toBe('unchecked webcrypto/algorithm-unsupported')
  })
})

describe('SHA-224 holds and is weak', () => {
  it.each<[string, () => KeyPair]>([
    ['RSA', anOpensslRsaKey],
    ['P-256', () => anOpensslEcKey('prime256v1')],
    ['P-521', () => anOpensslEcKey('secp521r1')],
    ['PSS', () => anOpensslPssKey('SHA-224', 'SHA-224', 28)],
  ])('with %s', async (_, makeKey) => {
    const key = makeKey()
    expect(await judge(key, { digest: 'SHA-224' })).toBe('attention webcrypto/weak-digest')
    expect(await judge(key, { digest: 'SHA-224', breakSignature: true })).toMatch(/^invalid smime/u)
  })
})

describe('curves', () => {
  it.each<[string, DigestName]>([
    ['brainpoolP256r1', 'SHA-256'],
    ['brainpoolP256r1', 'SHA-512'],
    ['brainpoolP384r1', 'SHA-384'],
    ['brainpoolP512r1', 'SHA-512'],
    ['prime256v1', 'SHA-384'],
    ['prime256v1', 'SHA-512'],
    ['secp384r1', 'SHA-256'],
    ['secp384r1', 'SHA-512'],
    ['secp521r1', 'SHA-256'],
  ])('%s with %s', async (curve, digest) => {
    const key = anOpensslEcKey(curve)
    expect(await judge(key, { digest })).toBe('valid')
    expect(await judge(key, { digest, breakSignature: true })).toMatch(/^invalid smime/u)
    expect(await judge(key, { digest }, CHANGED)).toBe('invalid smime/content-altered')
  })
  it.each(['secp256k1', 'brainpoolP256t1', 'brainpoolP320r1'])('%s is named and not checked', async curve => {
    expect(await judge(anOpensslEcKey(curve))).toBe('unchecked webcrypto/algorithm-unsupported')
  })
  it('a key that is no point of its curve is not checked', async () => {
    const key = anOpensslEcKey('brainpoolP256r1')
    const spki = key.spki.slice()
    spki[spki.length - 1] = (spki.at(-1) ?? 0) ^ 1
    expect(await judge({ ...key, spki })).toBe('unchecked webcrypto/algorithm-unsupported')
  })
})

describe('Ed448 (RFC 8419)', () => {
  const LEN_512 = algorithm('2.16.840.1.101.3.4.2.18', integer(512))
  const shake = (content: Uint8Array) => new Uint8Array(createHash('shake256', { outputLength: 64 }).update(content).digest())
  const by = { digestAlgorithm: LEN_512, digestBy: shake }
  it('goes with SHAKE256 of 512 bits', async () => {
    const key = anEd448Key()
    expect(await judge(key, by)).toBe('valid')
    expect(await judge(key, { ...by, digestAlgorithm: algorithm('2.16.840.1.101.3.4.2.12') })).toBe('valid')
    expect(await judge(key, { ...by, breakSignature: true })).toBe('invalid smime/content-altered')
    expect(await judge(key, by, CHANGED)).toBe('invalid smime/content-altered')
  })
  it('and with nothing else', async () => {
    const key = anEd448Key()
    expect(await judge(key, { digest: 'SHA-512' })).toBe('invalid cms/algorithm-swapped')
    const short = { digestAlgorithm: algorithm('2.16.840.1.101.3.4.2.18', integer(256)), digestBy: (content: Uint8Array) => shake(content).subarray(0, 32) }
    expect(await judge(key, short)).toBe('unchecked webcrypto/algorithm-unsupported')
  })
})

describe('post-quantum (RFC 9882, RFC 9814)', () => {
  const SIGNERS = {
    'ML-DSA-44': { dotted: '2.16.840.1.101.3.4.3.17', signer: ml_dsa44 },
    'ML-DSA-65': { dotted: '2.16.840.1.101.3.4.3.18', signer: ml_dsa65 },
    'ML-DSA-87': { dotted: '2.16.840.1.101.3.4.3.19', signer: ml_dsa87 },
    'SLH-DSA-SHA2-128f': { dotted: '2.16.840.1.101.3.4.3.21', signer: slh_dsa_sha2_128f },
  }
  /** By the library that the product verifies with: what a signature is, the working group's vectors say. */
  function aPostQuantumKey(name: keyof typeof SIGNERS, parameters: Uint8Array[] = []): KeyPair {
    const { dotted, signer } = SIGNERS[name]
    const { publicKey, secretKey } = signer.keygen()
    return {
      kind: 'Ed25519',
      spki: sequence(algorithm(dotted), tlv(3, joined([Uint8Array.of(0), publicKey]))),
      signatureAlgorithm: () => algorithm(dotted, ...parameters),
      sign: (_, message) => Promise.resolve(signer.sign(message, secretKey)),
    }
  }
  it.each<[keyof typeof SIGNERS, DigestName]>([
    ['ML-DSA-44', 'SHA-256'],
    ['ML-DSA-65', 'SHA-384'],
    ['ML-DSA-87', 'SHA-512'],
    ['SLH-DSA-SHA2-128f', 'SHA-256'],
  ])('%s with %s', { timeout: 60_000 }, async (name, digest) => {
    const key = aPostQuantumKey(name)
    expect(await judge(key, { digest })).toBe('valid')
    expect(await judge(key, { digest, breakSignature: true })).toBe('invalid smime/content-altered')
    expect(await judge(key, { digest }, CHANGED)).toBe('invalid smime/content-altered')
  })
  it.each<[keyof typeof SIGNERS, DigestName]>([
    ['ML-DSA-44', 'SHA-1'],
    ['ML-DSA-44', 'SHA-224'],
    ['ML-DSA-65', 'SHA-256'],
    ['ML-DSA-87', 'SHA-384'],
  ])('%s goes with no digest as weak as %s', async (name, digest) => {
    expect(await judge(aPostQuantumKey(name), { digest })).toBe('invalid cms/algorithm-swapped')
  })
  it('has no parameters, and no key of another kind', async () => {
    expect(await judge(aPostQuantumKey('ML-DSA-44', [tlv(5, new Uint8Array())]), { digest: 'SHA-512' })).toBe('unchecked webcrypto/algorithm-unsupported')
    const swapped = { ...aPostQuantumKey('ML-DSA-44'), spki: aPostQuantumKey('ML-DSA-65').spki }
    expect(await judge(swapped, { digest: 'SHA-512' })).toBe('unchecked webcrypto/algorithm-unsupported')
  })
  it('with a key cut short is no signature', async () => {
    const key = aPostQuantumKey('ML-DSA-44')
    const short = sequence(algorithm('2.16.840.1.101.3.4.3.17'), tlv(3, joined([Uint8Array.of(0), key.spki.subarray(-1311)])))
    expect(await judge({ ...key, spki: short }, { digest: 'SHA-512' })).toBe('invalid smime/content-altered')
  })
})

describe('keys out of bounds (SEC-08)', () => {
  it('RSA with the exponent 3 holds', async () => {
    expect(await judge(anOpensslRsaKey(2048, 3))).toBe('valid')
  })
  it('RSA with the exponent 1, where every number would be its own signature, and with even ones', async () => {
    const key = anOpensslRsaKey()
    // In a key of 2048 bits: the header, BIT STRING and SEQUENCE headers, then the modulus with its zero octet.
    const modulus = key.spki.subarray(33, 33 + 256)
    const spkiWith = (exponent: number) => {
      const keyOctets = sequence(tlv(2, joined([Uint8Array.of(0), modulus])), integer(exponent))
      return sequence(algorithm('1.2.840.113549.1.1.1', tlv(5, new Uint8Array())), tlv(3, joined([Uint8Array.of(0), keyOctets])))
    }
    expect(spkiWith(65537)).toEqual(key.spki)
    expect(await judge({ ...key, spki: spkiWith(65537) })).toBe('valid')
    for (const exponent of [1, 2, 65536]) expect(await judge({ ...key, spki: spkiWith(exponent) })).toBe('unchecked webcrypto/algorithm-unsupported')
  })
})

describe('named and not checked', () => {
  it.each([
    ['DSA', '2.16.840.1.101.3.4.3.2'],
    ['MD5 with RSA', '1.2.840.113549.1.1.4'],
    ['MD2 with RSA', '1.2.840.113549.1.1.2'],
    ['HashML-DSA', '2.16.840.1.101.3.4.3.32'],
  ])('%s', async (_, dotted) => {
    expect(await judge(anOpensslRsaKey(), { signatureAlgorithm: algorithm(dotted) })).toBe('unchecked webcrypto/algorithm-unsupported')
  })
  it('a SHA-2 digest with parameters of its own', async () => {
    const odd = sequence(oid('2.16.840.1.101.3.4.2.1'), integer(7))
    expect(await judge(anOpensslRsaKey(), { digestAlgorithm: odd })).toBe('unchecked webcrypto/algorithm-unsupported')
  })
})
