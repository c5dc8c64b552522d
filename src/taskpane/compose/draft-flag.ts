/** Whether anything lies in the journal: so that a pane in which nobody writes need not ask. Says nothing about what it is. */

const STORED_AS = 'sealpane.drafts'

export type FlagStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** True also where nothing can be remembered: then the journal is asked. */
export function mayHoldDrafts(openStore: () => FlagStore): boolean {
  try {
    return openStore().getItem(STORED_AS) !== null
  } catch {
    return true
  }
}

export function noteDrafts(isAny: boolean, openStore: () => FlagStore): void {
  try {
    if (isAny) openStore().setItem(STORED_AS, '1')
    else openStore().removeItem(STORED_AS)
  } catch {
    // Then the journal is asked at every start.
  }
}
