/** The pane: tabs, the tab that is open, and the language that all of it speaks. */
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react'
import { watchAreaKeys } from './area-keys.ts'
import { languageOf, loadLanguageChoice, type LanguageChoice, saveLanguageChoice } from './language-choice.ts'
import type { Place } from './place.ts'
import { isAttached, loadSteps, type ReadingController } from './read/reading-controller.ts'
import type { TrustSettings } from './read/trusting-engine.ts'
import type { Language } from './sentences/sentence.ts'
import { type TabName, Tabs } from './Tabs.tsx'
import { loadWords, wordsOf } from './words.ts'

const loadPanel = () => import(/* webpackChunkName: 'panel' */ './Panel.tsx')
const Panel = lazy(async () => ({ default: (await loadPanel()).Panel }))

/**
 * Starts loading what the first screen needs, before there is anything to draw. `displayLanguage` is a guess: Outlook says later which one it is.
 */
export function preload(displayLanguage: string): void {
  void loadPanel()
  loadWords(languageOf(loadLanguageChoice(), displayLanguage)).catch(() => undefined)
  loadSteps().catch(() => undefined)
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
  const spoken = useSpoken(languageOf(choice, displayLanguage))
  const language = spoken ?? languageOf(choice, displayLanguage)
  useEffect(() => { void trust.then(setSettings) }, [trust])
  useEffect(() => watchAreaKeys(document), [])
  useEffect(() => { document.documentElement.lang = language }, [language])
  const choose = (next: LanguageChoice) => {
    saveLanguageChoice(next)
    setChoice(next)
  }
  return (
    <>
      {isInside && tab === 'message' ? null : <Tabs language={language} hasWords={spoken !== null} selected={tab} onSelect={setTab} choice={choice} onChoice={choose} />}
      {isChecking ? <div className="progress checking-bar" /> : null}
      <main>
        <div role={isInside ? undefined : 'tabpanel'} id={`panel-${tab}`} aria-labelledby={isInside ? undefined : `tab-${tab}`}>
          <Suspense fallback={null}>
            {spoken && <Panel tab={tab} onTab={setTab} language={spoken} reading={reading} settings={settings} now={now} place={place} />}
          </Suspense>
        </div>
      </main>
    </>
  )
}

/** The wanted language once its words are there, and until then the one before: nothing goes blank while it changes, or stays so when it cannot be loaded. */
function useSpoken(wanted: Language): Language | null {
  const [spoken, setSpoken] = useState(() => (wordsOf(wanted) ? wanted : null))
  useEffect(() => {
    let isLeft = false
    loadWords(wanted).then(() => { if (!isLeft) setSpoken(wanted) }, () => undefined)
    return () => { isLeft = true }
  }, [wanted])
  return spoken
}
