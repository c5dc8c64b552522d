/**
 * What is said through the worker's wall about keys. Passphrases go in, references and certificates come out.
 *
 * SECURITY (SEC-89, SEC-90): no answer holds a private key, except the file of `keys-export`, which is encrypted with the
 * password its owner chose.
 */
import type { CertificateSummary } from '../certpath/verdict.ts'

export type KeyUse = 'signing' | 'encryption'

export interface StoredKey {
  /** Reference; says nothing about the key. */
  readonly id: string
  readonly uses: readonly KeyUse[]
  /** Null while a request has no answer from the authority yet. */
  readonly certificate: CertificateSummary | null
  /** Every mailbox the certificate names, or the one that was asked for. */
  readonly addresses: readonly string[]
  /** `pending`: a request without an answer. `older`: another key serves the same address and use; this one reads old mail. */
  readonly state: 'current' | 'older' | 'pending'
  /** ISO 8601. */
  readonly addedAt: string
  /** When a verified backup was made, or the owner declined one in words; null when neither. */
  readonly backup: { readonly kind: 'made' | 'declined'; readonly at: string } | null
}

export interface KeyStoreStatus {
  readonly kind: 'keys-status'
  readonly lock: 'empty' | 'locked' | 'unlocked'
  readonly keys: readonly StoredKey[]
  /** When it locks by itself if nothing is asked, ISO 8601; null when not unlocked. */
  readonly locksAt: string | null
  /** Wrong passphrases in a row, and until when the next try is refused (ISO 8601), SEC-91. */
  readonly wrongTries: number
  readonly waitUntil: string | null
  /** What the browser promises: `none` when it gives no storage at all (private window, forbidden), SEC-93. */
  readonly storage: 'persistent' | 'best-effort' | 'none'
  /** Keys were here before and are gone: restore, do not make new ones (SEC-93). */
  readonly loss: 'wiped' | 'moved' | null
  /** Minutes without use until it locks. */
  readonly lockAfterMinutes: number
  /** Unlocked keys whose stored form is not what was written: they open nothing. Restore them from the backup. */
  readonly damaged?: readonly string[]
}

interface Timed {
  /** Now, ISO 8601. The engine reads no clock. */
  readonly at: string
}

export interface KeysStatusRequest extends Timed {
  readonly kind: 'keys-status'
  /** Addresses the pane remembers having had keys for in this mailbox, so that their loss is noticed. */
  readonly expectedAddresses?: readonly string[]
  /** Where the pane runs now (the origin around it), and where it was when it last had keys: two places are `moved`. */
  readonly place?: string
  readonly rememberedPlace?: string
}

/**
 * Adds the keys of a PKCS #12, PEM or PKCS #8 file. The first import chooses the store's passphrase; later ones have to
 * name it. What was locked stays locked; what was unlocked can use the new keys at once. A key without a certificate
 * waits for one as `pending`.
 *
 * A refusal is an error with a code: `engine/p12-*` for the file, `engine/passphrase-*` and `engine/wrong-passphrase` for
 * the passphrase, `engine/storage-*`. Nothing is changed then. The bytes are copied, so that the asker can try again.
 */
export interface KeysImportRequest extends Timed {
  readonly kind: 'keys-import'
  readonly bytes: Uint8Array
  readonly filePassword: string | null
  readonly passphrase: string
}

export interface KeysUnlockRequest extends Timed {
  readonly kind: 'keys-unlock'
  readonly passphrase: string
  /** 1 to 480 (SEC-91); unchanged when absent. */
  readonly lockAfterMinutes?: number
}

export interface KeysLockRequest extends Timed {
  readonly kind: 'keys-lock'
  /** In every tab, unless it is only this pane that closes. */
  readonly scope?: 'everywhere' | 'here'
}

export type NewKeyAlgorithm = 'rsa-2048' | 'rsa-3072' | 'rsa-4096' | 'p-256' | 'p-384'

/** Makes a key and a PKCS #10 request for it (RFC 2986). In an empty store it chooses the passphrase, as an import does. */
export interface KeysCreateRequest extends Timed {
  readonly kind: 'keys-create'
  readonly algorithm: NewKeyAlgorithm
  /** Common name of the subject. */
  readonly name: string
  readonly address: string
  readonly passphrase: string
}

/** Takes the authority's answer: `.cer`, `.p7b`, PEM. A certificate for none of the keys here: `engine/answer-mismatch`. */
export interface KeysAnswerRequest extends Timed {
  readonly kind: 'keys-answer'
  readonly bytes: Uint8Array
}

/** A PKCS #12 with the named keys; the passphrase is asked again (SEC-96). The file's password has to be a good one too. */
export interface KeysExportRequest extends Timed {
  readonly kind: 'keys-export'
  readonly ids: readonly string[]
  readonly passphrase: string
  readonly filePassword: string
}

/**
 * The file as it was saved, read back: only then is it a backup (SEC-95). Bytes null: declined in words. A file that does
 * not hold all the keys named is `engine/backup-mismatch`, one that does not open says `engine/p12-*`.
 */
export interface KeysBackupRequest extends Timed {
  readonly kind: 'keys-backup'
  readonly ids: readonly string[]
  readonly bytes: Uint8Array | null
  readonly filePassword: string | null
}

/** Deletes one key for good; refused (`engine/no-backup`) without a verified backup unless `evenWithoutBackup` (SEC-94). */
export interface KeysRemoveRequest extends Timed {
  readonly kind: 'keys-remove'
  readonly id: string
  readonly passphrase: string
  readonly evenWithoutBackup: boolean
}

export type KeyRequest =
  | KeysStatusRequest
  | KeysImportRequest
  | KeysUnlockRequest
  | KeysLockRequest
  | KeysCreateRequest
  | KeysAnswerRequest
  | KeysExportRequest
  | KeysBackupRequest
  | KeysRemoveRequest

export interface KeysImportResult {
  readonly kind: 'keys-import'
  readonly status: KeyStoreStatus
  readonly added: readonly string[]
  /** Keys that were here already; their certificates may be new. */
  readonly known: readonly string[]
}

export interface KeysUnlockResult {
  readonly kind: 'keys-unlock'
  /** A wrong passphrase is an answer, not an error. */
  readonly outcome: 'unlocked' | 'wrong-passphrase' | 'wait' | 'empty'
  readonly status: KeyStoreStatus
}

export interface KeysLockResult {
  readonly kind: 'keys-lock'
  readonly status: KeyStoreStatus
}

export interface KeysCreateResult {
  readonly kind: 'keys-create'
  readonly id: string
  /** The request as PEM, to be handed to the authority. */
  readonly request: string
  readonly status: KeyStoreStatus
}

export interface KeysAnswerResult {
  readonly kind: 'keys-answer'
  readonly id: string
  readonly status: KeyStoreStatus
}

export interface KeysExportResult {
  readonly kind: 'keys-export'
  readonly bytes: Uint8Array
}

export interface KeysBackupResult {
  readonly kind: 'keys-backup'
  readonly status: KeyStoreStatus
}

export interface KeysRemoveResult {
  readonly kind: 'keys-remove'
  readonly status: KeyStoreStatus
}

export type KeyResult =
  | KeyStoreStatus
  | KeysImportResult
  | KeysUnlockResult
  | KeysLockResult
  | KeysCreateResult
  | KeysAnswerResult
  | KeysExportResult
  | KeysBackupResult
  | KeysRemoveResult
