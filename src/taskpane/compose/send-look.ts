/** Looking in Sent Items: what is done instead of sending again. */
import type { DraftSummary } from '../../engine/compose-protocol.ts'
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

/**
 * One look. Never rejects.
 *
 * @param name - Of the route that was used: an item of Outlook's own is looked for by the name that it bears.
 */
export function look(name: string | null, routes: readonly SendingRoute[], messageId: string, signal: AbortSignal): Promise<Looked> {
  return name === 'replace' ? lookForItem(routes, messageId, signal) : lookForMessage(routesFor(name, routes), messageId, signal)
}

/**
 * Whether Outlook can have been told to send: before that is recorded, only an item was changed, and nobody was asked to send it.
 */
export function wasHandedOver({ settings, state }: Pick<DraftSummary, 'settings' | 'state'>): boolean {
  return settings.route !== 'replace' || state === 'send-asked'
}

/** SECURITY: an item that is nowhere found may have gone all the same. Only one that is still being written certainly has not. */
async function lookForItem(routes: readonly SendingRoute[], messageId: string, signal: AbortSignal): Promise<Looked> {
  let looked: Looked = 'nobody-knows'
  for (const route of routes) {
    try {
      const found = await route.wasItemSent?.(messageId, signal)
      if (found === true) return 'there'
      if (found === false) looked = 'not-there'
      // It may have gone another way since.
      if ((await route.wasSent(messageId, signal)) === true) return 'there'
    } catch {
      // This one cannot now; another one may.
    }
  }
  return looked
}

/** By the first of the routes that can. */
async function lookForMessage(routes: readonly SendingRoute[], messageId: string, signal: AbortSignal): Promise<Looked> {
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
export async function lookPatiently(name: string | null, routes: readonly SendingRoute[], messageId: string, wait: Wait, givenUp: AbortSignal): Promise<Looked> {
  // Whoever gave up sending still wants to know what became of it.
  const { signal } = new AbortController()
  let looked: Looked = 'nobody-knows'
  for (const milliseconds of WAITS) {
    try {
      if (milliseconds > 0) await wait(milliseconds, givenUp)
    } catch {
      return looked
    }
    const now = await look(name, routes, messageId, signal)
    if (now === 'there') return now
    if (now === 'not-there') looked = now
  }
  return looked
}

/** The route that was used first: it knows best where to look. */
function routesFor(name: string | null, routes: readonly SendingRoute[]): readonly SendingRoute[] {
  return [...routes.filter(route => route.name === name), ...routes.filter(route => route.name !== name)]
}
