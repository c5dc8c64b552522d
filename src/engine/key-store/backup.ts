/** The backup: a PKCS #12 file of keys, and the proof that a file is one. */
import { EngineError } from '../engine.ts'
import { addressesOf, readEntry, unionOf } from './key-entry.ts'
import { assertPassphrase } from './passphrase-rules.ts'
import { holdsAll, readKeys } from './read-keys.ts'
import type { KeyEntry } from './storage.ts'
import { unwrap, type Wrapping } from './wrapping.ts'
import { type ExportedKey, writePkcs12 } from './write-pkcs12.ts'

/** @throws EngineError `engine/passphrase-short` or `-guessable` for the file's password, `engine/storage-damaged`, `engine/key-gone`. */
export async function makeBackup(entries: readonly KeyEntry[], wrapping: Wrapping, filePassword: string, at: number): Promise<Uint8Array> {
  if (entries.length === 0) throw new EngineError('engine/key-gone', 'no key named')
  const read = entries.map(entry => readEntry(entry, at))
  assertPassphrase(filePassword, read.flatMap(addressesOf))
  const keys: ExportedKey[] = []
  try {
    for (const one of read) {
      const pkcs8 = await unwrap(wrapping, one.entry.id, one.entry.wrapped)
      if (!pkcs8) throw new EngineError('engine/storage-damaged', 'a wrapped key does not open')
      keys.push({ pkcs8, friendlyName: addressesOf(one)[0] ?? one.entry.id, certificates: one.certificates.map(certificate => certificate.der) })
    }
    return await writePkcs12(keys, entries.reduce<Uint8Array[]>((chain, entry) => unionOf(chain, entry.chain), []), filePassword)
  } finally {
    for (const { pkcs8 } of keys) pkcs8.fill(0)
  }
}

/**
 * Reads a saved file back as an import would (SEC-95). It has to hold every key with its private half.
 *
 * @throws EngineError `engine/backup-mismatch`, or what is wrong with the file: `engine/p12-*`.
 */
export async function holdsKeys(bytes: Uint8Array, filePassword: string | null, entries: readonly KeyEntry[]): Promise<void> {
  const { keys } = await readKeys(bytes, filePassword)
  for (const { pkcs8 } of keys) pkcs8.fill(0)
  if (!holdsAll(keys, entries.map(entry => entry.publicKey))) throw new EngineError('engine/backup-mismatch', 'a key is missing in it')
}
