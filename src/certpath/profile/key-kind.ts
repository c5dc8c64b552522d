/** The columns of the table in SBR section 7.1.2.3 (e). ML-DSA and ML-KEM by version 1.0.11. */
import type { KeyUsage } from '../../x509/extension.ts'
import type { PublicKeyInfo } from '../../x509/public-key.ts'
import type { IdentityClass } from '../identity-class.ts'

/** What a key may be for: signing, managing keys, and what may stand beside each. */
export interface KeyColumn {
  readonly signing: boolean
  readonly management: KeyUsage | undefined
  readonly besideManagement: readonly KeyUsage[]
}

const PREFIX = { mlDsa: '2.16.840.1.101.3.4.3.', mlKem: '2.16.840.1.101.3.4.4.' }

/** Undefined for a kind of key that the table does not have. */
export function keyColumnOf({ key, algorithm }: PublicKeyInfo, { generation }: IdentityClass): KeyColumn | undefined {
  if (key.kind === 'rsa') return { signing: true, management: 'keyEncipherment', besideManagement: generation === 'strict' ? [] : ['dataEncipherment'] }
  if (key.kind === 'ec') return { signing: true, management: 'keyAgreement', besideManagement: ['encipherOnly', 'decipherOnly'] }
  if (key.kind === 'ed25519' || key.kind === 'ed448' || isArc(algorithm.oid, PREFIX.mlDsa, 17, 19)) return { signing: true, management: undefined, besideManagement: [] }
  return isArc(algorithm.oid, PREFIX.mlKem, 1, 3) ? { signing: false, management: 'keyEncipherment', besideManagement: [] } : undefined
}

function isArc(oid: string, prefix: string, first: number, last: number): boolean {
  const arc = Number(oid.slice(prefix.length))
  return oid.startsWith(prefix) && arc >= first && arc <= last
}
