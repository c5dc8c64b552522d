/**
 * The one error form of the house: a stable code for programs, a message for logs.
 *
 * An expected bad outcome (altered content, expired certificate) is a verdict, never an error. A `CodedError` says
 * that the question could not be asked. The user's sentence is looked up by `code` in `taskpane/sentences`.
 */

/** A code names its room and what is wrong there, for example `mime/truncated`. Codes are stable for ever. */
export type ErrorCode = `${string}/${string}`

/**
 * An error with a code. `message` is for logs: lower-case, no full stop, never contents of mail, keys or passwords.
 *
 * An `Error` loses its class and code when it is cloned into a worker, so doors send `{ code, message }` instead.
 */
export abstract class CodedError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: Code

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.name = new.target.name
  }
}

/** Marks a branch that the types exclude. Reaching it is our bug. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`)
}
