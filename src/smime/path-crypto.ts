/** The mathematics for `certpath`, by `webcrypto`, and the house's measure of weakness (SEC-08, RFC 8551 section 2). */
import type { CryptoOps } from '../certpath/crypto-ops.ts'
import { computeDigest, digestOfOid } from '../webcrypto/digest.ts'
import { verifySignature } from '../webcrypto/signature.ts'
import { schemeOf, weakDigestOf } from '../webcrypto/signature-scheme.ts'
import type { PublicKeyInfo } from '../x509/public-key.ts'

/** RFC 8551 section 2.2: receiving agents SHOULD support 2048 to 4096 bits; shorter keys are historic (section 2.6). */
const MINIMAL_RSA_BITS = 2048

/** Bits of an RSA key that is too short by today's measure; undefined for every other key. */
export function shortKeyBits(publicKey: PublicKeyInfo): number | undefined {
  return publicKey.key.kind === 'rsa' && publicKey.key.modulusBits < MINIMAL_RSA_BITS ? publicKey.key.modulusBits : undefined
}

export const pathCrypto: CryptoOps = {
  async verify(algorithm, publicKey, signature, signed) {
    const answer = schemeOf(algorithm, undefined)
    return answer.supported ? verifySignature(answer.scheme, publicKey, signature, signed) : 'unsupported'
  },
  async digest(oid, bytes) {
    // digestOfOid names the SHA family only, which needs no library that comes late.
    const name = digestOfOid(oid)
    return name && computeDigest(name, bytes)
  },
  sha256: bytes => computeDigest('SHA-256', bytes),
  weaknessOf(algorithm, signerKey) {
    const answer = schemeOf(algorithm, undefined)
    if (answer.supported && weakDigestOf(answer.scheme)) return answer.name
    const bits = shortKeyBits(signerKey)
    return bits === undefined ? undefined : `RSA ${bits}`
  },
}
