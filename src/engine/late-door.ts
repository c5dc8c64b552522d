/** A part of the engine that is loaded at the first question which needs it. */

/** Gives what `load` gives, loaded once; a chunk that did not come is asked for again the next time. */
export function lateDoor<Door>(load: () => Promise<Door>): () => Promise<Door> {
  let loading: Promise<Door> | undefined
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }
}
