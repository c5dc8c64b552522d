/**
 * Certificates from the files that people have: PEM, DER, PKCS #7 (`.p7b`, RFC 5652 section 5.1 "certs-only") and
 * Microsoft's serialized store (`.sst`).
 */
import { type Asn1Element, Asn1Reader, isContext, isUniversal, TAG } from './asn1-reader.ts'
import { type Certificate, parseCertificate } from './certificate.ts'
import { X509Error } from './errors.ts'
import { OID, readObjectIdentifier } from './object-identifier.ts'
import { looksLikePem, parsePem } from './pem.ts'
import { isSerializedStore, readSerializedStore } from './serialized-store.ts'

/**
 * Reads every certificate in the file, in order.
 *
 * @throws X509Error when the file is none of the known forms, or one of its certificates is malformed.
 */
export function readCertificateFile(bytes: Uint8Array): Certificate[] {
  return readCertificateBlobs(bytes).map(parseCertificate)
}

/** The certificates as DER, unparsed, so that one malformed certificate does not hide the others. */
export function readCertificateBlobs(bytes: Uint8Array): Uint8Array[] {
  if (isSerializedStore(bytes)) return readSerializedStore(bytes)
  if (looksLikePem(bytes)) {
    return parsePem(bytes).flatMap(block => {
      if (/^(?:X509 |TRUSTED )?CERTIFICATE$/u.test(block.label)) return [block.bytes]
      return /^(?:PKCS7|CMS|PKCS #7 SIGNED DATA)$/u.test(block.label) ? readBinary(block.bytes) : []
    })
  }
  return readBinary(bytes)
}

function readBinary(bytes: Uint8Array): Uint8Array[] {
  const reader = new Asn1Reader(bytes)
  const root = reader.read(0)
  if (!isUniversal(root, TAG.sequence)) throw new X509Error('x509/unreadable', 'neither PEM, a certificate, PKCS #7 nor a serialized store')
  const [first, content] = reader.children(root)
  if (!isUniversal(first, TAG.objectIdentifier)) return [reader.encoded(root)]
  if (readObjectIdentifier(reader.content(first)) !== OID.signedData || !isContext(content, 0)) {
    throw new X509Error('x509/unreadable', 'a CMS object without certificates')
  }
  const [signedData] = reader.children(content)
  return signedData ? readCertificateSet(reader, signedData).map(element => reader.encoded(element)) : []
}

/** Members of SignedData's `certificates` that are X.509 certificates; other choices are passed over (RFC 5652 10.2.3). */
export function readCertificateSet(reader: Asn1Reader, signedData: Asn1Element): Asn1Element[] {
  const set = reader.children(signedData).find(member => isContext(member, 0))
  return set ? reader.children(set).filter(member => isUniversal(member, TAG.sequence)) : []
}
