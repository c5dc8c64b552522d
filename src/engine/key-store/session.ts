/** What is in memory while the store is unlocked, and nowhere else. */
import type { OpenedKey } from './opened-key.ts'

/** Runs `work` after so many milliseconds; gives back how to call it off. */
export type Schedule = (work: () => void, milliseconds: number) => () => void

interface Unlocked {
  /** Of the record when it was unlocked: another one means that all were locked since. */
  readonly lockEpoch: number
  readonly keys: Map<string, OpenedKey>
  readonly damaged: readonly string[]
  minutes: number
  /** Milliseconds since 1970. */
  locksAt: number
}

/** SECURITY (SEC-91): ending it drops every key; what WebCrypto and the browser's memory still hold ends with the worker. */
export class Session {
  private unlocked: Unlocked | undefined
  private callOff: (() => void) | undefined
  private readonly schedule: Schedule

  constructor(schedule: Schedule) {
    this.schedule = schedule
  }

  begin(keys: Pick<Unlocked, 'lockEpoch' | 'keys' | 'damaged'>, minutes: number, at: number): void {
    this.end()
    this.unlocked = { ...keys, minutes, locksAt: 0 }
    this.prolong(this.unlocked, at)
  }

  end(): void {
    this.callOff?.()
    this.callOff = undefined
    this.unlocked?.keys.clear()
    this.unlocked = undefined
  }

  /** What is unlocked at that time; ended first when its time is over or all tabs were locked. */
  at(time: number, lockEpoch: number): Unlocked | undefined {
    if (this.unlocked && (time >= this.unlocked.locksAt || this.unlocked.lockEpoch !== lockEpoch)) this.end()
    return this.unlocked
  }

  /** A use: the time begins again. */
  use(time: number, lockEpoch: number): ReadonlyMap<string, OpenedKey> | undefined {
    const unlocked = this.at(time, lockEpoch)
    if (unlocked) this.prolong(unlocked, time)
    return unlocked?.keys
  }

  private prolong(unlocked: Unlocked, time: number): void {
    const milliseconds = unlocked.minutes * 60_000
    unlocked.locksAt = time + milliseconds
    this.callOff?.()
    this.callOff = this.schedule(() => {
      this.end()
    }, milliseconds)
  }
}
