/** The seam for everything about writing: loaded when somebody writes, absent where nobody does (command line, tests). */
import type { AnchorIndex } from '../certpath/trust-anchor.ts'
import type { DraftRequest, DraftResult, WritingRequest, WritingResult } from './compose-protocol.ts'
import type { OpenRequest, OpenResult } from './protocol.ts'

export interface WritingContext {
  readonly anchors: AnchorIndex
}

export interface WritingDoor {
  /** Checks the shape of what came through the wall, then answers it (SEC-105). @throws EngineError. */
  answer(request: WritingRequest, context: WritingContext): Promise<WritingResult>
  /**
   * Told of every opened message, so that certificates of valid ones can be kept (SEC-27). Never throws and never waits for
   * long: reading does not depend on it.
   */
  noteOpened(request: OpenRequest, result: OpenResult): void
}

/** The journal of what is being written, wherever it is kept. Requests have their shape already. @throws EngineError. */
export interface DraftDoor {
  answer(request: DraftRequest): Promise<DraftResult>
}

const KINDS: Readonly<Record<WritingRequest['kind'], true>> = {
  'recipients': true, 'certificates-add': true, 'certificates-prefer': true, 'signer': true, 'compose': true,
  'drafts-write': true, 'drafts-advance': true, 'drafts-list': true, 'drafts-read': true, 'drafts-end': true,
}

export function isWritingRequest(request: { readonly kind: string }): request is WritingRequest {
  return Object.hasOwn(KINDS, request.kind)
}
