/**
 * The key store's record in the browser's database, from a worker. One record, written with `strict` durability in one
 * transaction: it is there as a whole or not at all.
 *
 * The database is opened for each turn and closed after it: a tab that sleeps holds up nobody's upgrade or deletion.
 */
import { EngineError } from '../engine.ts'
import { assertRecord, type KeyStorage, type StorageKind, type StoreNews, type StoreRecord, VersionConflict } from './storage.ts'

const DATABASE = 'sealpane-keys'
const VERSION = 1
const RECORDS = 'records'
const RECORD = 'keys'

/** Web Locks and broadcasts carry the same name. */
const CHANNEL = 'sealpane-keys'

export function createIndexedDbStorage(): KeyStorage {
  return new IndexedDbStorage()
}

class IndexedDbStorage implements KeyStorage {
  private readonly channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(CHANNEL)

  async read(): Promise<StoreRecord | undefined> {
    const value = await withDatabase(async database => {
      const transaction = database.transaction(RECORDS, 'readonly')
      return settled<unknown>(transaction.objectStore(RECORDS).get(RECORD))
    })
    if (value === undefined) return undefined
    assertRecord(value)
    return value
  }

  async write(record: StoreRecord, expectedVersion: number): Promise<void> {
    await withDatabase(database => replace(database, record, expectedVersion))
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
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(RECORDS, 'readwrite', { durability: 'strict' })
    const records = transaction.objectStore(RECORDS)
    let conflict = false
    transaction.oncomplete = () => {
      resolve()
    }
    transaction.onabort = () => {
      reject(conflict ? new VersionConflict('another version') : storageError(transaction.error))
    }
    const current: IDBRequest<unknown> = records.get(RECORD)
    current.onsuccess = () => {
      conflict = ((current.result as Partial<StoreRecord> | undefined)?.version ?? 0) !== expectedVersion
      if (conflict) transaction.abort()
      else records.put(record, RECORD)
    }
  })
}

async function withDatabase<Value>(work: (database: IDBDatabase) => Promise<Value>): Promise<Value> {
  const database = await openDatabase()
  try {
    return await work(database)
  } catch (error) {
    throw error instanceof DOMException ? storageError(error) : error
  } finally {
    database.close()
  }
}

async function openDatabase(): Promise<IDBDatabase> {
  if (typeof indexedDB === 'undefined') throw new EngineError('engine/storage-forbidden', 'no database here')
  try {
    return await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(DATABASE, VERSION)
      opening.onupgradeneeded = () => {
        if (!opening.result.objectStoreNames.contains(RECORDS)) opening.result.createObjectStore(RECORDS)
      }
      opening.onsuccess = () => {
        const database = opening.result
        // Another tab upgrades or deletes: this one makes way at once.
        database.onversionchange = () => {
          database.close()
        }
        resolve(database)
      }
      opening.onerror = () => {
        reject(storageError(opening.error))
      }
      // Another tab holds on to an older form of the database.
      opening.onblocked = () => {
        reject(new EngineError('engine/other-tab', 'the database is held by another tab'))
      }
    })
  } catch (error) {
    // Some browsers throw where storage is forbidden.
    throw error instanceof EngineError ? error : storageError(error)
  }
}

function settled<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result)
    }
    request.onerror = () => {
      reject(storageError(request.error))
    }
  })
}

function storageError(cause: unknown): EngineError {
  const name = cause instanceof DOMException ? cause.name : ''
  switch (name) {
    case 'QuotaExceededError':
      return new EngineError('engine/storage-full', 'quota exceeded', { cause })
    case 'VersionError':
      return new EngineError('engine/storage-damaged', 'the database is of a later version', { cause })
    case 'DataError':
    case 'NotReadableError':
      return new EngineError('engine/storage-damaged', name, { cause })
    default:
      return new EngineError('engine/storage-forbidden', name === '' ? 'no storage' : name, { cause })
  }
}
