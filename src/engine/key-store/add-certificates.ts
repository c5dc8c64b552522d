/** Taking what an authority sends: certificates for keys that are here. No passphrase: nothing secret is touched. */
import type { Certificate } from '../../x509/certificate.ts'
import { readCertificateFile } from '../../x509/certificate-file.ts'
import { X509Error } from '../../x509/errors.ts'
import { EngineError } from '../engine.ts'
import { belongsTo, unionOf } from './key-entry.ts'
import type { KeyRing } from './key-ring.ts'
import { encodingsOf } from './read-keys.ts'
import type { KeyEntry } from './storage.ts'

/**
 * Pairs the certificates of a `.cer`, `.p7b` or PEM file with keys by public key; the others are kept beside them as chain.
 * A key that has a certificate gets the new one besides: renewal with the same key.
 *
 * Nothing is judged: an authority nobody trusts may certify whatever its owner asks for.
 *
 * @returns the reference of the first key that was found.
 * @throws EngineError `engine/unreadable-file`, `engine/answer-mismatch`, and as the storage has it.
 */
export async function addCertificates(ring: KeyRing, bytes: Uint8Array): Promise<string> {
  const certificates = readAnswer(bytes)
  const ownOf = (entry: KeyEntry) => certificates.filter(certificate => belongsTo(certificate, entry.publicKey))
  let first: string | undefined
  await ring.change(record => {
    first = record?.keys.find(entry => ownOf(entry).length > 0)?.id
    if (!record || first === undefined) return record
    const chain = encodingsOf(certificates.filter(certificate => !record.keys.some(entry => belongsTo(certificate, entry.publicKey))))
    const keys = record.keys.map((entry): KeyEntry => {
      const own = ownOf(entry)
      if (own.length === 0) return entry
      return { ...entry, certificates: unionOf(entry.certificates, encodingsOf(own)), chain: unionOf(entry.chain, chain) }
    })
    return { ...record, keys }
  })
  if (first === undefined) throw new EngineError('engine/answer-mismatch', 'certificates for none of the keys')
  return first
}

function readAnswer(bytes: Uint8Array): Certificate[] {
  try {
    const certificates = readCertificateFile(bytes)
    if (certificates.length > 0) return certificates
  } catch (error) {
    if (error instanceof X509Error) throw new EngineError('engine/unreadable-file', error.message, { cause: error })
    throw error
  }
  throw new EngineError('engine/unreadable-file', 'no certificate in the file')
}
