/** What the key store keeps, and the seam to where it is kept. Everything secret in it is wrapped (`wrapping.ts`). */
import { EngineError } from '../engine.ts'
import type { KeyUse } from '../key-protocol.ts'
import type { PassphraseLock } from './passphrase-lock.ts'
import type { WrappedKey } from './wrapping.ts'

/** One private key and what is publicly known of it. */
export interface KeyEntry {
  readonly id: string
  readonly wrapped: WrappedKey
  /** `PublicKeyInfo.keyOctets`: what certificates are paired by. */
  readonly publicKey: Uint8Array
  /**
   * Every certificate that was ever issued for the key, DER, so that mail to any of them finds it.
   *
   * In the clear (SEC-89): a locked store must be able to say which key would open a message. They are public: whoever
   * writes to the owner has them.
   */
  readonly certificates: readonly Uint8Array[]
  /** Certificates of authorities that came along, DER, for the backup. */
  readonly chain: readonly Uint8Array[]
  /** What a request without an answer was made for. */
  readonly requested: { readonly address: string; readonly uses: readonly KeyUse[] } | null
  readonly addedAt: string
  readonly backup: { readonly kind: 'made' | 'declined'; readonly at: string } | null
}

/** All of a store, read and written as one. */
export interface StoreRecord {
  readonly format: 1
  /** Rises by one with each write. */
  readonly version: number
  readonly lock: PassphraseLock
  readonly keys: readonly KeyEntry[]
  /** Rises when all tabs are locked: an unlocking that began before does not count after (SEC-98). */
  readonly lockEpoch: number
  readonly lockAfterMinutes: number
  /** Wrong passphrases in a row, and when the last was (milliseconds since 1970). Kept, so that a new worker knows. */
  readonly tries: { readonly count: number; readonly lastAt: number }
}

export type StorageKind = 'persistent' | 'best-effort' | 'none'

/** Where one record is kept. */
export interface KeyStorage {
  /** Undefined when nothing was ever stored here. @throws EngineError `engine/storage-forbidden` or `engine/storage-damaged`. */
  read(): Promise<StoreRecord | undefined>
  /**
   * Replaces the record, all or nothing.
   *
   * @param expectedVersion - Of the record that the new one was made from; 0 when there was none.
   * @throws VersionConflict when another one is there; EngineError `engine/storage-full` or `engine/storage-forbidden`. The
   * old record is still there then.
   */
  write(record: StoreRecord, expectedVersion: number): Promise<void>
  /** Runs `work` while nobody else, in any tab, runs theirs; where the browser cannot promise that, versions still do. */
  exclusively<Value>(work: () => Promise<Value>): Promise<Value>
  kind(): Promise<StorageKind>
  /** Tells all other stores on this storage. */
  announce(news: StoreNews): void
  /** What others announce. */
  onNews(listener: (news: StoreNews) => void): void
}

export type StoreNews = 'locked' | 'changed'

/** Somebody else has written meanwhile. Never leaves the store: it reads again and retries. */
export class VersionConflict extends Error {}

/** @throws EngineError `engine/storage-damaged` for anything but a record of this format. */
export function assertRecord(value: unknown): asserts value is StoreRecord {
  const record = value as Partial<Record<keyof StoreRecord, unknown>> | null
  const isRecord =
    typeof record === 'object' && record !== null &&
    record.format === 1 && Number.isSafeInteger(record.version) && Number.isSafeInteger(record.lockEpoch) &&
    Array.isArray(record.keys) && typeof record.lock === 'object' && record.lock !== null
  if (!isRecord) throw new EngineError('engine/storage-damaged', 'stored record of another form')
}
