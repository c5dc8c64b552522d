/** A correspondent is remembered after a valid message, and told when the certificate or its authority changes (SEC-21). */
import { describe, expect, it } from 'vitest'
import { createInProcessEngine } from '../../src/engine/in-process.ts'
import type { SmimeEngine } from '../../src/engine/engine.ts'
import type { OpenRequest } from '../../src/engine/protocol.ts'
import { sentences } from '../../src/taskpane/sentences/catalogue.ts'
import { fillText } from '../../src/taskpane/text/fill-text.ts'
import { rememberSigners } from '../../src/taskpane/read/known-signers.ts'
import type { TextStore } from '../../src/taskpane/read/signer-memory.ts'
import { anEndEntity, aRootCa, type Holder, NOW } from '../make/certificate-authority.ts'
import { aClearSignedMessage, aSignedData, bytesOf, ENTITY } from '../make/signed-message.ts'

const root = await aRootCa()
const otherRoot = await aRootCa({ commonName: 'Other Root CA' })
const alice = await anEndEntity(root)
const renewed = await anEndEntity(root)
const elsewhere = await anEndEntity(otherRoot)

function aStore(): TextStore & { readonly values: Map<string, string> } {
  const values = new Map<string, string>()
  return { values, getItem: name => values.get(name) ?? null, setItem: (name, value) => void values.set(name, value) }
}

async function anEngine(): Promise<SmimeEngine> {
  const engine = createInProcessEngine()
  await engine.ask({ kind: 'trust', builtIn: false, organisation: [root.certificate, otherRoot.certificate], user: [] })
  return engine
}

async function aMessage(signer: Holder, alter: (text: string) => string = text => text): Promise<Uint8Array> {
  const signature = await aSignedData({ content: bytesOf(ENTITY), signers: [{ holder: signer }] })
  return bytesOf(alter(new TextDecoder().decode(aClearSignedMessage(signature))))
}

const question = (bytes: Uint8Array): OpenRequest => ({
  kind: 'open', bytes, form: 'message', content: null, host: null, at: NOW.toISOString(), extraCertificates: [], revocation: 'off', crls: [], ocspResponses: [],
})

const MEMORY_NOTES = ['smime/first-signed', 'smime/signer-changed', 'smime/issuer-changed']

async function notesOf(engine: SmimeEngine, bytes: Uint8Array): Promise<string[]> {
  const { verdict } = await engine.ask(question(bytes))
  return verdict.signers.flatMap(signer => signer.notes.map(note => note.code as string)).filter(code => MEMORY_NOTES.includes(code))
}

describe('a correspondent', () => {
  it('is told as new once, then not at all, then when the certificate changes, then when the authority does', async () => {
    const engine = rememberSigners(await anEngine(), aStore, () => NOW)
    const store = aStore()
    const remembering = rememberSigners(await anEngine(), () => store, () => NOW)
    expect(await notesOf(engine, await aMessage(alice))).toEqual(['smime/first-signed'])
    expect(await notesOf(remembering, await aMessage(alice))).toEqual(['smime/first-signed'])
    expect(await notesOf(remembering, await aMessage(alice))).toEqual([])
    expect(await notesOf(remembering, await aMessage(renewed))).toEqual(['smime/signer-changed'])
    expect(await notesOf(remembering, await aMessage(alice))).toEqual([])
    expect(await notesOf(remembering, await aMessage(elsewhere))).toEqual(['smime/issuer-changed'])
  })
  it('carries both fingerprints in the note', async () => {
    const store = aStore()
    const engine = rememberSigners(await anEngine(), () => store, () => NOW)
    await notesOf(engine, await aMessage(alice))
    const { verdict } = await engine.ask(question(await aMessage(renewed)))
    const values = verdict.signers[0]?.notes.find(note => note.code === 'smime/signer-changed')?.values
    expect(values).toMatchObject({ date: NOW.toISOString(), fingerprint: verdict.signers[0]?.certificate?.sha256Fingerprint })
    expect(values?.['fingerprintBefore']).toMatch(/^[0-9A-F]{64}$/u)
  })
  it.each(['en', 'ja'] as const)('reads every fingerprint of the note in whole (%s)', async language => {
    const store = aStore()
    const engine = rememberSigners(await anEngine(), () => store, () => NOW)
    for (const signer of [alice, renewed, elsewhere]) {
      const { verdict } = await engine.ask(question(await aMessage(signer)))
      const note = verdict.signers[0]?.notes.find(each => MEMORY_NOTES.includes(each.code))
      const fingerprints = Object.entries(note?.values ?? {}).filter(([name]) => name.startsWith('fingerprint')).map(([, value]) => value)
      expect(fingerprints.length).toBe(note?.code === 'smime/first-signed' ? 1 : 2)
      const sentence = fillText(sentences[note?.code ?? 'smime/none'][language].body, note?.values ?? {})
      for (const fingerprint of fingerprints) expect(sentence).toContain(fingerprint)
    }
  })
  it('is not remembered, and nothing is said, for a message that is not valid', async () => {
    const store = aStore()
    const engine = rememberSigners(await anEngine(), () => store, () => NOW)
    expect(await notesOf(engine, await aMessage(alice, text => text.replace('Friday', 'Monday')))).toEqual([])
    expect(await notesOf(engine, await aMessage(alice, text => text.replace(/^From: .*$/mu, 'From: mallory@example.com')))).toEqual([])
    expect(store.values.size).toBe(0)
  })
  it('is neither told nor kept where storage is forbidden', async () => {
    const engine = rememberSigners(await anEngine(), () => { throw new DOMException('denied', 'SecurityError') }, () => NOW)
    expect(await notesOf(engine, await aMessage(alice))).toEqual([])
  })
  it('is new again when what was stored is spoiled', async () => {
    const store = aStore()
    for (const spoiled of ['{', '7', '[{"address":1}]']) {
      store.setItem('sealpane.known-signers', spoiled)
      expect(await notesOf(rememberSigners(await anEngine(), () => store, () => NOW), await aMessage(alice))).toEqual(['smime/first-signed'])
    }
  })
  it('does not make a full storage an error', async () => {
    const full: TextStore = { getItem: () => null, setItem: () => { throw new DOMException('full', 'QuotaExceededError') } }
    expect(await notesOf(rememberSigners(await anEngine(), () => full, () => NOW), await aMessage(alice))).toEqual(['smime/first-signed'])
  })
})
