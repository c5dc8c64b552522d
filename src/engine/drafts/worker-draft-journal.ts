/** The draft journal of a worker: on the browser's database. */
import type { DraftDoor } from '../writing-door.ts'
import { createDraftJournal } from './draft-journal.ts'
import { createIndexedDbDraftStorage } from './indexed-db-draft-storage.ts'

export function createWorkerDraftJournal(): DraftDoor {
  return createDraftJournal(createIndexedDbDraftStorage())
}
