/**
 * One reading of the open message: route after route, question after question, until an answer settles it.
 *
 * Pure orchestration: no clock, no screen. SECURITY: a bad verdict from one route may be the route's fault (Outlook rebuilt or
 * filtered what it handed over), so `invalid` is only given when every other route was tried too.
 */
import type { SmimeEngine } from '../../engine/engine.ts'
import type { EngineStep, OpenResult } from '../../engine/protocol.ts'
import type { MailboxHost, OutlookErrorCode, ReadingRoute, RouteAttempt } from '../../outlook/mailbox-host.ts'
import type { FailureCode } from '../sentences/sentence.ts'
import { askOpen, type Opened, type ReceivedBytes } from './ask-open.ts'
import { failureOf } from './failure-of.ts'

export type CheckProgress =
  | { readonly kind: 'reading'; readonly route: ReadingRoute; readonly isFirst: boolean }
  | { readonly kind: 'judging'; readonly step: EngineStep }

export type CheckOutcome =
  | {
      readonly kind: 'verdict'
      readonly result: OpenResult
      readonly route: ReadingRoute
      readonly attempts: readonly RouteAttempt[]
      readonly kept: ReceivedBytes | null
    }
  | { readonly kind: 'failure'; readonly code: FailureCode; readonly attempts: readonly RouteAttempt[] }

export interface CheckMessageOptions {
  readonly host: MailboxHost
  readonly engine: SmimeEngine
  readonly now: () => Date
  readonly signal: AbortSignal
  readonly onProgress: (progress: CheckProgress) => void
  /** Opens a message even though it stopped the checker before: the user asked for it. */
  readonly evenIfSetAside: boolean
}

interface Candidate extends Opened {
  readonly route: ReadingRoute
}

/** Reads and judges the item that is open now. Never throws. */
export async function checkMessage(options: CheckMessageOptions): Promise<CheckOutcome> {
  const { host, signal } = options
  if (host.currentItem() === null) return { kind: 'failure', code: 'outlook/no-item', attempts: [] }
  const attempts: RouteAttempt[] = []
  const candidates: Candidate[] = []
  const failures: FailureCode[] = []
  for (const route of host.readingRoutes()) {
    if (signal.aborted) break
    options.onProgress({ kind: 'reading', route, isFirst: attempts.length === 0 })
    const answer = await tryRoute(route, options, attempts)
    if (typeof answer === 'string') {
      failures.push(answer)
      if (isFinal(answer)) return { kind: 'failure', code: answer, attempts }
      continue
    }
    const isUncontested = !candidates.some(({ result }) => result.verdict.standing === 'invalid')
    if (settles(answer.result, route, isUncontested)) return { kind: 'verdict', ...answer, route, attempts }
    candidates.push({ ...answer, route })
  }
  if (signal.aborted) return { kind: 'failure', code: 'engine/cancelled', attempts }
  const [first] = candidates
  if (first) return { kind: 'verdict', ...(candidates.find(isInvalid) ?? first), attempts }
  return { kind: 'failure', code: mostTelling(failures), attempts }
}

async function tryRoute(
  route: ReadingRoute,
  { host, engine, now, signal, onProgress, evenIfSetAside }: CheckMessageOptions,
  attempts: RouteAttempt[],
): Promise<Opened | FailureCode> {
  const started = now().getTime()
  try {
    const message = await host.read(route, signal)
    attempts.push({ route, outcome: 'read', duration: now().getTime() - started })
    const { bytes, form, host: seen } = message
    const onStep = (step: EngineStep) => { onProgress({ kind: 'judging', step }) }
    return await askOpen({ bytes, form, host: seen, content: null }, { engine, now, signal, evenIfSetAside, onStep })
  } catch (error) {
    const code = failureOf(error)
    const wasRead = attempts.some(attempt => attempt.route === route)
    if (!wasRead) attempts.push({ route, outcome: asOutlookCode(code), duration: now().getTime() - started })
    return signal.aborted ? 'engine/cancelled' : code
  }
}

/**
 * Whether no other route could do better: the mathematics hold, or cannot be done; or the whole message, as it is, carries no
 * signature; or there is nothing but encryption or certificates in it.
 */
function settles({ verdict }: OpenResult, route: ReadingRoute, isUncontested: boolean): boolean {
  switch (verdict.standing) {
    case 'valid':
    case 'attention':
    case 'unchecked':
      return true
    case 'invalid':
      return false
    case 'none':
      return isUncontested && (route === 'whole-message' || verdict.encrypted || verdict.reasons.includes('smime/certs-only'))
  }
}

const isInvalid = ({ result }: Candidate) => result.verdict.standing === 'invalid'

/** Failures after which another route would be asked about another message, or in vain. */
function isFinal(code: FailureCode): boolean {
  return code === 'engine/cancelled' || code === 'outlook/item-changed' || code === 'engine/insecure-page'
}

/** What was wrong with bytes says more than what was wrong with a route; several routes failing is "no route"; none at all is an Outlook without any. */
function mostTelling(failures: readonly FailureCode[]): FailureCode {
  const [first, ...others] = failures
  if (first === undefined) return 'outlook/route-unavailable'
  const aboutBytes = failures.find(code => !code.startsWith('outlook/'))
  if (aboutBytes) return aboutBytes
  if (failures.includes('outlook/permission')) return 'outlook/permission'
  return others.every(code => code === first) ? first : 'outlook/no-route'
}

function asOutlookCode(code: FailureCode): OutlookErrorCode {
  return code.startsWith('outlook/') ? (code as OutlookErrorCode) : 'outlook/refused'
}
