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
