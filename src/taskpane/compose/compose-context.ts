/** The message that is written, for every component of its screens. */
import { createContext, useContext, useSyncExternalStore } from 'react'
import type { ComposeController } from './compose-controller.ts'
import type { ComposeState } from './compose-state.ts'

export const ComposeContext = createContext<ComposeController | null>(null)

/** @throws outside of the screens for writing. */
export function useCompose(): { readonly compose: ComposeController; readonly state: ComposeState } {
  const compose = useContext(ComposeContext)
  if (!compose) throw new Error('nothing is written around this component')
  return { compose, state: useSyncExternalStore(compose.subscribe, compose.getState, compose.getState) }
}
