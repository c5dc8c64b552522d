/** The engine with a memory of who signed before: kept in the browser, told with each question, added to after each valid answer. */
import type { SmimeEngine } from '../../engine/engine.ts'
import type { OpenRequest, OpenResult } from '../../engine/protocol.ts'
import type { KnownSigner } from '../../smime/known-signers.ts'

/** Newest last. More correspondents than this forget the one not heard of longest. */
const MAXIMAL_SIGNERS = 500

const STORED_AS = 'sealpane.known-signers'

/** As much of a browser's storage as is used. */
export type TextStore = Pick<Storage, 'getItem' | 'setItem'>

/**
 * QUIRK: storage may throw or be forbidden; then nothing is remembered and no note is given, because every message would
 * read as the first one.
 *
 * SECURITY: what is stored is public (address, fingerprint, authority) and never of a message that was encrypted (SEC-25).
 */
export function rememberSigners(engine: SmimeEngine, openStore: () => TextStore, now: () => Date): SmimeEngine {
  return {
    ask: async (request, options) => {
      const known = request.kind === 'open' ? readKnown(openStore) : undefined
      if (request.kind !== 'open' || !known) return engine.ask(request, options)
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

/** Undefined where nothing can be stored. */
function readKnown(openStore: () => TextStore): readonly KnownSigner[] | undefined {
  try {
    const stored: unknown = JSON.parse(openStore().getItem(STORED_AS) ?? '[]')
    return Array.isArray(stored) ? stored.filter(isKnownSigner) : []
  } catch (error) {
    return error instanceof SyntaxError ? [] : undefined
  }
}

function isKnownSigner(value: unknown): value is KnownSigner {
  if (typeof value !== 'object' || value === null) return false
  const entry = value as Record<string, unknown>
  return ['address', 'fingerprint', 'issuer', 'since'].every(name => typeof entry[name] === 'string')
}

function remember({ verdict }: OpenResult, known: readonly KnownSigner[], openStore: () => TextStore, at: Date): void {
  const [signer] = verdict.signers
  if (verdict.standing !== 'valid' || verdict.encrypted || !signer?.certificate || signer.address === null) return
  const { address, certificate } = signer
  const isSame = (entry: KnownSigner) => entry.address === address && entry.fingerprint === certificate.sha256Fingerprint
  const found = known.find(isSame) ?? { address, fingerprint: certificate.sha256Fingerprint, issuer: certificate.issuer, since: at.toISOString() }
  try {
    openStore().setItem(STORED_AS, JSON.stringify([...known.filter(entry => !isSame(entry)), found].slice(-MAXIMAL_SIGNERS)))
  } catch {
    // A full storage: the next message of this address is told as the first one again.
  }
}
