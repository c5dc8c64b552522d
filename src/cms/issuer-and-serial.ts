/** Naming a certificate in a CMS structure (RFC 5652 sections 5.3, 6.2.1, 10.2.4). */
import type { Certificate } from '../x509/certificate.ts'
import { writeContextPrimitive, writeElement, writeSequence } from '../x509/der-writer.ts'
import { readSubjectKeyIdentifier } from '../x509/extension.ts'
import { CmsError } from './errors.ts'

/** How writers name a recipient or signer. */
export type CertificateNaming = 'issuer-and-serial' | 'key-identifier'

/** IssuerAndSerialNumber. The issuer is the certificate's own octets: names that are equal but encoded otherwise do not match everywhere. */
export function issuerAndSerialNumber({ issuer, serialNumber }: Certificate): Uint8Array {
  return writeSequence(issuer.encoded, writeElement(0x02, serialNumber))
}

/** SignerIdentifier or RecipientIdentifier. @throws CmsError `cms/malformed` when the certificate has no key identifier to name. */
export function writeCertificateIdentifier(certificate: Certificate, naming: CertificateNaming): Uint8Array {
  if (naming === 'issuer-and-serial') return issuerAndSerialNumber(certificate)
  const keyIdentifier = readSubjectKeyIdentifier(certificate)
  if (!keyIdentifier) throw new CmsError('cms/malformed', 'the certificate has no subjectKeyIdentifier to be named by')
  return writeContextPrimitive(0, keyIdentifier)
}
