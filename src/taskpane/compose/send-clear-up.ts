/** What a way of sending laid down and did not send: a repeated request may have put a finished message into Drafts once too often (SEC-82). */
import type { SendingRoute } from '../../outlook/send/sending-route.ts'

/** Milliseconds for all of it: somebody waits. What is left over then is sealed, and lies in the writer's own Drafts. */
const PATIENCE = 5000

/**
 * Takes it away again, for messages of which nothing is under way: they went, or certainly did not. Best effort, never rejects.
 *
 * @param name - Of the route that was used.
 */
export async function clearUp(name: string | null, routes: readonly SendingRoute[], messageIds: readonly string[]): Promise<void> {
  const route = routes.find(each => each.name === name)
  if (route?.clearUp === undefined) return
  const signal = AbortSignal.timeout(PATIENCE)
  for (const messageId of messageIds) {
    if (signal.aborted) return
    try {
      await route.clearUp(messageId, signal)
    } catch {
      // It stays where it is.
    }
  }
}
