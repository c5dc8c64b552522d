/** A storage that forgets: for the logic's tests. Records are cloned as a database clones them. */
import { DraftConflict, type DraftStorage, type StoredBody, type StoredHead } from './draft-storage.ts'

/** What several storages share, as panes share a database. */
export class SharedDrafts {
  key: CryptoKey | undefined
  readonly heads = new Map<string, unknown>()
  readonly bodies = new Map<string, unknown>()
  /** Which storage holds which draft. */
  readonly holders = new Map<string, DraftStorage>()
}

export interface MemoryDraftStorage extends DraftStorage {
  /** What happens when a pane or its worker ends: it holds nothing any more. */
  end(): void
}

export function createMemoryDraftStorage(shared = new SharedDrafts()): MemoryDraftStorage {
  const storage: MemoryDraftStorage = {
    deviceKey: async make => {
      const made = shared.key ?? (await make())
      return (shared.key ??= made)
    },
    heads: () => Promise.resolve([...shared.heads].map(([id, head]) => [id, structuredClone(head)] as const)),
    head: id => Promise.resolve(structuredClone(shared.heads.get(id))),
    body: id => Promise.resolve(structuredClone(shared.bodies.get(id))),
    write: (head: StoredHead, body: StoredBody | null, expectedVersion) => {
      const found = shared.heads.get(head.id) as StoredHead | undefined
      if ((found?.version ?? 0) !== expectedVersion) return Promise.reject(new DraftConflict('another version'))
      shared.heads.set(head.id, structuredClone(head))
      if (body) shared.bodies.set(head.id, structuredClone(body))
      return Promise.resolve()
    },
    remove: id => {
      shared.heads.delete(id)
      shared.bodies.delete(id)
      return Promise.resolve()
    },
    hold: id => {
      const holder = shared.holders.get(id)
      if (holder && holder !== storage) return Promise.resolve(false)
      shared.holders.set(id, storage)
      return Promise.resolve(true)
    },
    release: id => {
      if (shared.holders.get(id) === storage) shared.holders.delete(id)
    },
    isHeld: id => shared.holders.get(id) === storage,
    heldElsewhere: () => Promise.resolve(new Set([...shared.holders].filter(([, holder]) => holder !== storage).map(([id]) => id))),
    end: () => {
      for (const [id, holder] of shared.holders) if (holder === storage) shared.holders.delete(id)
    },
  }
  return storage
}
