/** The demo in a real browser, for end-to-end tests: one server and one browser, as many visits as a test likes. */
import type { BrowserContext, Frame, Page } from 'playwright-core'
import type { ProfileId } from '../../emulator/client-profiles.ts'
import type { DraftContent } from '../../emulator/compose/compose-draft.ts'
import type { ComposeHabits } from '../../emulator/compose/habits.ts'
import type { CallName, Fault } from '../../emulator/host-calls.ts'
import type { RecordedCall } from '../../emulator/outlook-host.ts'
import { localCertificate } from '../../emulator/server/certificate.ts'
import { startDemoServer } from '../../emulator/server/demo-server.ts'
import type { ExtraMessage } from '../../emulator/server/demo-server.ts'
import type { Identity } from '../../emulator/server/identity.ts'
import type { MailService, MailServiceOptions } from '../../emulator/server/mail/mail-service.ts'
import type { SignInHabits } from '../../emulator/page/sign-in.ts'
import { answerForDelivery, deliveryAddresses } from './content-delivery.ts'
import { launchChromium } from './chromium.ts'

export interface DemoOptions {
  /** `cdn` leaves taskpane.html as it was built; see content-delivery.ts. */
  readonly office?: 'local' | 'cdn'
  /** Another page than the production build. */
  readonly paneFolder?: string
  readonly extraMessages?: readonly ExtraMessage[]
  /** Encrypted letters and keys for them; none unless a test hands some in. */
  readonly identity?: Identity | null
  readonly mail?: Partial<MailServiceOptions>
  /** Fields that are put into the organisation's file, `compose` and `graph` for example. */
  readonly organisation?: Readonly<Record<string, unknown>>
}

export interface VisitOptions {
  /** Id of a message; `''` opens none. */
  readonly item?: string
  readonly lang?: 'en-US' | 'ja-JP'
  readonly profile?: ProfileId
  readonly theme?: 'light' | 'dark'
  /** Whether the pane is open from the start. Without it a test clicks the ribbon's button. */
  readonly open?: boolean
  readonly pin?: boolean
  /** Width of the pane in CSS pixels. */
  readonly width?: number
  readonly faults?: readonly Fault[]
  /** A message to be written in place of one that is read; `draft` is what stands in the window already. */
  readonly compose?: 'new' | `reply:${string}` | `reply-all:${string}` | `forward:${string}`
  readonly draft?: Partial<DraftContent>
  readonly habits?: Partial<ComposeHabits>
  /** Whose mailbox; Yuki Mori's unless told otherwise. */
  readonly mailbox?: string
  readonly signIn?: Partial<SignInHabits>
  /** Takes the manifest with the send guard, as `scripts/sideload.mjs` writes it. */
  readonly guard?: boolean
  readonly viewport?: { readonly width: number; readonly height: number }
  readonly forcedColors?: 'active' | 'none'
  readonly reducedMotion?: 'reduce' | 'no-preference'
  /** Text that stands in for manifest.xml, for example with another permission. */
  readonly manifest?: string
}

/** What must not happen. Every list is empty after a good visit. */
export interface Problems {
  /** Errors and warnings on the console, policy violations among them. */
  readonly console: string[]
  readonly pageErrors: string[]
  /** Requests to any host but the demo's (in `cdn` mode: and office.js's). */
  readonly foreignRequests: string[]
  readonly failedRequests: string[]
}

export interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  readonly problems: Problems
  /** Clicks the ribbon's button, agrees to the notice before an encrypted item, and gives the pane's frame. */
  clickVerify(): Promise<Frame>
  /** The pane's frame, waited for. */
  pane(): Promise<Frame>
  /** Opens another message, or none, as a click in the list does. */
  choose(id: string | null): Promise<void>
  /** Calls that reached the emulated Outlook. */
  calls(): Promise<readonly RecordedCall[]>
  /** What the add-in asked that the emulator does not know: has to be empty. */
  unimplemented(): Promise<readonly string[]>
  close(): Promise<void>
}

export interface RunningDemo {
  readonly address: string
  /** The mailboxes, Graph and EWS behind it. */
  readonly mail: MailService
  open(options?: VisitOptions): Promise<Visit>
  close(): Promise<void>
}

function addressOf(base: string, options: VisitOptions): string {
  const query = new URLSearchParams()
  if (options.item !== undefined) query.set('item', options.item)
  if (options.lang !== undefined) query.set('lang', options.lang)
  if (options.profile !== undefined) query.set('profile', options.profile)
  query.set('theme', options.theme ?? 'light')
  if (options.open === true) query.set('open', '1')
  if (options.pin === false) query.set('pin', '0')
  if (options.width !== undefined) query.set('width', String(options.width))
  if (options.faults !== undefined) query.set('faults', JSON.stringify(options.faults))
  if (options.compose !== undefined) query.set('compose', options.compose)
  if (options.draft !== undefined) query.set('draft', JSON.stringify(options.draft))
  if (options.habits !== undefined) query.set('habits', JSON.stringify(options.habits))
  if (options.mailbox !== undefined) query.set('mailbox', options.mailbox)
  if (options.signIn !== undefined) query.set('signIn', JSON.stringify(options.signIn))
  if (options.guard === true) query.set('manifest', 'guard')
  return `${base}/?${query.toString()}`
}

function watch(context: BrowserContext, address: string, allowed: readonly RegExp[]): Problems {
  const problems: Problems = { console: [], pageErrors: [], foreignRequests: [], failedRequests: [] }
  context.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') problems.console.push(message.text())
  })
  context.on('weberror', error => problems.pageErrors.push(error.error().message))
  context.on('request', request => {
    const url = request.url()
    const own = url.startsWith(`${address}/`) || url.startsWith('data:') || url.startsWith(`blob:${address}/`)
    if (!own && !allowed.some(pattern => pattern.test(url))) problems.foreignRequests.push(url)
  })
  context.on('response', response => {
    if (response.status() >= 400) problems.failedRequests.push(`${response.status()} ${response.url()}`)
  })
  return problems
}

async function paneFrame(page: Page): Promise<Frame> {
  const handle = await page.locator('#pane iframe').elementHandle()
  const frame = await handle.contentFrame()
  if (frame === null) throw new Error('the pane has no frame')
  await frame.waitForLoadState('load')
  return frame
}

/**
 * With `SLOW=300` in the environment every script arrives 300 ms late and the page computes at a quarter of its speed:
 * a test that looks before the page is done fails then each time, and not once in fifty runs.
 */
async function slowDown(context: BrowserContext, page: Page, lateBy: number): Promise<void> {
  await context.route(/\.m?js(\?.*)?$/u, async route => {
    await new Promise(resolve => { setTimeout(resolve, lateBy) })
    await route.fallback().catch(() => undefined)
  })
  const debug = await context.newCDPSession(page)
  await debug.send('Emulation.setCPUThrottlingRate', { rate: 4 })
}

/** Starts the demo's server on a free port and a browser. Close it when the tests are done. */
export async function startDemo(options: DemoOptions = {}): Promise<RunningDemo> {
  const server = await startDemoServer({ ...(await localCertificate()), port: 0, ...options })
  const browser = await launchChromium()

  async function open(visit: VisitOptions = {}): Promise<Visit> {
    const context = await browser.newContext({
      ignoreHTTPSErrors: true,
      viewport: visit.viewport ?? { width: 1280, height: 800 },
      locale: visit.lang ?? 'en-US',
      colorScheme: visit.theme ?? 'light',
      forcedColors: visit.forcedColors ?? 'none',
      reducedMotion: visit.reducedMotion ?? 'no-preference',
    })
    if (options.office === 'cdn') await answerForDelivery(context)
    const problems = watch(context, server.address, options.office === 'cdn' ? deliveryAddresses : [])
    const { manifest } = visit
    if (manifest !== undefined) {
      await context.route(`${server.address}/manifest.xml`, route => route.fulfill({ contentType: 'text/xml', body: manifest }))
    }
    const page = await context.newPage()
    const lateBy = Number(process.env['SLOW'] ?? 0)
    if (lateBy > 0) await slowDown(context, page, lateBy)
    await page.goto(addressOf(server.address, visit))
    await page.waitForFunction(() => window.outlookEmulator !== undefined)
    return {
      page,
      context,
      problems,
      clickVerify: async () => {
        await page.click('#verify')
        const notice = page.locator('#restricted-ok')
        if (await notice.isVisible()) await notice.click()
        return paneFrame(page)
      },
      pane: () => paneFrame(page),
      choose: id => page.evaluate(chosen => window.outlookEmulator?.choose(chosen), id),
      calls: () => page.evaluate(() => [...(window.outlookEmulator?.host.calls ?? [])]),
      unimplemented: () => page.evaluate(() => [...(window.outlookEmulator?.host.unimplemented ?? [])]),
      close: () => context.close(),
    }
  }

  return {
    address: server.address,
    mail: server.mail,
    open,
    close: async () => {
      await browser.close()
      await server.close()
    },
  }
}

export type { CallName, Fault, ProfileId }
