/** Outlook through Office.js. With its neighbours the only place that says `Office`. */
import { OutlookError } from './mailbox-host.ts'
import type { HostTheme, MailboxHost, OpenItem, ReadingRoute, ReadMessage, WritingHost } from './mailbox-host.ts'
import { officeCall } from './office-call.ts'
import { officeScript } from './office-script.ts'
import { isDarkColour } from './office-theme.ts'
import { describeItem, hostView, isReadItem } from './read-item.ts'
import { readingCascade } from './reading-cascade.ts'
import type { SendPorts } from './send/send-ports.ts'

export interface OfficeHostOptions {
  /** How long Office.js may take to be loaded, and then to get ready, in milliseconds each. */
  readonly readyTimeout?: number
  /** How long a single call may take, in milliseconds. */
  readonly callTimeout?: number
}

const usualTimeout = 10_000
/** Whoever waits for the connection has to draw something meanwhile, so that a slow line can take its time here. */
const usualReadyTimeout = 60_000
/** The pane waits for this before it shows anything, so it is short. */
const watchTimeout = 2_000

class OfficeHost implements MailboxHost {
  private readonly mailbox: Office.Mailbox
  private readonly callTimeout: number
  private readonly listeners = new Set<() => void>()
  private serial = 1

  constructor(mailbox: Office.Mailbox, callTimeout: number) {
    this.mailbox = mailbox
    this.callTimeout = callTimeout
  }

  /** Has Outlook tell of item changes. Where it cannot, or does not answer in time, the pane goes without: it is not pinned there. */
  async watchItem(): Promise<void> {
    if (!hasMailboxSet('1.5')) return
    const changed = (): void => {
      this.serial += 1
      for (const listener of this.listeners) listener()
    }
    const options = { timeout: Math.min(this.callTimeout, watchTimeout), signal: new AbortController().signal }
    try {
      await officeCall<unknown>('addHandlerAsync', callback => this.mailbox.addHandlerAsync(Office.EventType.ItemChanged, changed, callback), options)
    } catch (error) {
      if (!(error instanceof OutlookError)) throw error
    }
  }

  currentItem(): OpenItem | null {
    const item: unknown = this.mailbox.item
    return item === null || item === undefined ? null : describeItem(item, this.serial)
  }

  readingRoutes(): readonly ReadingRoute[] {
    const item: unknown = this.mailbox.item
    if (!isReadItem(item)) return []
    return readingCascade.filter(step => step.isOffered(item, hasMailboxSet)).map(step => step.route)
  }

  async read(route: ReadingRoute, signal: AbortSignal): Promise<ReadMessage> {
    const item: unknown = this.mailbox.item
    if (!isReadItem(item)) throw new OutlookError('outlook/no-item', 'no message is open for reading')
    const step = readingCascade.find(candidate => candidate.route === route)
    if (step?.isOffered(item, hasMailboxSet) !== true) throw new OutlookError('outlook/route-unavailable', `no route ${route} here`)
    const asked = this.serial
    const host = hostView(item, (this.mailbox.userProfile as Office.UserProfile | undefined)?.emailAddress)
    const { bytes, form } = await step.read(item, { timeout: this.callTimeout, signal })
    // SECURITY: bytes of one message must never be judged beside the sender and subject of another.
    if (asked !== this.serial) throw new OutlookError('outlook/item-changed', 'another item was opened meanwhile')
    return { route, bytes, form, host }
  }

  onItemChanged(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  async writing(ports: SendPorts): Promise<WritingHost> {
    const { createWritingHost } = await import(/* webpackChunkName: "outlook-writing" */ './writing.ts')
    const hasNestedAuth = Office.context.requirements.isSetSupported('NestedAppAuth', '1.1')
    return createWritingHost(this.mailbox, { ports, hasMailboxSet, hasNestedAuth, callTimeout: this.callTimeout })
  }

  displayLanguage(): string {
    return Office.context.displayLanguage
  }

  theme(): HostTheme {
    // Not every Outlook has it, whatever the types say.
    const theme = Office.context.officeTheme as Office.OfficeTheme | undefined
    return { dark: isDarkColour(theme?.bodyBackgroundColor) }
  }
}

function hasMailboxSet(version: string): boolean {
  return Office.context.requirements.isSetSupported('Mailbox', version)
}

function officeReady(timeout: number): Promise<{ readonly host: unknown }> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new OutlookError('outlook/route-timeout', `office.js was not ready in ${timeout} ms`)), timeout)
    void Office.onReady(info => {
      clearTimeout(timer)
      resolve(info)
    })
  })
}

/**
 * Connects to the Outlook around this page.
 *
 * @throws OutlookError `outlook/no-item` when the page does not stand in an Office program (then `createPageHost` serves),
 * `outlook/route-unavailable` when Office.js cannot be loaded, `outlook/route-timeout` when it does not get ready, `outlook/too-old` when
 * the program has no mailbox to offer.
 */
export async function createOfficeHost(options: OfficeHostOptions = {}): Promise<MailboxHost> {
  const readyTimeout = options.readyTimeout ?? usualReadyTimeout
  await officeScript(readyTimeout)
  const { host } = await officeReady(readyTimeout)
  if (host === null || host === undefined) throw new OutlookError('outlook/no-item', 'the page does not stand in Outlook')
  const mailbox = Office.context.mailbox as Office.Mailbox | undefined
  if (mailbox === undefined) throw new OutlookError('outlook/too-old', 'this program offers no mailbox')
  const outlook = new OfficeHost(mailbox, options.callTimeout ?? usualTimeout)
  await outlook.watchItem()
  return outlook
}
