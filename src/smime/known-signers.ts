/** Whether an address signs as it did before (SEC-21): a note with what changed, never a reason. */
import { isSameMailbox } from './sender.ts'
import type { MessageVerdict, Note, SignerVerdict } from './verdict.ts'

/** What was seen of an address when a message of it was last valid. Plain data of the asker's. */
export interface KnownSigner {
  readonly address: string
  /** SHA-256 of the certificate, hexadecimal. */
  readonly fingerprint: string
  /** RFC 4514 name of the authority. */
  readonly issuer: string
  /** When it was first seen, ISO 8601. */
  readonly since: string
}

/**
 * The verdict with a note on its one signer: first message of the address, another certificate, another authority.
 *
 * Only for a signature that is valid: of any other the certificate proves nothing about the address.
 */
export function withMemoryNotes(verdict: MessageVerdict, known: readonly KnownSigner[]): MessageVerdict {
  const [signer, ...others] = verdict.signers
  if (verdict.standing !== 'valid' || !signer || others.length > 0) return verdict
  const note = memoryNote(signer, known)
  return note ? { ...verdict, signers: [{ ...signer, notes: [...signer.notes, note] }] } : verdict
}

function memoryNote({ address, certificate }: SignerVerdict, known: readonly KnownSigner[]): Note | undefined {
  if (address === null || !certificate) return undefined
  const before = known.filter(entry => isSameMailbox(entry.address, address))
  const last = before.at(-1)
  if (!last) return { code: 'smime/first-signed', values: { fingerprint: certificate.sha256Fingerprint } }
  if (before.some(entry => entry.fingerprint === certificate.sha256Fingerprint)) return undefined
  const fingerprints = { fingerprint: certificate.sha256Fingerprint, fingerprintBefore: last.fingerprint }
  if (!before.some(entry => entry.issuer === certificate.issuer)) {
    return { code: 'smime/issuer-changed', values: { before: last.issuer, issuer: certificate.issuer, ...fingerprints } }
  }
  return { code: 'smime/signer-changed', values: { date: last.since, ...fingerprints } }
}
