/** What was not brought to its end, offered back when the pane starts (SEC-82). Nothing is ever sent from here. */
import { lazy, Suspense, useEffect, useState } from 'react'
import type { DraftSummary } from '../../engine/compose-protocol.ts'
import { Icon } from '../icons.tsx'
import { Notice } from '../keys/Notice.tsx'
import type { ReadingController } from '../read/reading-controller.ts'
import { type WritingPhrase, writingLabel, writingPhrase } from '../sentences/writing.ts'
import { useSpeech } from '../speech.ts'
import { formatTime } from '../text/dates.ts'
import { fillNodes } from '../text/fill.tsx'
import './compose.css'
import { noteDrafts } from './draft-flag.ts'
import { type DraftFate, lookAfter, type Recovery, type UnfinishedDraft, unfinishedDrafts } from './draft-recovery.ts'
import { askerOf, meansOf, openDrafts } from './open-writing.ts'

const QuestionDialog = lazy(async () => ({ default: (await import(/* webpackChunkName: 'question' */ './QuestionDialog.tsx')).QuestionDialog }))

interface RecoveredDraftsProps {
  readonly reading: ReadingController
  readonly onContinue: (draft: DraftSummary) => void
}

export function RecoveredDrafts({ reading, onContinue }: RecoveredDraftsProps) {
  const { language } = useSpeech()
  const [recovery, setRecovery] = useState<Recovery | null>(null)
  const [discarding, setDiscarding] = useState<string | null>(null)
  const engine = askerOf({ reading })
  const end = async (id: string) => {
    await engine.ask({ kind: 'drafts-end', at: reading.options.now().toISOString(), id }).catch(() => undefined)
    setRecovery(before => before && without(before, id))
  }
  const look = async ({ draft }: UnfinishedDraft) => {
    const { host } = await meansOf({ reading, language: () => language })
    const found = await lookAfter(draft, { engine, routes: host.routes, now: reading.options.now }, new AbortController().signal)
    setRecovery(before => before && settled(before, draft.id, found))
  }
  useEffect(() => {
    const abort = new AbortController()
    const { signal } = abort
    const isOver = () => signal.aborted
    void recover(reading, signal).then(async found => {
      if (isOver()) return
      setRecovery(found)
      const looked = found?.unfinished.some(isDoubtful) ? await lookAgain(found, { reading, language: () => language }, signal) : []
      if (!isOver()) for (const [id, now] of looked) setRecovery(before => before && settled(before, id, now))
    })
    return () => { abort.abort() }
  }, [reading])
  if (recovery === null) return null
  return (
    <>
      {recovery.unfinished.map(found => (
        <Offer key={found.draft.id} found={found} onContinue={onContinue} onLook={() => void look(found)} onSent={() => void end(found.draft.id)} onDiscard={() => { setDiscarding(found.draft.id) }} />
      ))}
      {recovery.sent.length === 0 ? null : <Notice name="found-sent" wording={writingPhrase(language, 'found-sent')} isAnswer />}
      {recovery.unreadable.length === 0 ? null : (
        <Notice name="drafts-unreadable" wording={writingPhrase(language, 'drafts-unreadable')} values={{ n: String(recovery.unreadable.length) }}>
          <button type="button" className="btn small" onClick={() => { for (const id of recovery.unreadable) void end(id) }}>{writingLabel(language, 'discard')}</button>
        </Notice>
      )}
      {discarding === null ? null : (
        <Suspense fallback={null}>
          <QuestionDialog
            question="discard"
            isOpen
            onAnswer={isConfirmed => {
              setDiscarding(null)
              if (isConfirmed) void end(discarding)
            }}
          />
        </Suspense>
      )}
    </>
  )
}

const PHRASES: Readonly<Record<DraftFate, WritingPhrase>> = {
  'not-sent': 'draft-recovered', 'partly-sent': 'draft-partly-sent', 'perhaps-sent': 'draft-perhaps-sent', 'handed-over': 'draft-handed-over',
}

interface OfferProps {
  readonly found: UnfinishedDraft
  readonly onContinue: (draft: DraftSummary) => void
  readonly onLook: () => void
  readonly onSent: () => void
  readonly onDiscard: () => void
}

function Offer({ found: { draft, fate }, onContinue, onLook, onSent, onDiscard }: OfferProps) {
  const { language } = useSpeech()
  const { title, body } = writingPhrase(language, PHRASES[fate])
  const isOpen = fate === 'perhaps-sent' || fate === 'handed-over'
  return (
    <section className={fate === 'perhaps-sent' ? 'bar warn' : 'bar'} data-recovered={fate} data-draft={draft.id}>
      <Icon name={fate === 'perhaps-sent' ? 'seal-attention' : 'history'} />
      <div>
        <b>{title}</b>
        <p>{fillNodes(body, { subject: draft.subject, time: formatTime(draft.writtenAt, language) })}</p>
        <div className="actions">
          {fate === 'perhaps-sent' ? <button type="button" className="btn small" onClick={onLook}>{writingLabel(language, 'look')}</button> : null}
          {isOpen ? <button type="button" className="btn small" onClick={onSent}>{writingLabel(language, 'itWent')}</button> : null}
          <button type="button" className="btn small" onClick={() => { onContinue(draft) }}>{writingLabel(language, 'continueWriting')}</button>
          <button type="button" className="btn quiet small" onClick={onDiscard}>{writingLabel(language, 'discard')}</button>
        </div>
      </div>
    </section>
  )
}

async function recover(reading: ReadingController, signal: AbortSignal): Promise<Recovery | null> {
  try {
    const recovery = await unfinishedDrafts({ engine: askerOf({ reading }), routes: [], now: reading.options.now }, signal)
    noteDrafts(recovery.unfinished.length + recovery.unreadable.length > 0, () => localStorage)
    return { ...recovery, unfinished: recovery.unfinished.filter(({ draft }) => !openDrafts.has(draft.id)) }
  } catch {
    return null
  }
}

/** Whether looking could tell more. */
const isDoubtful = ({ fate }: UnfinishedDraft): boolean => fate === 'perhaps-sent' || fate === 'handed-over'

type Looked = UnfinishedDraft | 'sent'

/** What Sent Items say without asking the writer anything: what certainly went is settled before it becomes a question. */
async function lookAgain({ unfinished }: Recovery, place: Parameters<typeof meansOf>[0], signal: AbortSignal): Promise<readonly (readonly [id: string, found: Looked])[]> {
  const looked: (readonly [string, Looked])[] = []
  try {
    const { host } = await meansOf(place)
    for (const { draft } of unfinished.filter(isDoubtful)) looked.push([draft.id, await lookAfter(draft, { engine: askerOf(place), routes: host.routes, now: place.reading.options.now }, signal)])
  } catch {
    // It stays a question.
  }
  return looked
}

function settled(recovery: Recovery, id: string, found: Looked): Recovery {
  const draft = recovery.unfinished.find(each => each.draft.id === id)?.draft
  if (found !== 'sent') return { ...recovery, unfinished: recovery.unfinished.map(each => (each.draft.id === id ? found : each)) }
  return { ...without(recovery, id), sent: draft ? [...recovery.sent, draft] : recovery.sent }
}

function without(recovery: Recovery, id: string): Recovery {
  return { ...recovery, unfinished: recovery.unfinished.filter(({ draft }) => draft.id !== id), unreadable: recovery.unreadable.filter(each => each !== id) }
}
