/**
 * Writing certification requests (PKCS #10, RFC 2986 section 4): one subject, one mailbox, what the key is for.
 *
 * The signature is its maker's; here is only the form. Nothing is checked about the key.
 */
import { X509Error } from './errors.ts'
import {
  writeAlgorithm,
  writeBitString,
  writeBoolean,
  writeContext,
  writeContextPrimitive,
  writeElement,
  writeInteger,
  writeNull,
  writeObjectIdentifier,
  writeOctetString,
  writeSequence,
  writeSetOf,
  writeUtf8String,
} from './der-writer.ts'
import { encodeUtf8 } from '../bytes/encoding.ts'
import { OID } from './object-identifier.ts'

export interface RequestedCertificate {
  /** Common name of the subject, at most 64 characters (RFC 5280 appendix A.1, ub-common-name). May be empty. */
  readonly commonName: string
  /** A mailbox in ASCII becomes an rfc822Name (RFC 5280 section 4.2.1.6), another one a SmtpUTF8Mailbox (RFC 9598 section 3). */
  readonly address: string
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array
  readonly keyKind: 'rsa' | 'ec'
}

/** What is signed and how it is to be signed. */
export interface RequestToSign {
  /** CertificationRequestInfo, DER. */
  readonly info: Uint8Array
  /** AlgorithmIdentifier of the signature, DER: SHA-256 with the key's kind (RFC 4055 section 5, RFC 5758 section 3.2). */
  readonly signatureAlgorithm: Uint8Array
}

const COMMON_NAME = '2.5.4.3'
/** RFC 2985 section 5.4.2. */
const EXTENSION_REQUEST = '1.2.840.113549.1.9.14'
const SHA256_WITH_RSA = '1.2.840.113549.1.1.11'
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2'

const MAXIMAL_COMMON_NAME = 64

/**
 * @throws X509Error `x509/unreadable` for a name that is too long or an address that is none: the request would come back
 * refused.
 */
export function describeRequest({ commonName, address, publicKey, keyKind }: RequestedCertificate): RequestToSign {
  if (Array.from(commonName).length > MAXIMAL_COMMON_NAME) throw new X509Error('x509/unreadable', `name longer than ${MAXIMAL_COMMON_NAME} characters`)
  if (!/^[^\s@]+@[^\s@]+$/u.test(address)) throw new X509Error('x509/unreadable', 'address is no mailbox')
  const subject = commonName === '' ? writeSequence() : writeSequence(writeSetOf(writeSequence(writeObjectIdentifier(COMMON_NAME), writeUtf8String(commonName))))
  const attribute = writeSequence(writeObjectIdentifier(EXTENSION_REQUEST), writeSetOf(writeSequence(...requestedExtensions(address, keyKind))))
  return {
    info: writeSequence(writeInteger(0), subject, publicKey, writeContext(0, attribute)),
    signatureAlgorithm: keyKind === 'rsa' ? writeAlgorithm(SHA256_WITH_RSA, writeNull()) : writeAlgorithm(ECDSA_WITH_SHA256),
  }
}

/** CertificationRequest with its signature: for `ec` an Ecdsa-Sig-Value, DER. */
export function writeRequest({ info, signatureAlgorithm }: RequestToSign, signature: Uint8Array): Uint8Array {
  return writeSequence(info, signatureAlgorithm, writeBitString(signature))
}

/** RFC 8550 section 4.4: what an S/MIME certificate says of its key, its holder and its purpose. */
function requestedExtensions(address: string, keyKind: 'rsa' | 'ec'): Uint8Array[] {
  return [
    writeExtension(OID.keyUsage, keyUsageOf(keyKind), true),
    writeExtension(OID.extendedKeyUsage, writeSequence(writeObjectIdentifier(OID.emailProtection)), false),
    writeExtension(OID.subjectAltName, writeSequence(writeMailbox(address)), false),
  ]
}

function writeExtension(oid: string, value: Uint8Array, critical: boolean): Uint8Array {
  return writeSequence(writeObjectIdentifier(oid), ...(critical ? [writeBoolean(true)] : []), writeOctetString(value))
}

/** digitalSignature with keyEncipherment (RSA, RFC 3279 section 2.3.1) or keyAgreement (EC, RFC 5480 section 3). */
function keyUsageOf(keyKind: 'rsa' | 'ec'): Uint8Array {
  return keyKind === 'rsa' ? writeBitString(Uint8Array.of(0b1010_0000), 5) : writeBitString(Uint8Array.of(0b1000_1000), 3)
}

function writeMailbox(address: string): Uint8Array {
  const isAscii = /^[\x21-\x7e]+$/u.test(address)
  if (isAscii) return writeContextPrimitive(1, encodeUtf8(address))
  return writeContext(0, writeObjectIdentifier(OID.smtpUtf8Mailbox), writeContext(0, writeElement(0x0c, encodeUtf8(address))))
}
