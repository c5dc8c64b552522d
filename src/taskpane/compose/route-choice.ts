/** Which way a message will take. The order is Outlook's side of the house's; here it is only seen which of them can carry this message. */
import type { SendingRoute } from '../../outlook/send/sending-route.ts'

export interface RouteNeeds {
  /** Copies for hidden recipients go out besides the main one. */
  readonly needsSeveral: boolean
  readonly hasItem: boolean
  /** Tried, and refused in a way that another route may not. */
  readonly avoided: ReadonlySet<SendingRoute>
}

/** The first that is offered and can; null when there is none. */
export function chosenRoute(routes: readonly SendingRoute[], { needsSeveral, hasItem, avoided }: RouteNeeds): SendingRoute | null {
  return routes.find(route => !avoided.has(route) && route.offer().isOffered && (route.takesSeveral || !needsSeveral) && (route.name !== 'replace' || hasItem)) ?? null
}

/** When every way was tried: the last one, which hands over a file and cannot be refused. */
export function routeAfter(routes: readonly SendingRoute[]): SendingRoute | null {
  return routes.findLast(route => route.offer().isOffered) ?? null
}
