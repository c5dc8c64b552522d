/** What the draft journal keeps, and the seam to where it is kept. Every word in it is sealed (`draft-record.ts`). */
import type { Sealed } from '../../webcrypto/sealing.ts'
import type { DraftState } from '../compose-protocol.ts'

/** What changes with each step of a send: small, so that a step need not write the attachments again. */
export interface StoredHead {
  readonly format: 1
  readonly id: string
  readonly state: DraftState
  /** Rises by one with each write. */
  readonly version: number
  readonly sealed: Sealed
}

/** The words and their attachments. The head names it by its nonce: it cannot stand in for another one. */
export interface StoredBody {
  readonly format: 1
  readonly id: string
  readonly sealed: Sealed
}

/** Where drafts are kept, shared by all panes of a browser. */
export interface DraftStorage {
  /** The key of this device; `make` is called when there is none yet. All panes get the same one. */
  deviceKey(make: () => Promise<CryptoKey>): Promise<CryptoKey>
  /** Everything that lies there, whatever it is. @throws EngineError `engine/storage-forbidden`, `engine/storage-damaged`. */
  heads(): Promise<readonly (readonly [id: string, head: unknown])[]>
  /** Undefined when there is none. */
  head(id: string): Promise<unknown>
  body(id: string): Promise<unknown>
  /**
   * Replaces a head, and the body when one is given, all or nothing and on disk when it returns.
   *
   * @param expectedVersion - Of the head that the new one was made from; 0 when there was none.
   * @throws DraftConflict when another one is there; EngineError `engine/storage-full` or `engine/storage-forbidden`. What was
   * there is still there then.
   */
  write(head: StoredHead, body: StoredBody | null, expectedVersion: number): Promise<void>
  /** Removes head and body. Nothing happens when there are none. */
  remove(id: string): Promise<void>
  /**
   * Takes a draft for this pane alone, until `release` or until the pane ends, however it ends. True when it has it now, or had it
   * already. Where the browser cannot promise that, true: versions still keep the record whole.
   */
  hold(id: string): Promise<boolean>
  release(id: string): void
  isHeld(id: string): boolean
  /** The drafts that other panes hold. */
  heldElsewhere(): Promise<ReadonlySet<string>>
}

/** Somebody else has written meanwhile. Never leaves the journal: it reads again and retries. */
export class DraftConflict extends Error {}

const STATES: readonly DraftState[] = ['writing', 'captured', 'built', 'item-changed', 'send-asked']

/** How far a state is. */
export function stepOf(state: DraftState): number {
  return STATES.indexOf(state)
}

/** Whether this is a head as the journal writes it; what is sealed in it may still not open. */
export function isStoredHead(value: unknown, id: string): value is StoredHead {
  const head = value as Partial<Record<keyof StoredHead, unknown>> | null
  return (
    typeof head === 'object' && head !== null && head.format === 1 && head.id === id &&
    STATES.includes(head.state as DraftState) && Number.isSafeInteger(head.version) && isSealed(head.sealed)
  )
}

export function isStoredBody(value: unknown, id: string): value is StoredBody {
  const body = value as Partial<Record<keyof StoredBody, unknown>> | null
  return typeof body === 'object' && body !== null && body.format === 1 && body.id === id && isSealed(body.sealed)
}

function isSealed(value: unknown): value is Sealed {
  const sealed = value as Partial<Record<keyof Sealed, unknown>> | null
  return typeof sealed === 'object' && sealed !== null && sealed.nonce instanceof Uint8Array && sealed.ciphertext instanceof Uint8Array
}
