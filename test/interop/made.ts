/** Part of `npm run interop`: what we sign, encrypt and wrap opens in other programs, layer by layer, to the same octets. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInProcessEngine } from '../../src/engine/in-process.ts'
import type { EncryptRequest, SigningWish } from '../../src/engine/make-protocol.ts'
import { makeAuthority } from '../bench/material.ts'
import { bytesOf } from '../make/signed-message.ts'
import { type Opener, OPENERS } from './openers.ts'
import { peel, type Sealed, writtenIn } from './peel.ts'
import { prepareKeys, Tally } from './programs.ts'

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

function wish(key: 'rsa' | 'ec', form: SigningWish['form'], digest?: SigningWish['digest']): SigningWish {
  return { key: keyOf(key), certificates: [], form, ...(digest ? { digest } : {}) }
}

async function makeSigned(): Promise<Sealed[]> {
  const made: Sealed[] = []
  for (const key of ['rsa', 'ec'] as const) {
    for (const form of ['detached', 'opaque'] as const) {
      for (const digest of ['SHA-256', 'SHA-384', 'SHA-512'] as const) {
        const { bytes } = await engine.ask({ kind: 'sign', message: MESSAGE, at: new Date().toISOString(), protectsHeader: true, signing: wish(key, form, digest) })
        made.push({ name: `signed-${form}-${digest}-${key}`, key, message: bytes, isByKey: false, isOaep: false })
        if (key === 'ec') continue
        const pss = await engine.ask({ kind: 'sign', message: MESSAGE, at: new Date().toISOString(), protectsHeader: true, signing: { ...wish(key, form, digest), rsa: 'pss' } })
        made.push({ name: `signed-${form}-${digest}-pss`, key, message: pss.bytes, isByKey: false, isOaep: false, isPss: true })
      }
    }
  }
  return made
}

/** How the recipient is named, and how an RSA key gets the content key. */
const WAYS = {
  rsa: [['issuer-and-serial', 'pkcs1'], ['key-identifier', 'pkcs1'], ['issuer-and-serial', 'oaep-sha256']],
  ec: [['issuer-and-serial', 'pkcs1'], ['key-identifier', 'pkcs1']],
} as const

async function makeEncrypted(): Promise<Sealed[]> {
  const made: Sealed[] = []
  const forms = { 'encrypted': null, 'both': 'detached', 'both-opaque': 'opaque', 'triple': 'detached' } as const
  for (const [form, signing] of Object.entries(forms)) {
    for (const cipher of ['aes128-cbc', 'aes256-cbc', 'aes128-gcm', 'aes256-gcm'] as const) {
      for (const key of ['rsa', 'ec'] as const) {
        for (const [naming, transport] of WAYS[key]) {
          const choices = { cipher, naming, transport, tripleWrap: form === 'triple', hidesSubject: true } as const
          const request: EncryptRequest = { kind: 'encrypt', message: MESSAGE, at: new Date().toISOString(), protectsHeader: true, recipients: [read(`${key}.crt`)], signing: signing && wish(key, signing), ...choices }
          made.push({ name: `${form}-${cipher}-${key}-${naming}-${transport}`, key, message: (await engine.ask(request)).bytes, isByKey: naming === 'key-identifier', isOaep: transport !== 'pkcs1' })
        }
      }
    }
  }
  return made
}

const made = [...(await makeSigned()), ...(await makeEncrypted())]
for (const opener of OPENERS) {
  const missing = opener.missing()
  if (missing !== undefined) tally.skip(opener.name, missing)
  else check(opener)
}

/** A program that has no such thing is no failure; the table of `docs/interop.md` says so. */
function check(opener: Opener): void {
  for (const [name, answer] of peel(material, opener, made)) {
    if (answer.outcome === 'cannot') continue
    const text = answer.outcome === 'failed' ? answer.why : writtenIn(answer.entity).map(octets => new TextDecoder().decode(octets)).join('')
    tally.record(`${opener.name}: ${name}`, text === 'Blanks at the end  \r\nFrom the mailbox\r\n見積書\r\n', text)
  }
}

rmSync(folder, { recursive: true })
tally.finish()
