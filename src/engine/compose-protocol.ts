/**
 * What is said through the worker's wall about writing: whose certificate is used, the finished message, the draft journal.
 * Words go in, octets of S/MIME come out.
 *
 * SECURITY: no answer holds a private key. The only answer that holds plaintext is `drafts-read`, which gives a draft back
 * to whoever wrote it here.
 */
import type { CertificateSummary } from '../certpath/verdict.ts'
import type { OutgoingMessage } from '../mime/outgoing-message.ts'
import type { ComposePolicy } from '../smime/compose-policy.ts'

/** Where a certificate came from. `own`: of a key that is kept here; `mail`: of a message that was valid; `file`: imported. */
export type CertificateSource = 'own' | 'mail' | 'file'

/** Why a message cannot be encrypted to a certificate, worst last. */
export type CertificateProblem =
  | 'smime/recipient-unaccepted'
  | 'smime/recipient-expired'
  | 'smime/recipient-untrusted'
  | 'smime/recipient-unfit'
  | 'smime/recipient-revoked'

export interface KnownCertificate {
  /** SHA-256 of the certificate, hexadecimal, lower case. */
  readonly fingerprint: string
  readonly certificate: CertificateSummary
  readonly sources: readonly CertificateSource[]
  /** Null when it can be used. */
  readonly problem: CertificateProblem | null
  /** ISO 8601. */
  readonly keptAt: string
  /** What its owner announced (RFC 8551 section 2.5.2) in a signed message, or what the certificate says (RFC 4262). */
  readonly announces: { readonly gcm: boolean; readonly oaep: boolean }
  /** Bits of an RSA key that is short, else null. */
  readonly weakBits: number | null
}

export interface RecipientAnswer {
  /** As asked. */
  readonly address: string
  /** All that name this address, usable ones first, then newest first. */
  readonly certificates: readonly KnownCertificate[]
  /** Fingerprint of the one that will be used; null when there is none. */
  readonly chosen: string | null
  /** Null when `chosen` is there. */
  readonly problem: CertificateProblem | 'smime/recipient-no-certificate' | null
}

interface Timed {
  /** Now, ISO 8601. The engine reads no clock. */
  readonly at: string
}

/** Which certificate each of these addresses would be encrypted to. Answers in the order asked; an address twice is answered twice. */
export interface RecipientsRequest extends Timed {
  readonly kind: 'recipients'
  readonly addresses: readonly string[]
}

/**
 * Keeps the certificates of a file (DER, PEM, P7B, SST) for the addresses they name. `engine/unreadable-file` for a file without any.
 * Whether they can be used is judged when they are asked for.
 */
export interface CertificatesAddRequest extends Timed {
  readonly kind: 'certificates-add'
  readonly bytes: Uint8Array
}

/** The user's choice among several, remembered for the address; also accepts one that waits (`smime/recipient-unaccepted`). */
export interface CertificatesPreferRequest extends Timed {
  readonly kind: 'certificates-prefer'
  readonly address: string
  readonly fingerprint: string
}

export interface Protection {
  readonly sign: boolean
  readonly encrypt: boolean
}

/**
 * Makes the messages to be sent. All or nothing.
 *
 * `expected` is what the writer was shown: for every recipient the fingerprint that will be used. Anything else now is
 * `engine/recipient-changed`, and nothing is made (SEC-28, SEC-80). Null when not encrypted.
 */
export interface ComposeRequest extends Timed {
  readonly kind: 'compose'
  readonly message: OutgoingMessage
  readonly protection: Protection
  readonly policy: ComposePolicy
  readonly expected: readonly { readonly address: string; readonly fingerprint: string }[] | null
  /** Message-IDs for the copies of Bcc recipients, at least as many as there are. */
  readonly copyIds: readonly string[]
}

/** One message as it goes out. */
export interface OutgoingCopy {
  /** `main` goes to To and Cc, `bcc` to hidden recipients. */
  readonly role: 'main' | 'bcc'
  /** Everyone who gets this copy, without the writer's own one. */
  readonly recipients: readonly string[]
  readonly messageId: string
  /** RFC 5322, seven bits, CRLF. */
  readonly bytes: Uint8Array
}

export interface ComposeResult {
  readonly kind: 'compose'
  readonly copies: readonly OutgoingCopy[]
  readonly signer: CertificateSummary | null
  readonly cipher: string | null
}

/** Which of the own keys would sign for an address, and whether a copy can be kept readable for the writer. */
export interface SignerRequest extends Timed {
  readonly kind: 'signer'
  readonly address: string
}

export interface SignerResult {
  readonly kind: 'signer'
  readonly signing: CertificateSummary | null
  /** Why there is none, or why it cannot be used now. */
  readonly problem: 'engine/no-signing-key' | 'engine/signing-key-expired' | 'engine/signing-key-locked' | null
  /** The certificate that makes the sent copy readable for the writer (SEC-87). */
  readonly encryption: CertificateSummary | null
}

export interface RecipientsResult {
  readonly kind: 'recipients'
  readonly recipients: readonly RecipientAnswer[]
}

export interface CertificatesAddResult {
  readonly kind: 'certificates-add'
  readonly added: readonly KnownCertificate[]
  /** Addresses that they name. */
  readonly addresses: readonly string[]
}

export interface CertificatesPreferResult {
  readonly kind: 'certificates-prefer'
  readonly recipient: RecipientAnswer
}

/** How far a send has come (SEC-82). Only forwards; `sent` and `discarded` end it. */
export type DraftState =
  /** Being written in the protected editor. */
  | 'writing'
  /** Everything that was written is recorded. */
  | 'captured'
  /** The messages are made. */
  | 'built'
  /** The open item is about to be changed, or was. */
  | 'item-changed'
  /** A server, or Outlook, is about to be asked to send, or was; an open item is about to be one that Outlook could send. From here on nothing is sent again without looking. */
  | 'send-asked'

/** What the writer chose, so that it is there again after a crash. */
export interface DraftSettings {
  readonly protection: Protection
  /** `graph`, `ews`, `replace` or `file`; null before one was chosen. */
  readonly route: string | null
  /** Set for a reply to an encrypted message: protection is not dropped without a deliberate act (SEC-83). */
  readonly answersEncrypted: boolean
}

/** One message of a send, and what is known of it. */
export interface DraftCopy {
  readonly messageId: string
  readonly role: OutgoingCopy['role']
  readonly recipients: readonly string[]
  /** A server, or Outlook, has said that it took it. Never taken back. */
  readonly isTaken: boolean
  /** Taken into a file, or into an item whose Send the writer presses: whether it goes from there is theirs to do and to say. */
  readonly isByHand?: boolean
  /**
   * When it was asked to, ISO 8601: recorded before the request. Null again once the answer was a plain no, so that a date means
   * "perhaps sent" while `isTaken` is false.
   */
  readonly askedAt: string | null
}

export interface DraftSummary {
  readonly id: string
  readonly state: DraftState
  readonly subject: string
  /** ISO 8601. */
  readonly writtenAt: string
  readonly recipients: number
  readonly settings: DraftSettings
  /** In the order in which they are sent; empty before they are made. */
  readonly copies: readonly DraftCopy[]
  /** Another pane works on it. It refuses everybody else (`engine/draft-elsewhere`), and is nothing to offer back here. */
  readonly isElsewhere: boolean
}

/**
 * Writes a draft ahead of what is done with it. The whole record is on disk when the answer comes (IndexedDB, `strict`),
 * encrypted with AES-256-GCM under a device key that cannot be exported.
 *
 * Written again under the same id, it replaces the words and forgets the copies; `engine/bad-request` once a copy was taken or
 * perhaps was: other words are another draft then.
 *
 * @see SEC-82. A state never goes back; `engine/draft-gone` when an id is not there (any more), `engine/draft-elsewhere` when
 * another pane works on it.
 */
export interface DraftsWriteRequest extends Timed {
  readonly kind: 'drafts-write'
  readonly id: string
  readonly message: OutgoingMessage
  readonly settings: DraftSettings
  readonly state: 'writing' | 'captured'
}

export interface DraftsAdvanceRequest extends Timed {
  readonly kind: 'drafts-advance'
  readonly id: string
  readonly state: DraftState
  /** Replaces what is recorded, when given. */
  readonly copies?: readonly DraftCopy[]
}

export interface DraftsListRequest extends Timed {
  readonly kind: 'drafts-list'
}

export interface DraftsReadRequest extends Timed {
  readonly kind: 'drafts-read'
  readonly id: string
}

/** Ends a draft: it was sent, or its writer threw it away. */
export interface DraftsEndRequest extends Timed {
  readonly kind: 'drafts-end'
  readonly id: string
}

export interface DraftsWriteResult {
  readonly kind: 'drafts-write'
  readonly draft: DraftSummary
}
export interface DraftsAdvanceResult {
  readonly kind: 'drafts-advance'
  readonly draft: DraftSummary
}
export interface DraftsListResult {
  readonly kind: 'drafts-list'
  /** Oldest first. Drafts that cannot be read any more (`engine/draft-unreadable`) are counted, not dropped. */
  readonly drafts: readonly DraftSummary[]
  readonly unreadable: number
  /** Their ids, for `drafts-end`: they go when somebody says so. */
  readonly unreadableIds: readonly string[]
}
export interface DraftsReadResult {
  readonly kind: 'drafts-read'
  readonly draft: DraftSummary
  readonly message: OutgoingMessage
}
export interface DraftsEndResult {
  readonly kind: 'drafts-end'
}

export type DraftRequest = DraftsWriteRequest | DraftsAdvanceRequest | DraftsListRequest | DraftsReadRequest | DraftsEndRequest
export type DraftResult = DraftsWriteResult | DraftsAdvanceResult | DraftsListResult | DraftsReadResult | DraftsEndResult

export type CertificateRequest = RecipientsRequest | CertificatesAddRequest | CertificatesPreferRequest
export type CertificateResult = RecipientsResult | CertificatesAddResult | CertificatesPreferResult

export type WritingRequest = CertificateRequest | SignerRequest | ComposeRequest | DraftRequest
export type WritingResult = CertificateResult | SignerResult | ComposeResult | DraftResult
