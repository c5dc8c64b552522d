/** Adding keys to the store. What is there stays (SEC-94). */
import { equalBytes } from '../../bytes/bytes.ts'
import { encodeHex } from '../../bytes/encoding.ts'
import { randomOctets } from '../../webcrypto/passphrase-key.ts'
import { readMailboxes } from '../../x509/extension.ts'
import { EngineError } from '../engine.ts'
import type { KeysImportRequest } from '../key-protocol.ts'
import { unionOf } from './key-entry.ts'
import type { KeyRing, Writable } from './key-ring.ts'
import { openKey, type OpenedKey } from './opened-key.ts'
import { encodingsOf, type FoundKey, type FoundKeys, readKeys } from './read-keys.ts'
import type { KeyEntry, StoreRecord } from './storage.ts'
import { wrap } from './wrapping.ts'

export interface Imported {
  /** References of keys that are new here, and of those that were here. */
  readonly added: readonly string[]
  readonly known: readonly string[]
  /** The new keys, usable. */
  readonly keys: ReadonlyMap<string, OpenedKey>
}

/** @throws EngineError as `readKeys`, the passphrase and the storage have it; nothing is changed then. */
export async function importKeys(ring: KeyRing, request: KeysImportRequest, at: number): Promise<Imported> {
  const found = await readKeys(request.bytes, request.filePassword)
  try {
    const addresses = found.keys.flatMap(key => key.certificates.flatMap(readMailboxes))
    const opened = await ring.openForWriting(request.passphrase, at, addresses)
    return await addKeys(ring, opened, found, at)
  } finally {
    for (const { pkcs8 } of found.keys) pkcs8.fill(0)
  }
}

async function addKeys(ring: KeyRing, opened: Writable, { keys, others }: FoundKeys, at: number): Promise<Imported> {
  const chain = encodingsOf(others)
  const entries = new Map<KeyEntry, FoundKey>()
  for (const key of distinct(keys)) entries.set(await makeEntry(opened, key, chain, at), key)
  const written = await ring.changeOpened(opened.record, record => merge(record, [...entries.keys()]))
  const idOf = (publicKey: Uint8Array) => findByKey(written, publicKey)?.id ?? ''
  const usable = new Map<string, OpenedKey>()
  const added: string[] = []
  const known: string[] = []
  for (const [entry, { pkcs8 }] of entries) {
    const isNew = written?.keys.some(one => one.id === entry.id) === true
    if (isNew) added.push(entry.id)
    else known.push(idOf(entry.publicKey))
    if (isNew) usable.set(entry.id, await openKey(pkcs8))
  }
  return { added, known, keys: usable }
}

/** A key to be stored, wrapped. */
export async function makeEntry(
  { wrapping }: Writable,
  { pkcs8, publicKey, certificates }: FoundKey,
  chain: readonly Uint8Array[],
  at: number,
  requested: KeyEntry['requested'] = null,
): Promise<KeyEntry> {
  const id = encodeHex(randomOctets(12))
  return {
    id,
    wrapped: await wrap(wrapping, id, pkcs8),
    publicKey: publicKey.slice(),
    certificates: encodingsOf(certificates),
    chain,
    requested,
    addedAt: new Date(at).toISOString(),
    backup: null,
  }
}

/** A key that is here already keeps its place and gets the certificates that are new. */
function merge(record: StoreRecord, entries: readonly KeyEntry[]): StoreRecord {
  const isAnswered = (entry: KeyEntry) => entries.find(one => equalBytes(one.publicKey, entry.publicKey))
  const kept = record.keys.map((entry): KeyEntry => {
    const again = isAnswered(entry)
    if (!again) return entry
    return { ...entry, certificates: unionOf(entry.certificates, again.certificates), chain: unionOf(entry.chain, again.chain) }
  })
  const fresh = entries.filter(entry => !findByKey(record, entry.publicKey))
  if (kept.length + fresh.length > MAXIMAL_KEYS) throw new EngineError('engine/storage-full', `more than ${MAXIMAL_KEYS} keys`)
  return { ...record, keys: [...kept, ...fresh] }
}

/** Nobody has had as many; each costs time at every unlocking. */
const MAXIMAL_KEYS = 500

function findByKey(record: StoreRecord | undefined, publicKey: Uint8Array): KeyEntry | undefined {
  return record?.keys.find(entry => equalBytes(entry.publicKey, publicKey))
}

/** The same key twice in one file is one key. */
function distinct(keys: readonly FoundKey[]): FoundKey[] {
  return keys.filter((key, index) => keys.findIndex(other => equalBytes(other.publicKey, key.publicKey)) === index)
}
