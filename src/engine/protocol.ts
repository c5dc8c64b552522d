/**
 * The whole wire between the pane and the worker, as two unions. Plain data and transferables only: no functions, no
 * class instances, no keys. The same shapes serve the in-process engine (command line, tests).
 */
import type { PolicyDemand } from '../certpath/candidate-path.ts'
import type { RevocationDemand } from '../certpath/judge-path.ts'
import type { CertificateSummary, PathVerdict, RevocationVerdict } from '../certpath/verdict.ts'
import type { KnownSigner } from '../smime/known-signers.ts'
import type { HostView, InputForm } from '../smime/received-message.ts'
import type { SharedKey } from '../smime/recipient-key.ts'
import type { ShownPart } from '../smime/shown-parts.ts'
import type { MessageVerdict } from '../smime/verdict.ts'
import type { KeyFile } from './key-file.ts'
import type { KeyRequest, KeyResult } from './key-protocol.ts'
import type { WritingRequest, WritingResult } from './compose-protocol.ts'
import type { EncryptRequest, EncryptResult, SignRequest, SignResult } from './make-protocol.ts'

export type { KeyFile } from './key-file.ts'

export type { ShownPart } from '../smime/shown-parts.ts'

export type { RevocationDemand } from '../certpath/judge-path.ts'

export interface OpenRequest {
  readonly kind: 'open'
  /** The bytes as received. Transferred to the worker: the caller loses them. */
  readonly bytes: Uint8Array
  readonly form: InputForm
  /** For a detached `.p7s` alone: the exact signed entity. */
  readonly content: Uint8Array | null
  readonly host: HostView | null
  /** Judgement time, ISO 8601. The engine reads no clock. */
  readonly at: string
  /** More certificates for path building: DER, PEM or P7B, as read from a file. */
  readonly extraCertificates: readonly Uint8Array[]
  readonly revocation: RevocationDemand
  /** CRLs and OCSP answers handed in as evidence, DER or PEM. */
  readonly crls: readonly Uint8Array[]
  readonly ocspResponses: readonly Uint8Array[]
  /** Key files to open encryptions with, besides the keys of the engine's providers. */
  readonly keyFiles?: readonly KeyFile[]
  /** Passwords for password recipients (RFC 3211). */
  readonly recipientPasswords?: readonly string[]
  /** Key-encryption keys that both sides have; an empty identifier fits any recipient of that kind. */
  readonly sharedKeys?: readonly SharedKey[]
  /** Whom the asker has seen sign before; absent: nothing is said about it (SEC-21). */
  readonly knownSigners?: readonly KnownSigner[]
}

/** Asks for one of the parts that `OpenResult.parts` lists, to save it or to open it as a document of its own. */
export interface ExtractPartRequest {
  readonly kind: 'extract-part'
  /** `OpenResult.innermost`. A copy: it is transferred to the worker. */
  readonly entity: Uint8Array
  /** Position in `OpenResult.parts`. */
  readonly index: number
}

export interface JudgePathRequest {
  readonly kind: 'judge-path'
  readonly leaf: Uint8Array
  readonly extraCertificates: readonly Uint8Array[]
  readonly purpose: 'email-signing' | 'email-encryption' | 'any'
  /** What is asked about certificate policies (RFC 5280 section 6.1.1); any policy when absent. */
  readonly policy?: PolicyDemand
  /** A mailbox the certificate has to name, or null. */
  readonly address: string | null
  readonly at: string
  readonly revocation: RevocationDemand
  readonly crls: readonly Uint8Array[]
  readonly ocspResponses: readonly Uint8Array[]
}

export interface ListKeysRequest {
  readonly kind: 'list-keys'
  readonly bytes: Uint8Array
  readonly passphrase: string | null
}

/** Replaces the anchors that count besides or instead of the built-in ones. Sent once, before the first question. */
export interface TrustRequest {
  readonly kind: 'trust'
  readonly builtIn: boolean
  readonly organisation: readonly Uint8Array[]
  readonly user: readonly Uint8Array[]
  /** Signatures without signed attributes, as very old programs make, are then `attention` instead of `invalid` (SEC-03). Absent: no. */
  readonly acceptsBareSignatures?: boolean
}

export type EngineRequest = OpenRequest | ExtractPartRequest | JudgePathRequest | ListKeysRequest | TrustRequest | KeyRequest | SignRequest | EncryptRequest | WritingRequest

export interface OpenResult {
  readonly kind: 'open'
  readonly verdict: MessageVerdict
  /** Exact bytes of the innermost entity that the counting signature covers, or of the message when nothing is signed. */
  readonly innermost: Uint8Array
  /**
   * The innermost entity's parts, for display. Empty when the content verdict is not `intact` and something is signed, and
   * when an encryption was not opened.
   */
  readonly parts: readonly ShownPart[]
}

export interface ExtractPartResult {
  readonly kind: 'extract-part'
  /** Decoded octets; of an attached message the message itself. */
  readonly bytes: Uint8Array
  readonly name: string
  readonly mediaType: string
}

export interface JudgePathResult {
  readonly kind: 'judge-path'
  readonly path: PathVerdict
  readonly revocation: RevocationVerdict
  readonly leaf: CertificateSummary
  readonly addressMatches: boolean | null
}

export interface ListKeysResult {
  readonly kind: 'list-keys'
  readonly certificates: readonly CertificateSummary[]
  /** Certificates in the file whose structure is broken; they are nobody's. */
  readonly unreadableCertificates: number
  readonly privateKeys: number
}

export interface TrustResult {
  readonly kind: 'trust'
  readonly anchors: number
}

export type EngineResult = OpenResult | ExtractPartResult | JudgePathResult | ListKeysResult | TrustResult | KeyResult | SignResult | EncryptResult | WritingResult

/** Steps that a waiting reader is told in words. */
export type EngineStep = 'parsing' | 'hashing' | 'signature' | 'path' | 'done'

export type ToWorker =
  | { readonly type: 'ask'; readonly id: number; readonly request: EngineRequest }
  /** The asker gave up. The worker stops at the next step it comes to; what it answers meanwhile is for nobody. */
  | { readonly type: 'cancel'; readonly id: number }

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly id: number; readonly step: EngineStep }
  | { readonly type: 'answer'; readonly id: number; readonly result: EngineResult }
  | { readonly type: 'error'; readonly id: number; readonly code: string; readonly message: string }

/** Maps a request to its result, so that asking is typed. */
export type ResultOf<R extends EngineRequest> = Extract<EngineResult, { kind: R['kind'] }>
