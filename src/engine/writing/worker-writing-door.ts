/** Writing in a worker: with its key store, and on the browser's databases. */
import { createIndexedDbBookStorage } from '../certificate-book/book-storage.ts'
import { createCertificateBook } from '../certificate-book/certificate-book.ts'
import { createWorkerDraftJournal } from '../drafts/worker-draft-journal.ts'
import type { KeyDoor } from '../key-store/key-store.ts'
import type { WritingDoor } from '../writing-door.ts'
import { createWritingDoor } from './create-writing-door.ts'

export function createWorkerWritingDoor(keyStore: Pick<KeyDoor, 'own'>): WritingDoor {
  return createWritingDoor({ keyStore, book: createCertificateBook(createIndexedDbBookStorage()), drafts: createWorkerDraftJournal() })
}
