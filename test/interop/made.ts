/** Part of `npm run interop`: what we sign, encrypt and wrap opens in other programs, layer by layer, to the same octets. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInProcessEngine } from '../../src/engine/in-process.ts'
import type { EncryptRequest, SigningWish } from '../../src/engine/make-protocol.ts'
import { makeAuthority } from '../bench/material.ts'
import { bytesOf } from '../make/signed-message.ts'
import { type Key, prepareKeys } from './keys.ts'
import { peel, type Sealed, writtenIn } from './peel.ts'
import { beginAll, endAll, type Ready } from './peers/peers.ts'
import { Tally } from './tally.ts'

const MESSAGE = bytesOf(
  'From: alice@example.com\r\nTo: bob@example.com\r\nSubject: Offer\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n' +
    'Blanks at the end  \r\nFrom the mailbox\r\n見積書\r\n',
)

const tally = new Tally()
const folder = mkdtempSync(join(tmpdir(), 'sealpane-interop-'))
const material = makeAuthority(folder)
prepareKeys(material)
const read = (name: string) => new Uint8Array(readFileSync(material.file(name)))
const engine = createInProcessEngine()

const keyOf = (name: string) => ({ bytes: read(`${name}.p12`), passphrase: 'x' })

function wish(key: Key, form: SigningWish['form'], digest?: SigningWish['digest']): SigningWish {
  return { key: keyOf(key), certificates: [], form, ...(digest ? { digest } : {}) }
}

/** Made by us; a message that we cannot make is a row that failed. */
const made: Sealed[] = []
const add = (details: Omit<Sealed, 'message'>, make: () => Promise<Uint8Array>) =>
  tally.row(`Sealpane: ${details.name}`, async () => {
    made.push({ ...details, message: await make() })
  })

async function makeSigned(): Promise<void> {
  for (const key of ['rsa', 'ec', 'ed25519'] as const) {
    for (const form of ['detached', 'opaque'] as const) {
      // RFC 8419 section 3.1: Ed25519 goes with SHA-512.
      for (const digest of key === 'ed25519' ? (['SHA-512'] as const) : (['SHA-256', 'SHA-384', 'SHA-512'] as const)) {
        const sign = async (signing: SigningWish) => (await engine.ask({ kind: 'sign', message: MESSAGE, at: new Date().toISOString(), protectsHeader: true, signing })).bytes
        const details = { key, isByKey: false, isOaep: false }
        await add({ ...details, name: `signed-${form}-${digest}-${key}` }, () => sign(wish(key, form, digest)))
        if (key === 'rsa') await add({ ...details, name: `signed-${form}-${digest}-pss`, isPss: true }, () => sign({ ...wish(key, form, digest), rsa: 'pss' }))
      }
    }
  }
}

/** How the recipient is named, and how an RSA key gets the content key. */
const WAYS = {
  rsa: [['issuer-and-serial', 'pkcs1'], ['key-identifier', 'pkcs1'], ['issuer-and-serial', 'oaep-sha256']],
  ec: [['issuer-and-serial', 'pkcs1'], ['key-identifier', 'pkcs1']],
} as const

async function makeEncrypted(): Promise<void> {
  const forms = { 'encrypted': null, 'both': 'detached', 'both-opaque': 'opaque', 'triple': 'detached' } as const
  for (const [form, signing] of Object.entries(forms)) {
    for (const cipher of ['aes128-cbc', 'aes256-cbc', 'aes128-gcm', 'aes256-gcm'] as const) {
      for (const key of ['rsa', 'ec'] as const) {
        for (const [naming, transport] of WAYS[key]) {
          const choices = { cipher, naming, transport, tripleWrap: form === 'triple', hidesSubject: true } as const
          const request: EncryptRequest = { kind: 'encrypt', message: MESSAGE, at: new Date().toISOString(), protectsHeader: true, recipients: [read(`${key}.crt`)], signing: signing && wish(key, signing), ...choices }
          const details = { name: `${form}-${cipher}-${key}-${naming}-${transport}`, key, isByKey: naming === 'key-identifier', isOaep: transport !== 'pkcs1' }
          await add(details, async () => (await engine.ask(request)).bytes)
        }
      }
    }
  }
}

/** A program that has no such thing is no failure; the table of `docs/interop.md` says so. */
async function check(ready: Ready): Promise<void> {
  for (const [name, answer] of await peel(material, ready, made)) {
    if (answer.outcome === 'cannot') continue
    const text = answer.outcome === 'failed' ? answer.why : writtenIn(answer.entity).map(octets => new TextDecoder().decode(octets)).join('')
    tally.record(`${ready.peer.name}: ${name}`, text === 'Blanks at the end  \r\nFrom the mailbox\r\n見積書\r\n', text)
  }
}

await makeSigned()
await makeEncrypted()
const peers = beginAll(material, tally)
await Promise.all(peers.map(check))
endAll(peers)
rmSync(folder, { recursive: true })
tally.finish()
