/** What the store says of its keys: references, certificates, states. */
import { summarizeCertificate } from '../../certpath/summary.ts'
import { pathCrypto } from '../../smime/path-crypto.ts'
import type { KeysStatusRequest, KeyStoreStatus, StoredKey } from '../key-protocol.ts'
import { addressesOf, type ReadEntry, readEntry, stateOf, usesOf } from './key-entry.ts'
import type { StoreRecord } from './storage.ts'

/** Current keys first, then the newest. */
export function inOrder(record: StoreRecord, at: number): ReadEntry[] {
  const all = record.keys.map(entry => readEntry(entry, at))
  const rank = (one: ReadEntry) => (stateOf(one, all, at) === 'current' ? 0 : 1)
  const since = (one: ReadEntry) => one.certificates[0]?.notBefore ?? 0
  return all.map(one => ({ one, rank: rank(one) })).sort((a, b) => a.rank - b.rank || since(b.one) - since(a.one)).map(({ one }) => one)
}

export async function describeKeys(record: StoreRecord, at: number): Promise<StoredKey[]> {
  const all = inOrder(record, at)
  return Promise.all(
    all.map(async (one): Promise<StoredKey> => {
      const [certificate] = one.certificates
      return {
        id: one.entry.id,
        uses: usesOf(one),
        certificate: certificate ? await summarizeCertificate(certificate, pathCrypto) : null,
        addresses: addressesOf(one),
        state: stateOf(one, all, at),
        addedAt: one.entry.addedAt,
        backup: one.entry.backup,
      }
    }),
  )
}

/** SEC-93. A store that was emptied by its owner has a record still. */
export function lossOf(record: StoreRecord | undefined, asked: KeysStatusRequest | undefined): KeyStoreStatus['loss'] {
  if (record || !asked?.expectedAddresses?.length) return null
  const { place, rememberedPlace } = asked
  return place !== undefined && rememberedPlace !== undefined && place !== rememberedPlace ? 'moved' : 'wiped'
}
