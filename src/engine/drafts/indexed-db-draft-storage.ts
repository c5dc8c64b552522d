/** The draft journal in the browser's database, from a worker: one transaction for each write, with `strict` durability. */
import { inTransaction, settled, withDatabase } from '../browser-database.ts'
import { DraftConflict, type DraftStorage, type StoredBody, type StoredHead } from './draft-storage.ts'

const KEYS = 'keys'
const HEADS = 'heads'
const BODIES = 'bodies'
const FORM = { name: 'sealpane-drafts', version: 1, stores: [KEYS, HEADS, BODIES] } as const
const DEVICE = 'device'

/** The browser's locks are named after what they hold. */
const LOCK = 'sealpane-draft:'

/** Milliseconds. A worker that was ended lets its locks go a little later; whoever works on a draft keeps it for longer. */
const PATIENCE = 3000

export function createIndexedDbDraftStorage(): DraftStorage {
  return new IndexedDbDraftStorage()
}

class IndexedDbDraftStorage implements DraftStorage {
  /** How to let go of what is held. */
  private readonly held = new Map<string, () => void>()
  private readonly taking = new Map<string, Promise<boolean>>()

  async deviceKey(make: () => Promise<CryptoKey>): Promise<CryptoKey> {
    return (await read<CryptoKey | undefined>(KEYS, DEVICE)) ?? keepDeviceKey(await make())
  }

  heads(): Promise<readonly (readonly [string, unknown])[]> {
    return withDatabase(FORM, async database => {
      const store = database.transaction(HEADS, 'readonly').objectStore(HEADS)
      const [keys, values] = await Promise.all([settled(store.getAllKeys()), settled<unknown[]>(store.getAll())])
      return keys.map((key, index) => [key as string, values[index]] as const)
    })
  }

  head(id: string): Promise<unknown> {
    return read(HEADS, id)
  }

  body(id: string): Promise<unknown> {
    return read(BODIES, id)
  }

  /** Compares and writes inside one transaction, so that the comparison still holds when the write happens. */
  write(head: StoredHead, body: StoredBody | null, expectedVersion: number): Promise<void> {
    return withDatabase(FORM, database =>
      inTransaction(database, [HEADS, BODIES], (transaction, abort) => {
        const heads = transaction.objectStore(HEADS)
        const current: IDBRequest<unknown> = heads.get(head.id)
        current.onsuccess = () => {
          if (((current.result as Partial<StoredHead> | undefined)?.version ?? 0) !== expectedVersion) {
            abort(new DraftConflict('another version'))
            return
          }
          heads.put(head, head.id)
          if (body) transaction.objectStore(BODIES).put(body, head.id)
        }
      }),
    )
  }

  remove(id: string): Promise<void> {
    return withDatabase(FORM, database =>
      inTransaction(database, [HEADS, BODIES], transaction => {
        transaction.objectStore(HEADS).delete(id)
        transaction.objectStore(BODIES).delete(id)
      }),
    )
  }

  hold(id: string): Promise<boolean> {
    if (this.held.has(id) || !('locks' in navigator)) return Promise.resolve(true)
    const taking = this.taking.get(id) ?? this.take(id).finally(() => this.taking.delete(id))
    this.taking.set(id, taking)
    return taking
  }

  private take(id: string): Promise<boolean> {
    return new Promise(resolve => {
      navigator.locks
        .request(LOCK + id, { signal: AbortSignal.timeout(PATIENCE) }, () => {
          const ended = new Promise<void>(letGo => {
            this.held.set(id, letGo)
          })
          resolve(true)
          return ended
        })
        .catch((error: unknown) => {
          // Not in time: somebody has it. Anything else: this browser has no locks here, and versions have to do.
          resolve(!(error instanceof DOMException && error.name === 'TimeoutError'))
        })
    })
  }

  release(id: string): void {
    this.held.get(id)?.()
    this.held.delete(id)
  }

  isHeld(id: string): boolean {
    return this.held.has(id)
  }

  async heldElsewhere(): Promise<ReadonlySet<string>> {
    if (!('locks' in navigator)) return new Set()
    const { held = [] } = await navigator.locks.query()
    const ids = held.flatMap(({ name = '' }) => (name.startsWith(LOCK) ? [name.slice(LOCK.length)] : []))
    return new Set(ids.filter(id => !this.held.has(id)))
  }
}

/** Two panes may make one at the same time: the first that is there stays. */
async function keepDeviceKey(made: CryptoKey): Promise<CryptoKey> {
  let kept = made
  await withDatabase(FORM, database =>
    inTransaction(database, [KEYS], transaction => {
      const keys = transaction.objectStore(KEYS)
      const current: IDBRequest<unknown> = keys.get(DEVICE)
      current.onsuccess = () => {
        if (current.result === undefined) keys.put(made, DEVICE)
        else kept = current.result as CryptoKey
      }
    }),
  )
  return kept
}

function read<Value>(store: string, key: string): Promise<Value> {
  return withDatabase(FORM, database => settled(database.transaction(store, 'readonly').objectStore(store).get(key) as IDBRequest<Value>))
}
