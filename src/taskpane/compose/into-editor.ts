/** From Outlook's item into the protected editor: kept first, then taken out of the item (SEC-78, SEC-82). */
import type { ComposeItem } from '../../outlook/compose/compose-item.ts'
import type { ComposeOptions } from './compose-options.ts'
import type { ComposeState } from './compose-state.ts'
import { type EditedMessage, EMPTY_MESSAGE } from './edited-message.ts'
import { fieldsOf } from './recipient-list.ts'
import { toldFailure, unreadable } from './told-failure.ts'
import { writtenBody } from './written-body.ts'

/** As much of the controller as this needs. */
interface Writing {
  readonly options: Pick<ComposeOptions, 'movedNotice' | 'now'>
  readonly draftId: string
  getState(): ComposeState
}

/**
 * Moves what is written in Outlook. Never rejects.
 *
 * @param keep - Writes what is in the editor into the journal. SECURITY: the item is emptied after that, and not before.
 */
export async function moveIntoEditor(
  writing: Writing,
  item: ComposeItem,
  show: (change: Partial<ComposeState>) => void,
  keep: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  show({ phase: 'sending', step: 'reading', failure: null })
  try {
    const written = await item.read(signal)
    const body = writtenBody(written.html, written.text, written.attachments)
    const { inReplyTo, references, attachments, from, subject } = written
    const edited: EditedMessage = { ...emptyMessageOf(writing), from, subject, text: body.text, attachments, inReplyTo, references }
    show({ edited, place: 'editor', step: 'keeping' })
    await keep()
    show({ step: 'changing' })
    await item.clearBody(writing.options.movedNotice(), signal)
    show({ phase: 'writing', step: null, kept: { state: 'saved', at: writing.options.now().toISOString() }, preview: null })
  } catch (error) {
    // The item still holds everything as long as it was not emptied, and the journal holds it from before that.
    show({ phase: 'writing', step: null, failure: unreadable(toldFailure(error), writing.getState().step) })
  }
}

/** A message without words, from and to whom the pane shows. */
export function emptyMessageOf({ draftId, getState }: Pick<Writing, 'draftId' | 'getState'>): EditedMessage {
  const { from, recipients } = getState()
  return { ...EMPTY_MESSAGE, id: draftId, from, ...fieldsOf(recipients) }
}
