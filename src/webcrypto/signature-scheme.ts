/**
 * Which signature scheme an algorithm identifier means (RFC 3370, RFC 4055/4056, RFC 5754, RFC 8419).
 *
 * An unknown or half-known identifier is an answer (`unsupported`), never a guess.
 */
import { type AlgorithmIdentifier, hasNoParameters } from '../x509/algorithm-identifier.ts'
import { nameOfDigestAlgorithm, nameOfSignatureAlgorithm } from '../x509/algorithm-name.ts'
import { X509Error } from '../x509/errors.ts'
import { OID } from '../x509/object-identifier.ts'
import { readPssParameters } from '../x509/pss-parameters.ts'
import { type DigestName, digestOfOid } from './digest.ts'

export type SignatureScheme =
  | { readonly family: 'rsa-pkcs1'; readonly digest: DigestName }
  | { readonly family: 'rsa-pss'; readonly digest: DigestName; readonly saltLength: number }
  | { readonly family: 'ecdsa'; readonly digest: DigestName }
  | { readonly family: 'ed25519' }

export type SchemeAnswer =
  | { readonly supported: true; readonly scheme: SignatureScheme; readonly name: string }
  | { readonly supported: false; readonly name: string }

interface CombinedScheme {
  readonly family: 'rsa-pkcs1' | 'ecdsa'
  readonly digest: DigestName
}

/** Identifiers that name both the key's family and the digest. */
const COMBINED: Readonly<Record<string, CombinedScheme>> = {
  '1.2.840.113549.1.1.5': { family: 'rsa-pkcs1', digest: 'SHA-1' },
  '1.3.14.3.2.29': { family: 'rsa-pkcs1', digest: 'SHA-1' },
  '1.2.840.113549.1.1.11': { family: 'rsa-pkcs1', digest: 'SHA-256' },
  '1.2.840.113549.1.1.12': { family: 'rsa-pkcs1', digest: 'SHA-384' },
  '1.2.840.113549.1.1.13': { family: 'rsa-pkcs1', digest: 'SHA-512' },
  '1.2.840.10045.4.1': { family: 'ecdsa', digest: 'SHA-1' },
  '1.2.840.10045.4.3.2': { family: 'ecdsa', digest: 'SHA-256' },
  '1.2.840.10045.4.3.3': { family: 'ecdsa', digest: 'SHA-384' },
  '1.2.840.10045.4.3.4': { family: 'ecdsa', digest: 'SHA-512' },
}

/**
 * The scheme that `algorithm` names.
 *
 * @param digestOid - The digest named beside it (SignerInfo.digestAlgorithm), for identifiers that name only the key's
 * family (`rsaEncryption`, `id-ecPublicKey`); undefined for certificates, where those are not allowed.
 */
export function schemeOf(algorithm: AlgorithmIdentifier, digestOid: string | undefined): SchemeAnswer {
  const named = nameOfSignatureAlgorithm(algorithm.oid)
  const combined = COMBINED[algorithm.oid]
  if (combined) return hasNoParameters(algorithm) ? { supported: true, scheme: combined, name: named } : { supported: false, name: named }
  if (algorithm.oid === OID.ed25519) {
    // RFC 8410 section 3: the parameters MUST be absent.
    return algorithm.parameters === undefined ? { supported: true, scheme: { family: 'ed25519' }, name: named } : { supported: false, name: named }
  }
  if (algorithm.oid === OID.rsassaPss) return pssScheme(algorithm, named)
  const digest = digestOid === undefined ? undefined : digestOfOid(digestOid)
  const name = digestOid === undefined ? named : `${nameOfDigestAlgorithm(digestOid)} with ${named}`
  if (digest && algorithm.oid === OID.rsaEncryption) return { supported: true, scheme: { family: 'rsa-pkcs1', digest }, name }
  if (digest && algorithm.oid === OID.ecPublicKey) return { supported: true, scheme: { family: 'ecdsa', digest }, name }
  return { supported: false, name }
}

function pssScheme(algorithm: AlgorithmIdentifier, named: string): SchemeAnswer {
  try {
    const { hashOid, maskHashOid, saltLength } = readPssParameters(algorithm)
    const digest = digestOfOid(hashOid)
    const name = `${named} with ${nameOfDigestAlgorithm(hashOid)}`
    // WebCrypto uses one digest for the message and for the mask.
    if (!digest || hashOid !== maskHashOid || saltLength > 512) return { supported: false, name }
    return { supported: true, scheme: { family: 'rsa-pss', digest, saltLength }, name }
  } catch (error) {
    if (error instanceof X509Error) return { supported: false, name: named }
    throw error
  }
}
