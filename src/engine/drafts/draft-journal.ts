/**
 * The draft journal: what somebody writes is recorded before anything is done with it, and stays until it was sent or thrown away
 * (SEC-82). It sends nothing and decides nothing about sending; it remembers.
 */
import type { OutgoingMessage } from '../../mime/outgoing-message.ts'
import { createDeviceKey } from '../../webcrypto/device-key.ts'
import type {
  DraftCopy,
  DraftRequest,
  DraftResult,
  DraftsAdvanceRequest,
  DraftsListResult,
  DraftsReadResult,
  DraftState,
  DraftSummary,
  DraftsWriteRequest,
} from '../compose-protocol.ts'
import { EngineError } from '../engine.ts'
import type { DraftDoor } from '../writing-door.ts'
import { bodyName, type DraftHead, openBody, openHead, sealBody, sealHead } from './draft-record.ts'
import { DraftConflict, type DraftStorage, isStoredBody, isStoredHead, stepOf, type StoredBody } from './draft-storage.ts'

/** Panes that keep changing one draft have to let one through. They only can where the browser has no locks. */
const MAXIMAL_CONFLICTS = 20

/** It is part of names and of what is authenticated. */
const ID = /^[\w-]{1,64}$/u

export function createDraftJournal(storage: DraftStorage): DraftDoor {
  const journal = new DraftJournal(storage)
  return { answer: request => journal.answer(request) }
}

class DraftJournal {
  private readonly storage: DraftStorage
  private key: Promise<CryptoKey> | undefined

  constructor(storage: DraftStorage) {
    this.storage = storage
  }

  async answer(request: DraftRequest): Promise<DraftResult> {
    if (request.kind === 'drafts-list') return this.list()
    if (!ID.test(request.id)) throw new EngineError('engine/bad-request', 'no id of a draft')
    switch (request.kind) {
      case 'drafts-write':
        return { kind: 'drafts-write', draft: await this.write(request) }
      case 'drafts-advance':
        return { kind: 'drafts-advance', draft: await this.advance(request) }
      case 'drafts-read':
        return this.read(request.id)
      case 'drafts-end':
        await this.holding(request.id, () => this.storage.remove(request.id))
        this.storage.release(request.id)
        return { kind: 'drafts-end' }
    }
  }

  /** Whoever writes keeps the draft for their pane. */
  private async write({ id, message, settings, state, at }: DraftsWriteRequest): Promise<DraftSummary> {
    await this.take(id)
    const body = await sealBody(await this.deviceKey(), id, message)
    const head = await this.change(id, body, found => {
      // Other words under the same Message-IDs could be taken for those that went.
      if (found?.copies.some(isPerhapsSent)) throw new EngineError('engine/bad-request', 'a copy of this draft was taken or perhaps was')
      return {
        state: found ? later(found.state, state) : state,
        subject: message.subject,
        writtenAt: at,
        recipients: countOf(message),
        settings,
        copies: [],
        body: bodyName(body),
      }
    })
    return summaryOf(head)
  }

  private async advance({ id, state, copies }: DraftsAdvanceRequest): Promise<DraftSummary> {
    const head = await this.holding(id, () =>
      this.change(id, null, found => {
        if (!found) throw new EngineError('engine/draft-gone', 'no draft of this id')
        if (stepOf(state) < stepOf(found.state)) throw new EngineError('engine/bad-request', `a draft does not go from ${found.state} back to ${state}`)
        if (copies && !keepsWhatIsTaken(found.copies, copies)) throw new EngineError('engine/bad-request', 'a copy that was taken stays taken')
        return { ...found, state, ...(copies && { copies }) }
      }),
    )
    return summaryOf(head)
  }

  private async list(): Promise<DraftsListResult> {
    const [heads, elsewhere] = [await this.storage.heads(), await this.storage.heldElsewhere()]
    const drafts: DraftSummary[] = []
    const unreadableIds: string[] = []
    for (const [id, stored] of heads) {
      const head = isStoredHead(stored, id) ? await openHead(await this.deviceKey(), stored) : undefined
      if (head) drafts.push(summaryOf(head, elsewhere.has(id)))
      else unreadableIds.push(id)
    }
    drafts.sort((a, b) => Date.parse(a.writtenAt) - Date.parse(b.writtenAt))
    return { kind: 'drafts-list', drafts, unreadable: unreadableIds.length, unreadableIds }
  }

  /** Whoever reads a draft goes on with it: their pane keeps it. */
  private async read(id: string): Promise<DraftsReadResult> {
    await this.take(id)
    const head = await this.find(id)
    const body = await this.storage.body(id)
    const message = head && isStoredBody(body, id) ? await openBody(await this.deviceKey(), head, body) : undefined
    if (head && message) return { kind: 'drafts-read', draft: summaryOf(head), message }
    this.storage.release(id)
    if (head) throw new EngineError('engine/draft-unreadable', 'the words do not belong to their head, or were altered')
    throw new EngineError('engine/draft-gone', 'no draft of this id')
  }

  /**
   * Changes a head by a pure function of it, retried when another pane was faster.
   *
   * @throws EngineError of the storage, or what `by` throws; the old record is still there then.
   */
  private async change(id: string, body: StoredBody | null, by: (found: DraftHead | undefined) => Omit<DraftHead, 'id' | 'version'>): Promise<DraftHead> {
    for (let conflicts = 0; conflicts < MAXIMAL_CONFLICTS; conflicts++) {
      try {
        const found = await this.find(id)
        const version = found?.version ?? 0
        const head = { ...by(found), id, version: version + 1 }
        await this.storage.write(await sealHead(await this.deviceKey(), head), body, version)
        return head
      } catch (error) {
        if (!(error instanceof DraftConflict)) throw error
      }
    }
    throw new EngineError('engine/other-tab', 'the draft kept changing')
  }

  /** SECURITY: what cannot be read is never written over; it stays for whoever finds the device key again. */
  private async find(id: string): Promise<DraftHead | undefined> {
    const stored = await this.storage.head(id)
    if (stored === undefined) return undefined
    const head = isStoredHead(stored, id) ? await openHead(await this.deviceKey(), stored) : undefined
    if (!head) throw new EngineError('engine/draft-unreadable', 'altered, or the device key is another one')
    return head
  }

  private deviceKey(): Promise<CryptoKey> {
    this.key ??= this.storage.deviceKey(createDeviceKey).catch((error: unknown) => {
      this.key = undefined
      throw error
    })
    return this.key
  }

  private async take(id: string): Promise<void> {
    if (!(await this.storage.hold(id))) throw new EngineError('engine/draft-elsewhere', 'another pane works on this draft')
  }

  /** For a single step: a draft that this pane did not have before is let go again. */
  private async holding<Value>(id: string, work: () => Promise<Value>): Promise<Value> {
    const hadIt = this.storage.isHeld(id)
    await this.take(id)
    try {
      return await work()
    } finally {
      if (!hadIt) this.storage.release(id)
    }
  }
}

function isPerhapsSent({ isTaken, askedAt }: DraftCopy): boolean {
  return isTaken || askedAt !== null
}

function later(a: DraftState, b: DraftState): DraftState {
  return stepOf(a) < stepOf(b) ? b : a
}

function keepsWhatIsTaken(before: readonly DraftCopy[], after: readonly DraftCopy[]): boolean {
  return before.every(({ isTaken, messageId }) => !isTaken || after.some(copy => copy.messageId === messageId && copy.isTaken))
}

function countOf({ to, cc, bcc }: OutgoingMessage): number {
  return to.length + cc.length + bcc.length
}

function summaryOf({ id, state, subject, writtenAt, recipients, settings, copies }: DraftHead, isElsewhere = false): DraftSummary {
  return { id, state, subject, writtenAt, recipients, settings, copies, isElsewhere }
}
