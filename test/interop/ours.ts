/** Messages of every kind with every key, as our engine signs and encrypts what is already written. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { concatBytes } from '../../src/bytes/bytes.ts'
import type { SmimeEngine } from '../../src/engine/engine.ts'
import type { EncryptRequest, SigningWish } from '../../src/engine/make-protocol.ts'
import { parseEntity } from '../../src/mime/entity.ts'
import { plainMessage, writeMessage } from '../../src/mime/message-writer.ts'
import type { OutgoingAttachment } from '../../src/mime/outgoing-message.ts'
import type { Material } from '../bench/material.ts'
import type { Kind } from './cells.ts'
import type { Key } from './keys.ts'
import { type Sealed, writtenIn } from './peel.ts'
import { LETTER, messageIdOf, type Specimen } from './specimens.ts'
import type { Tally } from './tally.ts'

/** Which key signs what is encrypted to which; and how it gets the content key. */
const PAIRS: readonly { readonly signer: Key; readonly key: Key; readonly transports: readonly EncryptRequest['transport'][] }[] = [
  { signer: 'rsa', key: 'rsa', transports: ['pkcs1', 'oaep-sha256'] },
  { signer: 'ec', key: 'ec', transports: ['pkcs1'] },
  { signer: 'ec384', key: 'ec384', transports: ['pkcs1'] },
  { signer: 'ed25519', key: 'x25519', transports: ['pkcs1'] },
]

/** Octets of a file that make a message of 24 MB, inside one layer of base64 and inside two. */
const LARGE = { once: 17_700_000, twice: 12_900_000 }

type Details = Pick<Sealed, 'key'> & Partial<Pick<Sealed, 'signer' | 'isOaep' | 'isPss'>> & { readonly kind: Kind; readonly name: string; readonly attachments?: readonly OutgoingAttachment[] }

/** A message that cannot be made is left out, and `tally` told. */
export async function makeOurs(engine: SmimeEngine, { file }: Material, at: string, tally: Tally): Promise<Specimen[]> {
  const read = (name: string) => new Uint8Array(readFileSync(file(name)))
  const wish = (key: Key, form: SigningWish['form'], rsa: 'pkcs1' | 'pss' = 'pkcs1'): SigningWish => ({ key: { bytes: read(`${key}.p12`), passphrase: 'x' }, certificates: [], form, rsa })
  const sign = async (message: Uint8Array, signing: SigningWish) => (await engine.ask({ kind: 'sign', message, at, protectsHeader: true, signing })).bytes
  const encrypt = async (request: Omit<EncryptRequest, 'kind' | 'at' | 'protectsHeader' | 'naming' | 'hidesSubject'>) =>
    (await engine.ask({ kind: 'encrypt', at, protectsHeader: true, naming: 'issuer-and-serial', hidesSubject: true, ...request })).bytes
  const specimens: Specimen[] = []
  const add = ({ kind, name: details, attachments = LETTER.attachments, ...how }: Details, seal: (message: Uint8Array) => Promise<Uint8Array>) => {
    const name = `Sealpane ${kind} ${details}`
    return tally.row(`${name}, made`, async () => {
      const written = concatBytes(plainMessage(writeMessage({ ...LETTER, attachments, messageId: messageIdOf(name), date: at }, () => randomBytes(16).toString('hex'))))
      const expected = writtenIn(parseEntity(written))
      specimens.push({
        maker: 'Sealpane', kind, name: name.replaceAll(' ', '-'), isByKey: false, isOaep: false, isFragile: false, ...how, messageId: messageIdOf(name), message: await seal(written.slice()), written: expected,
      })
    })
  }
  for (const { signer, key, transports } of PAIRS) {
    for (const form of ['detached', 'opaque'] as const) {
      await add({ kind: 'signed', name: `${form} ${signer}`, key: signer }, message => sign(message, wish(signer, form)))
      if (signer === 'rsa') await add({ kind: 'signed', name: `${form} pss`, key: signer, isPss: true }, message => sign(message, wish(signer, form, 'pss')))
    }
    for (const cipher of ['aes256-cbc', 'aes256-gcm'] as const) {
      for (const transport of transports) {
        const choices = { recipients: [read(`${key}.crt`)], cipher, transport } as const
        const how = { name: `${cipher} ${key} ${transport}`, key, signer, isOaep: transport !== 'pkcs1' }
        await add({ kind: 'encrypted', ...how }, message => encrypt({ ...choices, message, signing: null, tripleWrap: false }))
        for (const form of ['detached', 'opaque'] as const) {
          await add({ kind: 'signed and encrypted', ...how, name: `${form} ${how.name}` }, message => encrypt({ ...choices, message, signing: wish(signer, form), tripleWrap: false }))
        }
        await add({ kind: 'triple wrapped', ...how }, message => encrypt({ ...choices, message, signing: wish(signer, 'detached'), tripleWrap: true }))
      }
    }
  }
  const large = (octets: number) => ({ key: 'rsa', attachments: [{ name: 'large.bin', mediaType: 'application/octet-stream', content: new Uint8Array(randomBytes(octets)), contentId: null }] }) as const
  await add({ kind: 'signed', name: '24 MB', ...large(LARGE.once) }, message => sign(message, wish('rsa', 'detached')))
  const choices = { recipients: [read('rsa.crt')], cipher: 'aes256-cbc', transport: 'pkcs1', tripleWrap: false } as const
  await add({ kind: 'signed and encrypted', name: '24 MB', ...large(LARGE.twice) }, message => encrypt({ ...choices, message, signing: wish('rsa', 'detached') }))
  return specimens
}
