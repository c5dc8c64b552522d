/** RSA keys open what others encrypt to them, and say nothing about what nobody encrypted. */
import { spawnSync } from 'node:child_process'
import { constants, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, privateDecrypt, publicEncrypt } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { SignatureDigest } from '../../src/webcrypto/digest.ts'
import { openPrivateKey, type PrivateKeyOperations, publicKeyOf } from '../../src/webcrypto/private-key.ts'
import { algorithm, integer, nullValue, octetString, sequence } from '../make/der.ts'
import { KEY, VECTORS } from './implicit-rejection-vectors.ts'

const folder = mkdtempSync(join(tmpdir(), 'rsa-'))
afterAll(() => rmSync(folder, { recursive: true }))

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pkcs8Of = (key: KeyObject) => new Uint8Array(key.export({ type: 'pkcs8', format: 'der' }))
const octets = (length: number, seed = 1) => Uint8Array.from({ length }, (_, index) => (index * 151 + seed * 31) ^ (index >> 3))
const copy = (bytes: Uint8Array) => Uint8Array.from(bytes)

async function open(pkcs8: Uint8Array): Promise<NonNullable<PrivateKeyOperations['decryptKey']>> {
  const key = await openPrivateKey(pkcs8)
  if (key?.kind !== 'rsa' || !key.decryptKey) throw new Error('no RSA key')
  return key.decryptKey
}

const PKCS1 = { scheme: 'pkcs1' } as const
const encryptPkcs1 = (key: Uint8Array) => copy(publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, key))

/** RSAEP of a whole block, to write paddings that nobody writes. */
const encryptBlock = (block: Uint8Array) => copy(publicEncrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, block))
const block = (head: readonly number[], fill: number, separatorAt: number, message: Uint8Array) => {
  const encoded = new Uint8Array(256).fill(fill)
  encoded.set(head)
  if (separatorAt >= 0) encoded[separatorAt] = 0
  encoded.set(message, 256 - message.length)
  return encoded
}

describe('RSA with PKCS #1 v1.5', () => {
  it('gives the key that was sent, of every length that fits', async () => {
    const decryptKey = await open(pkcs8Of(privateKey))
    for (const length of [1, 5, 8, 16, 24, 32, 64, 245]) {
      expect(await decryptKey(PKCS1, encryptPkcs1(octets(length)), length)).toEqual(octets(length))
    }
  })
  it.each(VECTORS)('the draft, $name', async ({ key, ciphertext, message }) => {
    const decryptKey = await open(copy(Buffer.from(KEY[key], 'base64')))
    const answer = await decryptKey(PKCS1, copy(Buffer.from(ciphertext, 'hex')), message.length / 2)
    expect(Buffer.from(answer ?? []).toString('hex')).toBe(message)
  })
  it.each([
    ['the first octet is not zero', encryptBlock(block([1, 2], 0xff, 223, octets(32)))],
    ['block type 1, of signatures', encryptBlock(block([0, 1], 0xff, 223, octets(32)))],
    ['block type 0', encryptBlock(block([0, 0], 0xff, 223, octets(32)))],
    ['no separator', encryptBlock(block([0, 2], 0xff, -1, new Uint8Array(0)))],
    ['a separator one too early', encryptBlock(block([0, 2], 0xff, 222, octets(32)))],
    ['a separator one too late', encryptBlock(block([0, 2], 0xff, 224, octets(31)))],
    ['a zero in the padding', encryptBlock(block([0, 2, 7, 7, 7, 7, 7, 7, 7, 0], 0xff, 223, octets(32)))],
    ['a key of another length', encryptPkcs1(octets(24))],
    ['a number above the modulus', new Uint8Array(256).fill(0xff)],
    ['one octet too few', encryptPkcs1(octets(32)).subarray(0, 255)],
    ['one octet too many', new Uint8Array([0, ...encryptPkcs1(octets(32))])],
    ['no octets', new Uint8Array()],
  ])('where %s it makes a key up: always the same, never the one in there', async (_, encrypted) => {
    const decryptKey = await open(pkcs8Of(privateKey))
    const [first, second] = [await decryptKey(PKCS1, encrypted, 32), await decryptKey(PKCS1, encrypted, 32)]
    expect(first).toHaveLength(32)
    expect(first).toEqual(second)
    const inside = encrypted.length === 256 && encrypted[0] !== 0xff ? privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, encrypted) : undefined
    expect(inside && Buffer.compare(first ?? inside, inside.subarray(224))).not.toBe(0)
  })
  it('makes up different keys for different ciphertexts, lengths cut from one, and other ones with another private key', async () => {
    const decryptKey = await open(pkcs8Of(privateKey))
    const bad = [encryptBlock(block([0, 1], 0xff, 223, octets(32))), encryptBlock(block([0, 1], 0xfe, 223, octets(32)))] as const
    const [one, other] = [await decryptKey(PKCS1, bad[0], 32), await decryptKey(PKCS1, bad[1], 32)]
    expect(one).not.toEqual(other)
    expect(await decryptKey(PKCS1, bad[0], 16)).toEqual(one?.subarray(16))
    const stranger = await open(pkcs8Of(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey))
    expect(await stranger(PKCS1, bad[0], 32)).not.toEqual(one)
  })
  it('accepts eight octets of padding and no fewer', async () => {
    const decryptKey = await open(pkcs8Of(privateKey))
    expect(await decryptKey(PKCS1, encryptBlock(block([0, 2], 0xff, 10, octets(245))), 245)).toEqual(octets(245))
    expect(await decryptKey(PKCS1, encryptBlock(block([0, 2], 0xff, 9, octets(246))), 246)).not.toEqual(octets(246))
    expect(await decryptKey(PKCS1, encryptBlock(octets(256)), 300)).toHaveLength(300)
  })
  it('does not give out what a faulty computation gives', async () => {
    const jwk = privateKey.export({ format: 'jwk' }) as Record<string, string>
    const number = (name: string) => BigInt(`0x${Buffer.from(jwk[name] ?? '', 'base64url').toString('hex')}`)
    const write = (faults: Partial<Record<string, bigint>>) =>
      sequence(
        integer(0),
        algorithm('1.2.840.113549.1.1.1', nullValue()),
        octetString(sequence(integer(0), ...['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'].map(name => integer(faults[name] ?? number(name))))),
      )
    const encrypted = encryptPkcs1(octets(32))
    expect(await (await open(write({})))(PKCS1, encrypted, 32)).toEqual(octets(32))
    for (const faults of [{ dp: number('dp') ^ 4n }, { dq: number('dq') ^ 4n }, { qi: number('qi') ^ 4n }]) {
      const decryptKey = await open(write(faults))
      const answer = await decryptKey(PKCS1, encrypted, 32)
      expect(answer).toHaveLength(32)
      expect(answer).not.toEqual(octets(32))
      expect(await decryptKey(PKCS1, encrypted, 32)).toEqual(answer)
    }
    for (const faults of [{ n: number('n') + 2n }, { p: 1n, q: number('n') }, { e: 2n }, { d: number('n') + 1n }]) {
      expect(await openPrivateKey(write(faults))).toBeUndefined()
    }
  })
})

const DIGESTS = ['SHA-1', 'SHA-224', 'SHA-256', 'SHA-384', 'SHA-512'] as const
const nameOf = (digest: string) => digest.replace('-', '').toLowerCase()
const PUBLIC = join(folder, 'public.pem')
writeFileSync(PUBLIC, publicKey.export({ type: 'spki', format: 'pem' }))

function opensslOaep(digest: SignatureDigest, mgfDigest: SignatureDigest, label: Uint8Array, key: Uint8Array): Uint8Array {
  const options = ['rsa_padding_mode:oaep', `rsa_oaep_md:${nameOf(digest)}`, `rsa_mgf1_md:${nameOf(mgfDigest)}`]
  if (label.length > 0) options.push(`rsa_oaep_label:${Buffer.from(label).toString('hex')}`)
  const { stdout, status, stderr } = spawnSync('openssl', ['pkeyutl', '-encrypt', '-pubin', '-inkey', PUBLIC, ...options.flatMap(option => ['-pkeyopt', option])], { input: key })
  if (status !== 0) throw new Error(stderr.toString())
  return copy(stdout)
}

describe('RSA with OAEP', () => {
  const label = new TextEncoder().encode('a label')
  const none = new Uint8Array()
  it.each(DIGESTS.flatMap(digest => DIGESTS.map(mgfDigest => [digest, mgfDigest] as const)))('%s with a mask by %s, with a label and without, as OpenSSL encrypts', async (digest, mgfDigest) => {
    const decryptKey = await open(pkcs8Of(privateKey))
    const bare = opensslOaep(digest, mgfDigest, none, octets(32))
    const labelled = opensslOaep(digest, mgfDigest, label, octets(32))
    expect(await decryptKey({ scheme: 'oaep', digest, mgfDigest, label: none }, bare, 32)).toEqual(octets(32))
    expect(await decryptKey({ scheme: 'oaep', digest, mgfDigest, label }, labelled, 32)).toEqual(octets(32))
    expect(await decryptKey({ scheme: 'oaep', digest, mgfDigest, label }, bare, 32)).toBeUndefined()
    expect(await decryptKey({ scheme: 'oaep', digest, mgfDigest, label: none }, labelled, 32)).toBeUndefined()
  })
  it.each(['SHA-256', 'SHA-384'] as const)('nothing for altered octets, another length, another mask (%s)', async digest => {
    const decryptKey = await open(pkcs8Of(privateKey))
    const transport = { scheme: 'oaep', digest, mgfDigest: 'SHA-256', label: none } as const
    const encrypted = opensslOaep(digest, 'SHA-256', none, octets(32))
    for (const at of [0, 128, 255]) {
      const altered = copy(encrypted)
      altered[at] = (altered[at] as number) ^ 1
      expect(await decryptKey(transport, altered, 32)).toBeUndefined()
    }
    expect(await decryptKey(transport, encrypted, 24)).toBeUndefined()
    expect(await decryptKey(transport, encrypted.subarray(1), 32)).toBeUndefined()
    expect(await decryptKey({ ...transport, mgfDigest: 'SHA-512' }, encrypted, 32)).toBeUndefined()
    expect(await decryptKey({ ...transport, digest: 'SHAKE256' }, encrypted, 32)).toBeUndefined()
    expect(await decryptKey(transport, encrypted, 32)).toEqual(octets(32))
  })
  it.each([
    ['the first octet is not zero', [1, 0]],
    ['there is no 01 behind the label', [0, 1]],
  ] as const)('nothing where %s, whoever decodes', async (_, [first, isUnmarked]) => {
    // The masks are known when the seed is: with a mask digest of its own the library decodes, with the same one WebCrypto.
    const decryptKey = await open(pkcs8Of(privateKey))
    const webcryptoMask = async (digest: string, seed: Uint8Array, length: number) => {
      const blocks = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map(counter => crypto.subtle.digest(digest, new Uint8Array([...seed, 0, 0, 0, counter]))))
      return new Uint8Array(Buffer.concat(blocks.map(part => Buffer.from(part)))).subarray(0, length)
    }
    for (const mgfDigest of ['SHA-256', 'SHA-512'] as const) {
      const data = new Uint8Array(223)
      data.set(new Uint8Array(await crypto.subtle.digest('SHA-256', none)))
      if (!isUnmarked) data[190] = 1
      data.set(isUnmarked ? none : octets(32), 191)
      const seed = octets(32, 9)
      const mask = await webcryptoMask(mgfDigest, seed, 223)
      const masked = data.map((octet, i) => octet ^ (mask[i] as number))
      const seedMask = await webcryptoMask(mgfDigest, masked, 32)
      const build = (lead: number) => encryptBlock(new Uint8Array([lead, ...seed.map((octet, i) => octet ^ (seedMask[i] as number)), ...masked]))
      const transport = { scheme: 'oaep', digest: 'SHA-256', mgfDigest, label: none } as const
      expect(await decryptKey(transport, build(first), 32)).toBeUndefined()
      expect(await decryptKey(transport, build(0), 32)).toEqual(isUnmarked ? undefined : octets(32))
    }
  })
})

describe('RSA keys', () => {
  it('have the public key of their certificate', async () => {
    expect(await publicKeyOf(pkcs8Of(privateKey))).toEqual(copy(createPublicKey(privateKey).export({ type: 'pkcs1', format: 'der' })))
  })
  it.each([1024, 3072, 4096])('of %d bits open', async modulusLength => {
    const pair = generateKeyPairSync('rsa', { modulusLength })
    const encrypted = copy(publicEncrypt({ key: pair.publicKey, padding: constants.RSA_PKCS1_PADDING }, octets(32)))
    expect(await (await open(pkcs8Of(pair.privateKey)))(PKCS1, encrypted, 32)).toEqual(octets(32))
  })
  it('of three primes are none of ours', async () => {
    const { stdout } = spawnSync('openssl', ['genrsa', '-primes', '3', '2048'])
    expect(await openPrivateKey(pkcs8Of(createPrivateKey(stdout)))).toBeUndefined()
  })
  it('that are cut short or something else are none', async () => {
    const whole = pkcs8Of(privateKey)
    for (let length = 0; length < whole.length; length += 61) expect(await openPrivateKey(whole.subarray(0, length))).toBeUndefined()
    expect(await openPrivateKey(pkcs8Of(generateKeyPairSync('ed25519').privateKey))).toBeUndefined()
    expect(await publicKeyOf(octets(40))).toBeUndefined()
  })
  it('for OAEP alone do not open PKCS #1 v1.5 (RFC 4055 section 4)', async () => {
    const pkcs1 = copy(privateKey.export({ type: 'pkcs1', format: 'der' }))
    const decryptKey = await open(sequence(integer(0), algorithm('1.2.840.113549.1.1.7'), octetString(pkcs1)))
    expect(await decryptKey(PKCS1, encryptPkcs1(octets(32)), 32)).toBeUndefined()
    const transport = { scheme: 'oaep', digest: 'SHA-1', mgfDigest: 'SHA-1', label: new Uint8Array() } as const
    expect(await decryptKey(transport, opensslOaep('SHA-1', 'SHA-1', new Uint8Array(), octets(16)), 16)).toEqual(octets(16))
  })
})
