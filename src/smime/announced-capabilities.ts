/** What correspondents announce about themselves (RFC 8551 sections 2.5.2 and 2.5.3, RFC 4262), as far as encrypting to them asks. */
import { readEncryptionKeyPreference } from '../cms/encryption-key-preference.ts'
import { CmsError } from '../cms/errors.ts'
import { identifies, type SignerInfo } from '../cms/signer-info.ts'
import { CAPABILITY, isOaepSha256, readCertifiedCapabilities, readSignedCapabilities } from '../cms/smime-capabilities.ts'
import { type AlgorithmIdentifier, hasNoParameters } from '../x509/algorithm-identifier.ts'
import type { Certificate } from '../x509/certificate.ts'
import { X509Error } from '../x509/errors.ts'

export interface AnnouncedCapabilities {
  /** AES-256-GCM. */
  readonly gcm: boolean
  /** RSAES-OAEP with SHA-256 for both digests, which is the one we encrypt with. */
  readonly oaep: boolean
}

/**
 * What a signer says in the signed attributes. Undefined when nothing is said, or nothing that can be read.
 *
 * Does not check the signature: only those of a message that was found valid may be believed (section 2.7.1).
 */
export function announcedBySigner({ encodedSignedAttributes }: SignerInfo): AnnouncedCapabilities | undefined {
  return encodedSignedAttributes && whatIsReadable(() => summarize(readSignedCapabilities(encodedSignedAttributes)))
}

/**
 * What the issuer says of a certificate's subject. Undefined when nothing is said, or nothing that can be read.
 *
 * Does not judge the certificate. What its owner signed counts more (RFC 4262 section 3).
 */
export function announcedByCertificate(certificate: Certificate): AnnouncedCapabilities | undefined {
  return whatIsReadable(() => summarize(readCertifiedCapabilities(certificate)))
}

/**
 * The certificate that a signer wants to be encrypted to, among those given (usually the message's own). Undefined when there
 * is no preference, none that can be read, or none of the certificates is meant.
 *
 * Does not check the signature, and does not judge the certificate.
 */
export function preferredEncryptionCertificate({ encodedSignedAttributes }: SignerInfo, certificates: readonly Certificate[]): Certificate | undefined {
  return (
    encodedSignedAttributes &&
    whatIsReadable(() => {
      const preference = readEncryptionKeyPreference(encodedSignedAttributes)
      return preference && certificates.find(certificate => whatIsReadable(() => identifies(preference, certificate)))
    })
  )
}

/** QUIRK: NULL for absent parameters is taken, as writers mix them. */
function summarize(capabilities: readonly AlgorithmIdentifier[] | undefined): AnnouncedCapabilities | undefined {
  return (
    capabilities && {
      gcm: capabilities.some(capability => capability.oid === CAPABILITY.aes256Gcm && hasNoParameters(capability)),
      oaep: capabilities.some(isOaepSha256),
    }
  )
}

function whatIsReadable<Answer>(read: () => Answer): Answer | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof CmsError || error instanceof X509Error) return undefined
    throw error
  }
}
