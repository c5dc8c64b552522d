/** The pane: tabs, the tab that is open, and the language that all of it speaks. */
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react'
import { watchAreaKeys } from './area-keys.ts'
import { languageOf, loadLanguageChoice, type LanguageChoice, saveLanguageChoice } from './language-choice.ts'
import type { Place } from './place.ts'
import { isAttached, type ReadingController } from './read/reading-controller.ts'
import type { TrustSettings } from './read/trusting-engine.ts'
import { type TabName, Tabs } from './Tabs.tsx'

const loadPanel = () => import(/* webpackChunkName: 'panel' */ './Panel.tsx')
const Panel = lazy(async () => ({ default: (await loadPanel()).Panel }))

/** Starts loading what the first screen needs, before there is anything to draw. */
export function preload(): void {
  void loadPanel()
}

export interface AppProps {
  readonly reading: ReadingController
  readonly trust: Promise<TrustSettings>
  readonly now: () => Date
  readonly place: Place
  readonly displayLanguage: string
}

export function App({ reading, trust, now, place, displayLanguage }: AppProps) {
  const [tab, setTab] = useState<TabName>('message')
  const [choice, setChoice] = useState<LanguageChoice>(loadLanguageChoice)
  const [settings, setSettings] = useState<TrustSettings | null>(null)
  const isChecking = useSyncExternalStore(reading.subscribe, () => reading.getState().phase === 'checking')
  // An attached message has a way back in the place of the tabs.
  const isInside = useSyncExternalStore(reading.subscribe, () => isAttached(reading.getState()))
  const language = languageOf(choice, displayLanguage)
  useEffect(() => { void trust.then(setSettings) }, [trust])
  useEffect(() => reading.start(), [reading])
  useEffect(() => watchAreaKeys(document), [])
  useEffect(() => { document.documentElement.lang = language }, [language])
  const choose = (next: LanguageChoice) => {
    saveLanguageChoice(next)
    setChoice(next)
  }
  return (
    <>
      {isInside && tab === 'message' ? null : <Tabs language={language} selected={tab} onSelect={setTab} choice={choice} onChoice={choose} />}
      {isChecking ? <div className="progress checking-bar" /> : null}
      <main>
        <div role={isInside ? undefined : 'tabpanel'} id={`panel-${tab}`} aria-labelledby={isInside ? undefined : `tab-${tab}`}>
          <Suspense fallback={null}>
            <Panel tab={tab} onTab={setTab} language={language} reading={reading} settings={settings} now={now} place={place} />
          </Suspense>
        </div>
      </main>
    </>
  )
}
