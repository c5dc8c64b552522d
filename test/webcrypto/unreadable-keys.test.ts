/** A private key that was opened can be used and never be read again (SEC-90). */
import { readdirSync, readFileSync } from 'node:fs'
import { constants, generateKeyPairSync, type KeyObject, publicEncrypt } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openPrivateKey } from '../../src/webcrypto/private-key.ts'
import { sealOctets } from '../../src/webcrypto/sealed-octets.ts'
import { algorithm, contextPrimitive, integer, octetString, sequence } from '../make/der.ts'

const copy = (bytes: Uint8Array) => Uint8Array.from(bytes)
const pkcs8Of = (key: KeyObject) => copy(key.export({ type: 'pkcs8', format: 'der' }))
const octets = (length: number) => Uint8Array.from({ length }, (_, index) => index * 7 + 1)

afterEach(() => void vi.restoreAllMocks())

const KEYS: readonly (readonly [string, Uint8Array])[] = [
  ['RSA', pkcs8Of(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)],
  ['P-256', pkcs8Of(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey)],
  ['brainpoolP256r1', pkcs8Of(generateKeyPairSync('ec', { namedCurve: 'brainpoolP256r1' }).privateKey)],
  ['X25519', pkcs8Of(generateKeyPairSync('x25519').privateKey)],
  ['X448', pkcs8Of(generateKeyPairSync('x448').privateKey)],
  ['ML-KEM-768', sequence(integer(0), algorithm('2.16.840.1.101.3.4.4.2'), octetString(contextPrimitive(0, octets(64))))],
]

describe('a private key', () => {
  it.each(KEYS)('of the kind %s is nowhere in what was opened, and in WebCrypto it cannot be exported', async (_, pkcs8) => {
    const [imported, generated] = [vi.spyOn(crypto.subtle, 'importKey'), vi.spyOn(crypto.subtle, 'generateKey')]
    const key = await openPrivateKey(pkcs8)
    expect(Object.values(key ?? {}).map(member => typeof member)).toEqual(['string', 'function'])
    await key?.decryptKey?.({ scheme: 'oaep', digest: 'SHA-256', mgfDigest: 'SHA-256', label: new Uint8Array() }, octets(256), 32)
    const made = [...imported.mock.results, ...generated.mock.results].map(result => result.value as Promise<CryptoKey>)
    const keys = await Promise.all(made)
    expect(keys.length).toBeGreaterThan(0)
    for (const cryptoKey of keys) {
      expect(cryptoKey.extractable).toBe(false)
      await expect(crypto.subtle.exportKey(cryptoKey.type === 'private' ? 'pkcs8' : 'raw', cryptoKey)).rejects.toThrow()
    }
  })
  it.each(KEYS)('of the kind %s needs nothing of the octets it was read from', async (name, pkcs8) => {
    const given = copy(pkcs8)
    const key = await openPrivateKey(given)
    given.fill(0)
    expect(key?.kind).toBe(name === 'P-256' || name.startsWith('brainpool') ? 'ec' : name === 'ML-KEM-768' ? 'ml-kem' : name.toLowerCase())
    const zeros = await key?.decapsulate?.(new Uint8Array(1088))
    if (key?.decapsulate) expect(zeros).toHaveLength(32)
  })
  it('of RSA still decrypts when the octets it was read from are wiped', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const given = pkcs8Of(privateKey)
    const key = await openPrivateKey(given)
    given.fill(0)
    const [pkcs1, oaep] = [constants.RSA_PKCS1_PADDING, constants.RSA_PKCS1_OAEP_PADDING].map(padding => copy(publicEncrypt({ key: publicKey, padding, oaepHash: 'sha256' }, octets(16))))
    expect(await key?.decryptKey?.({ scheme: 'pkcs1' }, pkcs1 ?? given, 16)).toEqual(octets(16))
    expect(await key?.decryptKey?.({ scheme: 'oaep', digest: 'SHA-256', mgfDigest: 'SHA-256', label: new Uint8Array() }, oaep ?? given, 16)).toEqual(octets(16))
  })
})

describe('sealed octets', () => {
  it('are wiped after every use, also after one that fails', async () => {
    const sealed = await sealOctets(octets(40))
    const seen: Uint8Array[] = []
    expect(await sealed.open(opened => (seen.push(opened), copy(opened)))).toEqual(octets(40))
    await expect(sealed.open(opened => { seen.push(opened); throw new Error('failed') })).rejects.toThrow('failed')
    expect(seen.map(opened => opened.every(octet => octet === 0))).toEqual([true, true])
    expect(await sealed.open(copy)).toEqual(octets(40))
  })
})

describe('the numbers of an RSA key', () => {
  it('are named in one module only', () => {
    const folder = new URL('../../src/webcrypto/', import.meta.url)
    const naming = readdirSync(folder).filter(file => /privateExponent|exponentP|coefficient/u.test(readFileSync(new URL(file, folder), 'utf8')))
    expect(naming).toEqual(['rsa-decryption.ts'])
  })
})
