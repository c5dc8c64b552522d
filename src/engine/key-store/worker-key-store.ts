/** The key store of a worker: on the browser's database, locking itself by the browser's timer. */
import { createIndexedDbStorage } from './indexed-db-storage.ts'
import { createKeyStore, type KeyDoor } from './key-store.ts'

export function createWorkerKeyStore(): KeyDoor {
  return createKeyStore(createIndexedDbStorage(), {
    schedule: (work, milliseconds) => {
      const timer = setTimeout(work, milliseconds)
      return () => {
        clearTimeout(timer)
      }
    },
  })
}
