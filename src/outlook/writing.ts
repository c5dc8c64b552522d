/** Everything for writing, in a part of its own: most who open the pane only read. */
import type { OutgoingMailbox } from '../mime/outgoing-message.ts'
import { createOfficeComposeItem } from './compose/office-compose-item.ts'
import { expandGroup } from './compose/expand-group.ts'
import { readServerCopy } from './compose/server-copy.ts'
import { asSupported, isWritableItem } from './compose/writable-item.ts'
import type { EwsMailbox } from './ews-call.ts'
import type { WritingHost } from './mailbox-host.ts'
import { type FormMailbox, newMessageOpener } from './new-message.ts'
import { SendError } from './send/sending-route.ts'
import { createSendingRoutes, isOnPremises } from './send/sending-routes.ts'
import type { MailboxTraits } from './send/sending-routes.ts'
import { createSaveFileRoute } from './send/save-file-route.ts'
import type { SendPorts } from './send/send-ports.ts'

/** `Office.Mailbox` fits. */
export interface WritingMailbox extends EwsMailbox, FormMailbox {
  readonly item?: unknown
  readonly ewsUrl?: string | null
  readonly userProfile?: { readonly emailAddress?: string; readonly displayName?: string; readonly accountType?: string }
}

export interface WritingOptions {
  readonly ports: SendPorts
  readonly hasMailboxSet: (version: string) => boolean
  readonly hasNestedAuth: boolean
  readonly callTimeout: number
}

function ownMailbox({ userProfile }: WritingMailbox): OutgoingMailbox | null {
  const address = userProfile?.emailAddress ?? ''
  return address === '' ? null : { address, name: userProfile?.displayName ?? '' }
}

/** What there is for writing in this mailbox, for the item that is open now. Another item needs another one. */
export function createWritingHost(mailbox: WritingMailbox, { ports, hasMailboxSet, hasNestedAuth, callTimeout }: WritingOptions): WritingHost {
  const traits: MailboxTraits = { accountType: mailbox.userProfile?.accountType ?? null, ewsUrl: mailbox.ewsUrl ?? null, hasNestedAuth, hasMailboxSet }
  const open: unknown = mailbox.item
  const item = isWritableItem(open) ? asSupported(open, hasMailboxSet) : null
  const own = ownMailbox(mailbox)
  const compose = item === null ? null : createOfficeComposeItem(item, {
    timeout: callTimeout,
    own,
    // The cloud's groups would need a permission that only an administrator can give.
    expandGroup: (address, signal) => isOnPremises(traits)
      ? expandGroup(mailbox, address, { timeout: callTimeout, signal })
      : Promise.reject(new SendError('outlook/group-unknown', 'nobody to ask for members', { subject: address })),
    ...(isOnPremises(traits) ? { serverCopy: (html, options) => readServerCopy(item, mailbox, html, options) } : {}),
  })
  // Outlook opens no such window while one writes.
  const newMessage = item === null && open ? newMessageOpener(mailbox, { timeout: callTimeout, hasMailboxSet }) : null
  return { item: compose, ownAddress: own?.address ?? null, routes: createSendingRoutes({ ports, traits, mailbox, item, compose, callTimeout }), newMessage }
}

/** Without Outlook around the page, a finished message can only be saved. */
export function createPageWritingHost(ports: SendPorts): WritingHost {
  return { item: null, ownAddress: null, routes: [createSaveFileRoute(ports)], newMessage: null }
}
