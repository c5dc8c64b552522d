/** Writing SignedData with one signer (RFC 5652 section 5), in DER. */
import { compareBytes } from '../bytes/bytes.ts'
import type { Certificate } from '../x509/certificate.ts'
import { writeContext, writeInteger, writeObjectIdentifier, writeOctetString, writeSequence, writeSetOf } from '../x509/der-writer.ts'
import { OID } from '../x509/object-identifier.ts'
import { contentInfoOfParts, contextTag, elementOfParts, OCTET_STRING, SEQUENCE } from './element-parts.ts'
import { type CertificateNaming, writeCertificateIdentifier } from './issuer-and-serial.ts'
import { asImplicitSet } from './signed-attributes-writer.ts'

export interface SignedDataToWrite {
  readonly signer: Certificate
  readonly naming: CertificateNaming
  /** AlgorithmIdentifiers, DER. */
  readonly digestAlgorithm: Uint8Array
  readonly signatureAlgorithm: Uint8Array
  /** SET OF, as it was signed. */
  readonly signedAttributes: Uint8Array
  readonly signature: Uint8Array
  /** The signer's and those above it, in any order; each once. */
  readonly certificates: readonly Certificate[]
  /** In pieces; undefined for a detached signature. Not copied. */
  readonly content: readonly Uint8Array[] | undefined
}

/** The ContentInfo in pieces. Version 1, or 3 where the signer is named by its key (section 5.1). */
export function writeSignedData(data: SignedDataToWrite): Uint8Array[] {
  const version = writeInteger(data.naming === 'issuer-and-serial' ? 1 : 3)
  const signerInfo = writeSequence(
    version,
    writeCertificateIdentifier(data.signer, data.naming),
    data.digestAlgorithm,
    asImplicitSet(data.signedAttributes),
    data.signatureAlgorithm,
    writeOctetString(data.signature),
  )
  const encapsulated = elementOfParts(SEQUENCE, [
    writeObjectIdentifier(OID.data),
    ...(data.content ? elementOfParts(contextTag(0), elementOfParts(OCTET_STRING, data.content)) : []),
  ])
  // CertificateSet under the implicit tag [0], in the order of a SET OF.
  const certificates = writeContext(0, ...data.certificates.map(({ der }) => der).sort(compareBytes))
  const members = [version, writeSetOf(data.digestAlgorithm), ...encapsulated, certificates, writeSetOf(signerInfo)]
  return contentInfoOfParts(writeObjectIdentifier(OID.signedData), elementOfParts(SEQUENCE, members))
}
