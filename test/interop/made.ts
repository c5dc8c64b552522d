/** Part of `npm run interop`: what we sign, encrypt and wrap opens in other programs, layer by layer, to the same octets. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInProcessEngine } from '../../src/engine/in-process.ts'
import type { EncryptRequest, SigningWish } from '../../src/engine/make-protocol.ts'
import { decodeBody, entityBytes, type MimeEntity, parseEntity } from '../../src/mime/entity.ts'
import { makeAuthority } from '../bench/material.ts'
import { bytesOf } from '../make/signed-message.ts'
import { type Layer, type Opener, OPENERS } from './openers.ts'
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

interface Made {
  readonly name: string
  readonly key: 'rsa' | 'ec'
  readonly message: Uint8Array
}

const keyOf = (name: string) => ({ bytes: read(`${name}.p12`), passphrase: 'x' })

function wish(key: 'rsa' | 'ec', form: SigningWish['form'], digest?: SigningWish['digest']): SigningWish {
  return { key: keyOf(key), certificates: [], form, ...(digest ? { digest } : {}) }
}

async function makeSigned(): Promise<Made[]> {
  const made: Made[] = []
  for (const key of ['rsa', 'ec'] as const) {
    for (const form of ['detached', 'opaque'] as const) {
      for (const digest of ['SHA-256', 'SHA-384', 'SHA-512'] as const) {
        const { bytes } = await engine.ask({ kind: 'sign', message: MESSAGE, at: new Date().toISOString(), protectsHeader: true, signing: wish(key, form, digest) })
        made.push({ name: `signed-${form}-${digest}-${key}`, key, message: bytes })
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

async function makeEncrypted(): Promise<Made[]> {
  const made: Made[] = []
  const forms = { 'encrypted': null, 'both': 'detached', 'both-opaque': 'opaque', 'triple': 'detached' } as const
  for (const [form, signing] of Object.entries(forms)) {
    for (const cipher of ['aes128-cbc', 'aes256-cbc', 'aes128-gcm', 'aes256-gcm'] as const) {
      for (const key of ['rsa', 'ec'] as const) {
        for (const [naming, transport] of WAYS[key]) {
          const choices = { cipher, naming, transport, tripleWrap: form === 'triple', hidesSubject: true } as const
          const request: EncryptRequest = { kind: 'encrypt', message: MESSAGE, at: new Date().toISOString(), protectsHeader: true, recipients: [read(`${key}.crt`)], signing: signing && wish(key, signing), ...choices }
          made.push({ name: `${form}-${cipher}-${key}-${naming}-${transport}`, key, message: (await engine.ask(request)).bytes })
        }
      }
    }
  }
  return made
}

interface Open {
  readonly made: Made
  readonly entity: MimeEntity
  readonly depth: number
}

/** Writes the entity's CMS object for the other program; undefined when the entity is the text itself. */
function layerOf({ made, entity, depth }: Open, program: string): Layer | undefined {
  const name = `${program.split(' ')[0] ?? ''}-${made.name}-${depth}.der`
  const { key } = made
  const write = (part: MimeEntity) => {
    writeFileSync(material.file(name), decodeBody(part).bytes)
  }
  switch (entity.contentType.value) {
    case 'multipart/signed': {
      const [content, signature] = entity.children
      if (!content || !signature) return undefined
      write(signature)
      writeFileSync(material.file(`${name}.content`), entityBytes(content))
      return { name, key, kind: 'detached', isAuthenticated: false, isByKey: false, isOaep: false }
    }
    case 'application/pkcs7-mime': {
      write(entity)
      const type = entity.contentType.parameters.get('smime-type')?.toLowerCase()
      return { name, key, kind: type === 'signed-data' ? 'signed' : 'enveloped', isAuthenticated: type === 'authenveloped-data', isByKey: made.name.includes('key-identifier'), isOaep: made.name.endsWith('oaep-sha256') }
    }
    default:
      return undefined
  }
}

/** Peels all messages together, so that a program that is slow to start starts once per depth. */
function peel(opener: Opener, all: readonly Made[]): void {
  let open: Open[] = all.map(made => ({ made, entity: parseEntity(made.message), depth: 0 }))
  while (open.length > 0) {
    const layers = open.map(each => ({ each, layer: layerOf(each, opener.name) }))
    const asked = layers.filter(({ layer }) => layer && !opener.cannot(layer))
    const answers = opener.open(material, asked.flatMap(({ layer }) => layer ?? []))
    open = asked.flatMap(({ each, layer }) => {
      const answer = answers.get(layer?.name ?? '')
      if (answer === undefined || typeof answer === 'string') {
        tally.record(`${opener.name}: ${layer?.name ?? ''}`, false, answer ?? 'no answer')
        return []
      }
      const next = { made: each.made, entity: parseEntity(answer), depth: each.depth + 1 }
      if (['multipart/signed', 'application/pkcs7-mime'].includes(next.entity.contentType.value)) return [next]
      const text = new TextDecoder().decode(decodeBody(next.entity).bytes)
      tally.record(`${opener.name}: ${each.made.name}`, text === 'Blanks at the end  \r\nFrom the mailbox\r\n見積書\r\n', text)
      return []
    })
  }
}

const made = [...(await makeSigned()), ...(await makeEncrypted())]
for (const opener of OPENERS) {
  const missing = opener.missing()
  if (missing !== undefined) tally.skip(opener.name, missing)
  else peel(opener, made)
}
rmSync(folder, { recursive: true })
tally.finish()
