/**
 * The owner's keys: kept wrapped, unlocked for a while, never given out (SEC-89 to SEC-98). Answers every question of
 * `key-protocol.ts`, and is a provider of keys for opening messages.
 *
 * It reads no clock (`at` comes with every question) and keeps nothing but the unlocked session between questions: what is
 * stored is read anew each time, so that several tabs never work on old news.
 */
import { equalBytes } from '../../bytes/bytes.ts'
import type { LockedKey, RecipientKey } from '../../smime/recipient-key.ts'
import type { Argon2Parameters } from '../../webcrypto/passphrase-key.ts'
import { publicKeyOf } from '../../webcrypto/private-key.ts'
import { EngineError } from '../engine.ts'
import type {
  KeyRequest,
  KeyResult,
  KeysBackupRequest,
  KeysBackupResult,
  KeysCreateRequest,
  KeysCreateResult,
  KeysExportRequest,
  KeysExportResult,
  KeysImportRequest,
  KeysImportResult,
  KeysAnswerRequest,
  KeysAnswerResult,
  KeysLockRequest,
  KeysLockResult,
  KeysRemoveRequest,
  KeysRemoveResult,
  KeysStatusRequest,
  KeyStoreStatus,
  KeysUnlockRequest,
  KeysUnlockResult,
} from '../key-protocol.ts'
import type { KeyProvider } from '../key-provider.ts'
import { readTimestamp } from '../timestamp.ts'
import { addCertificates } from './add-certificates.ts'
import { holdsKeys, makeBackup } from './backup.ts'
import { createKey } from './create-key.ts'
import { describeKeys, inOrder, lossOf } from './describe-keys.ts'
import { importKeys } from './import-keys.ts'
import { KeyRing, waitUntil } from './key-ring.ts'
import { USUAL_COST } from './passphrase-lock.ts'
import { openKey, type OpenedKey } from './opened-key.ts'
import { type OwnCertificate, ownCertificates } from './own-keys.ts'
import { type Schedule, Session } from './session.ts'
import type { KeyEntry, KeyStorage, StoreRecord } from './storage.ts'
import { unwrap, type Wrapping } from './wrapping.ts'

/** What the engine asks of a key store, wherever it is loaded from. */
export interface KeyDoor extends KeyProvider {
  answer(request: KeyRequest): Promise<KeyResult>
  /** Every certificate of the keys kept here, current keys first, locked or not. Asking for it is a use only when it is `toSign`. */
  own(at: number, purpose: 'toSign' | 'toLook'): Promise<readonly OwnCertificate[]>
}

const NEVER: Schedule = () => () => undefined
const DEFAULT_MINUTES = 15

export interface KeyStoreOptions {
  /** How it locks by itself; without it only a question after the time locks. */
  readonly schedule?: Schedule
  /** Of a new store's passphrase. A store that exists keeps its own. */
  readonly cost?: Argon2Parameters
}

export function createKeyStore(storage: KeyStorage, { schedule = NEVER, cost = USUAL_COST }: KeyStoreOptions = {}): KeyDoor {
  return new KeyStore(storage, schedule, cost)
}

class KeyStore implements KeyDoor {
  private readonly ring: KeyRing
  private readonly session: Session
  /** How often it was locked here: an unlocking that began before does not count after. */
  private locks = 0

  constructor(storage: KeyStorage, schedule: Schedule, cost: Argon2Parameters) {
    this.ring = new KeyRing(storage, cost)
    this.session = new Session(schedule)
    storage.onNews(news => {
      if (news === 'locked') this.session.end()
    })
  }

  async answer(request: KeyRequest): Promise<KeyResult> {
    const at = readTimestamp(request.at)
    switch (request.kind) {
      case 'keys-status':
        return this.status(at, request)
      case 'keys-import':
        return this.import(request, at)
      case 'keys-unlock':
        return this.unlock(request, at)
      case 'keys-lock':
        return this.lock(request, at)
      case 'keys-create':
        return this.create(request, at)
      case 'keys-answer':
        return this.takeAnswer(request, at)
      case 'keys-export':
        return this.export(request, at)
      case 'keys-backup':
        return this.backup(request, at)
      case 'keys-remove':
        return this.remove(request, at)
    }
  }

  async keys(at: number): Promise<readonly RecipientKey[]> {
    const record = await this.readIfAllowed()
    if (!record || record === 'forbidden') return []
    const unlocked = this.session.use(at, record.lockEpoch)
    if (!unlocked) return []
    return inOrder(record, at).flatMap(({ entry, certificates }) => {
      const own = unlocked.get(entry.id)?.opening
      return own ? certificates.map(certificate => ({ id: entry.id, certificate, operations: own })) : []
    })
  }

  async lockedKeys(at: number): Promise<readonly LockedKey[]> {
    const record = await this.readIfAllowed()
    if (!record || record === 'forbidden') return []
    const unlocked = this.session.at(at, record.lockEpoch)
    return inOrder(record, at)
      .filter(({ entry }) => unlocked?.keys.get(entry.id)?.opening === undefined)
      .flatMap(({ entry, certificates }) => certificates.map(certificate => ({ id: entry.id, certificate })))
  }

  async own(at: number, purpose: 'toSign' | 'toLook'): Promise<readonly OwnCertificate[]> {
    const record = await this.readIfAllowed()
    if (!record || record === 'forbidden') return []
    const unlocked = purpose === 'toSign' ? this.session.use(at, record.lockEpoch) : this.session.at(at, record.lockEpoch)?.keys
    return ownCertificates(record, unlocked, at)
  }

  /** Where no storage is given there are no keys: that is an answer, and no reason not to read a message. */
  private async readIfAllowed(): Promise<StoreRecord | 'forbidden' | undefined> {
    try {
      return await this.ring.read()
    } catch (error) {
      if (error instanceof EngineError && error.code === 'engine/storage-forbidden') return 'forbidden'
      throw error
    }
  }

  private async status(at: number, asked?: KeysStatusRequest): Promise<KeyStoreStatus> {
    const storage = await this.ring.storage.kind()
    const record = await this.readIfAllowed()
    if (record === 'forbidden') return { ...EMPTY, storage: 'none', loss: lossOf(undefined, asked) }
    if (!record) return { ...EMPTY, storage, loss: lossOf(record, asked) }
    const unlocked = this.session.at(at, record.lockEpoch)
    const wait = waitUntil(record, at)
    return {
      kind: 'keys-status',
      lock: record.keys.length === 0 ? 'empty' : unlocked ? 'unlocked' : 'locked',
      keys: await describeKeys(record, at),
      locksAt: unlocked ? new Date(unlocked.locksAt).toISOString() : null,
      wrongTries: record.tries.count,
      waitUntil: wait === null ? null : new Date(wait).toISOString(),
      storage,
      loss: lossOf(record, asked),
      lockAfterMinutes: record.lockAfterMinutes,
      damaged: unlocked?.damaged ?? [],
    }
  }

  private async import(request: KeysImportRequest, at: number): Promise<KeysImportResult> {
    const { added, known, keys } = await importKeys(this.ring, request, at)
    await this.adopt(keys, at)
    return { kind: 'keys-import', added, known, status: await this.status(at) }
  }

  /** New keys open and sign messages at once where the others do. */
  private async adopt(keys: ReadonlyMap<string, OpenedKey>, at: number): Promise<void> {
    const record = await this.ring.read()
    const unlocked = record && this.session.at(at, record.lockEpoch)
    for (const [id, own] of keys) unlocked?.keys.set(id, own)
  }

  private async unlock({ passphrase, lockAfterMinutes }: KeysUnlockRequest, at: number): Promise<KeysUnlockResult> {
    const { locks } = this
    const opening = await this.ring.open(passphrase, at)
    if (opening.outcome !== 'open') return { kind: 'keys-unlock', outcome: opening.outcome, status: await this.status(at) }
    const { record, wrapping } = opening
    const { keys, damaged } = await openAll(record, wrapping)
    const written = await this.ring.change(now =>
      now && lockAfterMinutes !== undefined && now.lockAfterMinutes !== lockAfterMinutes ? { ...now, lockAfterMinutes } : now,
    )
    // SECURITY (SEC-98): whoever locked all tabs while the passphrase was being worked on has the last word.
    if (written?.lockEpoch !== record.lockEpoch || locks !== this.locks) throw new EngineError('engine/other-tab', 'locked meanwhile')
    this.session.begin({ lockEpoch: record.lockEpoch, keys, damaged }, written.lockAfterMinutes, at)
    return { kind: 'keys-unlock', outcome: 'unlocked', status: await this.status(at) }
  }

  private async lock({ scope }: KeysLockRequest, at: number): Promise<KeysLockResult> {
    // First, whatever storage says afterwards.
    this.locks++
    this.session.end()
    if (scope !== 'here') {
      this.ring.storage.announce('locked')
      await this.ring.change(record => record && { ...record, lockEpoch: record.lockEpoch + 1 })
    }
    return { kind: 'keys-lock', status: await this.status(at) }
  }

  private async create(request: KeysCreateRequest, at: number): Promise<KeysCreateResult> {
    const { id, pem, keys } = await createKey(this.ring, request, at)
    await this.adopt(keys, at)
    return { kind: 'keys-create', id, request: pem, status: await this.status(at) }
  }

  private async takeAnswer(request: KeysAnswerRequest, at: number): Promise<KeysAnswerResult> {
    const id = await addCertificates(this.ring, request.bytes)
    return { kind: 'keys-answer', id, status: await this.status(at) }
  }

  private async export({ ids, passphrase, filePassword }: KeysExportRequest, at: number): Promise<KeysExportResult> {
    const { record, wrapping } = await this.ring.require(passphrase, at)
    const bytes = await makeBackup(findAll(record, ids), wrapping, filePassword, at)
    return { kind: 'keys-export', bytes }
  }

  private async backup({ ids, bytes, filePassword }: KeysBackupRequest, at: number): Promise<KeysBackupResult> {
    const record = await this.ring.read()
    const entries = record ? findAll(record, ids) : []
    if (entries.length === 0) throw new EngineError('engine/key-gone', 'no key named')
    if (bytes) await holdsKeys(bytes, filePassword, entries)
    const backup = { kind: bytes ? 'made' : 'declined', at: new Date(at).toISOString() } as const
    await this.ring.change(now =>
      now && { ...now, keys: now.keys.map(entry => (ids.includes(entry.id) ? { ...entry, backup: better(entry.backup, backup) } : entry)) },
    )
    return { kind: 'keys-backup', status: await this.status(at) }
  }

  private async remove({ id, passphrase, evenWithoutBackup }: KeysRemoveRequest, at: number): Promise<KeysRemoveResult> {
    const { record } = await this.ring.require(passphrase, at)
    const [entry] = findAll(record, [id])
    if (entry?.backup?.kind !== 'made' && !evenWithoutBackup) throw new EngineError('engine/no-backup', 'no verified backup')
    await this.ring.changeOpened(record, now => ({ ...now, keys: now.keys.filter(one => one.id !== id) }))
    this.session.at(at, record.lockEpoch)?.keys.delete(id)
    return { kind: 'keys-remove', status: await this.status(at) }
  }
}

const EMPTY: Omit<KeyStoreStatus, 'storage' | 'loss'> = {
  kind: 'keys-status', lock: 'empty', keys: [], locksAt: null, wrongTries: 0, waitUntil: null, lockAfterMinutes: DEFAULT_MINUTES, damaged: [],
}

/** A declined backup does not undo one that was made. */
function better(before: KeyEntry['backup'], now: NonNullable<KeyEntry['backup']>): KeyEntry['backup'] {
  return before?.kind === 'made' && now.kind === 'declined' ? before : now
}

interface OpenedKeys {
  readonly keys: Map<string, OpenedKey>
  readonly damaged: readonly string[]
}

/**
 * Every key made usable. One whose stored form was altered, or does not belong to the public key beside it, opens nothing
 * and is named; the others still work.
 */
async function openAll(record: StoreRecord, wrapping: Wrapping): Promise<OpenedKeys> {
  const keys = new Map<string, OpenedKey>()
  const damaged: string[] = []
  for (const { id, wrapped, publicKey } of record.keys) {
    const pkcs8 = await unwrap(wrapping, id, wrapped)
    const own = pkcs8 && (await publicKeyOf(pkcs8))
    if (!pkcs8 || (own && !equalBytes(own, publicKey))) damaged.push(id)
    else keys.set(id, await openKey(pkcs8))
    pkcs8?.fill(0)
  }
  return { keys, damaged }
}

/** @throws EngineError `engine/key-gone` when one of them is not here. */
function findAll(record: StoreRecord, ids: readonly string[]): KeyEntry[] {
  return ids.map(id => {
    const entry = record.keys.find(one => one.id === id)
    if (!entry) throw new EngineError('engine/key-gone', 'reference to no key')
    return entry
  })
}
