/** Where the certificate book lies: a record for each mailbox. */
import { inTransaction, settled, withDatabase } from '../browser-database.ts'
import { type AddressRecord, assertAddressRecord } from './book-record.ts'

export interface BookStorage {
  /** In the order asked, all in one turn; undefined where nothing is kept for a mailbox. @throws EngineError of the storage. */
  read(mailboxes: readonly string[]): Promise<readonly (AddressRecord | undefined)[]>
  /**
   * Changes a record in one transaction: nobody else's change gets lost. Nothing is written when `by` gives back what it was given.
   *
   * @throws EngineError of the storage, and what `by` throws; the old record is still there then.
   */
  change(mailbox: string, by: (record: AddressRecord | undefined) => AddressRecord | undefined): Promise<void>
}

const RECORDS = 'addresses'
const FORM = { name: 'sealpane-certificates', version: 1, stores: [RECORDS] } as const

/** In the browser's database, from a worker. */
export function createIndexedDbBookStorage(): BookStorage {
  return {
    read: mailboxes =>
      withDatabase(FORM, async database => {
        const records = database.transaction(RECORDS, 'readonly').objectStore(RECORDS)
        return (await Promise.all(mailboxes.map(mailbox => settled<unknown>(records.get(mailbox))))).map(checked)
      }),
    change: (mailbox, by) =>
      withDatabase(FORM, database =>
        inTransaction(database, [RECORDS], (transaction, abort) => {
          const records = transaction.objectStore(RECORDS)
          const current: IDBRequest<unknown> = records.get(mailbox)
          current.onsuccess = () => {
            try {
              const before = checked(current.result)
              const after = by(before)
              if (after !== undefined && after !== before) records.put(after, mailbox)
            } catch (error) {
              abort(error instanceof Error ? error : new Error('unknown'))
            }
          }
        }),
      ),
  }
}

function checked(value: unknown): AddressRecord | undefined {
  if (value === undefined) return undefined
  assertAddressRecord(value)
  return value
}

/** Forgets with its process. Records are cloned as a database clones them. */
export function createMemoryBookStorage(records = new Map<string, AddressRecord>()): BookStorage {
  return {
    read: mailboxes => Promise.resolve(mailboxes.map(mailbox => structuredClone(records.get(mailbox)))),
    change: async (mailbox, by) => {
      const before = structuredClone(records.get(mailbox))
      const after = by(before)
      if (after !== undefined && after !== before) records.set(mailbox, structuredClone(after))
      await Promise.resolve()
    },
  }
}
