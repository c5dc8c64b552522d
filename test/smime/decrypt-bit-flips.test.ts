/** Ciphertext with one bit changed (EFAIL, CVE-2017-17689): 200 letters of each kind, and what is said of them (SEC-34, SEC-36). */
import { beforeAll, describe, expect, it } from 'vitest'
import { createInProcessEngine } from '../../src/engine/in-process.ts'
import type { SmimeEngine } from '../../src/engine/engine.ts'
import { provideKeyFiles } from '../../src/engine/recipient-keys.ts'
import { anEndEntity, aRootCa, NOW } from '../make/certificate-authority.ts'
import { anEncryptedMessage, anEnvelope, aRecipient, byTransport, type CipherName, type Recipient } from '../make/enveloped-message.ts'
import { aClearSignedMessage, aSignedData, bytesOf, ENTITY } from '../make/signed-message.ts'

let bob: Recipient
let engine: SmimeEngine
let signed: Uint8Array

beforeAll(async () => {
  const root = await aRootCa()
  const alice = await anEndEntity(root)
  bob = await aRecipient('rsa', { authority: root })
  signed = aClearSignedMessage(await aSignedData({ content: bytesOf(ENTITY), signers: [{ holder: alice }] }), { header: [] })
  engine = createInProcessEngine({ keyProviders: [provideKeyFiles([bob.keyFile], [])] })
  await engine.ask({ kind: 'trust', builtIn: false, organisation: [root.certificate], user: [] })
})

const open = (bytes: Uint8Array) =>
  engine.ask({ kind: 'open', bytes, form: 'auto', content: null, host: null, at: NOW.toISOString(), extraCertificates: [], revocation: 'off', crls: [], ocspResponses: [] })

/** Flips are spread evenly over the ciphertext, so that every run changes the same bits. */
async function flipped(content: Uint8Array, cipher: CipherName, index: number) {
  const tamper = (ciphertext: Uint8Array) => {
    const bit = Math.floor((index * ciphertext.length * 8) / 200)
    ciphertext[bit >> 3] = (ciphertext[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  }
  return open(anEncryptedMessage(anEnvelope({ content, recipients: [byTransport(bob)], cipher, tamper })))
}

const EACH = Array.from({ length: 200 }, (_, index) => index)

describe('one bit of the ciphertext changed', () => {
  it('in CBC without a signature: whatever opens is said to be open to change', async () => {
    let opened = 0
    for (const index of EACH) {
      const { verdict, parts } = await flipped(bytesOf(ENTITY), 'aes-256-cbc', index)
      const layer = verdict.layers[0]
      if (layer?.kind !== 'enveloped' || !layer.opened) {
        expect([verdict.reasons, parts]).toEqual([['smime/cannot-decrypt'], []])
        continue
      }
      opened++
      expect(layer.notes?.map(note => note.code)).toContain('smime/cbc-unsigned')
      expect(verdict.standing).not.toBe('valid')
    }
    expect(opened).toBeGreaterThan(100)
  })
  it('in CBC around a signature: valid only when the signed octets are the same', async () => {
    for (const index of EACH) {
      const { verdict, innermost, parts } = await flipped(signed, 'aes-128-cbc', index)
      if (verdict.standing === 'valid') expect(new TextDecoder().decode(innermost)).toBe(ENTITY)
      else if (verdict.signers.length > 0) expect(parts).toEqual([])
    }
  })
  it('in GCM: none opens', async () => {
    for (const index of EACH) {
      const { verdict, parts, innermost } = await flipped(bytesOf(ENTITY), 'aes-256-gcm', index)
      expect([verdict.reasons, parts, innermost.length]).toEqual([['smime/cannot-decrypt'], [], 0])
    }
  })
})
