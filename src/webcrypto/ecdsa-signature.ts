/** ECDSA (FIPS 186-5) on the NIST and brainpool curves; digest and curve go together freely (RFC 5754 section 3.3). */
import { Asn1Reader, isUniversal, TAG } from '../x509/asn1-reader.ts'
import { X509Error } from '../x509/errors.ts'
import type { EcCurve, PublicKeyInfo } from '../x509/public-key.ts'
import { assertStrictDer } from '../x509/strict-der.ts'
import { computeDigest, type SignatureDigest } from './digest.ts'
import { COORDINATE_OCTETS, isWebCryptoCurve } from './ec-curve.ts'
import { holdsEcdsa } from './kept-curves.ts'
import type { SignatureOutcome } from './signature-outcome.ts'
import { verifyBySubtle } from './subtle-verify.ts'

/** @returns `unsupported` for other kinds of keys, unknown or explicit curves, and keys that are no point of theirs. */
export async function verifyEcdsa(
  digest: SignatureDigest,
  publicKey: PublicKeyInfo,
  signature: Uint8Array,
  message: Uint8Array,
): Promise<SignatureOutcome> {
  const { key } = publicKey
  if (key.kind !== 'ec' || key.curve === 'explicit' || key.curve === 'unknown') return 'unsupported'
  const plain = plainSignature(signature, key.curve)
  if (!plain) return 'invalid'
  if (digest !== 'SHA-224' && isWebCryptoCurve(key.curve)) {
    return verifyBySubtle({
      spki: publicKey.encoded,
      importAlgorithm: { name: 'ECDSA', namedCurve: key.curve },
      verifyAlgorithm: { name: 'ECDSA', hash: digest },
      signature: plain,
      message,
    })
  }
  const holds = await holdsEcdsa(key.curve, plain, await computeDigest(digest, message), publicKey.keyOctets)
  return holds === undefined ? 'unsupported' : holds ? 'valid' : 'invalid'
}

/**
 * ECDSA-Sig-Value (RFC 5480 appendix A: SEQUENCE of two INTEGERs, DER) as two numbers of fixed length, one after the other.
 * Undefined when it is not exactly that, or a number is negative or too long.
 */
function plainSignature(signature: Uint8Array, curve: EcCurve): Uint8Array | undefined {
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
