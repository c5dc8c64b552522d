/** With what writing begins. Only a click in the pane makes one of these (SEC-85): no address, message or event does. */
import type { DraftSummary } from '../../engine/compose-protocol.ts'
import type { OpenResult } from '../../engine/protocol.ts'

export type WritingStart =
  /** Outlook's open item is being written. */
  | { readonly kind: 'item' }
  | { readonly kind: 'new' }
  | { readonly kind: 'reply' | 'reply-all' | 'forward'; readonly result: OpenResult; readonly loadPart: (index: number) => Promise<Uint8Array> }
  /** Out of the journal. */
  | { readonly kind: 'continue'; readonly draft: DraftSummary }
