/** What shape the questions about writing must have. SECURITY (SEC-105): what crosses the wall is checked before it is used. */
import type { ComposePolicy } from '../../smime/compose-policy.ts'
import type { CertificateRequest, ComposeRequest, DraftRequest, SignerRequest, WritingRequest } from '../compose-protocol.ts'

type Fields = Readonly<Record<string, unknown>>
type Shape = (value: unknown) => boolean

const isText: Shape = value => typeof value === 'string'
const isBoolean: Shape = value => typeof value === 'boolean'
const isBytes: Shape = value => value instanceof Uint8Array
const orNull = (shape: Shape): Shape => value => value === null || shape(value)
const listOf = (shape: Shape): Shape => value => Array.isArray(value) && value.length <= 10_000 && value.every(shape)
const oneOf = (...values: readonly unknown[]): Shape => value => values.includes(value)
const isTime: Shape = value => typeof value === 'string' && !Number.isNaN(Date.parse(value))
const isFingerprint: Shape = value => typeof value === 'string' && /^[0-9a-f]{64}$/u.test(value)
const hasShape = (shapes: Readonly<Record<string, Shape>>): Shape => value =>
  typeof value === 'object' && value !== null && Object.entries(shapes).every(([name, shape]) => shape((value as Fields)[name]))

const isMailbox = hasShape({ name: isText, address: isText })
const isAttachment = hasShape({ name: isText, mediaType: isText, content: isBytes, contentId: orNull(isText) })

const isMessage = hasShape({
  from: isMailbox, sender: orNull(isMailbox), to: listOf(isMailbox), cc: listOf(isMailbox), bcc: listOf(isMailbox), subject: isText, date: isTime,
  messageId: isText, inReplyTo: orNull(isText), references: listOf(isText), text: isText, html: orNull(isText), attachments: listOf(isAttachment),
  importance: oneOf('low', 'normal', 'high'),
})

const isDemand = oneOf('offer', 'on', 'always')

const POLICY: Readonly<Record<keyof ComposePolicy, Shape>> = {
  sign: isDemand, encrypt: isDemand, bcc: oneOf(0, 1, 2), form: oneOf('detached', 'opaque'), digest: oneOf('SHA-256', 'SHA-384', 'SHA-512'),
  cipher: oneOf('auto', 'aes256-cbc', 'aes128-cbc', 'aes256-gcm', 'aes128-gcm'), transport: oneOf('auto', 'pkcs1', 'oaep-sha256'),
  recipientId: oneOf('issuer-and-serial', 'key-identifier'), chain: oneOf('signer', 'intermediates', 'with-anchor'), tripleWrap: isBoolean,
  protectsHeader: isBoolean, hidesSubject: isBoolean, replyKeepsSigning: isBoolean,
}

const SHAPE: Readonly<Record<Exclude<WritingRequest, DraftRequest>['kind'], Shape>> = {
  'recipients': hasShape({ addresses: listOf(isText) }),
  'certificates-add': hasShape({ bytes: isBytes }),
  'certificates-prefer': hasShape({ address: isText, fingerprint: isFingerprint }),
  'signer': hasShape({ address: isText }),
  'compose': hasShape({
    message: isMessage, protection: hasShape({ sign: isBoolean, encrypt: isBoolean }), policy: hasShape(POLICY),
    expected: orNull(listOf(hasShape({ address: isText, fingerprint: isFingerprint }))), copyIds: listOf(isText),
  }),
}

const PROTECTION = hasShape({ sign: isBoolean, encrypt: isBoolean })
const SETTINGS = hasShape({ protection: PROTECTION, route: orNull(isText), answersEncrypted: isBoolean })
const COPY = hasShape({ messageId: isText, role: oneOf('main', 'bcc'), recipients: listOf(isText), isTaken: isBoolean, askedAt: orNull(isTime), isByHand: value => value === undefined || isBoolean(value) })
const STATES = ['writing', 'captured', 'built', 'item-changed', 'send-asked']
/** The journal is asked by the pane alone; ids are of its making. */
const isId: Shape = value => typeof value === 'string' && value.length > 0 && value.length <= 200

const DRAFT_SHAPE: Readonly<Record<DraftRequest['kind'], Shape>> = {
  'drafts-write': hasShape({ id: isId, message: isMessage, settings: SETTINGS, state: oneOf('writing', 'captured') }),
  'drafts-advance': hasShape({ id: isId, state: oneOf(...STATES), copies: value => value === undefined || listOf(COPY)(value) }),
  'drafts-list': () => true,
  'drafts-read': hasShape({ id: isId }),
  'drafts-end': hasShape({ id: isId }),
}

export function isDraftRequest(request: WritingRequest): request is DraftRequest {
  return Object.hasOwn(DRAFT_SHAPE, request.kind)
}

export function hasWritingShape(request: CertificateRequest | SignerRequest | ComposeRequest | DraftRequest): boolean {
  const shape = isDraftRequest(request) ? DRAFT_SHAPE[request.kind] : SHAPE[request.kind]
  return isTime(request.at) && shape(request)
}
