/** An item and an engine that answer what a test tells them to, for the logic of the screens. */
import type { CertificateProblem, KnownCertificate, RecipientAnswer, SignerResult, WritingRequest } from '../../../src/engine/compose-protocol.ts'
import type { ResultOf } from '../../../src/engine/protocol.ts'
import type { Addressee, ComposeItem, WrittenItem } from '../../../src/outlook/compose/compose-item.ts'
import { demandedBy, markOf, type ProtectionMark } from '../../../src/outlook/compose/protection-mark.ts'
import { SendError, type SendingRoute } from '../../../src/outlook/send/sending-route.ts'
import { USUAL_POLICY, type ComposePolicy } from '../../../src/smime/compose-policy.ts'
import { ComposeController, type ComposeOptions, type SendJob } from '../../../src/taskpane/compose/compose-controller.ts'
import type { EditedMessage } from '../../../src/taskpane/compose/edited-message.ts'
import { AT, certificate } from '../verdicts.ts'

export const person = (address: string, field: Addressee['field'] = 'to'): Addressee => ({ name: '', address, field, kind: 'person' })

export function known(fingerprint: string, over: Partial<KnownCertificate> = {}): KnownCertificate {
  return { fingerprint, certificate: certificate(), sources: ['mail'], problem: null, keptAt: AT, announces: { gcm: false, oaep: false }, weakBits: null, ...over }
}

export const ready = (address: string, fingerprint = 'aa'): RecipientAnswer => ({ address, certificates: [known(fingerprint)], chosen: fingerprint, problem: null })

export const missing = (address: string, problem: CertificateProblem | 'smime/recipient-no-certificate' = 'smime/recipient-no-certificate'): RecipientAnswer =>
  ({ address, certificates: problem === 'smime/recipient-no-certificate' ? [] : [known('bb', { problem })], chosen: null, problem })

export const SIGNER: SignerResult = { kind: 'signer', signing: certificate(), problem: null, encryption: certificate() }

export interface FakeEngine {
  readonly requests: WritingRequest[]
  signer: SignerResult
  answer: (address: string) => RecipientAnswer
  /** Thrown for requests of this kind. */
  readonly failing: Map<WritingRequest['kind'], Error>
  ask<R extends WritingRequest>(request: R): Promise<ResultOf<R>>
}

export function writingEngine(): FakeEngine {
  const engine: FakeEngine = {
    requests: [],
    signer: SIGNER,
    answer: address => ready(address),
    failing: new Map(),
    ask: request => {
      engine.requests.push(request)
      const failure = engine.failing.get(request.kind)
      if (failure) return Promise.reject(failure)
      return Promise.resolve(answerTo(engine, request) as never)
    },
  }
  return engine
}

function answerTo(engine: FakeEngine, request: WritingRequest): unknown {
  switch (request.kind) {
    case 'signer':
      return engine.signer
    case 'recipients':
      return { kind: 'recipients', recipients: request.addresses.map(engine.answer) }
    case 'certificates-add':
      return { kind: 'certificates-add', added: [known('cc')], addresses: ['a@contoso.example'] }
    default:
      return { kind: request.kind }
  }
}

export interface FakeItem extends ComposeItem {
  addresseesNow: readonly Addressee[]
  written: Partial<WrittenItem>
  readonly did: string[]
  mark: ProtectionMark | null
  tell(): void
}

/** @param groups members by the group's address; a group that is not in it cannot be looked into. */
export function composeItem(addressees: readonly Addressee[], groups: Readonly<Record<string, readonly string[]>> = {}): FakeItem {
  const listeners = new Set<() => void>()
  const from = { name: 'Yuki', address: 'yuki@contoso.example' }
  const item: FakeItem = {
    addresseesNow: addressees,
    written: {},
    did: [],
    mark: null,
    tell: () => { for (const listener of listeners) listener() },
    composeType: () => Promise.resolve('new'),
    addressees: () => Promise.resolve({ from, addressees: item.addresseesNow }),
    onAddresseesChanged: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    read: () => Promise.resolve({
      from, sender: null, addressees: item.addresseesNow, subject: 'Hello', html: null, text: 'Dear all', attachments: [], inReplyTo: null, references: [], importance: 'normal', ...item.written,
    }),
    expandGroup: address => {
      const members = groups[address]
      return members ? Promise.resolve(members.map(each => ({ name: '', address: each }))) : Promise.reject(new SendError('outlook/group-unknown', 'no members', { subject: address }))
    },
    demandProtection: demanded => {
      item.did.push(`demand ${markOf(demanded) ?? 'nothing'}`)
      item.mark = markOf(demanded)
      return Promise.resolve()
    },
    demandedProtection: () => Promise.resolve(demandedBy(item.mark)),
    clearBody: () => {
      item.did.push('clear')
      return Promise.resolve()
    },
    restoreBody: () => Promise.resolve(),
    closeAndDiscard: () => Promise.resolve(true),
  }
  return item
}

export function route(name: SendingRoute['name'], over: Partial<SendingRoute> = {}): SendingRoute {
  return { name, offer: () => ({ isOffered: true, limit: null }), send: () => Promise.resolve(), wasSent: () => Promise.resolve(null), takesSeveral: name !== 'replace', ...over }
}

export interface Desk {
  readonly compose: ComposeController
  readonly engine: FakeEngine
  readonly jobs: SendJob[]
}

export function desk(over: Partial<ComposeOptions> & { readonly policy?: ComposePolicy } = {}, edited: EditedMessage | null = null): Desk {
  const engine = writingEngine()
  const jobs: SendJob[] = []
  let serial = 0
  const compose = new ComposeController({
    engine,
    now: () => new Date(AT),
    item: null,
    routes: [route('graph'), route('file')],
    ownAddress: 'yuki@contoso.example',
    policy: USUAL_POLICY,
    newId: () => `id-${++serial}`,
    send: job => {
      jobs.push(job)
      return Promise.resolve({ kind: 'sent', copies: [], isClosed: true, signer: null, cipher: null })
    },
    look: () => Promise.resolve('unknown'),
    movedNotice: () => 'moved',
    keepDelay: 0,
    ...over,
  }, edited)
  return { compose, engine, jobs }
}
