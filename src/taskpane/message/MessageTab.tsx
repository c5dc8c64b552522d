/** The Message tab: whatever state the reading is in. */
import { lazy, Suspense, useCallback, useSyncExternalStore } from 'react'
import type { WritingStart } from '../compose/writing-start.ts'
import type { Place } from '../place.ts'
import type { ReadingController, ReadingState } from '../read/reading-controller.ts'
import { Announcer } from './Announcer.tsx'
import { CheckingView } from './CheckingView.tsx'
import { DropZone } from './DropZone.tsx'
import { type EmptyReason, EmptyView } from './EmptyView.tsx'
import { VerdictView } from './VerdictView.tsx'

const Writing = lazy(async () => ({ default: (await import(/* webpackChunkName: 'compose' */ '../compose/Writing.tsx')).Writing }))
const FailureView = lazy(async () => ({ default: (await import(/* webpackChunkName: 'failure' */ './FailureView.tsx')).FailureView }))
const Crumb = lazy(async () => ({ default: (await import(/* webpackChunkName: 'attached' */ './Crumb.tsx')).Crumb }))

interface MessageTabProps {
  readonly reading: ReadingController
  readonly now: () => Date
  readonly place: Place
  /** Leads to where a key is brought. */
  readonly onImportKey: () => void
  /** What is written in the pane's own editor; null when nothing is. */
  readonly writing: WritingStart | null
  readonly onWrite: (start: WritingStart | null) => void
}

const OPEN_ITEM: WritingStart = { kind: 'item' }

export function MessageTab(props: MessageTabProps) {
  const { reading, onImportKey, writing, onWrite } = props
  const state = useSyncExternalStore(reading.subscribe, reading.getState)
  const start = writing ?? (state.phase === 'empty' && state.why === 'compose' ? OPEN_ITEM : null)
  if (start === null) return <Reading {...props} state={state} />
  return <Suspense fallback={null}><Writing reading={reading} start={start} onKeys={onImportKey} onClose={writing ? () => { onWrite(null) } : null} /></Suspense>
}

function Reading({ reading, now, place, onImportKey, onWrite, state }: MessageTabProps & { readonly state: ReadingState }) {
  const checkAgain = () => { void reading.checkAgain() }
  const openFile = (file: File) => { void reading.checkFile(file) }
  const goBack = useCallback(() => { reading.closeLevel() }, [reading])
  const trail = 'trail' in state ? state.trail : []
  return (
    <>
      {trail.length === 0 ? null : <Suspense fallback={null}><Crumb trail={trail} onBack={goBack} /></Suspense>}
      <Announcer state={state} />
      {state.phase === 'checking' ? <CheckingView key={state.run} progress={state.progress} onCancel={() => { reading.cancel() }} /> : null}
      {state.phase === 'verdict' ? (
        <VerdictView
          key={state.run}
          state={state}
          now={now}
          outerSubject={state.source.kind === 'item' && trail.length === 0 ? (reading.options.host.currentItem()?.subject ?? null) : null}
          onCheckAgain={checkAgain}
          onImportKey={onImportKey}
          onWrite={onWrite}
          onOpenPart={index => { void reading.openPart(index) }}
          loadPart={index => reading.loadPart(index)}
        />
      ) : null}
      {state.phase === 'verdict' && trail.length === 0 && takesAnother(state) ? <DropZone asksFor="message" onFile={openFile} /> : null}
      {state.phase === 'failure' ? (
        <Suspense fallback={null}>
          <FailureView
            key={state.run}
            state={state}
            onCheckAgain={checkAgain}
            onFile={openFile}
            onSignedFile={content => { if (state.source.kind === 'file') void reading.checkFile(state.source.file, content) }}
          />
        </Suspense>
      ) : null}
      {state.phase === 'empty' ? <EmptyView why={whyEmpty(place, state.why)} onFile={openFile} onWrite={() => { onWrite({ kind: 'new' }) }} /> : null}
    </>
  )
}

/** A file is mostly followed by another; and whoever has an unsigned message open may have meant a saved one. */
function takesAnother({ source, result }: Extract<ReadingState, { phase: 'verdict' }>): boolean {
  return source.kind === 'file' || (result.verdict.standing === 'none' && !result.verdict.encrypted)
}

function whyEmpty(place: Place, why: 'no-item' | 'compose'): EmptyReason {
  return place === 'outlook' ? why : place
}
