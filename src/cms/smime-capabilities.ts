/** SMIMECapabilities (RFC 8551 section 2.5.2): what the owner of a key can deal with, in a signed attribute or a certificate (RFC 4262). */
import { equalBytes } from '../bytes/bytes.ts'
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from '../x509/algorithm-identifier.ts'
import { type Asn1Element, type Asn1Reader, TAG } from '../x509/asn1-reader.ts'
import type { Certificate } from '../x509/certificate.ts'
import { writeAlgorithm, writeContext, writeNull, writeSequence } from '../x509/der-writer.ts'
import { membersOf, openExtension } from '../x509/extension.ts'
import { OID } from '../x509/object-identifier.ts'
import { onlyValue, readAttributeValues } from './attribute-values.ts'

export const CAPABILITY = {
  aes128Cbc: '2.16.840.1.101.3.4.1.2',
  aes256Cbc: '2.16.840.1.101.3.4.1.42',
  aes128Gcm: '2.16.840.1.101.3.4.1.6',
  aes256Gcm: '2.16.840.1.101.3.4.1.46',
  rsaesOaep: '1.2.840.113549.1.1.7',
} as const

/**
 * What a signer announces, best first. A capability has the form of an algorithm identifier. Undefined when nothing is announced.
 *
 * @param encodedSignedAttributes - In their signed form. Whether the signature holds is not asked here.
 * @throws CmsError or X509Error when the attributes or the list are malformed, or there is not exactly one list.
 */
export function readSignedCapabilities(encodedSignedAttributes: Uint8Array): AlgorithmIdentifier[] | undefined {
  const attributes = readAttributeValues(encodedSignedAttributes)
  if (!attributes.values.has(OID.smimeCapabilities)) return undefined
  return readList(attributes.reader, attributes.reader.children(onlyValue(attributes, OID.smimeCapabilities, TAG.sequence)))
}

/** What a certificate says of its subject (RFC 4262 section 2). Undefined when it says nothing. @throws X509Error when it is malformed. */
export function readCertifiedCapabilities(certificate: Certificate): AlgorithmIdentifier[] | undefined {
  const open = openExtension(certificate, OID.smimeCapabilities)
  return open && readList(open.reader, membersOf(open, 'S/MIME capabilities'))
}

const readList = (reader: Asn1Reader, members: readonly Asn1Element[]) => members.map(member => readAlgorithmIdentifier(reader, member))

const SHA256 = '2.16.840.1.101.3.4.2.1'

/** Ciphers that we open, best first. There is nothing that tells two of a kind apart, so there are no parameters. */
const CIPHERS = [CAPABILITY.aes256Gcm, CAPABILITY.aes128Gcm, CAPABILITY.aes256Cbc, CAPABILITY.aes128Cbc]

/**
 * RFC 5754 section 3: RSA with NULL, ECDSA without parameters, and so Ed25519, for which nothing is said. RSASSA-PSS would need
 * an entry for each length of the salt and is left out.
 */
const SIGNATURES = [
  writeAlgorithm('1.2.840.10045.4.3.2'),
  writeAlgorithm('1.2.840.10045.4.3.3'),
  writeAlgorithm('1.2.840.10045.4.3.4'),
  writeAlgorithm('1.2.840.113549.1.1.11', writeNull()),
  writeAlgorithm('1.2.840.113549.1.1.12', writeNull()),
  writeAlgorithm('1.2.840.113549.1.1.13', writeNull()),
  writeAlgorithm('1.3.101.112'),
]

const DIGEST = writeAlgorithm(SHA256, writeNull())
const MASK = writeAlgorithm(OID.mgf1, DIGEST)

/**
 * Parameters of RSAES-OAEP with SHA-256 for both digests, as they are written in a message (RFC 4055 section 4.1), and as RFC 3560
 * section 5 gives their octets for capabilities.
 *
 * QUIRK: those octets lack the tags [0] and [1]. Readers compare octets, so both are announced and both are understood.
 */
const OAEP_SHA256 = [writeSequence(writeContext(0, DIGEST), writeContext(1, MASK)), writeSequence(DIGEST, MASK)]

/** True for RSAES-OAEP as we encrypt with it. */
export function isOaepSha256({ oid, parameters }: AlgorithmIdentifier): boolean {
  return oid === CAPABILITY.rsaesOaep && parameters !== undefined && OAEP_SHA256.some(known => equalBytes(known, parameters))
}

/** AES-128 and AES-256 key wrap. */
const WRAPS = ['2.16.840.1.101.3.4.1.5', '2.16.840.1.101.3.4.1.45']

/** ECDH with the key derivation of X9.63 (RFC 5753 section 6), or with HKDF (RFC 8418 section 8), and each key wrap. */
function writeAgreementCapabilities(schemes: readonly string[]): Uint8Array[] {
  return schemes.flatMap(scheme => WRAPS.map(wrap => writeAlgorithm(scheme, writeAlgorithm(wrap))))
}

/** dhSinglePass-stdDH-sha256kdf-scheme and its sisters with SHA-384 and SHA-512. */
const X963_SCHEMES = ['1.3.132.1.11.1', '1.3.132.1.11.2', '1.3.132.1.11.3']
const HKDF_SCHEMES = ['1.2.840.113549.1.9.16.3.19', '1.2.840.113549.1.9.16.3.20', '1.2.840.113549.1.9.16.3.21']

/**
 * What we announce: ciphers that we open, how a content key can be brought to the key of `encryptionCertificate`, signatures
 * that we verify. Ciphers come first, since there are readers that look no further. `preferSignedData` is not among them: we open both.
 */
export function writeCapabilities(encryptionCertificate: Certificate): Uint8Array {
  return writeSequence(...CIPHERS.map(oid => writeAlgorithm(oid)), ...writeKeyManagement(encryptionCertificate), ...SIGNATURES)
}

function writeKeyManagement({ publicKey: { key } }: Certificate): Uint8Array[] {
  switch (key.kind) {
    case 'rsa':
      return OAEP_SHA256.map(parameters => writeAlgorithm(CAPABILITY.rsaesOaep, parameters))
    case 'ec':
      return writeAgreementCapabilities(X963_SCHEMES)
    case 'x25519':
      return writeAgreementCapabilities(HKDF_SCHEMES)
    default:
      return []
  }
}
