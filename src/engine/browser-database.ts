/**
 * A database of the browser, from a worker: opened for each turn and closed after it, so that a pane that sleeps holds up nobody's
 * upgrade or deletion. What goes wrong has a code.
 */
import { EngineError } from './engine.ts'

export interface DatabaseForm {
  readonly name: string
  readonly version: number
  /** Object stores, all of them with keys of their own beside the values. */
  readonly stores: readonly string[]
}

/** @throws EngineError `engine/storage-…` or `engine/other-tab`; and whatever `work` throws that is no error of the database. */
export async function withDatabase<Value>(form: DatabaseForm, work: (database: IDBDatabase) => Promise<Value>): Promise<Value> {
  const database = await openDatabase(form)
  try {
    return await work(database)
  } catch (error) {
    throw error instanceof DOMException ? storageError(error) : error
  } finally {
    database.close()
  }
}

/**
 * One transaction, on disk as a whole or not at all when this returns.
 *
 * @param work - Starts requests; may abort the transaction by calling the function it is given, with the reason for that.
 */
export function inTransaction(database: IDBDatabase, stores: readonly string[], work: (transaction: IDBTransaction, abort: (reason: Error) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(stores, 'readwrite', { durability: 'strict' })
    let reason: Error | undefined
    transaction.oncomplete = () => {
      resolve()
    }
    transaction.onabort = () => {
      reject(reason ?? storageError(transaction.error))
    }
    work(transaction, given => {
      reason = given
      transaction.abort()
    })
  })
}

/** The value of one request. */
export function settled<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result)
    }
    request.onerror = () => {
      reject(storageError(request.error))
    }
  })
}

async function openDatabase({ name, version, stores }: DatabaseForm): Promise<IDBDatabase> {
  if (typeof indexedDB === 'undefined') throw new EngineError('engine/storage-forbidden', 'no database here')
  try {
    return await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(name, version)
      opening.onupgradeneeded = () => {
        for (const store of stores) if (!opening.result.objectStoreNames.contains(store)) opening.result.createObjectStore(store)
      }
      opening.onsuccess = () => {
        const database = opening.result
        // Another pane upgrades or deletes: this one makes way at once.
        database.onversionchange = () => {
          database.close()
        }
        resolve(database)
      }
      opening.onerror = () => {
        reject(storageError(opening.error))
      }
      // Another pane holds on to an older form of the database.
      opening.onblocked = () => {
        reject(new EngineError('engine/other-tab', 'the database is held by another tab'))
      }
    })
  } catch (error) {
    // Some browsers throw where storage is forbidden.
    throw error instanceof EngineError ? error : storageError(error)
  }
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
