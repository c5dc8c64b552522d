/** Looking in Sent Items: what is done instead of sending again. */
import type { SendingRoute } from '../../outlook/send/sending-route.ts'

/** Resolves after so many milliseconds; rejects with the signal's reason when given up. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>

/** Milliseconds before each look. A server shows a message some seconds after it took it. */
const WAITS = [0, 2000, 5000, 10_000] as const

/**
 * Milliseconds since a request after which a message that is not in Sent Items counts as not sent. Before that it may still be on
 * its way there: 202 means accepted, and a request whose answer was lost may be worked on for minutes.
 */
export const SETTLED_AFTER = 10 * 60_000

export type Looked = 'there' | 'not-there' | 'nobody-knows'

/** One look by the first of the routes that can. Never rejects. */
export async function look(routes: readonly SendingRoute[], messageId: string, signal: AbortSignal): Promise<Looked> {
  for (const route of routes) {
    try {
      const found = await route.wasSent(messageId, signal)
      if (found !== null) return found ? 'there' : 'not-there'
    } catch {
      // This one cannot now; another one may.
    }
  }
  return 'nobody-knows'
}

/** Looks until it is there, or often enough. Never rejects; looks once only when the asker has given up. */
export async function lookPatiently(routes: readonly SendingRoute[], messageId: string, wait: Wait, givenUp: AbortSignal): Promise<Looked> {
  // Whoever gave up sending still wants to know what became of it.
  const { signal } = new AbortController()
  let looked: Looked = 'nobody-knows'
  for (const milliseconds of WAITS) {
    try {
      if (milliseconds > 0) await wait(milliseconds, givenUp)
    } catch {
      return looked
    }
    const now = await look(routes, messageId, signal)
    if (now === 'there') return now
    if (now === 'not-there') looked = now
  }
  return looked
}

/** The route that was used first: it knows best where to look. */
export function routesFor(name: string | null, routes: readonly SendingRoute[]): readonly SendingRoute[] {
  return [...routes.filter(route => route.name === name), ...routes.filter(route => route.name !== name)]
}
