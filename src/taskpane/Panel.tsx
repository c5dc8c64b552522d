/** What is under the tabs, with all the sentences. The shell loads it while Outlook is still getting ready. */
import { MessageTab } from './message/MessageTab.tsx'
import type { Place } from './place.ts'
import type { ReadingController } from './read/reading-controller.ts'
import type { TrustSettings } from './read/trusting-engine.ts'
import type { Language } from './sentences/sentence.ts'
import { SpeechContext, speechOf } from './speech.ts'
import type { TabName } from './Tabs.tsx'
import { TrustTab } from './trust/TrustTab.tsx'
import './styles/checks.css'

export interface PanelProps {
  readonly tab: TabName
  readonly language: Language
  readonly reading: ReadingController
  readonly settings: TrustSettings | null
  readonly now: () => Date
  readonly place: Place
}

export function Panel({ tab, language, reading, settings, now, place }: PanelProps) {
  return (
    <SpeechContext value={speechOf(language)}>
      {tab === 'message' ? <MessageTab reading={reading} now={now} place={place} /> : <TrustTab settings={settings} />}
    </SpeechContext>
  )
}
