/** The pane's composition root: the only place that reads the clock and decides who plays Outlook and the engine. */
import { createRoot } from 'react-dom/client'
import { createWorkerEngine } from '../engine/client.ts'
import type { MailboxHost } from '../outlook/mailbox-host.ts'
import { createOfficeHost } from '../outlook/office-host.ts'
import { createPageHost } from '../outlook/page-host.ts'
import { App, preload } from './App.tsx'
import { earlyOrganisation, takeEarlyWorker } from './early-start.ts'
import type { Place } from './place.ts'
import { failureOf } from './read/failure-of.ts'
import { rememberSigners } from './read/known-signers.ts'
import { loadOrganisation } from './read/organisation.ts'
import { ReadingController } from './read/reading-controller.ts'
import { trustOrganisation } from './read/trusting-engine.ts'
import './styles/tokens.css'
import './styles/page.css'
import './styles/controls.css'
import './styles/verdict.css'

/** How long the pane waits for Outlook before it shows itself without, in milliseconds. */
const PATIENCE = 4000

interface FoundHost {
  readonly host: MailboxHost
  readonly place: Place
}

/** Outlook when there is one around the page, else the page alone, which takes files. */
async function findHost(): Promise<FoundHost> {
  try {
    return { host: await createOfficeHost(), place: 'outlook' }
  } catch (error) {
    const code = failureOf(error)
    const place = code === 'outlook/no-item' ? 'page' : code === 'outlook/too-old' ? 'too-old' : 'not-connected'
    return { host: createPageHost(navigator.language), place }
  }
}

async function afterPatience(): Promise<FoundHost> {
  await new Promise(resolve => setTimeout(resolve, PATIENCE))
  return { host: createPageHost(navigator.language), place: 'not-connected' }
}

/** Follows Outlook's theme, else the system's, also when that changes. */
function followTheme(host: MailboxHost): void {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const apply = () => {
    const isDark = host.theme().dark ?? system.matches
    document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light'
  }
  system.addEventListener('change', apply)
  apply()
}

async function start(): Promise<void> {
  preload(navigator.language)
  const now = () => new Date()
  const fetchFile: typeof fetch = (...request) => fetch(...request)
  const organisation = loadOrganisation(earlyOrganisation(fetchFile))
  const { engine: trusting, settings } = trustOrganisation(createWorkerEngine({ first: takeEarlyWorker() }), organisation)
  const engine = rememberSigners(trusting, () => localStorage, now)
  const pane = document.getElementById('pane')
  if (pane === null) return
  const root = createRoot(pane)
  let stop = (): void => undefined
  const show = ({ host, place }: FoundHost): ReadingController => {
    stop()
    const reading = new ReadingController({ host, engine, now, fetchFile, organisation })
    followTheme(host)
    // Outlook and the engine have their work before the screen is drawn for the first time, not after.
    stop = reading.start()
    root.render(<App key={place} reading={reading} trust={settings} now={now} place={place} displayLanguage={host.displayLanguage()} />)
    return reading
  }
  const search = findHost()
  const first = await Promise.race([search, afterPatience()])
  const reading = show(first)
  const found = await search
  // Outlook came after all. Whoever has opened a file meanwhile keeps what it says.
  if (found.host !== first.host && found.place === 'outlook' && reading.getState().phase === 'empty') show(found)
}

void start()
