/**
 * The key store's record in the browser's database, from a worker. One record, written with `strict` durability in one
 * transaction: it is there as a whole or not at all.
 */
import { inTransaction, settled, withDatabase } from '../browser-database.ts'
import { assertRecord, type KeyStorage, type StorageKind, type StoreNews, type StoreRecord, VersionConflict } from './storage.ts'

const RECORDS = 'records'
const FORM = { name: 'sealpane-keys', version: 1, stores: [RECORDS] } as const
const RECORD = 'keys'

/** Web Locks and broadcasts carry the same name. */
const CHANNEL = 'sealpane-keys'

export function createIndexedDbStorage(): KeyStorage {
  return new IndexedDbStorage()
}

class IndexedDbStorage implements KeyStorage {
  private readonly channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(CHANNEL)

  async read(): Promise<StoreRecord | undefined> {
    const value = await withDatabase(FORM, database => settled<unknown>(database.transaction(RECORDS, 'readonly').objectStore(RECORDS).get(RECORD)))
    if (value === undefined) return undefined
    assertRecord(value)
    return value
  }

  async write(record: StoreRecord, expectedVersion: number): Promise<void> {
    await withDatabase(FORM, database => replace(database, record, expectedVersion))
  }

  exclusively<Value>(work: () => Promise<Value>): Promise<Value> {
    if (!('locks' in navigator)) return work()
    return navigator.locks.request(CHANNEL, { mode: 'exclusive' }, work)
  }

  async kind(): Promise<StorageKind> {
    if (typeof indexedDB === 'undefined') return 'none'
    try {
      return (await navigator.storage.persisted()) ? 'persistent' : 'best-effort'
    } catch {
      return 'best-effort'
    }
  }

  announce(news: StoreNews): void {
    this.channel?.postMessage(news)
  }

  onNews(listener: (news: StoreNews) => void): void {
    if (!this.channel) return
    this.channel.onmessage = (event: MessageEvent<unknown>) => {
      if (event.data === 'locked' || event.data === 'changed') listener(event.data)
    }
  }
}

/** Compares and writes inside one transaction, so that the comparison still holds when the write happens. */
function replace(database: IDBDatabase, record: StoreRecord, expectedVersion: number): Promise<void> {
  return inTransaction(database, [RECORDS], (transaction, abort) => {
    const records = transaction.objectStore(RECORDS)
    const current: IDBRequest<unknown> = records.get(RECORD)
    current.onsuccess = () => {
      if (((current.result as Partial<StoreRecord> | undefined)?.version ?? 0) === expectedVersion) records.put(record, RECORD)
      else abort(new VersionConflict('another version'))
    }
  })
}
