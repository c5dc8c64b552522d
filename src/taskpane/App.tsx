/** The pane: tabs, the tab that is open, and the language that all of it speaks. */
import { useEffect, useState, useSyncExternalStore } from 'react'
import { watchAreaKeys } from './area-keys.ts'
import { languageOf, loadLanguageChoice, type LanguageChoice, saveLanguageChoice } from './language-choice.ts'
import { MessageTab } from './message/MessageTab.tsx'
import type { ReadingController } from './read/reading-controller.ts'
import type { TrustSettings } from './read/trusting-engine.ts'
import { SpeechContext, speechOf } from './speech.ts'
import { type TabName, Tabs } from './Tabs.tsx'
import { TrustTab } from './trust/TrustTab.tsx'

export interface AppProps {
  readonly reading: ReadingController
  readonly trust: Promise<TrustSettings>
  readonly now: () => Date
  readonly isInOutlook: boolean
  readonly displayLanguage: string
}

export function App({ reading, trust, now, isInOutlook, displayLanguage }: AppProps) {
  const [tab, setTab] = useState<TabName>('message')
  const [choice, setChoice] = useState<LanguageChoice>(loadLanguageChoice)
  const [settings, setSettings] = useState<TrustSettings | null>(null)
  const isChecking = useSyncExternalStore(reading.subscribe, () => reading.getState().phase === 'checking')
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
    <SpeechContext value={speechOf(language)}>
      <Tabs selected={tab} onSelect={setTab} choice={choice} onChoice={choose} />
      {isChecking ? <div className="progress checking-bar" /> : null}
      <main>
        <div role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
          {tab === 'message' ? <MessageTab reading={reading} now={now} isInOutlook={isInOutlook} /> : <TrustTab settings={settings} />}
        </div>
      </main>
    </SpeechContext>
  )
}
