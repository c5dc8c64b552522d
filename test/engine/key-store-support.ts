/** A key store to ask, with the questions' usual parts filled in. */
import { createKeyStore, type KeyDoor } from '../../src/engine/key-store/key-store.ts'
import { LEAST_COST } from '../../src/engine/key-store/passphrase-lock.ts'
import type { Schedule } from '../../src/engine/key-store/session.ts'
import { createMemoryStorage, SharedMemory } from '../../src/engine/key-store/memory-storage.ts'
import type { KeyRequest, KeyResult, KeyStoreStatus } from '../../src/engine/key-protocol.ts'

export const AT = Date.parse('2026-06-15T12:00:00Z')
export const PASSPHRASE = 'four ordinary words together'
export const FILE_PASSWORD = 'the file came with this'

export const iso = (at: number) => new Date(at).toISOString()

type WithoutTime<R> = R extends { readonly at: string } ? Omit<R, 'at'> & { readonly at?: number } : never
type Asked = WithoutTime<KeyRequest>
type ResultFor<A extends Asked> = Extract<KeyResult, { kind: A['kind'] }>

export interface ImportOptions {
  readonly filePassword?: string | null
  readonly passphrase?: string
  readonly at?: number
}

export interface Tab {
  readonly store: KeyDoor
  ask<A extends Asked>(request: A): Promise<ResultFor<A>>
  status(at?: number): Promise<KeyStoreStatus>
  import(bytes: Uint8Array, more?: ImportOptions): Promise<Extract<KeyResult, { kind: 'keys-import' }>>
  unlock(at?: number, passphrase?: string): Promise<Extract<KeyResult, { kind: 'keys-unlock' }>>
}

/** With the least work that the store accepts: these tests unlock a hundred times. */
export function aTab(shared = new SharedMemory(), schedule?: Schedule): Tab {
  const store = createKeyStore(createMemoryStorage(shared), { cost: LEAST_COST, ...(schedule ? { schedule } : {}) })
  const ask = <A extends Asked>(request: A) =>
    store.answer({ ...request, at: iso(request.at ?? AT) }) as Promise<ResultFor<A>>
  return {
    store,
    ask,
    status: (at = AT) => ask({ kind: 'keys-status', at }),
    import: (bytes, { filePassword = FILE_PASSWORD, passphrase = PASSPHRASE, at = AT } = {}) =>
      ask({ kind: 'keys-import', bytes, filePassword, passphrase, at }),
    unlock: (at = AT, passphrase = PASSPHRASE) => ask({ kind: 'keys-unlock', passphrase, at }),
  }
}
