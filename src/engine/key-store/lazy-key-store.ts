/** The key store, loaded at the first question that needs it: whoever only verifies does without. */
import { lateDoor } from '../late-door.ts'
import type { KeyDoor } from './key-store.ts'

export function createLazyKeyStore(load: () => Promise<KeyDoor>): KeyDoor {
  const door = lateDoor(load)
  return {
    answer: async request => (await door()).answer(request),
    keys: async at => (await door()).keys(at),
    lockedKeys: async at => (await door()).lockedKeys(at),
    own: async (at, purpose) => (await door()).own(at, purpose),
  }
}
