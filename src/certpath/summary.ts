/** A certificate as people look at it. Display values only; nothing is judged from a summary. */
import { encodeHex } from '../bytes/encoding.ts'
import { nameOfSignatureAlgorithm } from '../x509/algorithm-name.ts'
import type { Certificate } from '../x509/certificate.ts'
import { findNameAttribute, formatDistinguishedName, labelOfName, NAME_OID } from '../x509/distinguished-name.ts'
import { X509Error } from '../x509/errors.ts'
import { readBasicConstraints, readExtendedKeyUsage, readKeyUsage, readMailboxes } from '../x509/extension.ts'
import { EXTENDED_KEY_USAGE_NAME } from '../x509/object-identifier.ts'
import { describePublicKey } from '../x509/public-key.ts'
import { isSelfIssued } from './candidate-path.ts'
import type { CryptoOps } from './crypto-ops.ts'
import { identityClassOf } from './identity-class.ts'
import { profileFindings } from './profile/findings.ts'
import type { CertificateSummary, PathVerdict } from './verdict.ts'

/** A path and its signer are summarised each for itself, and a certificate that is recalled in every message that has it. */
const summaries = new WeakMap<Certificate, Omit<CertificateSummary, 'der'>>()

/** Summarises a certificate. `der` is a copy, so that a summary never keeps a whole message alive. */
export async function summarizeCertificate(certificate: Certificate, crypto: Pick<CryptoOps, 'sha256'>): Promise<CertificateSummary> {
  const summary = summaries.get(certificate) ?? (await describeCertificate(certificate, crypto))
  summaries.set(certificate, summary)
  return { ...summary, der: certificate.der.slice() }
}

async function describeCertificate(certificate: Certificate, crypto: Pick<CryptoOps, 'sha256'>): Promise<Omit<CertificateSummary, 'der'>> {
  return {
    subject: formatDistinguishedName(certificate.subject),
    issuer: formatDistinguishedName(certificate.issuer),
    label: labelOfName(certificate.subject),
    issuerLabel: labelOfName(certificate.issuer),
    organization: findNameAttribute(certificate.subject, NAME_OID.organization),
    addresses: readMailboxes(certificate),
    serialNumber: encodeHex(certificate.serialNumber).toUpperCase(),
    notBefore: new Date(certificate.notBefore).toISOString(),
    notAfter: new Date(certificate.notAfter).toISOString(),
    publicKey: describePublicKey(certificate.publicKey),
    signatureAlgorithm: nameOfSignatureAlgorithm(certificate.signatureAlgorithm.oid),
    sha256Fingerprint: encodeHex(await crypto.sha256(certificate.der)).toUpperCase(),
    keyUsage: readable(() => [...(readKeyUsage(certificate) ?? [])]),
    extendedKeyUsage: readable(() => [...(readExtendedKeyUsage(certificate) ?? [])].map(oid => EXTENDED_KEY_USAGE_NAME[oid] ?? oid)),
    isCertificateAuthority: readable(() => (readBasicConstraints(certificate)?.isAuthority === true ? ['yes'] : [])).length > 0,
    selfIssued: isSelfIssued(certificate),
    identityClass: readable(() => [identityClassOf(certificate)])[0] ?? null,
  }
}

/** The same of an end-entity on the path that was judged, with where it leaves the CA/Browser Forum's profile. */
export async function summarizeEndEntity(certificate: Certificate, crypto: Pick<CryptoOps, 'sha256'>, path: PathVerdict): Promise<CertificateSummary> {
  const isPubliclyTrusted = path.outcome === 'valid' && path.anchorSource === 'built-in'
  return { ...(await summarizeCertificate(certificate, crypto)), profile: profileFindings(certificate, isPubliclyTrusted) }
}

/** An unreadable extension shows as empty; the judgement names it. */
function readable<Value>(read: () => readonly Value[]): readonly Value[] {
  try {
    return read()
  } catch (error) {
    if (error instanceof X509Error) return []
    throw error
  }
}
