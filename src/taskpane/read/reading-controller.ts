/** What the Message tab shows, as a small state machine outside React, so that an item switch can never leave an old verdict. */
import { EngineError, type SmimeEngine } from '../../engine/engine.ts'
import type { OpenResult } from '../../engine/protocol.ts'
import type { MailboxHost, ReadingRoute, RouteAttempt } from '../../outlook/mailbox-host.ts'
import type { FailureCode } from '../sentences/sentence.ts'
import type { ReceivedBytes } from './ask-open.ts'
import type { CheckOutcome, CheckProgress } from './check-message.ts'
import { failureOf } from './failure-of.ts'
import { isDecrypted } from './opened-by-keys.ts'
import type { OrganisationAnswer } from './organisation.ts'

export type ReadingSource =
  | { readonly kind: 'item' }
  | { readonly kind: 'file'; readonly file: File; readonly content: File | null }

/** An attached message that was opened: its number and name in the message around it. */
export interface Level {
  readonly index: number
  readonly name: string
}

/** Where the focus belongs when what had it is gone. A result alone never moves it. */
export type FocusWish = { readonly on: 'heading' } | { readonly on: 'part'; readonly index: number } | null

interface Run {
  readonly run: number
  /** The attached messages that were opened to get here, outermost first; empty for the message itself. */
  readonly trail: readonly Level[]
}

export type ReadingState =
  | { readonly phase: 'empty'; readonly why: 'no-item' | 'compose' }
  | (Run & { readonly phase: 'checking'; readonly progress: CheckProgress | null })
  | VerdictState
  | (Run & {
      readonly phase: 'failure'
      readonly source: ReadingSource
      readonly code: FailureCode
      readonly attempts: readonly RouteAttempt[]
    })

export interface VerdictState extends Run {
  readonly phase: 'verdict'
  readonly source: ReadingSource
  readonly result: OpenResult
  readonly route: ReadingRoute
  readonly attempts: readonly RouteAttempt[]
  readonly kept: ReceivedBytes | null
  readonly focus: FocusWish
}

/** Whether an attached message is shown, or being opened. */
export const isAttached = (state: ReadingState): boolean => 'trail' in state && state.trail.length > 0

export interface ReadingOptions {
  readonly host: MailboxHost
  readonly engine: SmimeEngine
  readonly now: () => Date
  /** For whoever writes: the way to servers, and what the organisation asks. */
  readonly fetchFile?: typeof fetch
  readonly organisation?: Promise<OrganisationAnswer>
}

interface Begun extends Run {
  readonly signal: AbortSignal
  readonly source: ReadingSource
}

/** How a message is read and judged comes while Outlook gets ready: the first screen is drawn without. */
export const loadSteps = () => import(/* webpackChunkName: 'reading' */ './reading-steps.ts')

export class ReadingController {
  readonly options: ReadingOptions
  private readonly listeners = new Set<() => void>()
  private state: ReadingState = { phase: 'empty', why: 'no-item' }
  /** Verdicts of the messages around an attached one, outermost first. */
  private around: readonly VerdictState[] = []
  private source: ReadingSource = { kind: 'item' }
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
      this.begin({ kind: 'item' })
      this.show({ phase: 'empty', why: item === null ? 'no-item' : 'compose' })
      return
    }
    const begun = this.begin({ kind: 'item' })
    this.finish(begun, await stepped(({ checkMessage }) => checkMessage({ ...this.options, signal: begun.signal, onProgress: this.progressOf(begun), evenIfSetAside })))
  }

  /** Checks a file; for a detached signature together with the file that was signed. */
  async checkFile(file: File, content: File | null = null, evenIfSetAside = false): Promise<void> {
    const begun = this.begin({ kind: 'file', file, content })
    const onProgress = this.progressOf(begun)
    this.finish(begun, await stepped(({ checkFile }) => checkFile({ ...this.options, file, content, signal: begun.signal, onProgress, evenIfSetAside })))
  }

  /** The same again, from the start. A message that was set aside is opened because the user asks for it. */
  checkAgain(): Promise<void> {
    const { state, source } = this
    const wasSetAside = state.phase === 'failure' && /engine\/(message-set-aside|worker-died|timeout)/u.test(state.code)
    return source.kind === 'file' ? this.checkFile(source.file, source.content, wasSetAside) : this.checkItem(wasSetAside)
  }

  /** Opens a message that is attached to the shown one, as a document of its own with its own verdict (SEC-13). */
  async openPart(index: number): Promise<void> {
    const { state } = this
    if (state.phase !== 'verdict') return
    const { engine } = this.options
    const entity = state.result.innermost.slice()
    const name = state.result.parts[index]?.name ?? ''
    const begun = this.begin(this.source, [...this.around, state], [...state.trail, { index, name }])
    await this.openBytes(begun, state, { on: 'heading' }, async () => {
      const { bytes } = await engine.ask({ kind: 'extract-part', entity, index }, { signal: begun.signal })
      return { bytes, form: 'auto', host: null, content: null }
    })
  }

  /** Octets of one of the shown message's files. @throws when there is no message, or the engine cannot. */
  async loadPart(index: number): Promise<Uint8Array> {
    const { state, options } = this
    if (state.phase !== 'verdict') throw new EngineError('engine/cancelled', 'no message is shown')
    const { bytes } = await options.engine.ask({ kind: 'extract-part', entity: state.result.innermost.slice(), index }, { signal: this.abort.signal })
    return bytes
  }

  /** Back from an attached message to the one that carries it. */
  closeLevel(): void {
    const outer = this.around.at(-1)
    const opened = 'trail' in this.state ? this.state.trail.at(-1) : undefined
    if (!outer) return
    this.begin(this.source, this.around, outer.trail)
    this.around = this.around.slice(0, -1)
    this.show({ ...outer, run: this.run, focus: opened ? { on: 'part', index: opened.index } : null })
  }

  /** Tries the shown message once more, because there are more keys than before. */
  async openWithMoreKeys(): Promise<void> {
    const { state } = this
    if (state.phase !== 'verdict' || !state.kept) return
    const { kept } = state
    const begun = this.begin(this.source, this.around, state.trail)
    await this.openBytes(begun, state, { on: 'heading' }, () => Promise.resolve(kept))
  }

  /** SECURITY (SEC-25, SEC-91): the keys were locked, so nothing that they opened stays, nor anything inside it. */
  forgetDecrypted(): void {
    const shown = this.state.phase === 'verdict' ? [...this.around, this.state] : this.around
    if (shown.some(({ result }) => isDecrypted(result.verdict))) void this.checkAgain()
  }

  /** SECURITY (SEC-25): nothing is shown from now on. For a page that goes away, perhaps to be kept by the browser. */
  clear(): void {
    this.begin(this.source)
    this.show({ phase: 'empty', why: 'no-item' })
  }

  cancel(): void {
    this.abort.abort()
  }

  private async openBytes(begun: Begun, { route, attempts }: VerdictState, focus: FocusWish, bytes: () => Promise<ReceivedBytes>): Promise<void> {
    const onProgress = this.progressOf(begun)
    const onStep = (step: Extract<CheckProgress, { kind: 'judging' }>['step']) => { onProgress({ kind: 'judging', step }) }
    let outcome: CheckOutcome
    try {
      const { askOpen } = await loadSteps()
      const opened = await askOpen(await bytes(), { ...this.options, signal: begun.signal, evenIfSetAside: false, onStep })
      outcome = { kind: 'verdict', ...opened, route, attempts }
    } catch (error) {
      outcome = { kind: 'failure', code: begun.signal.aborted ? 'engine/cancelled' : failureOf(error), attempts }
    }
    this.finish(begun, outcome, focus)
  }

  private begin(source: ReadingSource, around: readonly VerdictState[] = [], trail: readonly Level[] = []): Begun {
    this.abort.abort()
    this.abort = new AbortController()
    this.run += 1
    const gone = this.state.phase === 'verdict' ? [...this.around, this.state] : this.around
    // What was decrypted is overwritten, not left to be collected some day.
    for (const state of gone) if (!around.includes(state)) state.result.innermost.fill(0)
    this.around = around
    this.source = source
    this.show({ phase: 'checking', run: this.run, trail, progress: null })
    return { run: this.run, trail, source, signal: this.abort.signal }
  }

  private progressOf({ run, trail }: Begun): (progress: CheckProgress) => void {
    return progress => {
      if (run === this.run) this.show({ phase: 'checking', run, trail, progress })
    }
  }

  /** SECURITY: an answer that belongs to an earlier item is dropped, however late it comes. */
  private finish({ run, trail, source }: Begun, outcome: CheckOutcome, focus: FocusWish = null): void {
    if (run !== this.run) return
    if (outcome.kind === 'verdict') {
      const { result, route, attempts, kept } = outcome
      this.show({ phase: 'verdict', run, trail, source, result, route, attempts, kept, focus })
    } else {
      this.show({ phase: 'failure', run, trail, source, code: outcome.code, attempts: outcome.attempts })
    }
  }

  private show(state: ReadingState): void {
    this.state = state
    for (const listener of this.listeners) listener()
  }
}

/** @throws nothing: steps that cannot be loaded are a failure like others. */
async function stepped(ask: (steps: Awaited<ReturnType<typeof loadSteps>>) => Promise<CheckOutcome>): Promise<CheckOutcome> {
  try {
    return await ask(await loadSteps())
  } catch (error) {
    return { kind: 'failure', code: failureOf(error), attempts: [] }
  }
}
