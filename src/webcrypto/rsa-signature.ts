/** RSASSA-PKCS1-v1_5 and RSASSA-PSS (RFC 8017 section 8), by WebCrypto where it has the digests. */
import { X509Error } from '../x509/errors.ts'
import { OID } from '../x509/object-identifier.ts'
import { readPssParameters } from '../x509/pss-parameters.ts'
import type { PublicKeyInfo } from '../x509/public-key.ts'
import { encodeElement } from './der-encoding.ts'
import { digestOfOid } from './digest.ts'
import { holdsPssEncoding, holdsSha224Encoding } from './rsa-encodings.ts'
import { RSA_ENCRYPTION } from './rsa-identifier.ts'
import { applyRsaKey, readRsaKey, type RsaKey } from './rsa-key.ts'
import type { PssScheme, SignatureScheme } from './signature-scheme.ts'
import type { SignatureOutcome } from './signature-outcome.ts'
import { verifyBySubtle } from './subtle-verify.ts'

export type RsaScheme = Extract<SignatureScheme, { family: 'rsa-pkcs1' | 'rsa-pss' }>

/** @returns `unsupported` for another kind of key, one out of bounds, or one that does not allow the scheme. */
export async function verifyRsa(scheme: RsaScheme, publicKey: PublicKeyInfo, signature: Uint8Array, message: Uint8Array): Promise<SignatureOutcome> {
  const { oid } = publicKey.algorithm
  if (publicKey.key.kind !== 'rsa') return 'unsupported'
  // RFC 4055 section 1.2: an id-RSASSA-PSS key must not be used with PKCS #1 v1.5.
  if (scheme.family === 'rsa-pkcs1' && oid !== OID.rsaEncryption) return 'unsupported'
  const key = readRsaKey(publicKey.keyOctets)
  if (!key) return 'unsupported'
  // RFC 8017 sections 8.1.2 and 8.2.2, step 1: a signature of another length than the modulus is invalid.
  if (signature.length !== Math.ceil(key.modulusBits / 8)) return 'invalid'
  if (scheme.family === 'rsa-pss' && !allows(publicKey, scheme)) return 'invalid'
  const { digest } = scheme
  if (digest === 'SHA-224' || (scheme.family === 'rsa-pss' && scheme.maskDigest !== digest)) {
    return (await holdsByHand(scheme, key, signature, message)) ? 'valid' : 'invalid'
  }
  const name = scheme.family === 'rsa-pss' ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5'
  return verifyBySubtle({
    spki: asPlainRsaKey(publicKey),
    importAlgorithm: { name, hash: digest },
    verifyAlgorithm: scheme.family === 'rsa-pss' ? { name, saltLength: scheme.saltLength } : { name },
    signature,
    message,
  })
}

async function holdsByHand(scheme: RsaScheme, key: RsaKey, signature: Uint8Array, message: Uint8Array): Promise<boolean> {
  const encoded = applyRsaKey(key, signature)
  if (!encoded) return false
  return scheme.family === 'rsa-pss' ? holdsPssEncoding(scheme, message, encoded, key.modulusBits) : holdsSha224Encoding(message, encoded)
}

/**
 * Parameters in an id-RSASSA-PSS key bind its signatures (RFC 4055 section 3.3): the same digests, and a salt that is not
 * shorter.
 */
function allows(publicKey: PublicKeyInfo, scheme: PssScheme): boolean {
  const { algorithm } = publicKey
  if (algorithm.oid !== OID.rsassaPss || algorithm.parameters === undefined) return true
  try {
    const { hashOid, maskHashOid, saltLength } = readPssParameters(algorithm)
    return digestOfOid(hashOid) === scheme.digest && digestOfOid(maskHashOid) === scheme.maskDigest && saltLength <= scheme.saltLength
  } catch (error) {
    if (error instanceof X509Error) return false
    throw error
  }
}

/** WebCrypto takes RSA keys under rsaEncryption only; an id-RSASSA-PSS key has the same key octets (RFC 4055 1.2). */
function asPlainRsaKey(publicKey: PublicKeyInfo): Uint8Array {
  if (publicKey.algorithm.oid === OID.rsaEncryption) return publicKey.encoded
  return encodeElement(0x30, RSA_ENCRYPTION, encodeElement(0x03, Uint8Array.of(0), publicKey.keyOctets))
}
