/** Messages of every kind, built from what other programs sign and encrypt, as their mail programs would write them. */
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { concatBytes } from '../../src/bytes/bytes.ts'
import { parseEntity } from '../../src/mime/entity.ts'
import type { Material } from '../bench/material.ts'
import type { Kind } from './cells.ts'
import type { Key } from './keys.ts'
import { writtenIn } from './peel.ts'
import type { Task } from './peers/peer.ts'
import type { Ready } from './peers/peers.ts'
import { ALICE, BOB, messageIdOf, type Specimen } from './specimens.ts'
import type { Tally } from './tally.ts'

interface Recipe {
  readonly kind: Kind
  readonly key: Key
  readonly steps: readonly Task['how'][]
  /** Which entity it begins with. */
  readonly entity: 'narrow' | 'wide'
}

const signedWith = (key: Key): Recipe[] => [
  { kind: 'signed', key, steps: ['detached'], entity: 'narrow' },
  { kind: 'signed', key, steps: ['detached'], entity: 'wide' },
  { kind: 'signed', key, steps: ['opaque'], entity: 'wide' },
]

const sealedWith = (key: Key): Recipe[] => [
  { kind: 'encrypted', key, steps: ['cbc'], entity: 'wide' },
  { kind: 'encrypted', key, steps: ['gcm'], entity: 'wide' },
  { kind: 'signed and encrypted', key, steps: ['detached', 'cbc'], entity: 'wide' },
  { kind: 'signed and encrypted', key, steps: ['detached', 'gcm'], entity: 'wide' },
  { kind: 'signed and encrypted', key, steps: ['opaque', 'cbc'], entity: 'wide' },
  { kind: 'triple wrapped', key, steps: ['detached', 'cbc', 'detached'], entity: 'wide' },
]

const RECIPES: readonly Recipe[] = [...(['rsa', 'ec'] as const).flatMap(key => [...signedWith(key), ...sealedWith(key)]), ...signedWith('ed25519')]

interface Growing extends Recipe {
  readonly name: string
  /** The entity so far. */
  readonly octets: Uint8Array
}

/** Everything that this program makes; step by step for all of them, so that a slow program starts seldom. What it fails in is left out and `tally` told. */
export function makeTheirs({ peer, session }: Ready, { file }: Material, at: string, tally: Tally): Specimen[] {
  const recipes = RECIPES.filter(({ steps, key }) => steps.every(how => peer.can({ how, key })))
  let growing: Growing[] = recipes.map(recipe => ({ ...recipe, name: `${peer.name} ${recipe.kind} ${recipe.entity} ${recipe.steps.join(' ')} ${recipe.key}`, octets: ENTITIES[recipe.entity] }))
  for (const depth of [0, 1, 2]) {
    const tasks = growing.flatMap(({ name, key, steps, octets }) => {
      const how = steps[depth]
      if (how === undefined) return []
      const input = `make-${name.replaceAll(' ', '-')}-${depth}`
      writeFileSync(file(input), octets)
      return [{ name, how, key, input, output: `${input}.der` }]
    })
    const failures = new Map((tasks.length > 0 ? session.make(tasks) : []).map(({ name, failure }) => [name, failure]))
    growing = growing.flatMap(each => {
      const task = tasks.find(({ name }) => name === each.name)
      if (!task) return [each]
      const failure = failures.get(task.output)
      if (failure === undefined) return [{ ...each, octets: frame(task.how, each.octets, readFileSync(file(task.output))) }]
      tally.record(`${each.name}, made`, false, failure)
      return []
    })
  }
  return growing.map(({ kind, key, steps, entity, name, octets }) => ({
    maker: peer.name, kind, key, name: name.replaceAll(' ', '-'), isByKey: false, isOaep: false, messageId: messageIdOf(name), written: writtenIn(parseEntity(ENTITIES[entity])),
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
