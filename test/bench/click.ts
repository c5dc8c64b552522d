/**
 * From the click on the ribbon's button to the verdict on the screen, in the emulated Outlook, for a message of 100 KB. Cold: the pane
 * opens by the click, with nothing in its cache but what Outlook itself has. Warm: the pane is pinned, and another message is chosen.
 */
import { readFileSync } from 'node:fs'
import type { BrowserContext } from 'playwright-core'
import { startDemo, type Visit } from '../e2e/support/demo.ts'
import { anEntity, type Material, makeMessages } from './material.ts'
import { type Rounds, summarize } from './statistics.ts'

const SIZE = '100K'
const OCTETS = 100 * 1024
const LARGE = '25M'

/** A letter of the emulated mailbox, to come back from. */
const OTHER_LETTER = 'plain'

/** What the frames write down about themselves, in milliseconds since 1970. */
interface Diary {
  clicked: number
  verdict: number
  longestTask: number
}

type Diarist = typeof globalThis & { diary: Diary }

/**
 * In every frame: when a verdict stands in the document, and how long the thread was held. All frames are of one origin. No function in
 * here has a name: what names are kept with does not exist in a page.
 */
function writeDiary(): void {
  const top = window.top as unknown as Diarist
  if (window.top === window.self) (globalThis as Diarist).diary = { clicked: 0, verdict: 0, longestTask: 0 }
  new MutationObserver(() => {
    if (top.diary.verdict === 0 && document.querySelector('[data-standing]') !== null) top.diary.verdict = performance.timeOrigin + performance.now()
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-standing'] })
  new PerformanceObserver(list => {
    for (const { startTime, duration } of list.getEntries()) {
      if (performance.timeOrigin + startTime + duration > top.diary.clicked) top.diary.longestTask = Math.max(top.diary.longestTask, duration)
    }
  }).observe({ type: 'longtask' })
  document.addEventListener('click', () => { top.diary.clicked = performance.timeOrigin + performance.now() }, { capture: true })
}

interface Clicked {
  readonly ms: number
  readonly longestTask: number
}

export async function measureClicks(material: Material, rounds: number, report: (results: readonly Rounds[]) => void): Promise<void> {
  makeMessages(material, SIZE, () => anEntity(OCTETS))
  makeMessages(material, LARGE, () => anEntity(25 * 1024 * 1024))
  const bytes = (size: string) => new Uint8Array(readFileSync(material.file(`${size}.a.eml`)))
  const demo = await startDemo({ extraMessages: [SIZE, LARGE].map(size => ({ id: `bench-${size}`, bytes: bytes(size) })) })
  const times = new Map<string, Clicked[]>()
  try {
    for (let round = 0; round <= rounds; round++) {
      for (const size of [SIZE, LARGE]) {
        const visit = await demo.open({ item: `bench-${size}` })
        await prepare(visit.context, visit)
        const cold = await clicked(visit, () => visit.page.click('#verify'))
        await clicked(visit, () => visit.choose(OTHER_LETTER))
        const warm = await clicked(visit, () => visit.choose(`bench-${size}`))
        await visit.close()
        if (round === 0) continue
        for (const [name, found] of [[`click-cold ${size}`, cold], [`click-warm ${size}`, warm]] as const) times.set(name, [...(times.get(name) ?? []), found])
      }
    }
  } finally {
    await demo.close()
  }
  for (const [name, list] of times) {
    const [operation = '', size = ''] = name.split(' ')
    report([summarize(operation, size, 'sealpane-chromium', list.map(({ ms }) => ms), null)])
    // 0 stands for none above the 50 ms at which a browser begins to call a task long.
    report([summarize(`${operation}-longest-task`, size, 'sealpane-chromium', list.map(({ longestTask }) => longestTask), null)])
  }
}

async function prepare(context: BrowserContext, visit: Visit): Promise<void> {
  await context.addInitScript(writeDiary)
  await visit.page.reload()
  await visit.page.waitForFunction(() => window.outlookEmulator !== undefined)
}

async function clicked(visit: Visit, act: () => Promise<unknown>): Promise<Clicked> {
  await visit.page.evaluate(() => {
    ;(globalThis as Diarist).diary = { clicked: performance.timeOrigin + performance.now(), verdict: 0, longestTask: 0 }
  })
  await act()
  await visit.page.waitForFunction(() => (globalThis as Diarist).diary.verdict > 0, undefined, { timeout: 60_000 })
  const diary = await visit.page.evaluate(() => (globalThis as Diarist).diary)
  return { ms: diary.verdict - diary.clicked, longestTask: diary.longestTask }
}
