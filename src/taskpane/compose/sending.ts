/**
 * The send path: from what was written to what a server took, in an order in which nothing can be lost, sent twice or sent otherwise
 * than asked (SEC-79, SEC-80, SEC-82). Pure orchestration: no clock, no screen, no randomness of its own.
 *
 * 1. everything is read, and compared with what the writer was shown;
 * 2. it is recorded (`captured`), before anything is changed or asked;
 * 3. the engine makes the messages; their Message-IDs are recorded (`built`);
 * 4. for each message: that it is about to be sent is recorded, it is sent once, that it was taken is recorded;
 * 5. when everything was taken, surplus drafts and the open item are thrown away and the record ends.
 *
 * Whatever fails on the way stops it, with a code. Nothing is ever sent again by itself.
 */
import type { DraftCopy, DraftSummary } from '../../engine/compose-protocol.ts'
import type { OutgoingMessage } from '../../mime/outgoing-message.ts'
import { isSealedNotice } from '../../outlook/compose/sealed-notice.ts'
import { SendError } from '../../outlook/send/sending-route.ts'
import type { SendJob } from './compose-controller.ts'
import { clearUp } from './send-clear-up.ts'
import { contentOf } from './send-content.ts'
import { sendCopies } from './send-copies.ts'
import { SendJournal } from './send-journal.ts'
import { make, type Made } from './send-making.ts'
import { messageIdFor } from './send-message-id.ts'
import { failureFrom, reportOf, type SendOutcome } from './send-outcome.ts'
import type { SendingOptions, SendingPorts } from './send-parts.ts'
import { goOnWith, isBegun } from './send-rest.ts'

/**
 * Sends once what the job says, or what is left of a send of the same draft that stopped: then its words are those that were recorded.
 *
 * Never rejects: an outcome says what went.
 */
export async function sendMessage(ports: SendingPorts, job: SendJob, options: SendingOptions = {}): Promise<SendOutcome> {
  const journal = new SendJournal(job.draftId, ports.engine, ports.now)
  try {
    job.signal.throwIfAborted()
    const known = await journal.find()
    const made = known && isBegun(known) ? await goOnWith(known, ports, job, journal, options) : await begin(known, ports, job, journal)
    await sendCopies(made.copies, job, { journal, ...ports })
    return await finish(made, ports, job, journal)
  } catch (error) {
    return { kind: 'stopped', failure: failureFrom(error, job.signal), draftId: journal.isRecorded ? job.draftId : null, copies: journal.copies.map(reportOf) }
  }
}

async function begin(known: DraftSummary | undefined, ports: SendingPorts, job: SendJob, journal: SendJournal): Promise<Made> {
  const { route, protection, answersEncrypted, signal } = job
  const offer = route.offer()
  if (!offer.isOffered) throw new SendError(offer.code, `route ${route.name} is not offered`)
  job.onStep(job.edited ? 'keeping' : 'reading')
  const content = await wordsOf(await contentOf(job, ports.item), known, job, journal)
  signal.throwIfAborted()
  job.onStep('keeping')
  const { address } = content.from
  const message: OutgoingMessage = { ...content, date: ports.now().toISOString(), messageId: messageIdFor(ports.newId(), address) }
  // The names under which it was tried before are about to be forgotten.
  if (known) await clearUp(known.settings.route, ports.routes, known.copies.map(({ messageId }) => messageId))
  await journal.capture(message, { protection, route: route.name, answersEncrypted })
  const made = await make(ports, job, message, message.bcc.map(() => messageIdFor(ports.newId(), address)))
  journal.copies = made.copies.map(({ messageId, role, recipients }): DraftCopy => ({ messageId, role, recipients, isTaken: false, askedAt: null }))
  await journal.advance('built')
  return made
}

/** Of an item that was sealed and could not be put back, the words are those that were recorded: what stands in it is our own notice. */
async function wordsOf(read: OutgoingMessage, known: DraftSummary | undefined, { edited }: SendJob, journal: SendJournal): Promise<OutgoingMessage> {
  if (known === undefined || edited !== null || !isSealedNotice(read.text)) return read
  const { to, cc, bcc } = read
  return { ...(await journal.read()).message, to, cc, bcc }
}

async function finish({ copies: went, signer, cipher }: Made, { item, routes }: SendingPorts, job: SendJob, journal: SendJournal): Promise<SendOutcome> {
  const copies = journal.copies.map(reportOf)
  // The rest is the writer's to do: until they say that it went, the journal has it.
  if (job.route.name === 'file') return { kind: 'handed-over', draftId: job.draftId, copies }
  if (job.route.leavesSendToUser === true) return { kind: 'told-outlook', draftId: job.draftId, copies }
  job.onStep('closing')
  await clearUp(job.route.name, [job.route, ...routes], went.map(({ messageId }) => messageId))
  // The pane may end with the item's window. While that is closing the record still says that everything went, so that whoever finds the
  // item again is told; should it outlive the window, it ends at the next start.
  const closing = item === null ? null : job.route.name === 'replace' ? true : item.closeAndDiscard(job.signal).catch(() => false)
  await journal.end().catch(() => undefined)
  const isClosed = await closing
  return { kind: 'sent', copies, isClosed, signer, cipher }
}
