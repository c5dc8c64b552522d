/** What a way of sending laid down and did not send: a repeated request may have put a finished message into Drafts once too often (SEC-82). */
import type { SendingRoute } from '../../outlook/send/sending-route.ts'

/** Milliseconds for one message. What is left over then is sealed, and lies in the writer's own Drafts. */
const PATIENCE = 5000

/**
 * Takes it away again, for messages of which nothing is under way: they went, or certainly did not. Best effort, never rejects.
 *
 * @param name - Of the route that was used.
 */
export async function clearUp(name: string | null, routes: readonly SendingRoute[], messageIds: readonly string[]): Promise<void> {
  const route = routes.find(each => each.name === name)
  if (route?.clearUp === undefined) return
  for (const messageId of messageIds) {
    try {
      await route.clearUp(messageId, AbortSignal.timeout(PATIENCE))
    } catch {
      // It stays where it is.
    }
  }
}
