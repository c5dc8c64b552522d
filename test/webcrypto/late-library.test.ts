/** A library whose chunk does not come: its algorithms are unsupported, and a message keeps its place among the unchecked. */
import { createHash } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type * as LateLibrary from '../../src/webcrypto/late-library.ts'
import { verifySignature } from '../../src/webcrypto/signature.ts'
import { Asn1Reader } from '../../src/x509/asn1-reader.ts'
import { readPublicKeyInfo } from '../../src/x509/public-key.ts'
import { aRootCa, anEndEntity, type Holder } from '../make/certificate-authority.ts'
import { algorithm, joined, sequence, tlv } from '../make/der.ts'
import type { KeyPair } from '../make/keys.ts'
import { anEd448Key, anOpensslEcKey } from '../make/openssl-keys.ts'
import { aClearSignedMessage, aSignedData, bytesOf, ENTITY, type SignerOptions } from '../make/signed-message.ts'
import { judgeMessage } from '../support/judge.ts'

/** Whether the chunks come. */
const network = vi.hoisted(() => ({ isOffline: true }))
const late = <Library>(library: Promise<Library>): Promise<Library> => (network.isOffline ? Promise.reject(new Error('Loading chunk failed')) : library)

vi.mock('../../src/webcrypto/late-library.ts', async importOriginal => {
  const original = await importOriginal<typeof LateLibrary>()
  return { ...original, lateLibrary: <Library>(load: () => Promise<Library>) => original.lateLibrary(() => late(load())) }
})

let root: Holder
beforeAll(async () => {
  root = await aRootCa()
})
beforeEach(() => {
  network.isOffline = true
})

async function judge(key: KeyPair, signer: Partial<SignerOptions> = {}) {
  const holder = await anEndEntity(root, { key })
  const cms = await aSignedData({ content: bytesOf(ENTITY), signers: [{ holder, ...signer }], certificates: [holder.certificate] })
  const { verdict } = await judgeMessage(aClearSignedMessage(cms), { anchors: [root.certificate] })
  const content = verdict.signers[0]?.content
  return [verdict.standing, content?.outcome, content?.outcome === 'unverifiable' ? `${content.code} ${content.algorithm}` : ''].join(' ').trim()
}

const shake = (content: Uint8Array) => new Uint8Array(createHash('shake256', { outputLength: 64 }).update(content).digest())

describe('a signature by an algorithm whose library does not load', () => {
  it.each<[string, () => KeyPair, Partial<SignerOptions>, string]>([
    ['brainpool', () => anOpensslEcKey('brainpoolP256r1'), {}, 'SHA-256 with ECDSA'],
    ['Ed448, whose digest is one too', anEd448Key, { digestAlgorithm: algorithm('2.16.840.1.101.3.4.2.12'), digestBy: shake }, 'SHAKE256'],
  ])('%s: unchecked, as any unknown one; valid when it comes', async (_, make, signer, name) => {
    const key = make()
    expect(await judge(key, signer)).toBe(`unchecked unverifiable webcrypto/algorithm-unsupported ${name}`)
    network.isOffline = false
    expect(await judge(key, signer)).toBe('valid intact')
  })
  it('a post-quantum one: unsupported, and wrong only when it was computed', async () => {
    const dotted = '2.16.840.1.101.3.4.3.20'
    const reader = new Asn1Reader(sequence(algorithm(dotted), tlv(3, joined([Uint8Array.of(0), new Uint8Array(32)]))))
    const ask = () => verifySignature({ family: 'post-quantum', oid: dotted }, readPublicKeyInfo(reader, reader.read(0)), new Uint8Array(7856), Uint8Array.of(1))
    expect(await ask()).toBe('unsupported')
    network.isOffline = false
    expect(await ask()).toBe('invalid')
  })
  it('an issuer’s: the path stays open, not wrong', async () => {
    const issuer = await aRootCa({ key: anOpensslEcKey('brainpoolP384r1') })
    const holder = await anEndEntity(issuer)
    const cms = await aSignedData({ content: bytesOf(ENTITY), signers: [{ holder }], certificates: [holder.certificate] })
    const { verdict } = await judgeMessage(aClearSignedMessage(cms), { anchors: [issuer.certificate] })
    expect([verdict.standing, ...verdict.reasons]).toEqual(['attention', 'certpath/algorithm-unsupported'])
  })
})
