/** SBR section 7.1.3.1: the AlgorithmIdentifier of the key, byte for byte. "No other encodings are permitted." */
import { encodeHex } from '../../bytes/encoding.ts'
import { nameOfSignatureAlgorithm } from '../../x509/algorithm-name.ts'
import type { ProfileRule } from './profile-rule.ts'

/** RSA; P-256, P-384, P-521; Ed25519, Ed448. */
const ENCODINGS: ReadonlySet<string> = new Set([
  '300d06092a864886f70d0101010500',
  '301306072a8648ce3d020106082a8648ce3d030107',
  '301006072a8648ce3d020106052b81040022',
  '301006072a8648ce3d020106052b81040023',
  '300506032b6570',
  '300506032b6571',
])

/** ML-DSA-44, -65, -87 and ML-KEM-512, -768, -1024, from version 1.0.11 on. */
const POST_QUANTUM_ENCODINGS: ReadonlySet<string> = new Set([
  '300b0609608648016503040311',
  '300b0609608648016503040312',
  '300b0609608648016503040313',
  '300b0609608648016503040401',
  '300b0609608648016503040402',
  '300b0609608648016503040403',
])
const POST_QUANTUM_SINCE = Date.UTC(2025, 7, 22)

export const keyAlgorithm: ProfileRule = {
  code: 'certpath/profile-key-algorithm',
  section: '7.1.3.1',
  needsClaim: true,
  judge({ publicKey: { algorithm }, notBefore }) {
    const encoded = encodeHex(algorithm.encoded)
    const isListed = ENCODINGS.has(encoded) || (notBefore >= POST_QUANTUM_SINCE && POST_QUANTUM_ENCODINGS.has(encoded))
    return isListed ? 'holds' : { breach: nameOfSignatureAlgorithm(algorithm.oid) }
  },
}
