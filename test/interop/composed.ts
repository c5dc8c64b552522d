/** Messages as the pane makes them: one question to the engine, with keys out of its store and Bob's certificate out of its book. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { concatBytes } from '../../src/bytes/bytes.ts'
import { createMemoryBookStorage } from '../../src/engine/certificate-book/book-storage.ts'
import { createCertificateBook } from '../../src/engine/certificate-book/certificate-book.ts'
import type { Protection } from '../../src/engine/compose-protocol.ts'
import { createDraftJournal } from '../../src/engine/drafts/draft-journal.ts'
import { createMemoryDraftStorage } from '../../src/engine/drafts/memory-draft-storage.ts'
import type { SmimeEngine } from '../../src/engine/engine.ts'
import { createInProcessEngine } from '../../src/engine/in-process.ts'
import { createKeyStore } from '../../src/engine/key-store/key-store.ts'
import { createMemoryStorage } from '../../src/engine/key-store/memory-storage.ts'
import { LEAST_COST } from '../../src/engine/key-store/passphrase-lock.ts'
import { createWritingDoor } from '../../src/engine/writing/create-writing-door.ts'
import { parseEntity } from '../../src/mime/entity.ts'
import { plainMessage, writeMessage } from '../../src/mime/message-writer.ts'
import { type ComposePolicy, USUAL_POLICY } from '../../src/smime/compose-policy.ts'
import type { Material } from '../bench/material.ts'
import type { Kind } from './cells.ts'
import type { Key } from './keys.ts'
import { writtenIn } from './peel.ts'
import { BOB, LETTER, messageIdOf, type Specimen } from './specimens.ts'
import type { Tally } from './tally.ts'

const PASSPHRASE = 'four ordinary words together'

interface Wish {
  readonly kind: Kind
  readonly name: string
  readonly protection: Protection
  readonly policy: Partial<ComposePolicy>
}

/** What the policy of an organisation may ask for. */
const WISHES: readonly Wish[] = [
  { kind: 'signed', name: 'usual', protection: { sign: true, encrypt: false }, policy: {} },
  { kind: 'signed', name: 'opaque', protection: { sign: true, encrypt: false }, policy: { form: 'opaque', digest: 'SHA-512', chain: 'with-anchor' } },
  { kind: 'encrypted', name: 'usual', protection: { sign: false, encrypt: true }, policy: {} },
  { kind: 'signed and encrypted', name: 'usual', protection: { sign: true, encrypt: true }, policy: {} },
  { kind: 'signed and encrypted', name: 'hiding the subject', protection: { sign: true, encrypt: true }, policy: { hidesSubject: true, form: 'opaque' } },
  { kind: 'signed and encrypted', name: 'modern', protection: { sign: true, encrypt: true }, policy: { hidesSubject: true, cipher: 'aes256-gcm', transport: 'oaep-sha256' } },
  { kind: 'triple wrapped', name: 'usual', protection: { sign: true, encrypt: true }, policy: { tripleWrap: true } },
]

/** Alice writes with an RSA key, then with one on P-256; Bob's RSA key opens. What cannot be made is left out, and `tally` told. */
export async function makeComposed(material: Material, at: string, tally: Tally): Promise<Specimen[]> {
  const specimens: Specimen[] = []
  for (const signer of ['rsa', 'ec'] as const) {
    await tally.row(`the desk of Alice with ${signer}`, async () => {
      const engine = await openDesk(material, signer, at)
      for (const wish of WISHES) await tally.row(`composed ${wish.kind} ${wish.name} ${signer}, made`, async () => void specimens.push(await compose(engine, wish, signer, at)))
    })
  }
  return specimens
}

async function openDesk({ file, root }: Material, key: Key, at: string): Promise<SmimeEngine> {
  const read = (path: string) => new Uint8Array(readFileSync(path))
  const keyStore = createKeyStore(createMemoryStorage(), { cost: LEAST_COST })
  await keyStore.answer({ kind: 'keys-import', bytes: read(file(`${key}.p12`)), filePassword: 'x', passphrase: PASSPHRASE, at })
  await keyStore.answer({ kind: 'keys-unlock', passphrase: PASSPHRASE, at })
  const writing = createWritingDoor({ keyStore, book: createCertificateBook(createMemoryBookStorage()), drafts: createDraftJournal(createMemoryDraftStorage()) })
  const engine = createInProcessEngine({ keyStore, writing })
  await engine.ask({ kind: 'trust', builtIn: false, organisation: [read(root)], user: [] })
  await engine.ask({ kind: 'certificates-add', bytes: concatBytes([read(file('bob.crt')), read(file('int.crt'))]), at })
  return engine
}

async function compose(engine: SmimeEngine, { kind, name: details, protection, policy }: Wish, signer: Key, at: string): Promise<Specimen> {
  const name = `Sealpane ${kind} composed ${details} ${signer}`
  const message = { ...LETTER, messageId: messageIdOf(name), date: at }
  const [shown] = (await engine.ask({ kind: 'recipients', addresses: [BOB.address], at })).recipients
  const expected = protection.encrypt ? [{ address: BOB.address, fingerprint: shown?.chosen ?? '' }] : null
  const { copies } = await engine.ask({ kind: 'compose', at, message, protection, expected, copyIds: [], policy: { ...USUAL_POLICY, ...policy } })
  const [copy] = copies
  if (!copy || copies.length > 1) throw new Error(`${copies.length} copies`)
  const written = parseEntity(concatBytes(plainMessage(writeMessage(message, () => randomBytes(16).toString('hex')))))
  return {
    maker: 'Sealpane', kind, name: name.replaceAll(' ', '-'), key: 'bob', signer, isByKey: false, isOaep: policy.transport === 'oaep-sha256', isFragile: false, hasAgreement: protection.encrypt && signer === 'ec',
    messageId: copy.messageId, message: copy.bytes, written: writtenIn(written),
  }
}
