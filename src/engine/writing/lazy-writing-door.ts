/** Writing, loaded at the first question about it, or at the first message with something to keep: whoever only reads does without. */
import type { WritingDoor } from '../writing-door.ts'

export function createLazyWritingDoor(load: () => Promise<WritingDoor>): WritingDoor {
  let loading: Promise<WritingDoor> | undefined
  const door = () => {
    loading ??= load().catch((error: unknown) => {
      // A chunk that did not come is asked for again the next time.
      loading = undefined
      throw error
    })
    return loading
  }
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
