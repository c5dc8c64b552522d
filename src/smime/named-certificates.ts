/** The certificates that a signer's identifier names (RFC 5652 section 5.3; SEC-10), and no others. */
import { identifies, type SignerInfo } from '../cms/signer-info.ts'
import type { Certificate } from '../x509/certificate.ts'
import { X509Error } from '../x509/errors.ts'

/** Tried per signer when several carry the same identifier. Two is an attack or a renewal; more is only an attack. */
const MAXIMAL_CANDIDATES = 8

/** In the order given, the first few. A certificate whose extension cannot be read is nobody's. */
export function certificatesNamedBy(signer: SignerInfo, certificates: readonly Certificate[]): Certificate[] {
  return certificates.filter(certificate => isNamed(signer, certificate)).slice(0, MAXIMAL_CANDIDATES)
}

function isNamed(signer: SignerInfo, certificate: Certificate): boolean {
  try {
    return identifies(signer.identifier, certificate)
  } catch (error) {
    if (error instanceof X509Error) return false
    throw error
  }
}
