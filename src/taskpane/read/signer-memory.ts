/** Who signed before, as the browser keeps it. */
import type { OpenResult } from '../../engine/protocol.ts'
import type { KnownSigner } from '../../smime/known-signers.ts'

/** Newest last. More correspondents than this forget the one not heard of longest. */
const MAXIMAL_SIGNERS = 500

const STORED_AS = 'sealpane.known-signers'

/** As much of a browser's storage as is used. */
export type TextStore = Pick<Storage, 'getItem' | 'setItem'>

/** Undefined where nothing can be stored. */
export function readKnown(openStore: () => TextStore): readonly KnownSigner[] | undefined {
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

export function remember({ verdict }: OpenResult, known: readonly KnownSigner[], openStore: () => TextStore, at: Date): void {
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
