/** Somebody who writes: an engine with keys, a certificate book and a journal, and correspondents whose keys the test has. */
import { pemOf, anIdentity, type Identity } from '../../make/key-files.ts'
import { keyUsage, NOW } from '../../make/certificate-authority.ts'
import { bytesOf } from '../../make/signed-message.ts'
import { createMemoryBookStorage } from '../../../src/engine/certificate-book/book-storage.ts'
import { createCertificateBook } from '../../../src/engine/certificate-book/certificate-book.ts'
import type { ComposeRequest, ComposeResult, OutgoingCopy, RecipientAnswer } from '../../../src/engine/compose-protocol.ts'
import { createDraftJournal } from '../../../src/engine/drafts/draft-journal.ts'
import { createMemoryDraftStorage } from '../../../src/engine/drafts/memory-draft-storage.ts'
import type { SmimeEngine } from '../../../src/engine/engine.ts'
import { createInProcessEngine } from '../../../src/engine/in-process.ts'
import { createKeyStore, type KeyDoor } from '../../../src/engine/key-store/key-store.ts'
import { createMemoryStorage } from '../../../src/engine/key-store/memory-storage.ts'
import { LEAST_COST } from '../../../src/engine/key-store/passphrase-lock.ts'
import type { KeyFile, OpenResult } from '../../../src/engine/protocol.ts'
import { createWritingDoor } from '../../../src/engine/writing/create-writing-door.ts'
import type { OutgoingMailbox, OutgoingMessage } from '../../../src/mime/outgoing-message.ts'
import { USUAL_POLICY } from '../../../src/smime/compose-policy.ts'

export const AT = NOW.toISOString()
export const PASSPHRASE = 'four ordinary words together'

/** Signs and is encrypted to, with one key on P-256 unless told otherwise. */
export function aPerson(address: string, options: Parameters<typeof anIdentity>[1] = {}): Promise<Identity> {
  const uses = options.algorithm === 'rsa' ? keyUsage(0, 2) : keyUsage(0, 4)
  return anIdentity(address, { ...options, extensions: { keyUsage: uses, ...options.extensions } })
}

/** A PEM with key, certificate and authority. */
export const pemFile = ({ pkcs8, certificate, authority }: Identity): Uint8Array =>
  bytesOf(pemOf('PRIVATE KEY', pkcs8) + pemOf('CERTIFICATE', certificate) + pemOf('CERTIFICATE', authority.certificate))

export const keyFile = (person: Identity): KeyFile => ({ bytes: pemFile(person), passphrase: null })

/** A certificate as somebody hands it over, its authority beside it. */
export const certificateFile = (...people: readonly Identity[]): Uint8Array =>
  bytesOf(people.map(({ certificate, authority }) => pemOf('CERTIFICATE', certificate) + pemOf('CERTIFICATE', authority.certificate)).join(''))

export const mailbox = (address: string, name = ''): OutgoingMailbox => ({ name, address })

export function aMessage(over: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    from: mailbox('alice@example.com', 'Alice'), sender: null, to: [mailbox('bob@example.com', 'Bob')], cc: [], bcc: [], subject: 'Minutes 議事録', date: AT,
    messageId: '<main@example.com>', inReplyTo: null, references: [], text: 'As we said.\n', html: null, attachments: [], importance: 'normal', ...over,
  }
}

export type Composing = Partial<Omit<ComposeRequest, 'kind' | 'policy'>> & { readonly policy?: Partial<ComposeRequest['policy']> }

export interface Desk {
  readonly engine: SmimeEngine
  readonly keyStore: KeyDoor
  recipients(...addresses: readonly string[]): Promise<readonly RecipientAnswer[]>
  /** Asks for the recipients first, as the pane does. Signed and encrypted unless told otherwise. */
  compose(message: OutgoingMessage, more?: Composing): Promise<ComposeResult>
  add(...people: readonly Identity[]): Promise<void>
  open(bytes: Uint8Array, more?: { readonly keys?: readonly Identity[]; readonly at?: string; readonly crls?: readonly Uint8Array[] }): Promise<OpenResult>
}

export interface DeskOptions {
  /** Whose keys are in the store. */
  readonly owners: readonly Identity[]
  readonly anchors?: readonly Uint8Array[]
  /** A store that has their keys already: to open one costs half a second. */
  readonly keyStore?: KeyDoor
}

/** Unlocked, with the keys of these people. */
export async function aKeyStore(...owners: readonly Identity[]): Promise<KeyDoor> {
  const keyStore = createKeyStore(createMemoryStorage(), { cost: LEAST_COST })
  for (const owner of owners) await keyStore.answer({ kind: 'keys-import', bytes: pemFile(owner), filePassword: null, passphrase: PASSPHRASE, at: AT })
  if (owners.length > 0) await keyStore.answer({ kind: 'keys-unlock', passphrase: PASSPHRASE, at: AT })
  return keyStore
}

export async function aDesk({ owners, anchors = owners.map(({ authority }) => authority.certificate), ...options }: DeskOptions): Promise<Desk> {
  const keyStore = options.keyStore ?? (await aKeyStore(...owners))
  const writing = createWritingDoor({ keyStore, book: createCertificateBook(createMemoryBookStorage()), drafts: createDraftJournal(createMemoryDraftStorage()) })
  const engine = createInProcessEngine({ keyStore, writing })
  await engine.ask({ kind: 'trust', builtIn: false, organisation: [...anchors], user: [] })
  const recipients = async (...addresses: readonly string[]) => (await engine.ask({ kind: 'recipients', addresses, at: AT })).recipients
  return {
    engine,
    keyStore,
    recipients,
    compose: async (message, { policy = {}, ...more } = {}) => {
      const protection = more.protection ?? { sign: true, encrypt: true }
      const addresses = [...message.to, ...message.cc, ...message.bcc].map(({ address }) => address)
      const shown = protection.encrypt ? await recipients(...addresses) : []
      const expected = protection.encrypt ? shown.flatMap(({ address, chosen }) => (chosen === null ? [] : [{ address, fingerprint: chosen }])) : null
      return engine.ask({
        kind: 'compose', at: AT, message, protection, expected, copyIds: message.bcc.map((_, index) => `<copy-${index}@example.com>`), ...more,
        policy: { ...USUAL_POLICY, ...policy },
      })
    },
    add: async (...people) => {
      if (people.length > 0) await engine.ask({ kind: 'certificates-add', bytes: certificateFile(...people), at: AT })
    },
    open: (bytes, { keys = [], at = AT, crls = [] } = {}) =>
      engine.ask({
        kind: 'open', bytes, form: 'auto', content: null, host: null, at, extraCertificates: [], revocation: 'if-available', crls, ocspResponses: [], keyFiles: keys.map(keyFile),
      }),
  }
}

export const copyTo = ({ copies }: ComposeResult, address: string): OutgoingCopy => {
  const copy = copies.find(({ recipients }) => recipients.includes(address))
  if (!copy) throw new Error(`no copy to ${address}`)
  return copy
}
