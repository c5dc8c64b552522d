/** What a writer does in the pane, for browser tests. Hanako Sato writes; she has a signed letter of Yuki Mori, so that his certificate is known. */
import type { Frame } from 'playwright-core'
import type { DraftContent } from '../../emulator/compose/compose-draft.ts'
import type { ComposeWanted } from '../../emulator/page/query.ts'
import type { Identity } from '../../emulator/server/identity.ts'
import type { RunningDemo, Visit, VisitOptions } from './demo.ts'
import { importKey, unlock } from './keys.ts'
import { settled } from '../pane/pane-probes.ts'

export const HANAKO = 'hanako.sato@contoso.co.jp'
export const YUKI = 'yuki.mori@contoso.co.jp'

export const toYuki: Partial<DraftContent> = {
  to: [{ name: 'Yuki Mori', address: YUKI, kind: 2 }],
  subject: 'Offer for the Osaka branch',
  body: '<p>Dear Yuki,</p><p>here is the <b>offer</b>. Canary 7481-osprey.</p>',
}

/** Opens the window for writing, and the pane beside it, as two clicks do. */
export async function startWriting(visit: Visit, content: Partial<DraftContent> = toYuki): Promise<Frame> {
  const wanted: ComposeWanted = { kind: 'new', content }
  await visit.page.evaluate(chosen => window.outlookEmulator?.compose(chosen), wanted)
  await visit.page.click('#verify')
  const frame = await visit.pane()
  await frame.waitForSelector('[data-switch="encrypt"]', { timeout: 20_000 })
  return frame
}

/**
 * Hanako's mailbox with her key in the pane and Yuki's certificate known, and the window for writing open.
 *
 * @param options `profile` is what she writes in: the letter is read in Outlook on the web, as not every Outlook hands over clear-signed ones.
 */
export async function writerAtWork(demo: RunningDemo, identity: Identity, { profile, ...options }: VisitOptions = {}, content: Partial<DraftContent> = toYuki): Promise<{ readonly visit: Visit; readonly frame: Frame }> {
  const visit = await demo.open({ mailbox: HANAKO, item: 'greeting', ...options })
  const reading = await visit.clickVerify()
  const standing = await settled(reading)
  if (standing !== 'valid') throw new Error(`the letter is ${standing}, so that its certificate is not kept`)
  await importKey(reading, identity, { name: 'hanako-sato' })
  if (profile !== undefined) await visit.page.selectOption('#profile', profile)
  return { visit, frame: await startWriting(visit, content) }
}

/** Switches both on, unlocks the keys where they are asked for, and waits until everybody is ready. A pane that was opened anew is locked. */
export async function protectBoth(frame: Frame, ready = 1): Promise<void> {
  for (const name of ['sign', 'encrypt']) if ((await frame.getAttribute(`[data-switch="${name}"]`, 'aria-checked')) === 'false') await frame.click(`[data-switch="${name}"]`)
  await frame.waitForSelector(`[data-ready="${ready}"]`, { timeout: 20_000 })
  const locked = frame.locator('[data-notice="unlock"]')
  await frame.waitForSelector('[data-notice="unlock"], [data-send][aria-disabled="false"]', { timeout: 20_000 })
  if (await locked.isVisible()) await unlock(frame)
  await locked.waitFor({ state: 'detached', timeout: 20_000 })
}

export async function send(frame: Frame): Promise<void> {
  await frame.waitForSelector('[data-send][aria-disabled="false"]', { timeout: 20_000 })
  await frame.click('[data-send]')
}

/** How it ended: the kind of end, the code of a failure, or `closed` when Outlook closed the window, and the pane with it. */
export async function ended(frame: Frame): Promise<string> {
  try {
    const final = await frame.waitForSelector('[data-end], [data-failure]', { timeout: 40_000 })
    return await final.evaluate(element => element.getAttribute('data-end') ?? element.getAttribute('data-failure') ?? '')
  } catch (error) {
    if (frame.isDetached()) return 'closed'
    throw error
  }
}
