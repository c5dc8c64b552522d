/** What is said of something that was thrown. */
import { CodedError } from '../../bytes/coded-error.ts'
import type { FailureCode } from '../sentences/sentence.ts'

/** The code of whatever was thrown. One that has no sentence is caught where sentences are looked up. */
export function failureOf(error: unknown): FailureCode {
  return error instanceof CodedError ? (error.code as FailureCode) : 'taskpane/unexpected'
}
