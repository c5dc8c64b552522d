/**
 * Which signature scheme an algorithm identifier means (RFC 3370, RFC 4055/4056, RFC 5754, RFC 8419, RFC 9814, RFC 9882).
 *
 * An unknown or half-known identifier is an answer (`unsupported`), never a guess.
 */
import { type AlgorithmIdentifier, hasNoParameters } from '../x509/algorithm-identifier.ts'
import { nameOfDigestAlgorithm, nameOfSignatureAlgorithm } from '../x509/algorithm-name.ts'
import { X509Error } from '../x509/errors.ts'
import { OID } from '../x509/object-identifier.ts'
import { readPssParameters } from '../x509/pss-parameters.ts'
import { type DigestName, digestOfOid, isWeakDigest, type SignatureDigest } from './digest.ts'
import { isPostQuantum, type PostQuantumOid, strengthOf } from './post-quantum.ts'

export type SignatureScheme =
  | { readonly family: 'rsa-pkcs1'; readonly digest: SignatureDigest }
  | PssScheme
  | { readonly family: 'ecdsa'; readonly digest: SignatureDigest }
  | { readonly family: 'ed25519' | 'ed448' }
  | { readonly family: 'post-quantum'; readonly oid: PostQuantumOid }

export interface PssScheme {
  readonly family: 'rsa-pss'
  readonly digest: SignatureDigest
  readonly maskDigest: SignatureDigest
  readonly saltLength: number
}

export type SchemeAnswer =
  | { readonly supported: true; readonly scheme: SignatureScheme; readonly name: string }
  | { readonly supported: false; readonly name: string }

interface CombinedScheme {
  readonly family: 'rsa-pkcs1' | 'ecdsa'
  readonly digest: SignatureDigest
}

/** Identifiers that name both the key's family and the digest. */
const COMBINED: Readonly<Record<string, CombinedScheme>> = {
  '1.2.840.113549.1.1.5': { family: 'rsa-pkcs1', digest: 'SHA-1' },
  '1.3.14.3.2.29': { family: 'rsa-pkcs1', digest: 'SHA-1' },
  '1.2.840.113549.1.1.14': { family: 'rsa-pkcs1', digest: 'SHA-224' },
  '1.2.840.113549.1.1.11': { family: 'rsa-pkcs1', digest: 'SHA-256' },
  '1.2.840.113549.1.1.12': { family: 'rsa-pkcs1', digest: 'SHA-384' },
  '1.2.840.113549.1.1.13': { family: 'rsa-pkcs1', digest: 'SHA-512' },
  '1.2.840.10045.4.1': { family: 'ecdsa', digest: 'SHA-1' },
  '1.2.840.10045.4.3.1': { family: 'ecdsa', digest: 'SHA-224' },
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
  const alone = schemeWithoutDigest(algorithm.oid)
  // RFC 8410 section 3, RFC 9814 and RFC 9881: the parameters MUST be absent.
  if (alone) return algorithm.parameters === undefined ? { supported: true, scheme: alone, name: named } : { supported: false, name: named }
  if (algorithm.oid === OID.rsassaPss) return pssScheme(algorithm, named)
  const digest = digestOid === undefined ? undefined : digestOfOid(digestOid)
  const name = digestOid === undefined ? named : `${nameOfDigestAlgorithm(digestOid)} with ${named}`
  if (digest && algorithm.oid === OID.rsaEncryption) return { supported: true, scheme: { family: 'rsa-pkcs1', digest }, name }
  if (digest && algorithm.oid === OID.ecPublicKey) return { supported: true, scheme: { family: 'ecdsa', digest }, name }
  return { supported: false, name }
}

/** Schemes that take the message itself. The pre-hashing variants of FIPS 204 and 205 have no place in CMS and stay unsupported. */
function schemeWithoutDigest(oid: string): SignatureScheme | undefined {
  if (oid === OID.ed25519) return { family: 'ed25519' }
  if (oid === OID.ed448) return { family: 'ed448' }
  return isPostQuantum(oid) ? { family: 'post-quantum', oid } : undefined
}

function pssScheme(algorithm: AlgorithmIdentifier, named: string): SchemeAnswer {
  try {
    const { hashOid, maskHashOid, saltLength } = readPssParameters(algorithm)
    const [digest, maskDigest] = [digestOfOid(hashOid), digestOfOid(maskHashOid)]
    const name = `${named} with ${nameOfDigestAlgorithm(hashOid)}`
    if (!digest || !maskDigest || !(saltLength >= 0 && saltLength <= 1024)) return { supported: false, name }
    return { supported: true, scheme: { family: 'rsa-pss', digest, maskDigest, saltLength }, name }
  } catch (error) {
    if (error instanceof X509Error) return { supported: false, name: named }
    throw error
  }
}

/**
 * True when a signature over signed attributes by that scheme goes with a message-digest by that digest: the same one for
 * RSA and ECDSA (RFC 5652 section 5.4), SHA-512 for Ed25519 and SHAKE256 for Ed448 (RFC 8419 section 3.1), one at least as
 * strong as the key for the post-quantum ones (RFC 9882, RFC 9814).
 */
export function goesWith(scheme: SignatureScheme, contentDigest: DigestName): boolean {
  switch (scheme.family) {
    case 'rsa-pkcs1':
    case 'rsa-pss':
    case 'ecdsa':
      return scheme.digest === contentDigest
    case 'ed25519':
      return contentDigest === 'SHA-512'
    case 'ed448':
      return contentDigest === 'SHAKE256'
    case 'post-quantum':
      return !isWeakDigest(contentDigest) && COLLISION_STRENGTH[contentDigest] >= strengthOf(scheme.oid)
  }
}

/** Bits of work for a collision. */
const COLLISION_STRENGTH: Readonly<Record<DigestName, number>> = {
  'SHA-1': 0,
  'SHA-224': 112,
  'SHA-256': 128,
  'SHA-384': 192,
  'SHA-512': 256,
  SHAKE256: 256,
}

/** The weak digest that a scheme itself uses; undefined when it uses none. The digest of a mask needs no collision resistance. */
export function weakDigestOf(scheme: SignatureScheme): DigestName | undefined {
  return 'digest' in scheme && isWeakDigest(scheme.digest) ? scheme.digest : undefined
}
