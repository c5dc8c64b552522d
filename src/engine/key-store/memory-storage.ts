/** A storage that forgets: for the logic's tests. Records are cloned as a database clones them. */
import { type KeyStorage, type StoreNews, type StoreRecord, VersionConflict } from './storage.ts'

/** What several storages share, as tabs share a database. */
export class SharedMemory {
  record: StoreRecord | undefined
  readonly listeners = new Map<KeyStorage, (news: StoreNews) => void>()
  queue: Promise<unknown> = Promise.resolve()
}

export function createMemoryStorage(shared = new SharedMemory()): KeyStorage {
  const storage: KeyStorage = {
    read: () => Promise.resolve(structuredClone(shared.record)),
    write: (record, expectedVersion) => {
      if ((shared.record?.version ?? 0) !== expectedVersion) return Promise.reject(new VersionConflict('another version'))
      shared.record = structuredClone(record)
      return Promise.resolve()
    },
    exclusively: work => {
      const turn = shared.queue.then(work, work)
      shared.queue = turn.catch(() => undefined)
      return turn
    },
    kind: () => Promise.resolve('best-effort'),
    announce: news => {
      for (const [other, listener] of shared.listeners) if (other !== storage) listener(news)
    },
    onNews: listener => {
      shared.listeners.set(storage, listener)
    },
  }
  return storage
}
