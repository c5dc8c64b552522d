/** The record and its guard: reading, changing, and opening it with the passphrase. */
import { equalBytes } from '../../bytes/bytes.ts'
import type { Argon2Parameters } from '../../webcrypto/passphrase-key.ts'
import { EngineError } from '../engine.ts'
import { makeLock, openLock } from './passphrase-lock.ts'
import { assertPassphrase } from './passphrase-rules.ts'
import { type KeyStorage, type StoreRecord, VersionConflict } from './storage.ts'
import type { Wrapping } from './wrapping.ts'

const DEFAULT_MINUTES = 15

/** SEC-91: free tries, then waiting that doubles. */
const FREE_TRIES = 5
const FIRST_WAIT = 5000
const LONGEST_WAIT = 300_000

/** Tabs that keep changing the same record have to let one through. */
const MAXIMAL_CONFLICTS = 20

export type Opening =
  | { readonly outcome: 'open'; readonly wrapping: Wrapping; readonly record: StoreRecord }
  | { readonly outcome: 'wrong-passphrase' | 'wait' | 'empty' }

/** A record that keys can be added to. */
export interface Writable {
  readonly wrapping: Wrapping
  /** The record, or a new one with version 0. */
  readonly record: StoreRecord
}

export class KeyRing {
  readonly storage: KeyStorage
  private readonly cost: Argon2Parameters

  constructor(storage: KeyStorage, cost: Argon2Parameters) {
    this.storage = storage
    this.cost = cost
  }

  read(): Promise<StoreRecord | undefined> {
    return this.storage.read()
  }

  /**
   * Changes what is stored by a pure function of it, retried when somebody else was faster. Nothing is written when it gives
   * back what it was given.
   *
   * @throws EngineError of the storage; the old record is still there then.
   */
  async change(by: (record: StoreRecord | undefined) => StoreRecord | undefined): Promise<StoreRecord | undefined> {
    for (let conflicts = 0; conflicts < MAXIMAL_CONFLICTS; conflicts++) {
      try {
        return await this.storage.exclusively(() => this.changeOnce(by))
      } catch (error) {
        if (!(error instanceof VersionConflict)) throw error
      }
    }
    throw new EngineError('engine/other-tab', 'the record kept changing')
  }

  private async changeOnce(by: (record: StoreRecord | undefined) => StoreRecord | undefined): Promise<StoreRecord | undefined> {
    const record = await this.storage.read()
    const changed = by(record)
    if (changed === undefined || changed === record) return record
    const version = record?.version ?? 0
    const next = { ...changed, version: version + 1 }
    await this.storage.write(next, version)
    this.storage.announce('changed')
    return next
  }

  /** Tries a passphrase and counts a wrong one. Nothing is tried while waiting is due. */
  async open(passphrase: string, at: number): Promise<Opening> {
    const record = await this.read()
    if (!record || record.keys.length === 0) return { outcome: 'empty' }
    if (waitUntil(record, at) !== null) return { outcome: 'wait' }
    const wrapping = await openLock(record.lock, passphrase)
    if (!wrapping) {
      await this.change(now => now && { ...now, tries: { count: now.tries.count + 1, lastAt: at } })
      return { outcome: 'wrong-passphrase' }
    }
    if (record.tries.count > 0) await this.change(now => now && { ...now, tries: { count: 0, lastAt: at } })
    return { outcome: 'open', wrapping, record }
  }

  /** @throws EngineError `engine/wrong-passphrase`, `engine/passphrase-wait`, or `engine/key-gone` for an empty store. */
  async require(passphrase: string, at: number): Promise<{ readonly wrapping: Wrapping; readonly record: StoreRecord }> {
    const opening = await this.open(passphrase, at)
    switch (opening.outcome) {
      case 'open':
        return opening
      case 'wait':
        throw new EngineError('engine/passphrase-wait', 'too many wrong passphrases')
      case 'wrong-passphrase':
        throw new EngineError('engine/wrong-passphrase', 'the passphrase opens nothing')
      case 'empty':
        throw new EngineError('engine/key-gone', 'no keys here')
    }
  }

  /** For adding keys: with the store's passphrase, or with a new one when the store is empty. */
  async openForWriting(passphrase: string, at: number, addresses: readonly string[]): Promise<Writable> {
    const record = await this.read()
    if (record && record.keys.length > 0) return this.require(passphrase, at)
    assertPassphrase(passphrase, addresses)
    const { lock, wrapping } = await makeLock(passphrase, this.cost)
    const fresh = { format: 1, version: 0, keys: [], lockEpoch: 0, lockAfterMinutes: DEFAULT_MINUTES, ...record, lock } as const
    return { wrapping, record: { ...fresh, tries: { count: 0, lastAt: at } } }
  }

  /**
   * Changes a record that was opened for writing; keys wrapped meanwhile belong to its lock.
   *
   * @throws EngineError `engine/other-tab` when another tab has set up the store with a lock of its own meanwhile.
   */
  changeOpened(opened: StoreRecord, by: (record: StoreRecord) => StoreRecord): Promise<StoreRecord | undefined> {
    return this.change(now => {
      const base = now && now.keys.length > 0 ? now : { ...opened, version: now?.version ?? 0, lockEpoch: now?.lockEpoch ?? 0 }
      if (!equalBytes(base.lock.kdf.salt, opened.lock.kdf.salt)) throw new EngineError('engine/other-tab', 'another lock meanwhile')
      return by(base)
    })
  }
}

/** Until when no passphrase is tried, milliseconds since 1970; null when one may be. A clock that was set back does not count. */
export function waitUntil({ tries }: StoreRecord, at: number): number | null {
  if (tries.count < FREE_TRIES || tries.lastAt > at) return null
  const until = tries.lastAt + Math.min(FIRST_WAIT * 2 ** (tries.count - FREE_TRIES), LONGEST_WAIT)
  return until > at ? until : null
}
