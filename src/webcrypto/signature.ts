/**
 * Checking signatures: RSASSA-PKCS1-v1_5 and RSASSA-PSS (RFC 8017 section 8), ECDSA on P-256, P-384 and P-521
 * (FIPS 186-5), Ed25519 (RFC 8032). An unsupported key or scheme is an answer, not an exception.
 */
import { concatBytes } from '../bytes/bytes.ts'
import { Asn1Reader, isUniversal, TAG } from '../x509/asn1-reader.ts'
import { X509Error } from '../x509/errors.ts'
import { OID } from '../x509/object-identifier.ts'
import type { EcCurve, PublicKeyInfo } from '../x509/public-key.ts'
import { assertStrictDer } from '../x509/strict-der.ts'
import { asBufferSource, type DigestName } from './digest.ts'
import type { SignatureScheme } from './signature-scheme.ts'

export type SignatureOutcome = 'valid' | 'invalid' | 'unsupported'

/** Above this an RSA check costs more than any honest signer asks for (SEC-08). */
const MAXIMAL_RSA_BITS = 8192

/**
 * Checks one signature over `message` (not over its digest).
 *
 * @returns `unsupported` when the key's kind does not fit the scheme's family, its size is out of bounds, or WebCrypto
 * refuses to take the key; `invalid` when the mathematics say no.
 */
export async function verifySignature(
  scheme: SignatureScheme,
  publicKey: PublicKeyInfo,
  signature: Uint8Array,
  message: Uint8Array,
): Promise<SignatureOutcome> {
  const plan = planVerification(scheme, publicKey, signature)
  if (typeof plan === 'string') return plan
  let key: CryptoKey
  try {
    key = await crypto.subtle.importKey('spki', asBufferSource(plan.spki), plan.importAlgorithm, false, ['verify'])
  } catch {
    return 'unsupported'
  }
  const holds = await crypto.subtle.verify(plan.verifyAlgorithm, key, asBufferSource(plan.signature), asBufferSource(message))
  return holds ? 'valid' : 'invalid'
}

interface VerificationPlan {
  readonly spki: Uint8Array
  readonly importAlgorithm: RsaHashedImportParams | EcKeyImportParams | { readonly name: 'Ed25519' }
  readonly verifyAlgorithm: RsaPssParams | EcdsaParams | { readonly name: string }
  readonly signature: Uint8Array
}

function planVerification(scheme: SignatureScheme, publicKey: PublicKeyInfo, signature: Uint8Array): VerificationPlan | SignatureOutcome {
  switch (scheme.family) {
    case 'rsa-pkcs1':
    case 'rsa-pss':
      return planRsa(scheme, publicKey, signature)
    case 'ecdsa':
      return planEcdsa(scheme.digest, publicKey, signature)
    case 'ed25519':
      if (publicKey.key.kind !== 'ed25519') return 'unsupported'
      if (signature.length !== 64) return 'invalid'
      return { spki: publicKey.encoded, importAlgorithm: { name: 'Ed25519' }, verifyAlgorithm: { name: 'Ed25519' }, signature }
  }
}

type RsaScheme = Extract<SignatureScheme, { family: 'rsa-pkcs1' | 'rsa-pss' }>

function planRsa(scheme: RsaScheme, publicKey: PublicKeyInfo, signature: Uint8Array): VerificationPlan | SignatureOutcome {
  const { key } = publicKey
  if (key.kind !== 'rsa' || key.modulusBits > MAXIMAL_RSA_BITS || !key.exponentIsOdd) return 'unsupported'
  // RFC 8017 sections 8.1.2 and 8.2.2, step 1: a signature of another length than the modulus is invalid.
  if (signature.length !== Math.ceil(key.modulusBits / 8)) return 'invalid'
  // RFC 4055 section 1.2: an id-RSASSA-PSS key must not be used with PKCS #1 v1.5.
  if (scheme.family === 'rsa-pkcs1' && publicKey.algorithm.oid !== OID.rsaEncryption) return 'unsupported'
  const name = scheme.family === 'rsa-pss' ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5'
  return {
    spki: asPlainRsaKey(publicKey),
    importAlgorithm: { name, hash: scheme.digest },
    verifyAlgorithm: scheme.family === 'rsa-pss' ? { name, saltLength: scheme.saltLength } : { name },
    signature,
  }
}

function planEcdsa(digest: DigestName, publicKey: PublicKeyInfo, signature: Uint8Array): VerificationPlan | SignatureOutcome {
  const { key } = publicKey
  if (key.kind !== 'ec' || key.curve === 'explicit' || key.curve === 'unknown') return 'unsupported'
  const plain = plainEcdsaSignature(signature, key.curve)
  if (!plain) return 'invalid'
  return {
    spki: publicKey.encoded,
    importAlgorithm: { name: 'ECDSA', namedCurve: key.curve },
    verifyAlgorithm: { name: 'ECDSA', hash: digest },
    signature: plain,
  }
}

/** AlgorithmIdentifier of rsaEncryption with NULL. */
const RSA_ENCRYPTION = Uint8Array.of(0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00)

/** WebCrypto takes RSA keys under rsaEncryption only; an id-RSASSA-PSS key has the same key octets (RFC 4055 1.2). */
function asPlainRsaKey(publicKey: PublicKeyInfo): Uint8Array {
  if (publicKey.algorithm.oid === OID.rsaEncryption) return publicKey.encoded
  const bits = concatBytes([derHeader(0x03, publicKey.keyOctets.length + 1), Uint8Array.of(0), publicKey.keyOctets])
  return concatBytes([derHeader(0x30, RSA_ENCRYPTION.length + bits.length), RSA_ENCRYPTION, bits])
}

function derHeader(identifier: number, length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(identifier, length)
  return length < 0x100 ? Uint8Array.of(identifier, 0x81, length) : Uint8Array.of(identifier, 0x82, length >> 8, length & 0xff)
}

const COORDINATE_OCTETS: Readonly<Record<EcCurve, number>> = { 'P-256': 32, 'P-384': 48, 'P-521': 66 }

/**
 * ECDSA-Sig-Value (RFC 5480 appendix A: SEQUENCE of two INTEGERs, DER) as the two fixed-length numbers WebCrypto wants.
 * Undefined when it is not exactly that, or a number is negative or too long.
 */
function plainEcdsaSignature(signature: Uint8Array, curve: EcCurve): Uint8Array | undefined {
  const octets = COORDINATE_OCTETS[curve]
  const plain = new Uint8Array(2 * octets)
  try {
    assertStrictDer(signature)
    const reader = new Asn1Reader(signature)
    const root = reader.read(0)
    const numbers = isUniversal(root, TAG.sequence) ? reader.children(root) : []
    if (numbers.length !== 2) return undefined
    for (const [index, number] of numbers.entries()) {
      const content = isUniversal(number, TAG.integer) ? reader.content(number) : undefined
      if (!content || ((content[0] ?? 0x80) & 0x80) !== 0) return undefined
      const magnitude = content[0] === 0 ? content.subarray(1) : content
      if (magnitude.length > octets) return undefined
      plain.set(magnitude, (index + 1) * octets - magnitude.length)
    }
    return plain
  } catch (error) {
    if (error instanceof X509Error) return undefined
    throw error
  }
}
