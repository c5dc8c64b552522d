/** SBR section 7.1.3.2: the AlgorithmIdentifier of the signature, byte for byte. */
import { encodeHex } from '../../bytes/encoding.ts'
import { nameOfSignatureAlgorithm } from '../../x509/algorithm-name.ts'
import type { ProfileRule } from './profile-rule.ts'

const pss = (hash: string, salt: string) =>
  `304106092a864886f70d01010a3034a00f300d06096086480165030402${hash}0500a11c301a06092a864886f70d010108300d06096086480165030402${hash}0500a2030201${salt}`

/** PKCS #1 v1.5 and PSS with SHA-256, -384, -512; ECDSA with the same; Ed25519, Ed448. Which key goes with which is not looked at. */
const ENCODINGS: ReadonlySet<string> = new Set([
  '300d06092a864886f70d01010b0500',
  '300d06092a864886f70d01010c0500',
  '300d06092a864886f70d01010d0500',
  pss('01', '20'),
  pss('02', '30'),
  pss('03', '40'),
  '300a06082a8648ce3d040302',
  '300a06082a8648ce3d040303',
  '300a06082a8648ce3d040304',
  '300506032b6570',
  '300506032b6571',
])

/** ML-DSA, from version 1.0.11 on. */
const POST_QUANTUM_ENCODINGS: ReadonlySet<string> = new Set(['300b0609608648016503040311', '300b0609608648016503040312', '300b0609608648016503040313'])
const POST_QUANTUM_SINCE = Date.UTC(2025, 7, 22)

export const signatureAlgorithm: ProfileRule = {
  code: 'certpath/profile-signature-algorithm',
  section: '7.1.3.2',
  needsClaim: true,
  judge({ signatureAlgorithm: algorithm, notBefore }) {
    const encoded = encodeHex(algorithm.encoded)
    const isListed = ENCODINGS.has(encoded) || (notBefore >= POST_QUANTUM_SINCE && POST_QUANTUM_ENCODINGS.has(encoded))
    return isListed ? 'holds' : { breach: nameOfSignatureAlgorithm(algorithm.oid) }
  },
}
