/** Writing, loaded at the first question about it, or at the first message with something to keep: whoever only reads does without. */
import { lateDoor } from '../late-door.ts'
import type { WritingDoor } from '../writing-door.ts'

export function createLazyWritingDoor(load: () => Promise<WritingDoor>): WritingDoor {
  const door = lateDoor(load)
  return {
    answer: async (request, context) => (await door()).answer(request, context),
    noteOpened(request, result) {
      const [signer] = result.verdict.signers
      if (result.verdict.standing !== 'valid' || !signer?.announces) return
      // The message's octets are gone by then; what is looked at is the verdict.
      door().then(
        loaded => {
          loaded.noteOpened(request, result)
        },
        () => undefined,
      )
    },
  }
}
