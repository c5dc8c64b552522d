/** What a sentence is, and which codes have to have one. A code without a sentence, or the reverse, does not compile. */
import type { CmsErrorCode } from '../../cms/errors.ts'
import type { PathFailureCode } from '../../certpath/verdict.ts'
import type { EngineErrorCode } from '../../engine/engine.ts'
import type { MimeErrorCode, MimeNoteCode } from '../../mime/errors.ts'
import type { OutlookErrorCode } from '../../outlook/mailbox-host.ts'
import type { SmimeErrorCode } from '../../smime/errors.ts'
import type { NoteCode, ReasonCode, Standing } from '../../smime/verdict.ts'
import type { X509ErrorCode } from '../../x509/errors.ts'

export type Language = 'en' | 'ja'

export interface Wording {
  /** At most about 52 characters, no full stop. */
  readonly title: string
  /** At most two sentences: what it means, then what to do. May be empty. */
  readonly body: string
}

/** `{placeholders}` are the same in both languages and are filled as isolated text. */
export type Sentence = Readonly<Record<Language, Wording>>

/** What the pane says of its own accord: good answers, answers that were not asked for, progress, empty states. */
type PaneCode =
  | `standing/${Standing}`
  | 'standing/checking'
  | 'standing/not-checked'
  | 'standing/locked'
  | 'smime/valid'
  | 'smime/content-intact'
  | 'smime/sender-match'
  | 'smime/sender-waits'
  | 'smime/not-encrypted'
  | 'smime/encrypted'
  | 'smime/decrypted'
  | 'smime/decrypted-old-key'
  | 'smime/none-encrypted'
  | 'smime/valid-encrypted'
  | 'smime/not-for-you'
  | 'smime/attached-message'
  | 'smime/describes-certificate-only'
  | 'certpath/valid'
  | 'certpath/no-certificate'
  | 'certpath/path-waits'
  | 'certpath/not-revoked'
  | 'certpath/revocation-not-checked'
  | 'certpath/revocation-waits'
  | 'engine/checking'
  | 'outlook/reading'
  | 'outlook/route-trying'
  | 'taskpane/no-message'
  | 'taskpane/not-connected'
  | 'taskpane/drop-here'
  | 'taskpane/compose'
  | 'taskpane/no-text'
  | 'taskpane/content-withheld'
  | 'taskpane/file-unreadable'
  | 'taskpane/organisation-unreadable'
  | 'taskpane/unexpected'
  | 'taskpane/report-saved'
  | 'taskpane/copied'
  | 'taskpane/about'
  | 'taskpane/remote-blocked'
  | 'taskpane/hidden-text'
  | 'taskpane/save-decrypted'
  | 'taskpane/attachment-name-cleaned'
  | 'taskpane/attachment-runs'
  | 'taskpane/attachment-unreadable'

/** Codes of the engine that answer something done with keys; their sentences come with the screens for that. */
export type KeyFailureCode = Extract<
  EngineErrorCode,
  | 'engine/wrong-passphrase'
  | `engine/passphrase-${string}`
  | `engine/p12-${string}`
  | `engine/storage-${string}`
  | 'engine/other-tab'
  | 'engine/answer-mismatch'
  | 'engine/backup-mismatch'
  | 'engine/no-backup'
  | 'engine/key-gone'
>

/** Codes of the engine that answer something done with a message that is written; told on the screens for writing only. */
export type WritingFailureCode = Extract<
  EngineErrorCode,
  | 'engine/no-signing-key'
  | 'engine/signing-key-expired'
  | 'engine/signing-key-locked'
  | 'engine/no-own-certificate'
  | 'engine/recipient-changed'
  | 'engine/unsafe-text'
  | `engine/draft-${string}`
>

/** Codes with which reading or checking can fail as a whole. */
export type FailureCode =
  | MimeErrorCode
  | X509ErrorCode
  | CmsErrorCode
  | SmimeErrorCode
  | EngineErrorCode
  | OutlookErrorCode
  | 'taskpane/file-unreadable'
  | 'taskpane/unexpected'

export type SentenceCode = ReasonCode | NoteCode | MimeNoteCode | PathFailureCode | Exclude<FailureCode, KeyFailureCode | WritingFailureCode> | PaneCode

/** All codes of one room. */
export type CodeOf<Room extends string> = Extract<SentenceCode, `${Room}/${string}`>

/** The sentences of one room: every code, and nothing but codes. */
export type SentenceOf<Room extends string> = Readonly<Record<CodeOf<Room>, Sentence>>
