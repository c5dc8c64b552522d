/** What the keys mean for the message on the screen, and what a page that goes away means for both. */
import type { ReadingController } from '../read/reading-controller.ts'
import { createKeyMemory } from './key-memory.ts'
import { KeysController } from './keys-controller.ts'

/**
 * Opens the shown message when there is a key for it, and clears it when the keys are locked (SEC-91). A page that is left, perhaps to be kept
 * by the browser, is left locked and empty. Returns how to stop.
 */
export function watchKeys(keys: KeysController, reading: ReadingController, page: Window): () => void {
  const leave = () => {
    reading.clear()
    void keys.lock('here')
  }
  const comeBack = (event: PageTransitionEvent) => {
    if (event.persisted) void reading.checkItem()
  }
  // A long question, and every opened message, moves the time at which the store locks itself; and a dead worker leaves it locked.
  const stops = [
    reading.subscribe(() => {
      const { phase } = reading.getState()
      if (phase === 'verdict' || phase === 'failure') void keys.refresh()
    }),
    keys.whenLocked(() => { reading.forgetDecrypted() }),
    keys.whenMoreKeys(() => { void reading.openWithMoreKeys() }),
  ]
  page.addEventListener('pagehide', leave)
  page.addEventListener('pageshow', comeBack)
  void keys.refresh()
  return () => {
    for (const stop of stops) stop()
    page.removeEventListener('pagehide', leave)
    page.removeEventListener('pageshow', comeBack)
  }
}

/** The keys of the pane in this page, watched from now on. */
export function startKeys(reading: ReadingController, now: () => Date, page: Window): { readonly keys: KeysController; readonly stop: () => void } {
  const keys = new KeysController({ asker: reading.options.engine, now, memory: createKeyMemory(surroundings(page)) })
  return { keys, stop: watchKeys(keys, reading, page) }
}

/** QUIRK: browsers keep one storage per outermost page, and only Chromium and Safari tell a framed page whose frame it is in. */
function surroundings({ location }: Window): string {
  const { ancestorOrigins } = location as { ancestorOrigins?: DOMStringList }
  return ancestorOrigins?.[ancestorOrigins.length - 1] ?? location.origin
}
