/** Keeping the certificate of whoever signed a message that was opened (SEC-27). */
import { parseCertificate } from '../../x509/certificate.ts'
import { canBeEncryptedTo } from '../../smime/recipient-judgement.ts'
import type { CertificateBook } from '../certificate-book/certificate-book.ts'
import type { KeyDoor } from '../key-store/key-store.ts'
import type { OpenResult } from '../protocol.ts'
import { equalBytes } from '../../bytes/bytes.ts'

/** What a message gives to be kept. */
export interface Harvest {
  /** The matched From address. */
  readonly address: string
  readonly der: Uint8Array
  readonly announces: { readonly gcm: boolean; readonly oaep: boolean } | null
  readonly chain: readonly Uint8Array[]
}

/**
 * Undefined unless the whole verdict is `valid`, with exactly one signer, not revoked, whose certificate speaks for From. The
 * certificate is the one the signer wants to be encrypted to, and is filed under that From alone, whatever else it names.
 */
export function harvestOf({ verdict }: Pick<OpenResult, 'verdict'>): Harvest | undefined {
  const [signer, ...others] = verdict.signers
  if (verdict.standing !== 'valid' || !signer?.announces || !signer.certificate || others.length > 0) return undefined
  if (signer.sender.outcome !== 'match' || signer.revocation.outcome === 'revoked') return undefined
  const { capabilities, encryptionCertificate, chain } = signer.announces
  return { address: signer.sender.address, der: encryptionCertificate ?? signer.certificate.der, announces: capabilities, chain }
}

/** Keeps it. A certificate that nothing can be encrypted to is of no use, and one of an own key is here already. @throws EngineError of the storage. */
export async function keepHarvest({ address, der, announces, chain }: Harvest, at: string, book: CertificateBook, keyStore: Pick<KeyDoor, 'own'>): Promise<void> {
  const certificate = parseCertificate(der)
  if (!canBeEncryptedTo(certificate)) return
  const own = await keyStore.own(Date.parse(at), 'toLook')
  if (own.some(one => equalBytes(one.certificate.der, der))) return
  await book.keep(address, { certificate, source: 'mail', keptAt: at, announces, chain }, own)
}
