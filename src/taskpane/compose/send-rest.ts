/** What is left of a send that stopped after a server was asked: the same words, under the same names, to those who have nothing yet. */
import type { DraftCopy, DraftSummary } from '../../engine/compose-protocol.ts'
import { EngineError } from '../../engine/engine.ts'
import { SendError } from '../../outlook/send/sending-route.ts'
import type { SendJob } from './compose-controller.ts'
import { clearUp } from './send-clear-up.ts'
import type { SendJournal } from './send-journal.ts'
import { lookPatiently, SETTLED_AFTER, wasHandedOver } from './send-look.ts'
import { make, type Made } from './send-making.ts'
import { messageIdFor } from './send-message-id.ts'
import { isPerhapsSent } from './send-outcome.ts'
import type { SendingOptions, SendingPorts } from './send-parts.ts'

/** Whether something went, or perhaps did: from then on nothing else may go under this draft. */
export function isBegun({ copies }: Pick<DraftSummary, 'copies'>): boolean {
  return copies.some(copy => copy.isTaken || isPerhapsSent(copy))
}

/**
 * Looks for what was perhaps sent, then makes the messages once more, for whoever has none.
 *
 * @throws SendError `outlook/sent-unconfirmed` as long as a copy was perhaps sent; EngineError `engine/recipient-changed` when the messages would
 * be divided among other recipients than before.
 */
export async function goOnWith(known: DraftSummary, ports: SendingPorts, job: SendJob, journal: SendJournal, { evenIfPerhapsSent = false }: SendingOptions): Promise<Made> {
  const { message } = await journal.read()
  await settlePerhapsSent(known, ports, job, journal)
  if (!evenIfPerhapsSent && journal.copies.some(isPerhapsSent)) throw new SendError('outlook/sent-unconfirmed', 'a copy was perhaps sent')
  if (journal.copies.every(({ isTaken }) => isTaken)) return { copies: [], signer: null, cipher: null }
  const others = journal.copies.map(({ messageId }) => messageId).filter(messageId => messageId !== message.messageId)
  const spare = message.bcc.slice(others.length).map(() => messageIdFor(ports.newId(), message.from.address))
  const made = await make(ports, { ...job, protection: known.settings.protection }, message, [...others, ...spare])
  if (!isDividedAsBefore(made.copies, journal.copies)) throw new EngineError('engine/recipient-changed', 'the messages were divided otherwise before')
  return made
}

async function settlePerhapsSent(known: DraftSummary, ports: SendingPorts, job: SendJob, journal: SendJournal): Promise<void> {
  const { settings } = known
  const doubted = journal.copies.filter(isPerhapsSent)
  for (const { messageId, askedAt } of doubted) {
    if (!wasHandedOver(known)) {
      journal.note(messageId, { askedAt: null })
      continue
    }
    job.onStep('looking')
    const looked = await lookPatiently(settings.route, ports.routes, messageId, ports.wait, job.signal)
    if (looked === 'there') journal.note(messageId, { isTaken: true })
    else if (looked === 'not-there' && isSettled(askedAt, ports.now())) journal.note(messageId, { askedAt: null })
  }
  job.signal.throwIfAborted()
  await journal.advance(wasHandedOver(known) ? 'send-asked' : known.state)
  await clearUp(settings.route, ports.routes, journal.copies.filter(copy => !isPerhapsSent(copy) && doubted.some(({ messageId }) => messageId === copy.messageId)).map(({ messageId }) => messageId))
}

/** Whether a message that was asked to go then would be in Sent Items by now. */
export function isSettled(askedAt: string | null, now: Date): boolean {
  return askedAt === null || now.getTime() - Date.parse(askedAt) >= SETTLED_AFTER
}

function isDividedAsBefore(now: Made['copies'], before: readonly DraftCopy[]): boolean {
  const keys = (copies: readonly Pick<DraftCopy, 'messageId' | 'recipients'>[]) => copies.map(({ messageId, recipients }) => `${messageId} ${[...recipients].sort().join(' ')}`).sort().join('\n')
  return keys(now) === keys(before)
}
