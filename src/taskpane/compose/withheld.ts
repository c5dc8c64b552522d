/** Words and files of the message that is answered which were left behind, for somebody could have changed them (SEC-34). */
import type { ComposeOptions } from './compose-options.ts'
import type { ComposeState } from './compose-state.ts'
import type { EditedMessage } from './edited-message.ts'
import { toldFailure } from './told-failure.ts'

/** As much of the controller as this needs. */
interface Answer {
  readonly options: Pick<ComposeOptions, 'withheld'>
  getState(): ComposeState
  edit(change: Partial<EditedMessage>): void
}

/** Takes them along after all: the answer to a click beside the reason. Once; while they cannot be had it stays an offer. Never rejects. */
export async function takeWithheld(compose: Answer, show: (change: Partial<ComposeState>) => void): Promise<void> {
  const { withheld } = compose.options
  if (withheld === undefined || !compose.getState().isWithheld) return
  show({ isWithheld: false })
  try {
    const { quote, attachments } = await withheld()
    compose.edit({ quote, attachments: [...(compose.getState().edited?.attachments ?? []), ...attachments] })
  } catch (error) {
    show({ isWithheld: true, failure: toldFailure(error) })
  }
}
