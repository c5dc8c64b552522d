/** What is told of a send that stopped. */
import { SendError } from '../../outlook/send/sending-route.ts'
import { failureOf } from '../read/failure-of.ts'
import type { PartlySent, SendFailure, SendStep } from './compose-state.ts'
import type { CopyReport } from './send-outcome.ts'

/** Who has it and who has not; null when nobody has. */
export function partlySent(copies: readonly CopyReport[]): PartlySent | null {
  const recipients = (isTaken: boolean) => copies.filter(({ state }) => (state === 'taken') === isTaken).flatMap(copy => copy.recipients)
  const sent = recipients(true)
  return sent.length === 0 ? null : { sent, rest: recipients(false) }
}

/** The code of whatever was thrown, with what a sentence about it names. */
export function toldFailure(error: unknown): SendFailure {
  const { subject, retryAfter } = error instanceof SendError ? error : { subject: null, retryAfter: null }
  return { code: failureOf(error), subject, retryAfter }
}

/** No way of sending failed when it was the item that could not be read: another one would not help. */
export function unreadable(failure: SendFailure, step: SendStep | null): SendFailure {
  return failure.code === 'outlook/route-unavailable' && step === 'reading' ? { ...failure, code: 'taskpane/item-unreadable' } : failure
}

/** What is shown is not what is there any more. */
export function isAboutTheList(code: string): boolean {
  return code === 'outlook/recipients-changed' || code === 'outlook/from-changed' || code === 'engine/recipient-changed'
}
