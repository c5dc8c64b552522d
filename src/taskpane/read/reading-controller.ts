/** What the Message tab shows, as a small state machine outside React, so that an item switch can never leave an old verdict. */
import type { SmimeEngine } from '../../engine/engine.ts'
import type { OpenResult } from '../../engine/protocol.ts'
import type { MailboxHost, ReadingRoute, RouteAttempt } from '../../outlook/mailbox-host.ts'
import type { FailureCode } from '../sentences/sentence.ts'
import { checkFile } from './check-file.ts'
import { checkMessage, type CheckOutcome, type CheckProgress } from './check-message.ts'

export type ReadingSource =
  | { readonly kind: 'item' }
  | { readonly kind: 'file'; readonly file: File; readonly content: File | null }

export type ReadingState =
  | { readonly phase: 'empty'; readonly why: 'no-item' | 'compose' }
  | { readonly phase: 'checking'; readonly run: number; readonly progress: CheckProgress | null }
  | {
      readonly phase: 'verdict'
      readonly run: number
      readonly source: ReadingSource
      readonly result: OpenResult
      readonly route: ReadingRoute
      readonly attempts: readonly RouteAttempt[]
    }
  | {
      readonly phase: 'failure'
      readonly run: number
      readonly source: ReadingSource
      readonly code: FailureCode
      readonly attempts: readonly RouteAttempt[]
    }

export interface ReadingOptions {
  readonly host: MailboxHost
  readonly engine: SmimeEngine
  readonly now: () => Date
}

export class ReadingController {
  private readonly options: ReadingOptions
  private readonly listeners = new Set<() => void>()
  private state: ReadingState = { phase: 'empty', why: 'no-item' }
  private abort = new AbortController()
  private run = 0

  constructor(options: ReadingOptions) {
    this.options = options
  }

  readonly getState = (): ReadingState => this.state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => {
      this.listeners.delete(listener)
    }
  }

  /** Follows Outlook from now on: the open item is checked at once, and every other that is opened. Returns how to stop. */
  start(): () => void {
    const stop = this.options.host.onItemChanged(() => {
      void this.checkItem()
    })
    void this.checkItem()
    return () => {
      stop()
      this.abort.abort()
    }
  }

  /** Checks the item that is open in Outlook. */
  async checkItem(evenIfSetAside = false): Promise<void> {
    const item = this.options.host.currentItem()
    if (item === null || item.mode === 'compose') {
      this.begin()
      this.show({ phase: 'empty', why: item === null ? 'no-item' : 'compose' })
      return
    }
    const { run, signal } = this.begin()
    const onProgress = this.progressOf(run)
    this.finish(run, { kind: 'item' }, await checkMessage({ ...this.options, signal, onProgress, evenIfSetAside }))
  }

  /** Checks a file; for a detached signature together with the file that was signed. */
  async checkFile(file: File, content: File | null = null, evenIfSetAside = false): Promise<void> {
    const { run, signal } = this.begin()
    const onProgress = this.progressOf(run)
    const outcome = await checkFile({ ...this.options, file, content, signal, onProgress, evenIfSetAside })
    this.finish(run, { kind: 'file', file, content }, outcome)
  }

  /** The same again, from the start. A message that was set aside is opened because the user asks for it. */
  checkAgain(): Promise<void> {
    const { state } = this
    const wasSetAside = state.phase === 'failure' && /engine\/(message-set-aside|worker-died|timeout)/u.test(state.code)
    if ((state.phase === 'verdict' || state.phase === 'failure') && state.source.kind === 'file') {
      return this.checkFile(state.source.file, state.source.content, wasSetAside)
    }
    return this.checkItem(wasSetAside)
  }

  cancel(): void {
    this.abort.abort()
  }

  private begin(): { run: number; signal: AbortSignal } {
    this.abort.abort()
    this.abort = new AbortController()
    this.run += 1
    this.show({ phase: 'checking', run: this.run, progress: null })
    return { run: this.run, signal: this.abort.signal }
  }

  private progressOf(run: number): (progress: CheckProgress) => void {
    return progress => {
      if (run === this.run) this.show({ phase: 'checking', run, progress })
    }
  }

  /** SECURITY: an answer that belongs to an earlier item is dropped, however late it comes. */
  private finish(run: number, source: ReadingSource, outcome: CheckOutcome): void {
    if (run !== this.run) return
    if (outcome.kind === 'verdict') {
      const { result, route, attempts } = outcome
      this.show({ phase: 'verdict', run, source, result, route, attempts })
    } else {
      this.show({ phase: 'failure', run, source, code: outcome.code, attempts: outcome.attempts })
    }
  }

  private show(state: ReadingState): void {
    this.state = state
    for (const listener of this.listeners) listener()
  }
}
