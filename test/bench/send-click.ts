/**
 * From the click on *Send* to the request that brings the message to Exchange, in the emulated Outlook: a letter with a file of 100 KB, signed and
 * encrypted, the key store unlocked. Exchange has the request when Graph has read it whole. First: the first message of a pane. Again: the next one, in
 * a new window for writing, whose pane starts anew as Outlook has it.
 */
import { randomBytes } from 'node:crypto'
import type { Frame } from 'playwright-core'
import { startDemo, type RunningDemo, type Visit } from '../e2e/support/demo.ts'
import { demoIdentity } from '../e2e/support/keys.ts'
import { ended, protectBoth, startWriting, toYuki, writerAtWork } from '../e2e/support/writing.ts'
import { type Rounds, summarize } from './statistics.ts'

const SIZE = '100K'
const OCTETS = 100 * 1024

const aFile = () => ({
  id: 'a1', name: 'report.bin', contentType: 'application/octet-stream', kind: 0 as const, isInline: false, contentId: null, size: OCTETS, url: null,
  content: randomBytes(OCTETS).toString('latin1'),
})

export async function measureSending(rounds: number, report: (results: readonly Rounds[]) => void): Promise<void> {
  const identity = await demoIdentity()
  const demo = await startDemo({ identity })
  const arrivals = noteArrivals(demo)
  const [first, again]: [number[], number[]] = [[], []]
  try {
    for (let round = 0; round <= rounds; round++) {
      const { visit, frame } = await writerAtWork(demo, identity, { signIn: { consent: 'given' } }, letter())
      const times = [await sentFrom(frame, arrivals), await sentFrom(await nextWindow(visit, frame), arrivals)] as const
      await visit.close()
      if (round === 0) continue
      first.push(times[0])
      again.push(times[1])
    }
  } finally {
    await demo.close()
  }
  report([summarize('send-click', SIZE, 'sealpane-chromium', first, null)])
  report([summarize('send-click-again', SIZE, 'sealpane-chromium', again, null)])
}

const letter = () => ({ ...toYuki, attachments: [aFile()] })

async function nextWindow(visit: Visit, frame: Frame): Promise<Frame> {
  const end = await ended(frame)
  if (!['sent', 'closed'].includes(end)) throw new Error(`sending ended with ${end}`)
  await visit.page.waitForFunction(() => window.outlookEmulator?.draft === null)
  return startWriting(visit, letter())
}

/** When Graph was asked with as many octets as the message has at least, in milliseconds since 1970. */
function noteArrivals(demo: RunningDemo): number[] {
  const { calls } = demo.mail.graph
  const arrivals: number[] = []
  const push = calls.push.bind(calls)
  calls.push = (...records) => {
    if (records.some(({ octets }) => octets > OCTETS)) arrivals.push(performance.timeOrigin + performance.now())
    return push(...records)
  }
  return arrivals
}

async function sentFrom(frame: Frame, arrivals: number[]): Promise<number> {
  await protectBoth(frame)
  await frame.waitForSelector('[data-send][aria-disabled="false"]')
  await frame.evaluate(() => {
    // What the pane itself keeps would be gone with it when Outlook closes the window.
    document.addEventListener('click', () => { (window.top as Window & { sendClicked?: number }).sendClicked = performance.timeOrigin + performance.now() }, { capture: true, once: true })
  })
  const { length } = arrivals
  const top = frame.page()
  await frame.click('[data-send]')
  for (let waited = 0; arrivals.length === length; waited += 20) {
    if (waited > 40_000) throw new Error('Exchange got nothing')
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  const clicked = await top.evaluate(() => (window as Window & { sendClicked?: number }).sendClicked ?? Number.NaN)
  return (arrivals[length] ?? Number.NaN) - clicked
}
