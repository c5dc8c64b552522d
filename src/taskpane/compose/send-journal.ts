/** One draft in the engine's journal, as the send path writes it. */
import type { DraftCopy, DraftRequest, DraftSettings, DraftsReadResult, DraftState, DraftSummary } from '../../engine/compose-protocol.ts'
import type { ResultOf } from '../../engine/protocol.ts'
import type { OutgoingMessage } from '../../mime/outgoing-message.ts'
import { failureOf } from '../read/failure-of.ts'
import type { WritingAsker } from './writing-asker.ts'

type WithoutTime<R> = R extends DraftRequest ? Omit<R, 'at'> : never

const STATES: readonly DraftState[] = ['writing', 'captured', 'built', 'item-changed', 'send-asked']

export class SendJournal {
  readonly id: string
  /** What is recorded, or was to be: a recording that failed is made up for by the next one. */
  copies: readonly DraftCopy[] = []
  private state: DraftState = 'writing'
  /** Whether the words are recorded. */
  isRecorded = false
  private readonly engine: WritingAsker
  private readonly now: () => Date

  constructor(id: string, engine: WritingAsker, now: () => Date) {
    this.id = id
    this.engine = engine
    this.now = now
  }

  /** Undefined when nothing is recorded under this id. */
  async find(): Promise<DraftSummary | undefined> {
    const { drafts } = await this.ask({ kind: 'drafts-list' })
    const found = drafts.find(({ id }) => id === this.id)
    this.isRecorded = found !== undefined
    this.copies = found?.copies ?? []
    this.state = found?.state ?? 'writing'
    return found
  }

  read(): Promise<DraftsReadResult> {
    return this.ask({ kind: 'drafts-read', id: this.id })
  }

  async capture(message: OutgoingMessage, settings: DraftSettings): Promise<void> {
    const { draft } = await this.ask({ kind: 'drafts-write', id: this.id, message, settings, state: 'captured' })
    this.state = draft.state
    this.isRecorded = true
    this.copies = []
  }

  /** Records what is known of the copies, and that the send has come at least so far. */
  async advance(least: DraftState = this.state): Promise<void> {
    const state = STATES.indexOf(least) < STATES.indexOf(this.state) ? this.state : least
    await this.ask({ kind: 'drafts-advance', id: this.id, state, copies: this.copies })
    this.state = state
  }

  note(messageId: string, change: Partial<Pick<DraftCopy, 'isTaken' | 'askedAt' | 'isByHand'>>): void {
    this.copies = this.copies.map(copy => (copy.messageId === messageId ? { ...copy, ...change } : copy))
  }

  async end(): Promise<void> {
    await this.ask({ kind: 'drafts-end', id: this.id })
  }

  /** A worker that ended is asked once more, as a new one: recording something twice records it once. */
  private async ask<R extends WithoutTime<DraftRequest>>(request: R): Promise<Extract<ResultOf<DraftRequest>, { kind: R['kind'] }>> {
    const timed = { ...request, at: this.now().toISOString() } as DraftRequest
    type Result = Extract<ResultOf<DraftRequest>, { kind: R['kind'] }>
    try {
      return (await this.engine.ask(timed)) as Result
    } catch (error) {
      const code = failureOf(error)
      if (code !== 'engine/worker-died' && code !== 'engine/timeout') throw error
      return (await this.engine.ask(timed)) as Result
    }
  }
}
