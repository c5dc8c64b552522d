/** Messages of every kind, made by us and by the other programs, all from Alice to herself and Bob. */
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { concatBytes } from '../../src/bytes/bytes.ts'
import type { SmimeEngine } from '../../src/engine/engine.ts'
import type { EncryptRequest, SigningWish } from '../../src/engine/make-protocol.ts'
import { parseEntity } from '../../src/mime/entity.ts'
import { plainMessage, writeMessage } from '../../src/mime/message-writer.ts'
import type { OutgoingMessage } from '../../src/mime/outgoing-message.ts'
import type { Material } from '../bench/material.ts'
import type { Kind, Party } from './cells.ts'
import type { Maker, Task } from './makers.ts'
import { type Sealed, writtenIn } from './peel.ts'
import { type Key, KEYS } from './programs.ts'

export interface Specimen extends Sealed {
  readonly maker: Party
  readonly kind: Kind
  /** Finds it again in a mailbox. */
  readonly messageId: string
  /** The octets of each part, as they have to come out. */
  readonly written: readonly Uint8Array[]
  /** Its outermost signature covers lines over 70 octets or eight-bit text, which such relays change. */
  readonly isFragile: boolean
}

export const ALICE = { name: 'Alice', address: 'alice@example.com' }
export const BOB = { name: 'Bob', address: 'bob@example.com' }

const LETTER: Omit<OutgoingMessage, 'messageId' | 'date'> = {
  from: ALICE, sender: null, to: [BOB], cc: [], bcc: [], subject: 'Angebot: 見積書', inReplyTo: null, references: [], importance: 'normal',
  text: `Grüße, und eine lange Zeile: ${'wort '.repeat(40)}\n.\nFrom the mailbox\n\nBlanks at the end  \n-- \nAlice 見積書\n`,
  html: '<p>Gr&uuml;&szlig;e <b>見積書</b></p>',
  attachments: [{ name: '見積書.bin', mediaType: 'application/octet-stream', content: Uint8Array.from({ length: 1000 }, (_, i) => i & 0xff), contentId: null }],
}

const messageIdOf = (name: string) => `<${name.replaceAll(' ', '-')}@interop.example.com>`

/** How an RSA key gets the content key; an EC key has one way. */
const TRANSPORTS = { rsa: ['pkcs1', 'oaep-sha256'], ec: ['pkcs1'], ec384: ['pkcs1'] } as const

/** Every kind with both keys, as the pane makes them. */
export async function makeOurs(engine: SmimeEngine, { file }: Material, at: string): Promise<Specimen[]> {
  const read = (name: string) => new Uint8Array(readFileSync(file(name)))
  const wish = (key: Key, form: SigningWish['form']): SigningWish => ({ key: { bytes: read(`${key}.p12`), passphrase: 'x' }, certificates: [], form })
  const newBoundary = () => randomBytes(16).toString('hex')
  const specimens: Specimen[] = []
  const add = async (kind: Kind, details: string, key: Key, { isOaep = false, isPss = false }, seal: (message: Uint8Array) => Promise<Uint8Array>) => {
    const name = `Sealpane ${kind} ${details}`
    const written = concatBytes(plainMessage(writeMessage({ ...LETTER, messageId: messageIdOf(name), date: at }, newBoundary)))
    specimens.push({
      maker: 'Sealpane', kind, name: name.replaceAll(' ', '-'), key, isByKey: false, isOaep, isPss, isFragile: false,
      messageId: messageIdOf(name), message: await seal(written), written: writtenIn(parseEntity(written)),
    })
  }
  for (const key of KEYS) {
    for (const form of ['detached', 'opaque'] as const) {
      const sign = async (message: Uint8Array, rsa: 'pkcs1' | 'pss') => (await engine.ask({ kind: 'sign', message, at, protectsHeader: true, signing: { ...wish(key, form), rsa } })).bytes
      await add('signed', `${form} ${key}`, key, {}, message => sign(message, 'pkcs1'))
      if (key === 'rsa') await add('signed', `${form} pss`, key, { isPss: true }, message => sign(message, 'pss'))
    }
    for (const cipher of ['aes256-cbc', 'aes256-gcm'] as const) {
      for (const transport of TRANSPORTS[key]) {
        const choices = { kind: 'encrypt', at, protectsHeader: true, recipients: [read(`${key}.crt`)], cipher, naming: 'issuer-and-serial', transport, hidesSubject: true } as const
        const details = `${cipher} ${key} ${transport}`
        const encrypt = async (more: Pick<EncryptRequest, 'message' | 'signing' | 'tripleWrap'>) => (await engine.ask({ ...choices, ...more })).bytes
        const how = { isOaep: transport !== 'pkcs1' }
        await add('encrypted', details, key, how, message => encrypt({ message, signing: null, tripleWrap: false }))
        for (const form of ['detached', 'opaque'] as const) {
          await add('signed and encrypted', `${form} ${details}`, key, how, message => encrypt({ message, signing: wish(key, form), tripleWrap: false }))
        }
        await add('triple wrapped', details, key, how, message => encrypt({ message, signing: wish(key, 'detached'), tripleWrap: true }))
      }
    }
  }
  return specimens
}

interface Recipe {
  readonly kind: Kind
  readonly key: 'rsa' | 'ec'
  readonly steps: readonly Task['how'][]
  /** Which entity it begins with. */
  readonly entity: 'narrow' | 'wide'
}

const RECIPES: readonly Recipe[] = (['rsa', 'ec'] as const).flatMap(key => [
  { kind: 'signed', key, steps: ['detached'], entity: 'narrow' },
  { kind: 'signed', key, steps: ['detached'], entity: 'wide' },
  { kind: 'signed', key, steps: ['opaque'], entity: 'wide' },
  { kind: 'encrypted', key, steps: ['cbc'], entity: 'wide' },
  { kind: 'encrypted', key, steps: ['gcm'], entity: 'wide' },
  { kind: 'signed and encrypted', key, steps: ['detached', 'cbc'], entity: 'wide' },
  { kind: 'signed and encrypted', key, steps: ['detached', 'gcm'], entity: 'wide' },
  { kind: 'signed and encrypted', key, steps: ['opaque', 'cbc'], entity: 'wide' },
  { kind: 'triple wrapped', key, steps: ['detached', 'cbc', 'detached'], entity: 'wide' },
] satisfies Recipe[])

interface Growing extends Recipe {
  readonly name: string
  /** The entity so far. */
  readonly octets: Uint8Array
}

/** Everything that this program makes; step by step for all of them, so that a slow program starts seldom. */
export function makeTheirs(maker: Maker, material: Material, at: string): Specimen[] {
  const { file } = material
  const recipes = RECIPES.filter(({ steps, key }) => steps.every(how => maker.can({ how, key })))
  let growing: Growing[] = recipes.map(recipe => ({ ...recipe, name: `${maker.name} ${recipe.kind} ${recipe.entity} ${recipe.steps.join(' ')} ${recipe.key}`, octets: ENTITIES[recipe.entity] }))
  for (const depth of [0, 1, 2]) {
    const tasks = growing.flatMap(({ name, key, steps, octets }) => {
      const how = steps[depth]
      if (how === undefined) return []
      const input = `make-${name.replaceAll(' ', '-')}-${depth}`
      writeFileSync(file(input), octets)
      return [{ name, how, key, input, output: `${input}.der` }]
    })
    if (tasks.length > 0) maker.make(material, tasks)
    growing = growing.map(each => {
      const task = tasks.find(({ name }) => name === each.name)
      return task ? { ...each, octets: frame(task.how, each.octets, readFileSync(file(task.output))) } : each
    })
  }
  return growing.map(({ kind, key, steps, entity, name, octets }) => ({
    maker: maker.name, kind, key, name: name.replaceAll(' ', '-'), isByKey: false, isOaep: false, messageId: messageIdOf(name), written: writtenIn(parseEntity(ENTITIES[entity])),
    message: concatBytes([ascii(headerOf(name, at)), octets]), isFragile: steps[0] === 'detached' && steps.length === 1 && entity === 'wide',
  }))
}

const ascii = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const lines = (octets: Uint8Array, width: number) => (Buffer.from(octets).toString('base64').match(new RegExp(`.{1,${width}}`, 'gu')) ?? []).join('\r\n')

function headerOf(name: string, at: string): string {
  const date = new Date(at).toUTCString().replace('GMT', '+0000')
  return `From: Alice <${ALICE.address}>\r\nTo: Bob <${BOB.address}>\r\nSubject: Offer\r\nDate: ${date}\r\nMessage-ID: ${messageIdOf(name)}\r\nMIME-Version: 1.0\r\n`
}

const FILE = Uint8Array.from({ length: 1000 }, (_, i) => (i * 7) & 0xff)

const mixed = (text: string, encoding: string, width: number) =>
  'Content-Type: multipart/mixed; boundary="=_outer of a letter_="\r\n\r\nPreamble.\r\n--=_outer of a letter_=\r\n' +
  `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${text}\r\n--=_outer of a letter_=\r\n` +
  `Content-Type: application/octet-stream; name=offer.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines(FILE, width)}\r\n--=_outer of a letter_=--\r\n`

/** As mail programs write: seven bits and short lines, or what many of them do, eight bits and base64 of 76 characters. */
const ENTITIES = {
  narrow: new Uint8Array(Buffer.from(mixed('Gr=C3=BC=C3=9Fe\r\n.dot\r\nBlank at the end=20', 'quoted-printable', 64))),
  wide: new Uint8Array(Buffer.from(mixed('Grüße\r\n.dot\r\nBlank at the end ', '8bit', 76))),
}

const TYPES = { opaque: 'signed-data', cbc: 'enveloped-data', gcm: 'authEnveloped-data' } as const

/** The CMS object in its MIME form (RFC 8551 section 3.2 and 3.5.3), as that maker's mail programs would write it. */
function frame(how: Task['how'], entity: Uint8Array, cms: Uint8Array): Uint8Array {
  const encoded = lines(cms, 64)
  if (how !== 'detached') {
    return ascii(`Content-Type: application/pkcs7-mime; smime-type=${TYPES[how]};\r\n name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=smime.p7m\r\n\r\n${encoded}\r\n`)
  }
  const boundary = `----=_signed_${randomBytes(8).toString('hex')}`
  const head = `Content-Type: multipart/signed; protocol="application/pkcs7-signature";\r\n micalg=sha-256; boundary="${boundary}"\r\n\r\nThis is an S/MIME signed message\r\n\r\n--${boundary}\r\n`
  const tail = `\r\n--${boundary}\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\n${encoded}\r\n\r\n--${boundary}--\r\n`
  return concatBytes([ascii(head), entity, ascii(tail)])
}
