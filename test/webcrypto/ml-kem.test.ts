/** ML-KEM keys in every form of RFC 9935 give the secret that was encapsulated to them. */
import { ml_kem512, ml_kem768, ml_kem1024 } from '@noble/post-quantum/ml-kem.js'
import { describe, expect, it } from 'vitest'
import { openPrivateKey, publicKeyOf } from '../../src/webcrypto/private-key.ts'
import { parsePem } from '../../src/x509/pem.ts'
import { algorithm, contextPrimitive, integer, nullValue, octetString, sequence } from '../make/der.ts'
import { HAS_CORPORA, readCorpusFile } from '../vectors/corpus.ts'

const octets = (length: number, seed = 1) => Uint8Array.from({ length }, (_, index) => (index * 151 + seed * 31) ^ (index >> 3))
const textOf = (file: string) => new TextDecoder().decode(readCorpusFile('lamps-pqc', `cms-ml-kem/${file}`))
const hexLinesOf = (file: string) => Uint8Array.from(Buffer.from(textOf(file).replace(/\s/gu, ''), 'hex'))

describe.skipIf(!HAS_CORPORA)(`RFC 9936 appendix C${HAS_CORPORA ? '' : ' (skipped: ../shared/corpora is absent)'}`, () => {
  it.each(['seed', 'expanded', 'both'])('ML-KEM-512, private key as %s', async form => {
    const [block] = parsePem(readCorpusFile('lamps-pqc', `cms-ml-kem/ML-KEM-512-${form}.priv`))
    const key = await openPrivateKey(block?.bytes ?? new Uint8Array())
    expect(key?.kind).toBe('ml-kem')
    expect(await key?.decapsulate?.(hexLinesOf('ciphertext.txt'))).toEqual(hexLinesOf('shared_secret.txt'))
    const [spki] = parsePem(readCorpusFile('lamps-pqc', 'cms-ml-kem/ML-KEM-512.pub'))
    expect(await publicKeyOf(block?.bytes ?? new Uint8Array())).toEqual(spki?.bytes.subarray(-800))
  })
})

describe.each([
  ['ML-KEM-512', '2.16.840.1.101.3.4.4.1', ml_kem512],
  ['ML-KEM-768', '2.16.840.1.101.3.4.4.2', ml_kem768],
  ['ML-KEM-1024', '2.16.840.1.101.3.4.4.3', ml_kem1024],
] as const)('%s', (_, identifier, library) => {
  const seed = octets(64, 3)
  const { publicKey, secretKey } = library.keygen(seed)
  const { cipherText, sharedSecret } = library.encapsulate(publicKey, octets(32, 4))
  const write = (form: Uint8Array, ...parameters: Uint8Array[]) => sequence(integer(0), algorithm(identifier, ...parameters), octetString(form))
  it.each([
    ['seed', write(contextPrimitive(0, seed))],
    ['expanded key', write(octetString(secretKey))],
    ['both', write(sequence(octetString(seed), octetString(secretKey)))],
  ])('private key as %s', async (_form, pkcs8) => {
    const key = await openPrivateKey(pkcs8)
    expect(await key?.decapsulate?.(cipherText)).toEqual(sharedSecret)
    expect(await publicKeyOf(pkcs8)).toEqual(publicKey)
    const altered = Uint8Array.from(cipherText)
    altered[5] = (altered[5] as number) ^ 1
    const rejected = await key?.decapsulate?.(altered)
    expect([rejected?.length, Buffer.compare(rejected ?? altered, sharedSecret) === 0]).toEqual([32, false])
    expect(await key?.decapsulate?.(cipherText.subarray(1))).toBeUndefined()
    expect(await key?.decapsulate?.(new Uint8Array([...cipherText, 0]))).toBeUndefined()
  })
  it.each([
    ['two forms that do not agree', write(sequence(octetString(octets(64, 9)), octetString(secretKey)))],
    ['a seed of another length', write(contextPrimitive(0, seed.subarray(1)))],
    ['an expanded key of another length', write(octetString(secretKey.subarray(1)))],
    ['parameters', write(contextPrimitive(0, seed), nullValue())],
    ['something else', write(integer(1))],
    ['one of two forms', write(sequence(octetString(seed)))],
    ['nothing', write(new Uint8Array())],
  ])('%s is no key', async (_form, pkcs8) => {
    expect(await openPrivateKey(pkcs8)).toBeUndefined()
    expect(await publicKeyOf(pkcs8)).toBeUndefined()
  })
  it('an expanded key whose own digest is wrong gives nothing (FIPS 203 section 7.3)', async () => {
    const broken = Uint8Array.from(secretKey)
    broken[broken.length - 40] = (broken[broken.length - 40] as number) ^ 1
    const key = await openPrivateKey(write(octetString(broken)))
    expect(await key?.decapsulate?.(cipherText)).toBeUndefined()
  })
})
