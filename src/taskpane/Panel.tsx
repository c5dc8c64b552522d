/** What is under the tabs, with all the sentences. The shell loads it while Outlook is still getting ready. */
import { lazy, Suspense, useEffect, useState } from 'react'
import { mayHoldDrafts } from './compose/draft-flag.ts'
import type { WritingStart } from './compose/writing-start.ts'
import { KeysContext } from './keys/keys-context.ts'
import type { KeysController } from './keys/keys-controller.ts'
import { MessageTab } from './message/MessageTab.tsx'
import type { Place } from './place.ts'
import type { ReadingController } from './read/reading-controller.ts'
import type { TrustSettings } from './read/trusting-engine.ts'
import type { Language } from './sentences/sentence.ts'
import { SpeechContext, speechOf } from './speech.ts'
import type { TabName } from './Tabs.tsx'
import './styles/card.css'
import './styles/checks.css'
import './styles/content.css'

const RecoveredDrafts = lazy(async () => ({ default: (await import(/* webpackChunkName: 'compose' */ './compose/RecoveredDrafts.tsx')).RecoveredDrafts }))
const TrustTab = lazy(async () => ({ default: (await import(/* webpackChunkName: 'trust' */ './trust/TrustTab.tsx')).TrustTab }))
const KeysTab = lazy(async () => ({ default: (await import(/* webpackChunkName: 'keys-tab' */ './keys/KeysTab.tsx')).KeysTab }))

export interface PanelProps {
  readonly tab: TabName
  readonly onTab: (tab: TabName) => void
  readonly language: Language
  readonly reading: ReadingController
  readonly settings: TrustSettings | null
  readonly now: () => Date
  readonly place: Place
}

export function Panel({ tab, onTab, language, reading, settings, now, place }: PanelProps) {
  const keys = useKeyStore(reading, now)
  const [writing, setWriting] = useState<WritingStart | null>(null)
  return (
    <SpeechContext value={speechOf(language)}>
      <KeysContext value={keys}>
        {tab === 'message' && writing === null && mayHoldDrafts(() => localStorage) ? (
          <Suspense fallback={null}>
            <RecoveredDrafts reading={reading} onContinue={draft => { setWriting({ kind: 'continue', draft }) }} />
          </Suspense>
        ) : null}
        {tab === 'message' ? <MessageTab reading={reading} now={now} place={place} writing={writing} onWrite={setWriting} onImportKey={() => { onTab('keys') }} /> : null}
        {tab === 'keys' && keys ? <Suspense fallback={null}><KeysTab now={now} openedWith={openedWith(reading)} /></Suspense> : null}
        {tab === 'trust' ? <Suspense fallback={null}><TrustTab settings={settings} /></Suspense> : null}
      </KeysContext>
    </SpeechContext>
  )
}

/** The keys come a moment after the first screen, which mostly needs none. */
function useKeyStore(reading: ReadingController, now: () => Date): KeysController | null {
  const [keys, setKeys] = useState<KeysController | null>(null)
  useEffect(() => {
    let stop: (() => void) | undefined
    let isLeft = false
    void import(/* webpackChunkName: 'keys-store' */ './keys/watch-keys.ts').then(({ startKeys }) => {
      if (isLeft) return
      const started = startKeys(reading, now, window)
      stop = started.stop
      setKeys(started.keys)
    })
    return () => {
      isLeft = true
      stop?.()
    }
  }, [reading, now])
  return keys
}

/** The key that opened what is on the Message tab. */
function openedWith(reading: ReadingController): string | null {
  const state = reading.getState()
  if (state.phase !== 'verdict') return null
  for (const layer of state.result.verdict.layers) if (layer.kind === 'enveloped' && layer.openedWith) return layer.openedWith.keyId
  return null
}
