/** Runs in a page around the emulated Outlook: clicks, and looks at the clock when a verdict stands in the pane. Nobody else watches either page. */
import type { Clicked, Clicks } from './click-result.ts'

/** After this long the emulated Outlook has nothing left to do, in milliseconds. */
const CALM = 500

interface Emulator {
  choose(id: string | null): void
}

const wait = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

async function until<Value>(look: () => Value | null | undefined | false): Promise<Value> {
  for (;;) {
    const found = look()
    if (found !== null && found !== undefined && found !== false) return found
    await wait(4)
  }
}

let longest = 0
new PerformanceObserver(list => {
  for (const { duration } of list.getEntries()) longest = Math.max(longest, duration)
}).observe({ type: 'longtask' })

const outlook = document.createElement('iframe')
const emulatorOf = () => (outlook.contentWindow as unknown as { readonly outlookEmulator?: Emulator } | null)?.outlookEmulator
const paneDocument = () => {
  const frame = outlook.contentDocument?.querySelector<HTMLIFrameElement>('#pane iframe')
  const inner = frame?.contentDocument
  return inner?.location.pathname.endsWith('/taskpane.html') === true ? inner : null
}

/** From `act` to the next verdict. One that stands there already has to go first. */
async function clicked(act: () => void): Promise<Clicked> {
  const shown = paneDocument()
  let isAwaited = shown?.querySelector('[data-standing]') === null
  longest = 0
  const began = performance.now()
  act()
  const pane = await until(paneDocument)
  const ended = await new Promise<number>(resolve => {
    const look = () => {
      const isThere = pane.querySelector('[data-standing]') !== null
      if (isThere && isAwaited) resolve(performance.now())
      if (!isThere) isAwaited = true
    }
    new MutationObserver(look).observe(pane, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-standing'] })
    look()
  })
  // A long task is told of when it is over.
  await wait(100)
  return { ms: ended - began, longestTask: longest }
}

async function measure(): Promise<Clicks> {
  const query = new URLSearchParams(location.search)
  const [item, other] = [query.get('item') ?? '', query.get('other') ?? '']
  outlook.src = `/?item=${encodeURIComponent(item)}&theme=light`
  document.body.append(outlook)
  const emulator = await until(emulatorOf)
  const button = await until(() => outlook.contentDocument?.querySelector<HTMLButtonElement>('#verify'))
  await wait(CALM)
  const cold = await clicked(() => button.click())
  await clicked(() => emulator.choose(other))
  return { cold, warm: await clicked(() => emulator.choose(item)) }
}

void measure().then(clicks => { document.title = 'result:' + JSON.stringify(clicks) })
