/** What writing asks of the owner's keys: who signs for an address, and which certificates make a copy readable here. */
import { isUsableFor } from '../../certpath/checks/key-usage.ts'
import { isSameMailbox } from '../../smime/sender.ts'
import type { SigningKey } from '../../webcrypto/signing-key.ts'
import { type Certificate, parseCertificate } from '../../x509/certificate.ts'
import { X509Error } from '../../x509/errors.ts'
import { readMailboxes } from '../../x509/extension.ts'
import { inOrder } from './describe-keys.ts'
import type { OpenedKey } from './opened-key.ts'
import type { StoreRecord } from './storage.ts'

/** A certificate of a key that is kept here. */
export interface OwnCertificate {
  readonly certificate: Certificate
  /** Of authorities, as they came with the key. */
  readonly chain: readonly Certificate[]
  /** ISO 8601. */
  readonly keptAt: string
  /** Of keys that are unlocked. Null while its key is locked; undefined for a key that does not sign. */
  readonly signing: SigningKey | null | undefined
}

/** All of them, current keys first. A damaged key is one that does not sign: it opens nothing either. */
export function ownCertificates(record: StoreRecord, unlocked: ReadonlyMap<string, OpenedKey> | undefined, at: number): OwnCertificate[] {
  return inOrder(record, at).flatMap(({ entry, certificates }) => {
    const chain = entry.chain.flatMap(readable)
    const signing = unlocked ? unlocked.get(entry.id)?.signing : null
    return certificates.map(certificate => ({ certificate, chain, keptAt: entry.addedAt, signing }))
  })
}

function readable(der: Uint8Array): Certificate[] {
  try {
    return [parseCertificate(der)]
  } catch (error) {
    if (error instanceof X509Error) return []
    throw error
  }
}

/**
 * The certificate to sign with for an address: in force before out of time, then the newest. Undefined when none names the
 * address and may sign.
 */
export function signerFor(own: readonly OwnCertificate[], address: string, at: number): OwnCertificate | undefined {
  return best(own.filter(({ certificate, signing }) => signing !== undefined && names(certificate, address) && maySign(certificate)), at)
}

/** The best of some, as `signerFor` has it. */
export function best(own: readonly OwnCertificate[], at: number): OwnCertificate | undefined {
  const rank = ({ certificate }: OwnCertificate) => (isInForce(certificate, at) ? 1 : 0)
  return [...own].sort((a, b) => rank(b) - rank(a) || b.certificate.notBefore - a.certificate.notBefore)[0]
}

export const isInForce = ({ notBefore, notAfter }: Certificate, at: number): boolean => notBefore <= at && at <= notAfter

export const names = (certificate: Certificate, address: string): boolean => readMailboxes(certificate).some(mailbox => isSameMailbox(mailbox, address))

function maySign(certificate: Certificate): boolean {
  try {
    return isUsableFor('email-signing', certificate)
  } catch (error) {
    if (error instanceof X509Error) return false
    throw error
  }
}
