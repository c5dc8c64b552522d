/** Public keys that WebCrypto has taken before are found again by all of their octets and what they were taken for. */
import { expect, it } from 'vitest'
import { type SubtleCheck, verifyBySubtle } from '../../src/webcrypto/subtle-verify.ts'

const MESSAGE = new TextEncoder().encode('signed')
const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const

async function aCheck(): Promise<SubtleCheck> {
  const pair = await crypto.subtle.generateKey(P256, true, ['sign', 'verify'])
  const verifyAlgorithm = { name: 'ECDSA', hash: 'SHA-256' }
  return {
    spki: new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey)),
    importAlgorithm: P256,
    verifyAlgorithm,
    signature: new Uint8Array(await crypto.subtle.sign(verifyAlgorithm, pair.privateKey, MESSAGE)),
    message: MESSAGE,
  }
}

it('a key whose octets were written over is another key', async () => {
  const [first, second] = [await aCheck(), await aCheck()]
  expect(await verifyBySubtle(first)).toBe('valid')
  first.spki.set(second.spki)
  expect(await verifyBySubtle(first)).toBe('invalid')
  expect(await verifyBySubtle({ ...second, spki: first.spki })).toBe('valid')
})

it('octets that are written over while the key is taken do not become its name', async () => {
  const [first, second] = [await aCheck(), await aCheck()]
  const taken = verifyBySubtle(first)
  // An engine that owns a message writes over it, as soon as others have been asked.
  first.spki.set(second.spki)
  expect(await taken).toBe('valid')
  expect(await verifyBySubtle({ ...first, spki: second.spki })).toBe('invalid')
  expect(await verifyBySubtle(second)).toBe('valid')
})

it('one key under two digests is taken for each', async () => {
  const named = { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) } as const
  const pair = await crypto.subtle.generateKey({ ...named, hash: 'SHA-256' }, true, ['sign', 'verify'])
  const check: SubtleCheck = {
    spki: new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey)),
    importAlgorithm: { name: named.name, hash: 'SHA-256' },
    verifyAlgorithm: { name: named.name },
    signature: new Uint8Array(await crypto.subtle.sign(named.name, pair.privateKey, MESSAGE)),
    message: MESSAGE,
  }
  expect(await verifyBySubtle(check)).toBe('valid')
  expect(await verifyBySubtle({ ...check, importAlgorithm: { name: named.name, hash: 'SHA-512' } })).toBe('invalid')
  expect(await verifyBySubtle(check)).toBe('valid')
})

it('more keys than are kept are all told apart', async () => {
  const checks = await Promise.all(Array.from({ length: 40 }, aCheck))
  for (const check of [...checks, ...checks]) expect(await verifyBySubtle(check)).toBe('valid')
  for (const [index, check] of checks.entries()) expect(await verifyBySubtle({ ...check, spki: (checks[index - 1] ?? checks[39] ?? check).spki })).toBe('invalid')
})
