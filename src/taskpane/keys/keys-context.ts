/** The keys, for every component that shows or uses them. */
import { createContext, useContext, useSyncExternalStore } from 'react'
import type { KeysController, KeysState } from './keys-controller.ts'

export const KeysContext = createContext<KeysController | null>(null)

/** @throws outside of the pane's panels, which provide the keys. */
export function useKeys(): { readonly keys: KeysController; readonly state: KeysState } {
  const keys = useContext(KeysContext)
  if (!keys) throw new Error('no keys around this component')
  return { keys, state: useSyncExternalStore(keys.subscribe, keys.getState, keys.getState) }
}
