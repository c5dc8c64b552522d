/** Writing RecipientInfos (RFC 5652 section 6.2; RFC 5753 section 3.1.1; RFC 8418 section 3.1). */
import type { Certificate } from '../x509/certificate.ts'
import {
  writeAlgorithm,
  writeBitString,
  writeContext,
  writeInteger,
  writeNull,
  writeOctetString,
  writeSequence,
} from '../x509/der-writer.ts'
import { readSubjectKeyIdentifier } from '../x509/extension.ts'
import { OID } from '../x509/object-identifier.ts'
import { CmsError } from './errors.ts'
import { type CertificateNaming, issuerAndSerialNumber, writeCertificateIdentifier } from './issuer-and-serial.ts'

export type TransportScheme = 'pkcs1' | 'oaep-sha256'

const OAEP = '1.2.840.113549.1.1.7'
const SHA256 = '2.16.840.1.101.3.4.2.1'

const SHA256_DIGEST = writeAlgorithm(SHA256, writeNull())

/** AlgorithmIdentifiers of the key transports (RFC 3370 section 4.2.1; RFC 4055 section 4.1 with SHA-256 for both digests). */
const TRANSPORT: Readonly<Record<TransportScheme, Uint8Array>> = {
  'pkcs1': writeAlgorithm(OID.rsaEncryption, writeNull()),
  'oaep-sha256': writeAlgorithm(OAEP, writeSequence(writeContext(0, SHA256_DIGEST), writeContext(1, writeAlgorithm(OID.mgf1, SHA256_DIGEST)))),
}

/** KeyTransRecipientInfo: version 0 with issuer and serial number, 2 with a key identifier. */
export function writeKeyTransport(recipient: Certificate, naming: CertificateNaming, scheme: TransportScheme, encryptedKey: Uint8Array): Uint8Array {
  return writeSequence(
    writeInteger(naming === 'issuer-and-serial' ? 0 : 2),
    writeCertificateIdentifier(recipient, naming),
    TRANSPORT[scheme],
    writeOctetString(encryptedKey),
  )
}

export interface KeyAgreementToWrite {
  readonly recipient: Certificate
  readonly naming: CertificateNaming
  /** AlgorithmIdentifier of the sender's fresh key: id-ecPublicKey without parameters, or id-X25519. */
  readonly originatorAlgorithm: Uint8Array
  readonly originatorKey: Uint8Array
  /** AlgorithmIdentifier of the agreement, which holds the key wrap. */
  readonly agreement: Uint8Array
  readonly encryptedKey: Uint8Array
}

/** KeyAgreeRecipientInfo with one recipient: implicit tag [1], version 3, originatorKey, no ukm. */
export function writeKeyAgreement({ recipient, naming, originatorAlgorithm, originatorKey, agreement, encryptedKey }: KeyAgreementToWrite): Uint8Array {
  const originator = writeContext(0, writeContext(1, originatorAlgorithm, writeBitString(originatorKey)))
  const encrypted = writeSequence(writeSequence(agreementIdentifier(recipient, naming), writeOctetString(encryptedKey)))
  return writeContext(1, writeInteger(3), originator, agreement, encrypted)
}

/** KeyAgreeRecipientIdentifier: RecipientKeyIdentifier is a SEQUENCE under [0] there, not the octets alone. */
function agreementIdentifier(recipient: Certificate, naming: CertificateNaming): Uint8Array {
  if (naming === 'issuer-and-serial') return issuerAndSerialNumber(recipient)
  const keyIdentifier = readSubjectKeyIdentifier(recipient)
  if (!keyIdentifier) throw new CmsError('cms/malformed', 'the certificate has no subjectKeyIdentifier to be named by')
  return writeContext(0, writeOctetString(keyIdentifier))
}
