/** What Chromium's WebCrypto lacks or refuses is done by the kept libraries, and the whole is the same as in Node. */
import { constants, createCipheriv, diffieHellman, generateKeyPairSync, type KeyObject, publicEncrypt } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { algorithm, contextPrimitive, integer, octetString, sequence } from '../../make/der.ts'
import { launchChromium } from '../support/chromium.ts'

const PROBE = `
import { decryptContent } from './src/webcrypto/content-cipher.ts'
import { unwrapKey } from './src/webcrypto/key-wrap.ts'
import { openPrivateKey } from './src/webcrypto/private-key.ts'
const bytes = hex => Uint8Array.from(hex.match(/../gu) ?? [], octet => parseInt(octet, 16))
const hexOf = octets => octets && [...octets].map(octet => octet.toString(16).padStart(2, '0')).join('')
const digest = async octets => octets && hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', octets)))
globalThis.probe = {
  content: async (cipher, key, ciphertext, tag) => digest(await decryptContent(
    { ...cipher, iv: bytes(cipher.iv ?? ''), nonce: bytes(cipher.nonce ?? '') }, bytes(key), bytes(ciphertext),
    tag && { authenticatedData: new Uint8Array(), tag: bytes(tag) })),
  unwrap: async (keyLength, key, wrapped) => hexOf(await unwrapKey({ method: 'aes', keyLength }, bytes(key), bytes(wrapped))),
  transport: async (pkcs8, transport, encrypted) => hexOf(await (await openPrivateKey(bytes(pkcs8))).decryptKey({ ...transport, label: new Uint8Array() }, bytes(encrypted), 32)),
  agree: async (pkcs8, oid, point) => hexOf(await (await openPrivateKey(bytes(pkcs8))).agree({ algorithm: { oid }, keyOctets: bytes(point) })),
  decapsulate: async (pkcs8, ciphertext) => hexOf(await (await openPrivateKey(bytes(pkcs8))).decapsulate(bytes(ciphertext))),
  refuses192: () => crypto.subtle.importKey('raw', new Uint8Array(24), 'AES-CBC', false, ['decrypt']).then(() => false, () => true),
  hasKem: () => 'decapsulateBits' in crypto.subtle,
}
`

interface Probe {
  content(cipher: object, key: string, ciphertext: string, tag?: string): Promise<string | undefined>
  unwrap(keyLength: number, key: string, wrapped: string): Promise<string | undefined>
  transport(pkcs8: string, transport: object, encrypted: string): Promise<string | undefined>
  agree(pkcs8: string, oid: string, point: string): Promise<string | undefined>
  decapsulate(pkcs8: string, ciphertext: string): Promise<string | undefined>
  refuses192(): Promise<boolean>
  hasKem(): boolean
}
declare const probe: Probe

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const octets = (length: number, seed = 1) => Uint8Array.from({ length }, (_, index) => (index * 151 + seed * 31) ^ (index >> 3))
const digestOf = async (bytes: Uint8Array) => hex(new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes))))
const pkcs8Of = (key: KeyObject) => hex(key.export({ type: 'pkcs8', format: 'der' }))

let browser: Browser
let page: Page
let server: Server
beforeAll(async () => {
  const bundle = await build({
    stdin: { contents: PROBE, resolveDir: fileURLToPath(new URL('../../../', import.meta.url)), loader: 'js' },
    bundle: true, format: 'iife', write: false,
  })
  // WebCrypto wants a secure context, which about:blank is not.
  server = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><title>probe</title>'))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  browser = await launchChromium()
  page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  await page.addScriptTag({ content: bundle.outputFiles[0]?.text ?? '' })
})
afterAll(async () => {
  await browser.close()
  server.close()
})

describe('decryption in Chromium', () => {
  it('finds what it is about: no AES-192, and ML-KEM', async () => {
    expect(await page.evaluate(async () => [await probe.refuses192(), probe.hasKem()])).toEqual([true, true])
  })
  it.each([16, 24, 32])('AES-CBC with a key of %d octets, over several chunks', async keyLength => {
    const [key, iv, plaintext] = [octets(keyLength), octets(16, 2), octets(600_000, 3)]
    const cipher = createCipheriv(`aes-${keyLength * 8}-cbc`, key, iv)
    const ciphertext = hex(Buffer.concat([cipher.update(plaintext), cipher.final()]))
    const given = { cipher: { mode: 'cbc', cipher: 'aes', keyLength, iv: hex(iv) }, key: hex(key), ciphertext }
    expect(await page.evaluate(({ cipher: c, key: k, ciphertext: t }) => probe.content(c, k, t), given)).toBe(await digestOf(plaintext))
    expect(await page.evaluate(({ cipher: c, key: k, ciphertext: t }) => probe.content(c, k, t.slice(0, -32)), given)).not.toBe(await digestOf(plaintext))
  })
  it.each([
    ['gcm', 16, 16], ['gcm', 24, 16], ['gcm', 32, 16], ['gcm', 32, 12], ['gcm', 24, 12], ['ccm', 16, 8], ['ccm', 24, 16], ['ccm', 32, 12],
  ] as const)('AES in %s mode, %d octets of key, %d of tag', async (mode, keyLength, tagLength) => {
    const [key, nonce, plaintext] = [octets(keyLength), octets(12, 2), octets(5000, 3)]
    const cipher = createCipheriv(`aes-${keyLength * 8}-${mode}` as 'aes-128-ccm', key, nonce, { authTagLength: tagLength })
    const ciphertext = hex(Buffer.concat([cipher.update(plaintext), cipher.final()]))
    const given = { cipher: { mode, keyLength, nonce: hex(nonce), tagLength }, key: hex(key), ciphertext, tag: hex(cipher.getAuthTag()) }
    expect(await page.evaluate(({ cipher: c, key: k, ciphertext: t, tag }) => probe.content(c, k, t, tag), given)).toBe(await digestOf(plaintext))
    expect(await page.evaluate(({ cipher: c, key: k, ciphertext: t, tag }) => probe.content(c, k, `00${t.slice(2)}`, tag), given)).toBeUndefined()
  })
  it.each([
    ['000102030405060708090a0b0c0d0e0f', '1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5'],
    ['000102030405060708090a0b0c0d0e0f1011121314151617', '96778b25ae6ca435f92b5b97c050aed2468ab8a17ad84e5d'],
    ['000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', '64e8c3f9ce0f5ba263e9777905818a2a93c8191e7d6e8ae7'],
  ])('AES key wrap, RFC 3394, key %s', async (key, wrapped) => {
    expect(await page.evaluate(([k, w]) => probe.unwrap(k.length / 2, k, w), [key, wrapped] as const)).toBe('00112233445566778899aabbccddeeff')
    expect(await page.evaluate(([k, w]) => probe.unwrap(k.length / 2, k, `00${w.slice(2)}`), [key, wrapped] as const)).toBeUndefined()
  })
  it.each(['pkcs1', 'oaep'] as const)('RSA key transport, %s', async scheme => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const padding = scheme === 'pkcs1' ? constants.RSA_PKCS1_PADDING : constants.RSA_PKCS1_OAEP_PADDING
    const encrypted = hex(publicEncrypt({ key: publicKey, padding, oaepHash: 'sha256' }, octets(32)))
    const transport = { scheme, digest: 'SHA-256', mgfDigest: 'SHA-256' }
    expect(await page.evaluate(([p, t, e]) => probe.transport(p, t, e), [pkcs8Of(privateKey), transport, encrypted] as const)).toBe(hex(octets(32)))
  })
  it.each(['prime256v1', 'secp384r1', 'secp521r1', 'brainpoolP256r1', 'brainpoolP384r1', 'brainpoolP512r1'])('ECDH on %s', async namedCurve => {
    const [own, other] = [generateKeyPairSync('ec', { namedCurve }), generateKeyPairSync('ec', { namedCurve })]
    const spki = other.publicKey.export({ type: 'spki', format: 'der' })
    const bits = parseInt(/\d{3}/u.exec(namedCurve)?.[0] ?? '', 10)
    const given = [pkcs8Of(own.privateKey), '1.2.840.10045.2.1', hex(spki.subarray(-(2 * Math.ceil(bits / 8) + 1)))] as const
    expect(await page.evaluate(([p, o, q]) => probe.agree(p, o, q), given)).toBe(hex(diffieHellman({ privateKey: own.privateKey, publicKey: other.publicKey })))
  })
  it.each([['x25519', '1.3.101.110', 32], ['x448', '1.3.101.111', 56]] as const)('%s', async (kind, oid, length) => {
    const make = () => (kind === 'x25519' ? generateKeyPairSync('x25519') : generateKeyPairSync('x448'))
    const [own, other] = [make(), make()]
    const point = hex(other.publicKey.export({ type: 'spki', format: 'der' }).subarray(-length))
    expect(await page.evaluate(([p, o, q]) => probe.agree(p, o, q), [pkcs8Of(own.privateKey), oid, point] as const)).toBe(hex(diffieHellman({ privateKey: own.privateKey, publicKey: other.publicKey })))
    expect(await page.evaluate(([p, o, q]) => probe.agree(p, o, q), [pkcs8Of(own.privateKey), oid, '00'.repeat(length)] as const)).toBeUndefined()
  })
  it.each(['seed', 'expanded'])('ML-KEM-768, private key as %s', async form => {
    const { publicKey, secretKey } = ml_kem768.keygen(octets(64))
    const { cipherText, sharedSecret } = ml_kem768.encapsulate(publicKey)
    const inner = form === 'seed' ? contextPrimitive(0, octets(64)) : octetString(secretKey)
    const pkcs8 = hex(sequence(integer(0), algorithm('2.16.840.1.101.3.4.4.2'), octetString(inner)))
    expect(await page.evaluate(([p, c]) => probe.decapsulate(p, c), [pkcs8, hex(cipherText)] as const)).toBe(hex(sharedSecret))
  })
})
