/** The key store, loaded at the first question that needs it: whoever only verifies does without. */
import type { KeyDoor } from './key-store.ts'

export function createLazyKeyStore(load: () => Promise<KeyDoor>): KeyDoor {
  let loading: Promise<KeyDoor> | undefined
  const door = () => {
    loading ??= load().catch((error: unknown) => {
      // A chunk that did not come is asked for again the next time.
      loading = undefined
      throw error
    })
    return loading
  }
  return {
    answer: async request => (await door()).answer(request),
    keys: async at => (await door()).keys(at),
    lockedKeys: async at => (await door()).lockedKeys(at),
    own: async (at, purpose) => (await door()).own(at, purpose),
  }
}
