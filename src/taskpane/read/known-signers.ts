/** The engine with a memory of who signed before: kept in the browser, told with each question, added to after each valid answer. */
import type { SmimeEngine } from '../../engine/engine.ts'
import type { OpenRequest } from '../../engine/protocol.ts'
import type { TextStore } from './signer-memory.ts'

/**
 * QUIRK: storage may throw or be forbidden; then nothing is remembered and no note is given, because every message would
 * read as the first one.
 *
 * SECURITY: what is stored is public (address, fingerprint, authority) and never of a message that was encrypted (SEC-25).
 */
export function rememberSigners(engine: SmimeEngine, openStore: () => TextStore, now: () => Date): SmimeEngine {
  return {
    ask: async (request, options) => {
      if (request.kind !== 'open') return engine.ask(request, options)
      const { readKnown, remember } = await import(/* webpackChunkName: 'reading' */ './signer-memory.ts')
      const known = readKnown(openStore)
      if (!known) return engine.ask(request, options)
      const told: OpenRequest = { ...request, knownSigners: known }
      const result = await engine.ask(told, options)
      remember(result, known, openStore, now())
      return result as never
    },
    close: () => {
      engine.close()
    },
  }
}
