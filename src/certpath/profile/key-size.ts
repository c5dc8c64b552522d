/** SBR section 6.1.5: an RSA modulus of at least 2048 bits, "evenly divisible by 8". */
import type { ProfileRule } from './profile-rule.ts'

export const keySize: ProfileRule = {
  code: 'certpath/profile-key-size',
  section: '6.1.5',
  needsClaim: true,
  judge({ publicKey: { key } }) {
    if (key.kind !== 'rsa') return 'not-applicable'
    return key.modulusBits >= 2048 && key.modulusBits % 8 === 0 ? 'holds' : { breach: String(key.modulusBits) }
  },
}
