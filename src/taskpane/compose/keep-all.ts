/** Keeps what is being typed: a moment after the last change, one writing at a time, never an older one after a newer. */
import type { Kept } from './compose-state.ts'

export interface KeepOptions {
  /** Writes everything as it is now. */
  readonly write: () => Promise<void>
  /** Milliseconds without a change after which it is kept. */
  readonly delay: number
  readonly tell: (kept: Kept) => void
  /** ISO 8601. */
  readonly now: () => string
}

export class KeepAll {
  private readonly options: KeepOptions
  private timer: ReturnType<typeof setTimeout> | undefined
  private running: Promise<void> = Promise.resolve()
  private isChanged = false
  private isStopped = false
  private keptAt: string | null = null

  constructor(options: KeepOptions) {
    this.options = options
  }

  changed(): void {
    if (this.isStopped) return
    this.isChanged = true
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.flush(), this.options.delay)
  }

  /** Resolves when everything that was changed until now is kept, or could not be: `tell` says which. */
  flush(): Promise<void> {
    clearTimeout(this.timer)
    this.running = this.running.then(() => this.once())
    return this.running
  }

  /** Nothing is kept any more: it was sent or thrown away. */
  stop(): void {
    this.isStopped = true
    clearTimeout(this.timer)
  }

  private async once(): Promise<void> {
    if (!this.isChanged || this.isStopped) return
    this.isChanged = false
    this.options.tell({ state: 'saving', at: this.keptAt })
    try {
      await this.options.write()
      this.keptAt = this.options.now()
      this.options.tell({ state: 'saved', at: this.keptAt })
    } catch {
      this.isChanged = true
      this.options.tell({ state: 'not-saved', at: this.keptAt })
    }
  }
}
