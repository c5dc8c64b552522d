/** The ways out of this mailbox, best first. */
import type { ComposeItem } from '../compose/compose-item.ts'
import type { WritableItem } from '../compose/writable-item.ts'
import type { EwsMailbox } from '../ews-call.ts'
import { createEwsRoute } from './ews-route.ts'
import { createGraphRoute } from './graph-route.ts'
import { createTokenSource } from './graph-token.ts'
import type { TokenSource } from './graph-token.ts'
import { createReplaceBodyRoute } from './replace-body-route.ts'
import { createSaveFileRoute } from './save-file-route.ts'
import type { SendPorts } from './send-ports.ts'
import { SendError } from './sending-route.ts'
import type { SendingRoute } from './sending-route.ts'

/** What is known of the mailbox without asking anybody. */
export interface MailboxTraits {
  /** `enterprise` (on-premises), `office365`, `outlookCom`, `gmail`; null where Outlook does not tell (before Mailbox 1.6). */
  readonly accountType: string | null
  /** Address of Exchange Web Services, empty or null where there are none. */
  readonly ewsUrl: string | null
  /** Whether this Outlook hands out tokens to pages within it. */
  readonly hasNestedAuth: boolean
  readonly hasMailboxSet: (version: string) => boolean
}

export interface RoutesOptions {
  readonly ports: SendPorts
  readonly traits: MailboxTraits
  readonly mailbox: EwsMailbox
  readonly item: WritableItem | null
  readonly compose: ComposeItem | null
  readonly callTimeout: number
  readonly token?: TokenSource
}

/** A message of five million characters, over a slow line. */
const requestTimeout = 120_000
/** Longer than Outlook lets a send guard think. */
const sendTimeout = 330_000

/** Microsoft's own clouds, whose Exchange Web Services are switched off for add-ins. */
const cloudHost = /(?:^|\.)(?:office365\.com|office\.com|outlook\.com|office365\.us|office\.de|partner\.outlook\.cn|cloud\.microsoft)$/iu

/** Whether the mailbox lies on a server of the organisation's own. */
export function isOnPremises({ accountType, ewsUrl }: Pick<MailboxTraits, 'accountType' | 'ewsUrl'>): boolean {
  if (accountType !== null) return accountType === 'enterprise'
  try {
    return !cloudHost.test(new URL(ewsUrl ?? '').hostname)
  } catch {
    return false
  }
}

/** Graph answers for mailboxes of work accounts in the cloud; nested app authentication is not for personal ones. */
function refusesGraph({ accountType, hasNestedAuth }: MailboxTraits): boolean {
  return !hasNestedAuth || (accountType !== null && accountType !== 'office365')
}

/** All four, each saying for itself whether it is offered: Graph, Exchange Web Services, the item itself, a file. */
export function createSendingRoutes({ ports, traits, mailbox, item, compose, callTimeout, token }: RoutesOptions): readonly SendingRoute[] {
  const { graph } = ports
  const source = token ?? (graph === null ? () => Promise.reject(new SendError('outlook/token', 'no registration')) : createTokenSource(graph))
  return [
    createGraphRoute({ ports, token: source, refusal: refusesGraph(traits) ? 'outlook/route-unavailable' : null }),
    createEwsRoute({ mailbox, isOffered: isOnPremises(traits), requestLimit: traits.hasMailboxSet('1.13') ? 5_000_000 : 1_000_000, timeout: requestTimeout }),
    createReplaceBodyRoute({ item, compose, notice: ports.notice, timeout: callTimeout, sendTimeout }),
    createSaveFileRoute(ports),
  ]
}
