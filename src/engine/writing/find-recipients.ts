/** Exactly the certificates that a message is encrypted to, as its writer was shown them (SEC-28, SEC-80). */
import type { OutgoingMessage } from '../../mime/outgoing-message.ts'
import type { BookContext, Candidate, CertificateBook } from '../certificate-book/certificate-book.ts'
import type { ComposeRequest } from '../compose-protocol.ts'
import { EngineError } from '../engine.ts'
import { addresseesOf, keyOf } from './copy-plan.ts'
import { ownEncryptionCertificate } from './find-signer.ts'
import type { OwnCertificate } from '../key-store/own-keys.ts'

/** By mailbox key. */
export type ChosenCertificates = ReadonlyMap<string, Candidate>

/**
 * The chosen certificate of every addressee.
 *
 * @param expected - What the writer was shown.
 * @throws EngineError `engine/recipient-changed` when it differs in anything: an address more or less, another certificate, none.
 */
export async function chooseCertificates(message: OutgoingMessage, expected: NonNullable<ComposeRequest['expected']>, book: CertificateBook, context: BookContext): Promise<ChosenCertificates> {
  const { open, hidden } = addresseesOf(message)
  const chosen = new Map<string, Candidate>()
  for (const { answer, chosen: candidate } of await book.find([...open, ...hidden].map(({ address }) => address), context)) {
    if (!candidate) throw changed('a recipient has no certificate that can be used')
    chosen.set(keyOf(answer.address), candidate)
  }
  const shown = new Map<string, string>()
  for (const { address, fingerprint } of expected) {
    const key = keyOf(address)
    if ((shown.get(key) ?? fingerprint) !== fingerprint) throw changed('two certificates for one address')
    shown.set(key, fingerprint)
  }
  const isSame = shown.size === chosen.size && [...chosen].every(([key, { known }]) => shown.get(key) === known.fingerprint)
  if (!isSame) throw changed('other recipients or certificates than were shown')
  return chosen
}

const changed = (why: string) => new EngineError('engine/recipient-changed', why)

/** The writer's own: of From, or of whoever writes in its name. @throws EngineError `engine/no-own-certificate`. */
export function ownRecipient(message: OutgoingMessage, own: readonly OwnCertificate[], at: number): OwnCertificate {
  const found = ownEncryptionCertificate(own, message.from.address, at) ?? (message.sender ? ownEncryptionCertificate(own, message.sender.address, at) : undefined)
  if (!found) throw new EngineError('engine/no-own-certificate', 'no key here would open the sent copy')
  return found
}
