/** The key store as the pane knows it: what is in it, whether it is open, and when it closes by itself. No screen, no clock of its own. */
import type {
  KeyRequest, KeyResult, KeysCreateResult, KeysImportResult, KeyStoreStatus, NewKeyAlgorithm,
} from '../../engine/key-protocol.ts'
import { failureOf } from '../read/failure-of.ts'
import type { FailureCode } from '../sentences/sentence.ts'
import type { KeyMemory } from './key-memory.ts'

type KeyResultOf<R extends KeyRequest> = Extract<KeyResult, { kind: R['kind'] }>

/** As much of the engine as keys need. */
export interface KeyAsker {
  ask<R extends KeyRequest>(request: R): Promise<KeyResultOf<R>>
}

export interface KeysState {
  /** Null until the store has answered once, and when it cannot. */
  readonly status: KeyStoreStatus | null
  /** Why there is no status. */
  readonly failure: FailureCode | null
  /** True after it locked because nothing was asked for a while. */
  readonly wasIdle: boolean
}

/** A bad outcome is a code with a sentence; nothing is thrown at a screen. */
export type KeyOutcome<Result> = { readonly ok: true; readonly result: Result } | { readonly ok: false; readonly code: FailureCode }

export type UnlockOutcome = { readonly kind: 'unlocked' } | { readonly kind: 'refused'; readonly code: FailureCode }

export interface KeysOptions {
  readonly asker: KeyAsker
  readonly now: () => Date
  readonly memory: KeyMemory
}

export class KeysController {
  private readonly options: KeysOptions
  private readonly listeners = new Set<() => void>()
  private readonly onLocked = new Set<() => void>()
  private readonly onMoreKeys = new Set<() => void>()
  private state: KeysState = { status: null, failure: null, wasIdle: false }
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(options: KeysOptions) {
    this.options = options
  }

  readonly getState = (): KeysState => this.state

  readonly subscribe = (listener: () => void): (() => void) => listen(this.listeners, listener)

  /** Calls `listener` when an open store has closed, for whatever reason: what it opened has to go (SEC-91). */
  whenLocked(listener: () => void): () => void {
    return listen(this.onLocked, listener)
  }

  /** Calls `listener` when messages can be opened that could not before: after unlocking, and after an import. */
  whenMoreKeys(listener: () => void): () => void {
    return listen(this.onMoreKeys, listener)
  }

  /** Asks the store how it stands. Never rejects. */
  async refresh(): Promise<void> {
    const { memory } = this.options
    const outcome = await this.ask({ kind: 'keys-status', at: this.at(), ...memory.expectations() })
    if (!outcome.ok && this.state.status === null) this.show({ ...this.state, failure: outcome.code })
  }

  async unlock(passphrase: string, lockAfterMinutes?: number): Promise<UnlockOutcome> {
    const outcome = await this.ask({
      kind: 'keys-unlock', at: this.at(), passphrase, ...(lockAfterMinutes === undefined ? {} : { lockAfterMinutes }),
    })
    if (!outcome.ok) return { kind: 'refused', code: outcome.code }
    switch (outcome.result.outcome) {
      case 'unlocked':
        this.tell(this.onMoreKeys)
        return { kind: 'unlocked' }
      case 'wrong-passphrase':
        return { kind: 'refused', code: 'engine/wrong-passphrase' }
      case 'wait':
        return { kind: 'refused', code: 'engine/passphrase-wait' }
      case 'empty':
        return { kind: 'refused', code: 'engine/key-gone' }
    }
  }

  async lock(scope: 'everywhere' | 'here' = 'everywhere'): Promise<void> {
    await this.ask({ kind: 'keys-lock', at: this.at(), scope })
  }

  /** Adds a file's keys and leaves the store unlocked. */
  async importFile(bytes: Uint8Array, filePassword: string | null, passphrase: string): Promise<KeyOutcome<KeysImportResult>> {
    const outcome = await this.ask({ kind: 'keys-import', at: this.at(), bytes, filePassword, passphrase })
    if (!outcome.ok) return outcome
    // Whoever has just typed the passphrase need not type it again to read.
    if (outcome.result.status.lock === 'unlocked') this.tell(this.onMoreKeys)
    else await this.unlock(passphrase)
    return outcome
  }

  create(request: { algorithm: NewKeyAlgorithm; name: string; address: string; passphrase: string }): Promise<KeyOutcome<KeysCreateResult>> {
    return this.ask({ kind: 'keys-create', at: this.at(), ...request })
  }

  async takeAnswer(bytes: Uint8Array): Promise<KeyOutcome<{ readonly id: string }>> {
    const outcome = await this.ask({ kind: 'keys-answer', at: this.at(), bytes })
    if (outcome.ok) this.tell(this.onMoreKeys)
    return outcome
  }

  async exportKeys(ids: readonly string[], passphrase: string, filePassword: string): Promise<KeyOutcome<Uint8Array>> {
    const outcome = await this.ask({ kind: 'keys-export', at: this.at(), ids, passphrase, filePassword })
    return outcome.ok ? { ok: true, result: outcome.result.bytes } : outcome
  }

  /** The saved file, read back; null bytes decline a backup in words (SEC-95). */
  confirmBackup(ids: readonly string[], bytes: Uint8Array | null, filePassword: string | null): Promise<KeyOutcome<unknown>> {
    return this.ask({ kind: 'keys-backup', at: this.at(), ids, bytes, filePassword })
  }

  async remove(id: string, passphrase: string, evenWithoutBackup: boolean): Promise<KeyOutcome<unknown>> {
    const outcome = await this.ask({ kind: 'keys-remove', at: this.at(), id, passphrase, evenWithoutBackup })
    if (outcome.ok && outcome.result.status.keys.length === 0) this.options.memory.forget()
    return outcome
  }

  /** Seconds until the next passphrase is tried, 0 when at once. */
  secondsToWait(): number {
    const until = this.state.status?.waitUntil
    return until ? Math.max(0, Math.ceil((Date.parse(until) - this.options.now().getTime()) / 1000)) : 0
  }

  private at(): string {
    return this.options.now().toISOString()
  }

  private async ask<R extends KeyRequest>(request: R): Promise<KeyOutcome<KeyResultOf<R>>> {
    try {
      const result = await this.options.asker.ask(request)
      const status = statusOf(result)
      if (status) this.adopt(status)
      return { ok: true, result }
    } catch (error) {
      const code = failureOf(error)
      if (request.kind !== 'keys-status') await this.refresh()
      return { ok: false, code }
    }
  }

  private adopt(status: KeyStoreStatus): void {
    const before = this.state.status
    const hasLocked = before?.lock === 'unlocked' && status.lock !== 'unlocked'
    const isIdle = hasLocked && before.locksAt !== null && Date.parse(before.locksAt) <= this.options.now().getTime()
    this.options.memory.remember(status)
    this.show({ status, failure: null, wasIdle: status.lock === 'locked' && (hasLocked ? isIdle : this.state.wasIdle) })
    this.watchTheTime(status)
    if (hasLocked) this.tell(this.onLocked)
  }

  /** The worker has no clock: the pane asks when the time has come, and shows what it is told. */
  private watchTheTime({ locksAt }: KeyStoreStatus): void {
    clearTimeout(this.timer)
    if (locksAt === null) return
    const remaining = Date.parse(locksAt) - this.options.now().getTime()
    this.timer = setTimeout(() => void this.refresh(), Math.min(Math.max(remaining, 0) + 50, LONGEST_TIMER))
  }

  private show(state: KeysState): void {
    this.state = state
    this.tell(this.listeners)
  }

  private tell(listeners: ReadonlySet<() => void>): void {
    for (const listener of [...listeners]) listener()
  }
}

/** A browser's timers count milliseconds in 31 bits. */
const LONGEST_TIMER = 0x7fffffff

function listen(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener)
  return () => { listeners.delete(listener) }
}

function statusOf(result: KeyResult): KeyStoreStatus | undefined {
  if (result.kind === 'keys-status') return result
  return 'status' in result ? result.status : undefined
}
