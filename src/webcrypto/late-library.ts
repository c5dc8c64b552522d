/**
 * Kept libraries that are loaded when their first key is met. Their chunk may not come: the reader went offline, or the
 * pane was replaced on the server since it was opened. Then an algorithm is one that cannot be computed here, no more.
 */

/** Thrown inside `webcrypto`, and by `computeDigest`. Says nothing about what was to be checked. */
export class LibraryUnavailable extends Error {}

/** What `load` gives. @throws LibraryUnavailable when it does not come. */
export async function lateLibrary<Library>(load: () => Promise<Library>): Promise<Library> {
  try {
    return await load()
  } catch (error) {
    throw new LibraryUnavailable('a library did not load', { cause: error })
  }
}
