/** Keys agree as Node's do, on every curve, and not with what is no key of the curve. */
import { spawnSync } from 'node:child_process'
import { diffieHellman, generateKeyPairSync, hkdfSync, type KeyObject } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Asn1Reader } from '../../src/x509/asn1-reader.ts'
import { type PublicKeyInfo, readPublicKeyInfo } from '../../src/x509/public-key.ts'
import { deriveHkdfKey } from '../../src/webcrypto/hkdf.ts'
import { deriveX963Key } from '../../src/webcrypto/key-agreement-kdf.ts'
import { openPrivateKey, type PrivateKeyOperations, publicKeyOf } from '../../src/webcrypto/private-key.ts'
import { algorithm, bitString, context, integer, nullValue, octetString, oid, sequence } from '../make/der.ts'

const octets = (length: number, seed = 1) => Uint8Array.from({ length }, (_, index) => (index * 151 + seed * 31) ^ (index >> 3))
const copy = (bytes: Uint8Array) => Uint8Array.from(bytes)
const pkcs8Of = (key: KeyObject) => copy(key.export({ type: 'pkcs8', format: 'der' }))
const spkiOf = (key: KeyObject) => copy(key.export({ type: 'spki', format: 'der' }))

function read(spki: Uint8Array): PublicKeyInfo {
  const reader = new Asn1Reader(spki)
  return readPublicKeyInfo(reader, reader.read(0))
}

async function open(pkcs8: Uint8Array): Promise<Required<Pick<PrivateKeyOperations, 'kind' | 'agree'>>> {
  const key = await openPrivateKey(pkcs8)
  if (!key?.agree) throw new Error('the key does not open')
  return { kind: key.kind, agree: key.agree }
}

const EC = '1.2.840.10045.2.1'
const CURVES = [
  ['prime256v1', '1.2.840.10045.3.1.7'],
  ['secp384r1', '1.3.132.0.34'],
  ['secp521r1', '1.3.132.0.35'],
  ['brainpoolP256r1', '1.3.36.3.3.2.8.1.1.7'],
  ['brainpoolP384r1', '1.3.36.3.3.2.8.1.1.11'],
  ['brainpoolP512r1', '1.3.36.3.3.2.8.1.1.13'],
] as const
const pair = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve })

/** ECPrivateKey begins with the version and the number. */
function scalarOf(key: KeyObject): Uint8Array {
  const reader = new Asn1Reader(copy(key.export({ type: 'sec1', format: 'der' })))
  const [, scalar] = reader.children(reader.read(0))
  if (!scalar) throw new Error('no number')
  return reader.content(scalar)
}

/** The same public key with other parameters: as originatorKey carries it. */
const withParameters = (info: PublicKeyInfo, parameters: Uint8Array | undefined) =>
  read(sequence(algorithm(EC, ...(parameters ? [parameters] : [])), bitString(info.keyOctets)))

afterEach(() => void vi.restoreAllMocks())

describe.each(CURVES)('ECDH on %s', (name, curveOid) => {
  it('gives the secret that Node gives, for parameters named, absent and NULL', async () => {
    for (let round = 0; round < 5; round++) {
      const [own, other] = [pair(name), pair(name)]
      const { kind, agree } = await open(pkcs8Of(own.privateKey))
      expect(kind).toBe('ec')
      const secret = copy(diffieHellman({ privateKey: own.privateKey, publicKey: other.publicKey }))
      const originator = read(spkiOf(other.publicKey))
      expect(await agree(originator)).toEqual(secret)
      expect(await agree(withParameters(originator, undefined))).toEqual(secret)
      expect(await agree(withParameters(originator, nullValue()))).toEqual(secret)
      expect(await publicKeyOf(pkcs8Of(other.privateKey))).toEqual(originator.keyOctets)
    }
  })
  it('takes a compressed point', async () => {
    const [own, other] = [pair(name), pair(name)]
    const { agree } = await open(pkcs8Of(own.privateKey))
    const { stdout } = spawnSync('openssl', ['ec', '-pubin', '-inform', 'DER', '-conv_form', 'compressed', '-outform', 'DER'], { input: spkiOf(other.publicKey) })
    expect(stdout.length).toBeLessThan(spkiOf(other.publicKey).length)
    expect(await agree(read(copy(stdout)))).toEqual(copy(diffieHellman({ privateKey: own.privateKey, publicKey: other.publicKey })))
  })
  it('takes no point off the curve, of another curve, or none', async () => {
    const { agree } = await open(pkcs8Of(pair(name).privateKey))
    const good = read(spkiOf(pair(name).publicKey))
    const off = copy(good.keyOctets)
    off[off.length - 1] = (off[off.length - 1] as number) ^ 1
    const notCanonical = copy(good.keyOctets).fill(0xff, 1)
    for (const point of [off, notCanonical, good.keyOctets.subarray(1), good.keyOctets.subarray(0, -1), Uint8Array.of(0), Uint8Array.of(5, ...good.keyOctets.subarray(1)), new Uint8Array()]) {
      expect(await agree({ ...good, keyOctets: point })).toBeUndefined()
    }
    const stranger = read(spkiOf(pair(name === 'prime256v1' ? 'brainpoolP256r1' : 'prime256v1').publicKey))
    expect(await agree(stranger)).toBeUndefined()
    expect(await agree(withParameters(stranger, undefined))).toBeUndefined()
    expect(await agree(read(spkiOf(generateKeyPairSync('x25519').publicKey)))).toBeUndefined()
  })
  it('opens keys as old writers wrote them', async () => {
    const own = pair(name)
    const scalar = scalarOf(own.privateKey)
    const point = read(spkiOf(own.publicKey)).keyOctets
    const curve = oid(curveOid)
    const write = (number: Uint8Array, parameters: Uint8Array[], ...more: Uint8Array[]) => sequence(integer(0), algorithm(EC, ...parameters), octetString(sequence(integer(1), octetString(number), ...more)))
    const withoutPublicKey = write(scalar, [curve])
    const curveInside = write(scalar, [], context(0, curve), context(1, bitString(point)))
    const curveInsideAndNull = write(scalar, [nullValue()], context(0, curve))
    const oneTooMany = write(new Uint8Array([0, ...scalar]), [curve])
    for (const pkcs8 of [withoutPublicKey, curveInside, curveInsideAndNull, oneTooMany]) expect(await publicKeyOf(pkcs8)).toEqual(point)
    const withStrangersPoint = write(scalar, [curve], context(1, bitString(read(spkiOf(pair(name).publicKey)).keyOctets)))
    const third = pair(name)
    expect(await publicKeyOf(withStrangersPoint)).toEqual(point)
    expect(await (await open(withStrangersPoint)).agree(read(spkiOf(third.publicKey)))).toEqual(copy(diffieHellman({ privateKey: own.privateKey, publicKey: third.publicKey })))
    const small = await open(write(Uint8Array.of(7), [curve]))
    const other = pair(name)
    const back = await open(pkcs8Of(other.privateKey))
    const smallPoint = await publicKeyOf(write(Uint8Array.of(7), [curve]))
    expect(await small.agree(read(spkiOf(other.publicKey)))).toEqual(await back.agree({ ...read(spkiOf(other.publicKey)), keyOctets: smallPoint ?? scalar }))
    for (const bad of [write(new Uint8Array([1, ...scalar]), [curve]), write(new Uint8Array(scalar.length), [curve]), write(new Uint8Array(scalar.length).fill(0xff), [curve]), write(new Uint8Array(), [curve]), write(scalar, []), write(scalar, [oid('1.3.132.0.10')])]) {
      expect(await openPrivateKey(bad)).toBeUndefined()
      expect(await publicKeyOf(bad)).toBeUndefined()
    }
  })
})

describe('ECDH where WebCrypto refuses the key', () => {
  it('is done by the library', async () => {
    const [own, other] = [pair('prime256v1'), pair('prime256v1')]
    vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new DOMException('no', 'NotSupportedError'))
    const { agree } = await open(pkcs8Of(own.privateKey))
    expect(await agree(read(spkiOf(other.publicKey)))).toEqual(copy(diffieHellman({ privateKey: own.privateKey, publicKey: other.publicKey })))
  })
  it('gives secrets that begin with zeros in full length', async () => {
    const own = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    const { agree } = await open(pkcs8Of(own.privateKey))
    for (let round = 0; ; round++) {
      const other = pair('prime256v1')
      const secret = copy(diffieHellman({ privateKey: own.privateKey, publicKey: other.publicKey }))
      if (secret[0] !== 0 && round < 5000) continue
      expect([secret[0], await agree(read(spkiOf(other.publicKey)))]).toEqual([0, secret])
      break
    }
  })
})

describe.each(['x25519', 'x448'] as const)('%s', kind => {
  const make = () => (kind === 'x25519' ? generateKeyPairSync('x25519') : generateKeyPairSync('x448'))
  it.each([false, true])('gives the secret that Node gives (without WebCrypto: %s)', async isRefused => {
    if (isRefused) vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new DOMException('no', 'NotSupportedError'))
    for (let round = 0; round < 3; round++) {
      const [own, other] = [make(), make()]
      const key = await open(pkcs8Of(own.privateKey))
      expect(key.kind).toBe(kind)
      expect(await key.agree(read(spkiOf(other.publicKey)))).toEqual(copy(diffieHellman({ privateKey: own.privateKey, publicKey: other.publicKey })))
      expect(await publicKeyOf(pkcs8Of(own.privateKey))).toEqual(read(spkiOf(own.publicKey)).keyOctets)
    }
  })
  it.each([false, true])('refuses points of small order (RFC 7748 section 6) and other lengths (without WebCrypto: %s)', async isRefused => {
    const own = make()
    const originator = read(spkiOf(make().publicKey))
    if (isRefused) vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new DOMException('no', 'NotSupportedError'))
    const { agree } = await open(pkcs8Of(own.privateKey))
    const zero = new Uint8Array(originator.keyOctets.length)
    const one = copy(zero).fill(1, 0, 1)
    for (const point of [zero, one, zero.subarray(1), new Uint8Array([...originator.keyOctets, 0])]) expect(await agree({ ...originator, keyOctets: point })).toBeUndefined()
    expect(await agree(read(spkiOf(pair('prime256v1').publicKey)))).toBeUndefined()
    expect(await agree(originator)).toBeDefined()
  })
  it('keys of another length are none', async () => {
    const identifier = kind === 'x25519' ? '1.3.101.110' : '1.3.101.111'
    for (const length of [0, 31, 33, 55, 57]) expect(await openPrivateKey(sequence(integer(0), algorithm(identifier), octetString(octetString(octets(length)))))).toBeUndefined()
    const bare = sequence(integer(0), algorithm(identifier), octetString(octets(kind === 'x25519' ? 32 : 56)))
    expect(await openPrivateKey(bare)).toBeUndefined()
  })
})

describe('from the secret to the key', () => {
  it.each(['SHA-1', 'SHA-224', 'SHA-256', 'SHA-384', 'SHA-512'] as const)('X9.63 with %s, as OpenSSL derives', async digest => {
    for (const length of [16, 24, 32, 64, 200]) {
      const [secret, info] = [octets(32, length), octets(50, length + 1)]
      const options = [`digest:${digest === 'SHA-1' ? 'SHA1' : digest.replace('SHA-', 'SHA2-')}`, `hexsecret:${Buffer.from(secret).toString('hex')}`, `hexinfo:${Buffer.from(info).toString('hex')}`]
      const { stdout, stderr } = spawnSync('openssl', ['kdf', '-keylen', `${length}`, '-binary', ...options.flatMap(option => ['-kdfopt', option]), 'X963KDF'])
      expect(stderr.toString()).toBe('')
      expect(await deriveX963Key(digest, secret, info, length)).toEqual(copy(stdout))
    }
  })
  it.each(['SHA-1', 'SHA-224', 'SHA-256', 'SHA-384', 'SHA-512'] as const)('HKDF with %s, as Node derives, with a salt and without', async digest => {
    for (const length of [16, 32, 100]) {
      for (const salt of [new Uint8Array(), octets(20)]) {
        const expected = copy(new Uint8Array(hkdfSync(digest.replace('-', '').toLowerCase(), octets(32), salt, octets(40), length)))
        expect(await deriveHkdfKey({ digest, secret: octets(32), salt, info: octets(40) }, length)).toEqual(expected)
      }
    }
    const most = { 'SHA-1': 20, 'SHA-224': 28, 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 }[digest] * 255
    const input = { digest, secret: octets(32), salt: octets(8), info: octets(4) }
    expect(await deriveHkdfKey(input, most)).toHaveLength(most)
    expect(await deriveHkdfKey(input, most + 1)).toBeUndefined()
  })
})
