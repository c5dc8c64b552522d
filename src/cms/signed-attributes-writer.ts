/** Writing signed attributes (RFC 5652 sections 5.3 and 11), in DER and in DER's order, as they are signed. */
import { encodeUtf8 } from '../bytes/encoding.ts'
import type { Certificate } from '../x509/certificate.ts'
import {
  writeContext,
  writeElement,
  writeObjectIdentifier,
  writeOctetString,
  writeSequence,
  writeSetOf,
} from '../x509/der-writer.ts'
import { OID } from '../x509/object-identifier.ts'
import { ENCRYPTION_KEY_PREFERENCE } from './encryption-key-preference.ts'
import { issuerAndSerialNumber } from './issuer-and-serial.ts'
import { writeCapabilities } from './smime-capabilities.ts'

export interface AttributesToSign {
  /** Digest of the content's octets. */
  readonly contentDigest: Uint8Array
  /** AlgorithmIdentifiers of the SignerInfo, DER: the attributes bind them (RFC 6211). */
  readonly digestAlgorithm: Uint8Array
  readonly signatureAlgorithm: Uint8Array
  /** Milliseconds since 1970. */
  readonly signingTime: number
  readonly signer: Certificate
  /** SHA-256 over the signer's certificate (RFC 5035 section 4: the default digest, so it is not named). */
  readonly signerHash: Uint8Array
  /** Where replies are to be encrypted to, when that is another certificate (RFC 8551 section 2.5.3). */
  readonly encryptionCertificate: Certificate | undefined
}

/**
 * The attributes as a SET OF: what is signed. In a SignerInfo the same content stands under the tag [0].
 *
 * Content type, signing time, message digest, capabilities, ESS signing certificate and algorithm protection, each once;
 * encryption key preference where there is another certificate to encrypt to.
 */
export function writeSignedAttributes(attributes: AttributesToSign): Uint8Array {
  const { contentDigest, digestAlgorithm, signatureAlgorithm, signingTime, signer, signerHash, encryptionCertificate } = attributes
  return writeSetOf(
    writeAttribute(OID.contentType, writeObjectIdentifier(OID.data)),
    writeAttribute(OID.signingTime, writeTime(signingTime)),
    writeAttribute(OID.messageDigest, writeOctetString(contentDigest)),
    writeAttribute(OID.smimeCapabilities, writeCapabilities(encryptionCertificate ?? signer)),
    writeAttribute(OID.signingCertificateV2, writeSigningCertificate(signer, signerHash)),
    writeAttribute(OID.cmsAlgorithmProtection, writeAlgorithmProtection(digestAlgorithm, signatureAlgorithm)),
    ...(encryptionCertificate ? [writeAttribute(ENCRYPTION_KEY_PREFERENCE, writeEncryptionKeyPreference(encryptionCertificate))] : []),
  )
}

const writeAttribute = (oid: string, value: Uint8Array): Uint8Array => writeSequence(writeObjectIdentifier(oid), writeSetOf(value))

/** UTCTime through the year 2049, GeneralizedTime from then on (RFC 5652 section 11.3). Whole seconds. */
function writeTime(milliseconds: number): Uint8Array {
  const date = new Date(milliseconds)
  const digits = `${date.toISOString().slice(0, 19).replace(/\D/gu, '')}Z`
  const isUtcTime = date.getUTCFullYear() < 2050
  return writeElement(isUtcTime ? 0x17 : 0x18, encodeUtf8(isUtcTime ? digits.slice(2) : digits))
}

/** SigningCertificateV2 with one ESSCertIDv2 (RFC 5035 sections 3 and 4). */
function writeSigningCertificate(signer: Certificate, signerHash: Uint8Array): Uint8Array {
  const issuerSerial = writeSequence(writeSequence(writeContext(4, signer.issuer.encoded)), writeElement(0x02, signer.serialNumber))
  return writeSequence(writeSequence(writeSequence(writeOctetString(signerHash), issuerSerial)))
}

/** CMSAlgorithmProtection (RFC 6211 section 2): the signature's identifier under the implicit tag [1]. */
function writeAlgorithmProtection(digestAlgorithm: Uint8Array, signatureAlgorithm: Uint8Array): Uint8Array {
  return writeSequence(digestAlgorithm, withTag(0xa1, signatureAlgorithm))
}

/** SMIMEEncryptionKeyPreference (RFC 8551 section 2.5.3): issuer and serial number under the implicit tag [0]. */
function writeEncryptionKeyPreference(certificate: Certificate): Uint8Array {
  return withTag(0xa0, issuerAndSerialNumber(certificate))
}

/** The same element under another identifier octet. */
function withTag(identifier: number, element: Uint8Array): Uint8Array {
  const tagged = element.slice()
  tagged[0] = identifier
  return tagged
}

/** The attributes under the tag that they have in a SignerInfo. */
export const asImplicitSet = (setOf: Uint8Array): Uint8Array => withTag(0xa0, setOf)
