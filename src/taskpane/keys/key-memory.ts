/** What the pane remembers of the keys that were here, so that their loss is noticed (SEC-93). Addresses and a place, no key. */
import type { KeysStatusRequest, KeyStoreStatus } from '../../engine/key-protocol.ts'

export interface KeyMemory {
  /** What is to be found in the store, as far as anything is remembered. */
  expectations(): Pick<KeysStatusRequest, 'expectedAddresses' | 'place' | 'rememberedPlace'>
  remember(status: KeyStoreStatus): void
  /** The last key was removed on purpose: an empty store is no loss. */
  forget(): void
}

const ADDRESSES = 'sealpane.key-addresses'
const PLACE = 'sealpane.key-place'

/**
 * Kept in the browser beside the store. QUIRK: `localStorage` throws where storage is forbidden, and an eviction of the whole place takes both;
 * a store that lost its keys alone is noticed.
 *
 * @param place the origin around the pane: the browser keeps one storage for each (partitioning).
 */
export function createKeyMemory(place: string): KeyMemory {
  return {
    expectations: () => {
      const addresses = read(ADDRESSES)?.split('\n').filter(address => address !== '')
      const remembered = read(PLACE)
      return {
        ...(addresses && addresses.length > 0 ? { expectedAddresses: addresses } : {}),
        place,
        ...(remembered === null ? {} : { rememberedPlace: remembered }),
      }
    },
    remember: status => {
      if (status.loss !== null || status.storage === 'none') return
      const addresses = [...new Set(status.keys.flatMap(key => key.addresses))]
      // An empty store is no reason to forget; only removing the last key is.
      if (addresses.length === 0) return
      write(ADDRESSES, addresses.join('\n'))
      write(PLACE, place)
    },
    forget: () => { write(ADDRESSES, '') },
  }
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

function write(name: string, value: string): void {
  try {
    if (value === '') localStorage.removeItem(name)
    else localStorage.setItem(name, value)
  } catch {
    // Where nothing can be stored there are no keys to be remembered either.
  }
}
