/** Panes on one journal, and messages to keep in it. */
import type { DraftRequest, DraftResult, DraftSettings } from '../../../src/engine/compose-protocol.ts'
import { createDraftJournal } from '../../../src/engine/drafts/draft-journal.ts'
import { createMemoryDraftStorage, SharedDrafts } from '../../../src/engine/drafts/memory-draft-storage.ts'
import type { OutgoingMessage } from '../../../src/mime/outgoing-message.ts'

export const AT = '2026-06-15T12:00:00Z'

export const settings: DraftSettings = { protection: { sign: true, encrypt: true }, route: 'graph', answersEncrypted: false }

export function aMessage(over: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    from: { name: '森 雪', address: 'yuki@example.com' },
    sender: null,
    to: [{ name: 'Ben', address: 'ben@example.org' }],
    cc: [],
    bcc: [{ name: '', address: 'hidden@example.net' }],
    subject: 'Offer for the bridge',
    date: AT,
    messageId: '<00000000000000000000000000000001@example.com>',
    inReplyTo: null,
    references: [],
    text: 'Dear Ben,\nthe number is 4711.',
    html: '<p>Dear Ben,<br>the number is <b>4711</b>.</p>',
    attachments: [
      { name: 'plan 計画.pdf', mediaType: 'application/pdf', content: Uint8Array.from({ length: 3_000 }, (_, index) => index % 251), contentId: null },
      { name: 'empty.txt', mediaType: 'text/plain', content: new Uint8Array(0), contentId: null },
      { name: 'logo.png', mediaType: 'image/png', content: new Uint8Array([1, 2, 3]), contentId: 'logo@here' },
    ],
    importance: 'normal',
    ...over,
  }
}

type WithoutTime<R> = R extends { readonly at: string } ? Omit<R, 'at'> & { readonly at?: string } : never
type Asked = WithoutTime<DraftRequest>

export interface Pane {
  ask<A extends Asked>(request: A): Promise<Extract<DraftResult, { kind: A['kind'] }>>
  end(): void
}

export function aPane(shared = new SharedDrafts()): Pane {
  const storage = createMemoryDraftStorage(shared)
  const journal = createDraftJournal(storage)
  return {
    ask: <A extends Asked>(request: A) => journal.answer({ at: AT, ...request }) as Promise<Extract<DraftResult, { kind: A['kind'] }>>,
    end: () => { storage.end() },
  }
}
