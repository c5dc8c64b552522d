/** The pane's composition root: the only place that reads the clock and decides who plays Outlook and the engine. */
import { createRoot } from 'react-dom/client'
import { createWorkerEngine } from '../engine/client.ts'
import type { MailboxHost } from '../outlook/mailbox-host.ts'
import { createOfficeHost } from '../outlook/office-host.ts'
import { createPageHost } from '../outlook/page-host.ts'
import { App, preload } from './App.tsx'
import { loadOrganisation } from './read/organisation.ts'
import { ReadingController } from './read/reading-controller.ts'
import { trustOrganisation } from './read/trusting-engine.ts'
import './styles/tokens.css'
import './styles/page.css'
import './styles/controls.css'
import './styles/verdict.css'

interface FoundHost {
  readonly host: MailboxHost
  readonly isInOutlook: boolean
}

/** Outlook when there is one around the page, else the page alone, which takes files. */
async function findHost(): Promise<FoundHost> {
  try {
    return { host: await createOfficeHost(), isInOutlook: true }
  } catch {
    return { host: createPageHost(navigator.language), isInOutlook: false }
  }
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
  preload()
  const now = () => new Date()
  const { engine, settings } = trustOrganisation(createWorkerEngine(), loadOrganisation((...request) => fetch(...request)))
  const { host, isInOutlook } = await findHost()
  followTheme(host)
  const reading = new ReadingController({ host, engine, now })
  const pane = document.getElementById('pane')
  if (pane === null) return
  createRoot(pane).render(
    <App reading={reading} trust={settings} now={now} isInOutlook={isInOutlook} displayLanguage={host.displayLanguage()} />,
  )
}

void start()
