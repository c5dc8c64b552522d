/**
 * What the pane offers back when it starts: sends that did not come to their end (SEC-82). Nothing is ever sent here: what was perhaps
 * sent is looked for, and the writer decides.
 */
import type { DraftCopy, DraftsListResult, DraftSummary } from '../../engine/compose-protocol.ts'
import type { SendingRoute } from '../../outlook/send/sending-route.ts'
import type { WritingAsker } from './writing-asker.ts'
import { clearUp } from './send-clear-up.ts'
import { type CopyReport, isPerhapsSent, reportOf } from './send-outcome.ts'
import { look, wasHandedOver } from './send-look.ts'
import { isSettled } from './send-rest.ts'

/**
 * `not-sent`: nothing went. `partly-sent`: some have it, the others certainly not. `perhaps-sent`: nobody knows of at least one.
 * `handed-over`: finished, as files or in Outlook's own item; whether it went is the writer's to say.
 */
export type DraftFate = 'not-sent' | 'partly-sent' | 'perhaps-sent' | 'handed-over'

export interface UnfinishedDraft {
  readonly draft: DraftSummary
  readonly fate: DraftFate
  readonly copies: readonly CopyReport[]
}

export interface RecoveryPorts {
  readonly engine: WritingAsker
  /** Asked whether they sent something; none: nobody looks, and what was asked for is perhaps sent. */
  readonly routes: readonly SendingRoute[]
  readonly now: () => Date
}

export interface Recovery {
  readonly unfinished: readonly UnfinishedDraft[]
  /** Drafts that turned out to have gone completely. They have ended. */
  readonly sent: readonly DraftSummary[]
  /** Ids of drafts that cannot be read any more. They stay until their writer ends them. */
  readonly unreadable: readonly string[]
}

/**
 * All drafts of this browser but those that another pane works on, oldest first, each with what is known of it now.
 *
 * @throws CodedError when the journal cannot be read.
 */
export async function unfinishedDrafts(ports: RecoveryPorts, signal: AbortSignal): Promise<Recovery> {
  const list: DraftsListResult = await ports.engine.ask({ kind: 'drafts-list', at: ports.now().toISOString() }, { signal })
  const unfinished: UnfinishedDraft[] = []
  const sent: DraftSummary[] = []
  for (const draft of list.drafts) {
    if (draft.isElsewhere) continue
    const found = await lookAfter(draft, ports, signal)
    if (found === 'sent') sent.push(draft)
    else unfinished.push(found)
  }
  return { unfinished, sent, unreadable: list.unreadableIds }
}

/** One draft, looked for now; `sent` when all of it went, and then it has ended. Never rejects. */
export async function lookAfter(draft: DraftSummary, ports: RecoveryPorts, signal: AbortSignal): Promise<UnfinishedDraft | 'sent'> {
  const copies: DraftCopy[] = []
  for (const copy of draft.copies) copies.push(isPerhapsSent(copy) || isInItem(copy, draft) ? await lookedFor(copy, draft, ports, signal) : copy)
  const isChanged = copies.some((copy, index) => copy !== draft.copies[index])
  const seen = { ...draft, copies }
  const fate = fateOf(seen)
  const step = { at: ports.now().toISOString(), id: draft.id }
  try {
    if (fate === 'sent') await ports.engine.ask({ kind: 'drafts-end', ...step })
    else if (isChanged) await ports.engine.ask({ kind: 'drafts-advance', ...step, state: draft.state, copies })
  } catch {
    // Another pane has it, or storage fails: it is found again at the next start.
  }
  if (isChanged) await clearUp(draft.settings.route, ports.routes, copies.filter((copy, index) => copy !== draft.copies[index]).map(({ messageId }) => messageId))
  return fate === 'sent' ? fate : { draft: seen, fate, copies: copies.map(reportOf) }
}

/** Ready in an item of Outlook's own, whose Send the writer was to press. */
const isInItem = ({ isTaken, isByHand }: DraftCopy, { settings }: DraftSummary): boolean => isTaken && isByHand === true && settings.route === 'replace'

async function lookedFor(copy: DraftCopy, draft: DraftSummary, { routes, now }: RecoveryPorts, signal: AbortSignal): Promise<DraftCopy> {
  if (!wasHandedOver(draft)) return { ...copy, askedAt: null }
  const looked = await look(draft.settings.route, routes, copy.messageId, signal)
  if (looked === 'there') return { ...copy, isTaken: true, isByHand: false }
  if (copy.isTaken) return copy
  return looked === 'not-there' && isSettled(copy.askedAt, now()) ? { ...copy, askedAt: null } : copy
}

function fateOf({ copies }: DraftSummary): DraftFate | 'sent' {
  if (copies.some(isPerhapsSent)) return 'perhaps-sent'
  if (!copies.some(({ isTaken }) => isTaken)) return 'not-sent'
  if (copies.some(({ isTaken }) => !isTaken)) return 'partly-sent'
  return copies.some(({ isByHand }) => isByHand === true) ? 'handed-over' : 'sent'
}
