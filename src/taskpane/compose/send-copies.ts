/** The finished messages, one after the other, each at most once. */
import { SendError } from '../../outlook/send/sending-route.ts'
import type { SendableMessage, SendingRoute } from '../../outlook/send/sending-route.ts'
import { clearUp } from './send-clear-up.ts'
import { isPlainNo } from './send-outcome.ts'
import type { SendJob } from './compose-controller.ts'
import type { SendJournal } from './send-journal.ts'
import { lookPatiently, type Wait } from './send-look.ts'

export interface CopyTools {
  readonly journal: SendJournal
  readonly routes: readonly SendingRoute[]
  readonly now: () => Date
  readonly wait: Wait
}

/**
 * Sends those that nobody took yet, in order, and stops at the first that does not go.
 *
 * SECURITY (SEC-82): that a server is about to be asked is on disk before it is. After an answer that is neither yes nor no it is
 * only looked for, never asked again.
 *
 * @throws whatever kept a copy from going; `journal.copies` says which ones went.
 */
export async function sendCopies(copies: readonly SendableMessage[], job: SendJob, tools: CopyTools): Promise<void> {
  const { journal } = tools
  for (const copy of copies) {
    if (journal.copies.some(({ messageId, isTaken }) => isTaken && messageId === copy.messageId)) continue
    job.signal.throwIfAborted()
    job.onStep(job.route.name === 'replace' ? 'changing' : 'sending')
    journal.note(copy.messageId, { askedAt: tools.now().toISOString() })
    await recordAsking(job, journal, copy)
    await sendCopy(copy, job, tools)
    // Read after sending: only then the route knows.
    const isByHand = job.route.name === 'file' || job.route.leavesSendToUser === true
    journal.note(copy.messageId, { isTaken: true, ...(isByHand && { isByHand }) })
    // It went. Recording that is made up for by the next recording, or by looking at the next start.
    await journal.advance('send-asked').catch(() => undefined)
  }
}

/** `item-changed` where asking begins with changing the open item. */
async function recordAsking({ route }: SendJob, journal: SendJournal, { messageId }: SendableMessage): Promise<void> {
  try {
    await journal.advance(route.name === 'replace' ? 'item-changed' : 'send-asked')
  } catch (error) {
    journal.note(messageId, { askedAt: null })
    throw error
  }
}

async function sendCopy(copy: SendableMessage, job: SendJob, { journal, routes, wait }: CopyTools): Promise<void> {
  let unrecorded: unknown
  const handingOver = async (): Promise<void> => {
    try {
      await journal.advance('send-asked')
    } catch (error) {
      unrecorded = error
      throw error
    }
  }
  try {
    await job.route.send(copy, job.signal, handingOver)
  } catch (error) {
    if (unrecorded !== undefined || isPlainNo(error, job.signal)) {
      journal.note(copy.messageId, { askedAt: null })
      // Should this fail, it is looked for at the next start and not found.
      await journal.advance().catch(() => undefined)
      // A line that broke may have done so after the draft was made. Any other no is a whole answer.
      if (error instanceof SendError && error.code === 'outlook/network') await clearUp(job.route.name, [job.route], [copy.messageId])
      // Why Outlook's item was not sealed, unless it could not be put back either.
      throw unrecorded === undefined || (error instanceof SendError && error.code === 'outlook/item-not-restored') ? error : unrecorded
    }
    job.onStep('looking')
    if ((await lookPatiently(job.route.name, routes, copy.messageId, wait, job.signal)) === 'there') return
    throw error instanceof SendError ? error : new SendError('outlook/sent-unconfirmed', 'no answer that says yes or no', { cause: error })
  }
}
