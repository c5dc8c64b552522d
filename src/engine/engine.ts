/** The seam between whoever asks and the engine, wherever it runs: in a worker (pane) or in-process (CLI, tests). */
import { CodedError } from '../bytes/coded-error.ts'
import type { EngineRequest, EngineStep, ResultOf } from './protocol.ts'

export type EngineErrorCode =
  /** The asker gave up (AbortSignal). Nothing was decided about the message. */
  | 'engine/cancelled'
  /** No answer within the limit; the worker was ended and a new one serves the next question. */
  | 'engine/timeout'
  /** The worker died while it held this message. */
  | 'engine/worker-died'
  /** This very message killed or hung a worker before (by fingerprint); it is not opened again unless asked to. */
  | 'engine/message-set-aside'
  /** Larger than the engine takes. */
  | 'engine/too-large'
  /** A request that no honest asker makes: wrong types, no bytes, unknown kind. */
  | 'engine/bad-request'
  /** A private key or certificate file that cannot be read. */
  | 'engine/unreadable-file'
  /** The page is not a secure context, so the browser offers no WebCrypto. */
  | 'engine/insecure-page'
  /** The store's passphrase is another one. Counted (SEC-91). */
  | 'engine/wrong-passphrase'
  /** Too many wrong passphrases: `KeyStoreStatus.waitUntil` says until when none is tried. */
  | 'engine/passphrase-wait'
  /** A new passphrase, or the password of a file to be made, of less than 8 characters. */
  | 'engine/passphrase-short'
  /** Long enough, and among the first that anybody would try. */
  | 'engine/passphrase-guessable'
  /** A key file's own password is another one, or missing. */
  | 'engine/p12-wrong-password'
  /** A key file that is cut short or altered. */
  | 'engine/p12-corrupt'
  /** No key file at all. */
  | 'engine/p12-not-a-key-file'
  /** Certificates, and no private key with them. */
  | 'engine/p12-no-private-key'
  /** A key file demands more key derivation than is done for anyone; nothing was started (SEC-77). */
  | 'engine/p12-too-costly'
  /** The browser has no room. What was stored before is still there. */
  | 'engine/storage-full'
  /** The browser gives no storage here. */
  | 'engine/storage-forbidden'
  /** What is stored is not what was written: altered, weakened, or of a later version. Nothing is overwritten. */
  | 'engine/storage-damaged'
  /** Another tab changed or locked the keys meanwhile. */
  | 'engine/other-tab'
  /** A certificate for none of the keys here. */
  | 'engine/answer-mismatch'
  /** A file that was to be the backup does not hold the keys that were to be in it. */
  | 'engine/backup-mismatch'
  /** A key without a verified backup is not removed unless that is asked for in words (SEC-94). */
  | 'engine/no-backup'
  /** A reference to a key that is not here (any more). */
  | 'engine/key-gone'
  /** None of the certificates for a key may be used for signing. */
  | 'engine/no-signing-certificate'
  /** A recipient's certificate was not issued for encryption; nothing was made for the others. */
  | 'engine/recipient-unusable'
  /** No key here signs for this address. */
  | 'engine/no-signing-key'
  /** The key for this address has a certificate that is not valid now. */
  | 'engine/signing-key-expired'
  /** The key store is locked. */
  | 'engine/signing-key-locked'
  /** Nothing here makes the sent copy readable for its writer, so that nobody could open it in Sent Items. */
  | 'engine/no-own-certificate'
  /** What the writer was shown for a recipient is not what would be used now. Nothing was made. */
  | 'engine/recipient-changed'
  /** A name, address or subject with line ends or control characters in it. */
  | 'engine/unsafe-text'
  /** A draft that is not here (any more). */
  | 'engine/draft-gone'
  /** A draft that cannot be read: its device key is gone or its record was altered. */
  | 'engine/draft-unreadable'
  /** Another pane works on this draft. Nothing was changed. */
  | 'engine/draft-elsewhere'

export class EngineError extends CodedError<EngineErrorCode> {}

export interface AskOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (step: EngineStep) => void
  /** Opens a message although it ended a worker before: the reader asked for it. */
  readonly evenIfSetAside?: boolean
}

export interface SmimeEngine {
  /**
   * Answers one question.
   *
   * Bytes inside `request` may be transferred: the caller must not use them afterwards.
   *
   * @returns the result of the same kind; every judgement about a message is inside it.
   * @throws a `CodedError` when the question could not be asked (`mime/…`, `x509/…`, `engine/…`).
   */
  ask<R extends EngineRequest>(request: R, options?: AskOptions): Promise<ResultOf<R>>
  /** Ends the worker, if there is one. Pending questions reject with `engine/cancelled`. */
  close(): void
}
